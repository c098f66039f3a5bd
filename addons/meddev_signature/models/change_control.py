"""What would walk around every gate: program code written into the database, and roles given another identity."""

import os

from odoo import api, models
from odoo.exceptions import AccessError

SWITCH = "MEDDEV_ALLOW_CODE_IN_DATABASE"
"""Environment variable of the server: "1" lets administrators write Python code in server actions again."""


def _check_code(records, vals, names):
    """Refuse program code from a user: it could sign, release or delete in anybody's name (21 CFR 11.10(a), (k)).

    What addons bring is loaded while the registry is not ready, and is under change control with them.
    """
    if records.env.registry.ready and os.environ.get(SWITCH) != "1" and any(vals.get(name) for name in names):
        raise AccessError(
            records.env._(
                "Program code is part of the validated software and comes with an addon, not through a form. "
                "The server's operator can allow it: see the page on signatures."
            )
        )


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            _check_code(self, {"code": vals.get("state") == "code" and (vals.get("code") or True)}, ("code",))
        return super().create(vals_list)

    def write(self, vals):
        changed = vals.get("code") if "code" in vals else vals.get("state") == "code"
        if changed and any(action.code != vals.get("code") or action.state != "code" for action in self):
            _check_code(self, {"code": True}, ("code",))
        return super().write(vals)


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            _check_code(self, vals, ("compute",))
        return super().create(vals_list)

    def write(self, vals):
        _check_code(self, vals, ("compute",))
        return super().write(vals)


class IrModelData(models.Model):
    """The roles of our addons are what their XML ids say; nobody points one at another group."""

    _inherit = "ir.model.data"

    def write(self, vals):
        if vals.keys() & {"res_id", "model", "name", "module"}:
            self._check_roles_stay()
        return super().write(vals)

    def unlink(self):
        if self.env.registry.ready:
            self._check_roles_stay()
        return super().unlink()

    def _check_roles_stay(self):
        roles = self.filtered(lambda row: row.model == "res.groups" and row.module.startswith("meddev"))
        if roles and self.env.registry.ready:
            raise AccessError(
                self.env._("%s names a role of Medical Devices and stays as it is.", ", ".join(roles.mapped("name")))
            )

"""What would walk around every gate: program code written into the database, and roles given another identity."""

import os

from odoo import api, models
from odoo.exceptions import AccessError

from ..expressions import READING, in_template, in_text, reached, reached_anew

SWITCH = "MEDDEV_ALLOW_CODE_IN_DATABASE"
"""Environment variable of the server: "1" lets administrators write Python code in server actions again."""


def _is_guarded(records):
    """Whether a user writes. What addons bring is loaded before the registry is ready, under change control."""
    return records.env.registry.ready and os.environ.get(SWITCH) != "1"


def _refuse_code(records):
    """Program code of a user could sign, release or delete in anybody's name (21 CFR 11.10(a), (k))."""
    raise AccessError(
        records.env._(
            "Program code is part of the validated software and comes with an addon, not through a form. "
            "The server's operator can allow it: see the page on signatures."
        )
    )


def _refuse_names(record, names):
    if names:
        raise AccessError(
            record.env._(
                "%(record)s: an expression kept in the database does not use %(names)s, which reaches beyond the "
                "record. Say it with fields, or have it come with an addon.",
                record=record.display_name,
                names=", ".join(names),
            )
        )


class MeddevGuardedCode(models.AbstractModel):
    """What Odoo evaluates on the server and a user writes. Checked on the record, so that no default hides anything."""

    _name = "meddev.guarded.code"
    _description = "Guarded Program Code"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records if _is_guarded(self) else ():
            record._check_written(None)
        return records

    def write(self, vals):
        before = [record._written() for record in self] if _is_guarded(self) else []
        result = super().write(vals)
        for record, old in zip(self, before, strict=False):
            record._check_written(old)
        return result

    def _written(self):
        """What is evaluated of this record, in a shape that can be compared."""
        raise NotImplementedError

    def _check_written(self, old):
        """Refuse what a user may not write; ``old`` is None for a new record."""
        if (now := self._written()) and now != old:
            _refuse_code(self)


class IrActionsServer(models.Model):
    _name = "ir.actions.server"
    _inherit = ["ir.actions.server", "meddev.guarded.code"]

    def _written(self):
        action = self.sudo()
        if action.state == "code":
            return ("code", action.code)
        # A value that is computed from an expression is a program in one line.
        return ("equation", action.value) if action.evaluation_type == "equation" else None


class IrModelFields(models.Model):
    _name = "ir.model.fields"
    _inherit = ["ir.model.fields", "meddev.guarded.code"]

    def _written(self):
        return self.sudo().compute


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["ir.rule", "meddev.guarded.code"]

    def _written(self):
        return self.sudo().domain_force

    def _check_written(self, old):
        if (now := self._written()) and now != old:
            _refuse_names(self, reached(now, READING))


class IrActionsReport(models.Model):
    _name = "ir.actions.report"
    _inherit = ["ir.actions.report", "meddev.guarded.code"]

    def _written(self):
        report = self.sudo()
        return {text for text in (report.print_report_name, report.attachment) if text}

    def _check_written(self, old):
        _refuse_names(self, reached_anew(old or set(), self._written()))


class IrUiView(models.Model):
    _name = "ir.ui.view"
    _inherit = ["ir.ui.view", "meddev.guarded.code"]

    def _written(self):
        return in_template(self.sudo().arch_db) if self.type == "qweb" else set()

    def _check_written(self, old):
        _refuse_names(self, reached_anew(old or set(), self._written()))


class MailTemplate(models.Model):
    _name = "mail.template"
    _inherit = ["mail.template", "meddev.guarded.code"]

    def _written(self):
        template = self.sudo()
        names = ("subject", "email_from", "email_to", "email_cc", "partner_to", "reply_to", "lang", "scheduled_date")
        found = {expression for name in names for expression in in_text(template[name])}
        return found | in_template(template.body_html) | in_text(template.body_html)

    def _check_written(self, old):
        _refuse_names(self, reached_anew(old or set(), self._written()))


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

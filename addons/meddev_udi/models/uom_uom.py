from odoo import models
from odoo.exceptions import UserError


class UomUom(models.Model):
    _inherit = "uom.uom"

    def write(self, vals):
        if vals.keys() & {"relative_factor", "relative_uom_id", "factor"}:
            changed = self.filtered(lambda unit: unit._is_changed_by(vals))
            di = self.env["meddev.udi.di"].sudo().search(
                [("uom_id", "in", changed.ids), ("state", "=", "active")], limit=1
            )  # fmt: skip
            if di:
                raise UserError(
                    self.env._(
                        "%(unit)s is the package of device identifier %(code)s, which says what is in it. "
                        "Another quantity is another package: make a new unit and a new identifier.",
                        unit=di.uom_id.display_name,
                        code=di.code,
                    )
                )
        return super().write(vals)

    def _is_changed_by(self, vals):
        now = {
            "relative_factor": self.relative_factor,
            "relative_uom_id": self.relative_uom_id.id,
            "factor": self.factor,
        }
        return any(vals[name] != value for name, value in now.items() if name in vals)

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..scanning import FOREIGN, separator_fault
from .scan_reading import SEPARATOR


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    scan_separator = fields.Char("Separator Character", config_parameter=SEPARATOR, size=1)

    @api.constrains("scan_separator")
    def _check_scan_separator(self):
        for settings in self:
            if separator_fault(settings.scan_separator or ""):
                raise ValidationError(
                    self.env._(
                        "%(text)s cannot stand for the separator: codes use it themselves. Take one of %(allowed)s.",
                        text=settings.scan_separator,
                        allowed=" ".join(FOREIGN),
                    )
                )

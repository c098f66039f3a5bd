from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_users import LIMITS, SETTINGS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    signature_max_attempts = fields.Integer(
        "Wrong Attempts", config_parameter="meddev_signature.max_attempts", default=SETTINGS["max_attempts"]
    )
    signature_lock_minutes = fields.Integer(
        "Locked For (minutes)", config_parameter="meddev_signature.lock_minutes", default=SETTINGS["lock_minutes"]
    )
    signature_session_minutes = fields.Integer(
        "Continuous Session (minutes)",
        config_parameter="meddev_signature.session_minutes",
        default=SETTINGS["session_minutes"],
    )

    @api.constrains("signature_max_attempts", "signature_lock_minutes", "signature_session_minutes")
    def _check_signature_settings(self):
        for settings in self:
            in_limits = LIMITS["max_attempts"][0] <= settings.signature_max_attempts <= LIMITS["max_attempts"][1]
            if not in_limits or not 1 <= settings.signature_lock_minutes <= LIMITS["lock_minutes"][1]:
                raise ValidationError(
                    self.env._("Signing is locked after one to ten wrong attempts, for one minute to one day.")
                )
            if not 0 <= settings.signature_session_minutes <= 60:
                raise ValidationError(
                    self.env._("A continuous session of signing lasts at most 60 minutes; 0 is none.")
                )

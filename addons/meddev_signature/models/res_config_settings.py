from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_users import SETTINGS


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
            if not 1 <= settings.signature_max_attempts <= 10 or settings.signature_lock_minutes < 1:
                raise ValidationError(
                    self.env._("Signing is locked after one to ten wrong attempts, for at least one minute.")
                )
            if not 0 <= settings.signature_session_minutes <= 60:
                raise ValidationError(
                    self.env._("A continuous session of signing lasts at most 60 minutes; 0 is none.")
                )

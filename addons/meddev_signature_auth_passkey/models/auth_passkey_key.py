from odoo import api, fields, models
from odoo.exceptions import AccessError


class AuthPasskeyKey(models.Model):
    """A passkey signs when only its user can have registered it: with a password that nobody else knew."""

    _inherit = "auth.passkey.key"

    can_sign = fields.Boolean(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        user = self.env.user.sudo()
        is_own = user.has_own_password and not user.is_identity_pending
        return super().create([{**vals, "can_sign": is_own} for vals in vals_list])

    def write(self, vals):
        if "can_sign" in vals:
            raise AccessError(self.env._("Register the passkey anew under My Preferences, then sign with it."))
        return super().write(vals)

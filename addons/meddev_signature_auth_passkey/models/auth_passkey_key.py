from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.meddev_signature.models.own_password import proven


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


class AuthPasskeyKeyCreate(models.TransientModel):
    """Whoever finds a session open would register a passkey of their own: the password is asked for, each time."""

    _inherit = "auth.passkey.key.create"

    current_password = fields.Char("Present Password", store=False)

    def make_key(self, registration=None):
        user = self.env.user
        user._check_present_password(self.env.context.get("present_password"), self.env._("New passkey"))
        user._mark_session_checked()
        with proven(user):
            return super(AuthPasskeyKeyCreate, self.with_context(present_password=None)).make_key(registration)

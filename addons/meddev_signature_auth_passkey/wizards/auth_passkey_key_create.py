from odoo import fields, models

from odoo.addons.meddev_signature.models.own_password import proven


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

from odoo import fields, models

from ..models.own_password import proven


class ChangePasswordOwn(models.TransientModel):
    """Odoo asks for the password once in ten minutes; whoever finds the session open would make it their own."""

    _inherit = "change.password.own"

    current_password = fields.Char("Present Password", store=False)

    def change_password(self):
        user = self.env.user
        user._check_present_password(self.env.context.get("present_password"), self.env._("Change of password"))
        user._mark_session_checked()
        with proven(user):
            return super(ChangePasswordOwn, self.with_context(present_password=None)).change_password()

from odoo import fields, models


class MeddevSignatureWizard(models.TransientModel):
    """Offers the passkey to who has one; the password remains."""

    _inherit = "meddev.signature.wizard"

    has_passkey = fields.Boolean(default=lambda self: bool(self.env.user._signing_passkeys()), readonly=True)
    identify_by = fields.Selection(
        [("passkey", "Passkey"), ("password", "User ID and password")],
        default=lambda self: "passkey" if self.env.user._signing_passkeys() else "password",
        required=True,
    )
    passkey = fields.Char(store=False)

    def _credential_names(self):
        return (*super()._credential_names(), "passkey")

    def _typed_names(self):
        return {*super()._typed_names(), "identify_by"}

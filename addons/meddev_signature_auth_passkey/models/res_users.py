import json

from odoo import models
from odoo.exceptions import AccessDenied
from odoo.http import request

from odoo.addons.auth_passkey._vendor.webauthn.helpers import exceptions

UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    exceptions.InvalidJSONStructure,
    exceptions.InvalidAuthenticatorDataStructure,
    exceptions.InvalidCBORData,
    exceptions.UnsupportedAlgorithm,
    exceptions.UnsupportedPublicKeyType,
)
"""What a passkey's answer that is none ends in."""


class ResUsers(models.Model):
    """Who has a passkey may sign with it: something they hold, unlocked by something they know or are."""

    _inherit = "res.users"

    def _signing_passkeys(self):
        return self.sudo().auth_passkey_key_ids.filtered("can_sign")

    def _proof(self, credentials):
        if not credentials.get("passkey"):
            return super()._proof(credentials)
        if not self.sudo().has_own_password:
            return "foreign", ""
        return ("signed", "passkey") if self._is_passkey(credentials["passkey"]) else ("passkey", "")

    def _is_passkey(self, answer):
        """Whether ``answer`` (JSON text from the browser) is that of a passkey of this user to the challenge that this
        web session was given, with the user verified. A challenge serves once.
        """
        if not request:
            return False
        try:
            if json.loads(answer)["id"] not in self._signing_passkeys().mapped("credential_identifier"):
                return False
            self._check_credentials({"type": "webauthn", "webauthn_response": answer}, {"interactive": True})
        except (AccessDenied, *UNREADABLE):
            return False
        return True

    def action_create_passkey(self):
        action = super().action_create_passkey()
        if action.get("res_model") == "auth.passkey.key.create":
            # A record that is there gives back what was typed when it is saved, so that the button can send it.
            action["res_id"] = self.env["auth.passkey.key.create"].create({"name": self.env._("Passkey")}).id
        return action

    setattr(action_create_passkey, "__has_check_identity", True)

import base64
import re

from odoo import models

from odoo.addons.auth_totp.models.totp import TOTP


class ResUsers(models.Model):
    """Who has an authenticator app signs with user ID, password and its code."""

    _inherit = "res.users"

    def _needs_token(self):
        return self.sudo().totp_enabled or super()._needs_token()

    def _second_component(self, credentials):
        if not self.sudo().totp_enabled:
            return super()._second_component(credentials)
        return ("signed", "password_totp") if self._use_code(credentials.get("token")) else ("token", "")

    def _use_code(self, typed):
        """Whether ``typed`` is the present code and was never used; it is used now.

        Odoo's own check counts wrong codes by web request and cannot be asked without one. Signing counts every wrong
        attempt itself, wherever it comes from, and locks.
        """
        digits = re.sub(r"\s", "", str(typed or ""))
        if not re.fullmatch(r"[0-9]{6}", digits):
            return False
        user = self.sudo()
        counter = TOTP(base64.b32decode(user.totp_secret)).match(int(digits))
        if counter is None or counter <= user.totp_last_counter:
            return False
        user.totp_last_counter = counter
        return True

import hashlib
import threading
import time
from contextlib import contextmanager

from odoo import models
from odoo.exceptions import AccessDenied, UserError
from odoo.http import request

from .signature_attempt import FAILURES

SETTINGS = {"max_attempts": 5, "lock_minutes": 30, "session_minutes": 0}
"""Defaults of the parameters ``meddev_signature.<name>``."""
LIMITS = {"max_attempts": (1, 10), "lock_minutes": (1, 1440), "session_minutes": (0, 60)}
"""What counts at least and at most, whatever a parameter says."""


class ResUsers(models.Model):
    """A person who signs: identified anew for each signature, and nobody else under that name ever."""

    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    # --- identification -----------------------------------------------------------------------------------------

    def _identify_for_signature(self, credentials, subject):
        """Make sure that it is this user who signs now; the name of the method by which that was proven.

        Runs in a transaction of its own, one after the other for each user: a failed attempt stays on record though
        the signing is rolled back, and guessing in parallel gains nothing.

        :param credentials: ``{"login", "password", "token"}`` as typed
        :raises UserError: it is not proven; the text says what is wrong and what to do
        """
        self.ensure_one()
        proof = (self.id, subject, credentials)
        if request and getattr(request, "meddev_identified", (None,))[0] == proof:
            # PostgreSQL made this request start over: its code or passkey is used up, and proved what it proves.
            return request.meddev_identified[1]
        with self._one_at_a_time() as user:
            outcome, method = user._identification(credentials)
            user._note_attempt(outcome, subject)
            locked = user._is_signing_locked()
            if locked and outcome in FAILURES:
                user._tell_lockout(subject)
        if outcome != "signed":
            raise UserError(self._identification_error(outcome, locked))
        if request:
            self.env.cr.postrollback.add(lambda: setattr(request, "meddev_identified", (proof, method)))
        return method

    @contextmanager
    def _one_at_a_time(self):
        """This user in a transaction of its own, which begins when no other identification of the user goes on.

        The lock is taken before the transaction begins: one that began to wait earlier would not see the attempts
        that it waited for.
        """
        with self.env.registry.cursor() as cr:
            cr.execute("SELECT pg_advisory_lock(hashtext('meddev_signature'), %s)", (self.id,))
            cr.commit()  # pylint: disable=invalid-commit
            try:
                yield self.with_env(self.env(cr=cr, user=self.id, su=False))
                cr.commit()  # pylint: disable=invalid-commit
            finally:
                cr.rollback()
                cr.execute("SELECT pg_advisory_unlock(hashtext('meddev_signature'), %s)", (self.id,))

    def _identification(self, credentials):
        """``(outcome, method)``: outcomes are those of ``meddev.signature.attempt``."""
        if not self.active:
            return "archived", ""
        # Before anything is tried: a lock reveals nothing.
        if self._is_signing_locked():
            return "locked", ""
        is_met = not self.sudo().is_identity_pending or not self.sudo().has_own_password
        return self._proof(credentials) if is_met else ("unconfirmed", "")

    def _proof(self, credentials):
        """``(outcome, method)``; for addons that know another proof than a password."""
        continuing = self._is_signing_session()
        if obstacle := self._obstacle(credentials, continuing):
            return obstacle, ""
        return ("signed", "session") if continuing else self._second_component(credentials)

    def _obstacle(self, credentials, continuing):
        """Why user ID and password are not enough; "" when they are right."""
        if not continuing and (credentials.get("login") or "").strip() != self.login:
            return "login"
        if not self._is_password(credentials.get("password")):
            return "password"
        return "" if self.sudo().has_own_password else "foreign"

    def _second_component(self, credentials):
        """For addons that know a further component, such as a one-time code."""
        return "signed", "password"

    def _is_password(self, password):
        try:
            # Interactive, so that an API key does not pass for a password.
            self._check_credentials({"type": "password", "login": self.login, "password": password or ""},
                                    {"interactive": True})  # fmt: skip
        except AccessDenied:
            return False
        return True

    def _needs_token(self):
        """Whether the user has a second component that a signature asks for."""
        return False

    def _identification_error(self, outcome, locked):
        minutes = self._signing_setting("lock_minutes")
        texts = {
            "archived": self.env._("%s is archived and signs nothing.", self.name),
            "locked": self.env._(
                "Signing is locked for %(user)s for %(minutes)s minutes after the last wrong attempt. "
                "The security contact knows.", user=self.name, minutes=minutes),
            "login": self.env._("The user ID is not that of %s, who is signed in here. Nothing was signed.", self.name),
            "password": self.env._("The password is wrong. Nothing was signed."),
            "token": self.env._("The one-time code is wrong, or was used before. Wait for the next one."),
            "passkey": self.env._(
                "The passkey was not accepted. Use one that you registered with a password of your own, or sign with "
                "the password."),
            "foreign": self.env._(
                "Somebody else chose the password of %s. Change it under My Preferences, then sign.", self.name),
            "unconfirmed": self.env._(
                "The password of %s was set without the former one. Nothing is signed until a quality manager has met "
                "the person and confirmed it: Records, Identities to Confirm.", self.name),
        }  # fmt: skip
        if locked and outcome in FAILURES:
            return texts[outcome] + " " + texts["locked"]
        return texts[outcome]

    # --- attempts -----------------------------------------------------------------------------------------------

    def _record_signing_attempt(self, outcome, subject):
        """Record an attempt that ends with an error, in a transaction that the error does not undo."""
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr, user=self.id, su=False))._note_attempt(outcome, subject)

    def _note_attempt(self, outcome, subject):
        attempts = self.env["meddev.signature.attempt"].sudo()
        attempts._record(self, outcome, subject, self._signing_origin(), self._signing_session())

    def _is_signing_locked(self):
        limit, minutes = self._signing_setting("max_attempts"), self._signing_setting("lock_minutes")
        return self.env["meddev.signature.attempt"]._is_locked(self, limit, minutes)

    def _is_signing_session(self):
        """Whether this signing continues a session in which the user was identified with all components."""
        minutes = self._signing_setting("session_minutes")
        return self.env["meddev.signature.attempt"]._is_continuing(self, self._signing_session(), minutes)

    def _tell_lockout(self, subject):
        subject, minutes = (subject or "-"), self._signing_setting("lock_minutes")
        self._tell_security_contact(
            self.env._("Signing locked for %s", self.name),
            self.env._(
                "%(user)s (%(login)s) failed to be identified too often when signing %(subject)s. Signing is locked "
                "for %(minutes)s minutes. Find out who was at the keyboard: Records, Signing Attempts.",
                user=self.name, login=self.login, subject=subject, minutes=minutes,
            ),
        )  # fmt: skip

    def _signing_setting(self, name):
        value = self.env["ir.config_parameter"].sudo().get_param(f"meddev_signature.{name}", SETTINGS[name])
        number = int(value) if str(value).lstrip("-").isdigit() else SETTINGS[name]
        lowest, highest = LIMITS[name]
        return min(max(number, lowest), highest)

    def _signing_origin(self):
        """Where the request came from: "web" or "rpc" with the address, or "server" for a program on the server."""
        if request:
            is_web = request.httprequest.path.startswith("/web")
            return f"{'web' if is_web else 'rpc'} {request.httprequest.remote_addr}"
        # XML-RPC is served without a request at hand; the thread still knows which address it answers.
        return "rpc" if getattr(threading.current_thread(), "url", None) else "server"

    def _mark_session_checked(self):
        """Odoo's own check would ask for the same password once more."""
        if request:
            request.session["identity-check-last"] = time.time()

    def _signing_session(self):
        if not request or not request.session.sid:
            return ""
        return hashlib.sha256(request.session.sid.encode()).hexdigest()[:32]

    # --- one person, one account --------------------------------------------------------------------------------

    def write(self, vals):
        if vals.keys() & {"login", "partner_id"}:
            self._check_not_handed_over(vals)
        return super().write(vals)

    def unlink(self):
        self._check_never_signed()
        return super().unlink()

    def _check_never_signed(self):
        if signers := self._signers():
            raise UserError(
                self.env._(
                    "%s signed or wrote signed content and stays on file. Archive the user instead.",
                    ", ".join(signers.mapped("name")),
                )
            )

    def _check_not_handed_over(self, vals):
        for user in self._signers():
            same_login = vals.get("login", user.login) == user.login
            if not same_login or vals.get("partner_id", user.partner_id.id) != user.partner_id.id:
                raise UserError(
                    self.env._(
                        "%s has signed: this user ID belongs to one person for good. Make a new user instead.",
                        user.name,
                    )
                )

    def _signers(self):
        """Those of these users who are named in evidence."""
        found = set()
        for model in ("meddev.signature", "meddev.signature.void", "meddev.signature.author"):
            domain = [("user_id", "in", self.ids)]
            found |= {user.id for (user,) in self.env[model].sudo()._read_group(domain, ["user_id"])}
        return self.filtered(lambda user: user.id in found)

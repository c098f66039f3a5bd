import hashlib
import threading
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.http import request

from .signature_attempt import FAILURES

SETTINGS = {"max_attempts": 5, "lock_minutes": 30, "session_minutes": 0}
"""Defaults of the parameters ``meddev_signature.<name>``."""


class ResUsers(models.Model):
    """A person who signs: identified anew for each signature, and nobody else under that name ever."""

    _inherit = "res.users"

    has_own_password = fields.Boolean(
        "Password Known to the User Alone",
        readonly=True,
        copy=False,
        help="Nobody signs with a password that somebody else chose (21 CFR 11.100, 11.300).",
    )

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
        return ("locked", "") if self._is_signing_locked() else self._proof(credentials)

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
        """Tell the security contact at once; the mail waits in the queue and leaves after this transaction."""
        contact = self.company_id.sudo().security_contact_id or self.env.ref("base.user_admin", False)
        if not contact:
            return
        self.sudo().partner_id.message_notify(
            partner_ids=contact.partner_id.ids,
            subject=self.env._("Signing locked for %s", self.name),
            body=self.env._(
                "%(user)s (%(login)s) failed to be identified too often when signing %(subject)s. Signing is locked "
                "for %(minutes)s minutes. Find out who was at the keyboard: Records, Signing Attempts.",
                user=self.name, login=self.login, subject=subject, minutes=self._signing_setting("lock_minutes"),
            ),
        )  # fmt: skip

    def _signing_setting(self, name):
        value = self.env["ir.config_parameter"].sudo().get_param(f"meddev_signature.{name}", SETTINGS[name])
        return int(value) if str(value).lstrip("-").isdigit() else SETTINGS[name]

    def _signing_origin(self):
        """Where the request came from: "web" or "rpc" with the address, or "server" for a program on the server."""
        if request:
            is_web = request.httprequest.path.startswith("/web")
            return f"{'web' if is_web else 'rpc'} {request.httprequest.remote_addr}"
        # XML-RPC is served without a request at hand; the thread still knows which address it answers.
        return "rpc" if getattr(threading.current_thread(), "url", None) else "server"

    def _signing_session(self):
        if not request or not request.session.sid:
            return ""
        return hashlib.sha256(request.session.sid.encode()).hexdigest()[:32]

    # --- one person, one account --------------------------------------------------------------------------------

    def _set_password(self):
        result = super()._set_password()
        self._note_who_chose_password()
        return result

    def _note_who_chose_password(self):
        self.env["meddev.signature"]._before_sql()
        for user in self:
            # The public user is whoever holds the link of an invitation: the person themselves.
            is_own = self.env.uid == user.id or self.env.user._is_public()
            self.env.cr.execute("UPDATE res_users SET has_own_password = %s WHERE id = %s", (is_own, user.id))
            user.invalidate_recordset(["has_own_password"], flush=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_claim(vals)
        # Named explicitly, so that no default in the context steps in.
        return super().create([{**vals, "has_own_password": False} for vals in vals_list])

    def write(self, vals):
        self._check_no_claim(vals)
        if vals.keys() & {"login", "partner_id"}:
            self._check_not_handed_over(vals)
        return super().write(vals)

    def unlink(self):
        self._check_never_signed()
        return super().unlink()

    def _check_no_claim(self, vals):
        if vals.get("has_own_password"):
            raise AccessError(self.env._("Only the users themselves make a password their own, by changing it."))

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

"""Whose password it is, and whose hands the user ID is in (21 CFR 11.100(b), 11.300)."""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .signature_attempt import FAILURES

_proven = ContextVar("meddev_proven_user", default=None)
"""Id of the user whose present password was given for what is being done. Nothing that a caller sends reaches it."""


@contextmanager
def proven(user):
    """While this is open, ``user`` has given their present password; only code that checked it opens it."""
    token = _proven.set(user.id)
    try:
        yield
    finally:
        _proven.reset(token)


class ResUsers(models.Model):
    """A password of one's own, and an identity that somebody else confirms when the password came another way."""

    _inherit = "res.users"

    has_own_password = fields.Boolean(
        "Password Known to the User Alone",
        readonly=True,
        copy=False,
        help="Nobody signs with a password that somebody else chose (21 CFR 11.100, 11.300).",
    )
    is_identity_pending = fields.Boolean(
        "Identity to Be Confirmed",
        readonly=True,
        copy=False,
        help="The password of a person who could sign was set without the former one: by somebody else, or through a "
        "link. Nothing is signed until a quality manager has met the person (21 CFR 11.100(b)).",
    )
    is_identity_mine_to_confirm = fields.Boolean(
        "Identity to Be Confirmed by Me", compute="_compute_is_identity_mine_to_confirm"
    )

    @api.depends("is_identity_pending", "has_own_password")
    @api.depends_context("uid")
    def _compute_is_identity_mine_to_confirm(self):
        """Whether the reader confirms this person now: for the button."""
        for user in self:
            waits = user.sudo().is_identity_pending and user.sudo().has_own_password
            user.is_identity_mine_to_confirm = waits and self.env.user != user and user._is_confirmer(self.env.user)

    # --- who chose the password -----------------------------------------------------------------------------------

    def _set_password(self):
        result = super()._set_password()
        self._note_who_chose_password()
        return result

    def _note_who_chose_password(self):
        self.env["meddev.signature"]._before_sql()
        for user in self:
            is_proven = _proven.get() == user.id
            # The public user is whoever holds the link of an invitation.
            is_own = is_proven or self.env.uid == user.id or self.env.user._is_public()
            is_pending = user.sudo().is_identity_pending or (not is_proven and user._could_sign())
            self._update_password_columns(user, has_own_password=is_own, is_identity_pending=is_pending)
            if is_pending and not is_proven:
                user._tell_identity_pending()

    def _could_sign(self):
        """Whether this user ID is in somebody's hands: it has a password of their own, or has signed."""
        own = self.sudo().has_own_password
        return own or bool(self.env["meddev.signature"].sudo().search_count([("user_id", "=", self.id)], limit=1))

    def _update_password_columns(self, user, **columns):
        names = ", ".join(f"{name} = %s" for name in columns)
        query = f"UPDATE res_users SET {names} WHERE id = %s"  # noqa: S608 - our own names
        self.env.cr.execute(query, (*columns.values(), user.id))
        user.invalidate_recordset(list(columns), flush=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_claim(vals)
        # Named explicitly, so that no default in the context steps in.
        fresh = {"has_own_password": False, "is_identity_pending": False}
        return super().create([{**vals, **fresh} for vals in vals_list])

    def write(self, vals):
        self._check_no_claim(vals)
        if "is_identity_pending" in vals:
            raise AccessError(self.env._("Identities are confirmed with the button, by a quality manager."))
        return super().write(vals)

    def _check_no_claim(self, vals):
        if vals.get("has_own_password"):
            raise AccessError(self.env._("Only the users themselves make a password their own, by changing it."))

    # --- changing it with the present one -----------------------------------------------------------------------

    @api.model
    def change_password(self, old_passwd, new_passwd):
        user = self.env.user
        if user._is_internal():
            user._check_present_password(old_passwd, self.env._("Change of password"))
        with proven(user):
            return super().change_password(old_passwd, new_passwd)

    def preference_change_password(self):
        action = super().preference_change_password()
        if action.get("res_model") == "change.password.own":
            # A record that is there gives back what was typed when it is saved, so that the button can send it.
            action["res_id"] = self.env["change.password.own"].create({}).id
            action.setdefault("name", self.env._("Change Password"))
        return action

    setattr(preference_change_password, "__has_check_identity", True)

    def _check_present_password(self, password, subject):
        """Make sure that it is this user who asks, now: no earlier check counts, and guessing locks as in signing.

        :raises UserError: it is not, or too many attempts went before
        """
        self.ensure_one()
        with self._one_at_a_time() as user:
            outcome = "locked"
            if not user._is_signing_locked():
                outcome = "checked" if user._is_password(password) else "password"
            user._note_attempt(outcome, subject)
            locked = user._is_signing_locked()
            if locked and outcome in FAILURES:
                user._tell_lockout(subject)
        if locked:
            raise UserError(self._identification_error("locked", locked))
        if outcome != "checked":
            raise UserError(self.env._("The present password is wrong. Nothing was changed."))

    # --- confirming a person ------------------------------------------------------------------------------------

    def action_confirm_identity(self):
        """Confirm, having met the person, that the user ID is in their hands and the password is their own."""
        confirmer = self.env.user
        for user in self:
            user._check_can_confirm_identity(confirmer)
            self.env["meddev.signature"]._before_sql()
            self._update_password_columns(user, is_identity_pending=False)
            user.sudo()._note_attempt("confirmed", f"{confirmer.name} ({confirmer.login})")
            words = {"user": user.name, "login": user.login, "confirmer": confirmer.name}
            user._tell_security_contact(
                self.env._("Identity of %s confirmed", user.name),
                self.env._("%(confirmer)s confirmed that %(user)s (%(login)s) is in their own hands.", **words),
            )
        return True

    def _check_can_confirm_identity(self, confirmer):
        if not self.sudo().is_identity_pending:
            raise UserError(self.env._("%s signs as before: there is nothing to confirm.", self.name))
        if confirmer == self:
            raise AccessError(self.env._("%s does not confirm their own identity. Ask another person.", self.name))
        if not self._is_confirmer(confirmer):
            raise AccessError(
                self.env._(
                    "A quality manager or the management representative, with a password of their own and no system "
                    "administrator, confirms the identity of %s.", self.name)
            )  # fmt: skip
        if not self.sudo().has_own_password:
            raise UserError(
                self.env._("The password of %s was chosen by somebody else. They change it first.", self.name)
            )

    def _is_confirmer(self, confirmer):
        is_manager = confirmer.has_group("meddev_base.group_quality_manager")
        is_representative = confirmer in self.company_id.sudo().management_representative_id
        is_trusted = confirmer.sudo().has_own_password and not confirmer.sudo().is_identity_pending
        return (is_manager or is_representative) and is_trusted and not confirmer.has_group("base.group_system")

    # --- telling ------------------------------------------------------------------------------------------------

    def _tell_identity_pending(self):
        actor = self.env._("a link") if self.env.user._is_public() else self.env.user.name
        words = {"user": self.name, "login": self.login, "actor": actor}
        subject = self.env._("Password of %s set anew", self.name)
        body = self.env._(
            "The password of %(user)s (%(login)s) was set by %(actor)s, without the former one. Nothing is signed "
            "under this user ID until a quality manager has met the person: Records, Identities to Confirm.", **words
        )  # fmt: skip
        self.sudo()._note_attempt("reset", f"{self.env.user.name} ({self.env.user.login})")
        self._tell_security_contact(subject, body)
        self._tell_address(self.sudo().email, subject, body)

    def _tell_security_contact(self, subject, body):
        """Tell the security contact at once; the mail waits in the queue and leaves after this transaction."""
        contact = self.company_id.sudo().security_contact_id or self.env.ref("base.user_admin", False)
        if contact:
            self.sudo().partner_id.message_notify(partner_ids=contact.partner_id.ids, subject=subject, body=body)

    def _tell_address(self, address, subject, body):
        if address:
            values = {"subject": subject, "body_html": body, "email_to": address, "auto_delete": False}
            self.env["mail.mail"].sudo().create(values)

    def _tell_other_address(self, former):
        words = {"user": self.name, "login": self.login, "former": former, "now": self.email or "-",
                 "actor": self.env.user.name}  # fmt: skip
        subject = self.env._("E-mail address of %s changed", self.name)
        body = self.env._(
            "The e-mail address of %(user)s (%(login)s), who signs, was changed from %(former)s to %(now)s by "
            "%(actor)s. If the person did not ask for it, tell the security contact.", **words
        )  # fmt: skip
        self._tell_security_contact(subject, body)
        self._tell_address(former, subject, body)


class ResPartner(models.Model):
    """The address to which a signer's links are sent. Its owner learns when it is replaced."""

    _inherit = "res.partner"

    def write(self, vals):
        before = self._addresses_of_signers() if "email" in vals else {}
        result = super().write(vals)
        for user, address in before.items():
            if address and address != user.partner_id.email:
                user._tell_other_address(address)
        return result

    def _addresses_of_signers(self):
        users = self.sudo().with_context(active_test=False).user_ids
        return {user: user.partner_id.email for user in users if user._could_sign()}

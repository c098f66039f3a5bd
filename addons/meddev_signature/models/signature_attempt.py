from datetime import timedelta

from odoo import fields, models

from ..policy import is_locked
from .clock import database_now

OUTCOMES = [
    ("signed", "Identified"),
    ("login", "Wrong user ID"),
    ("password", "Wrong password"),
    ("token", "Wrong or used one-time code"),
    ("passkey", "Passkey not accepted"),
    ("locked", "Locked out"),
    ("archived", "Archived user"),
    ("foreign", "Password known to somebody else"),
    ("refused", "No authority"),
    ("unconfirmed", "Identity to be confirmed"),
    ("checked", "Present password given"),
    ("reset", "Password set without the former one"),
    ("confirmed", "Identity confirmed"),
]
FAILURES = ("login", "password", "token", "passkey")


class MeddevSignatureAttempt(models.Model):
    """Every attempt to identify oneself for a signature, kept even where the signing itself is rolled back.

    21 CFR 11.300(d): attempts at unauthorised use are detected and reported at once.
    """

    _name = "meddev.signature.attempt"
    _description = "Signing Attempts"
    _inherit = ["meddev.ledger.mixin"]
    _order = "id desc"
    _rec_name = "user_name"

    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    user_name = fields.Char("Printed Name", readonly=True)
    attempted_on = fields.Datetime(required=True, readonly=True)
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    subject = fields.Char(readonly=True, help="What was to be signed, or who acted")
    origin = fields.Char(readonly=True)
    session = fields.Char(readonly=True, help="Hash of the web session, for a continuous session of signing")

    def _record(self, user, outcome, subject, origin, session):
        self._append(
            [
                {
                    "user_id": user.id,
                    "user_name": user.name,
                    "attempted_on": database_now(self.env.cr),
                    "outcome": outcome,
                    "subject": subject,
                    "origin": origin,
                    "session": session,
                }
            ]
        )

    def _is_locked(self, user, limit, minutes):
        """Whether ``user`` failed ``limit`` times in a row and the last failure is less than ``minutes`` old."""
        since = database_now(self.env.cr) - timedelta(minutes=minutes)
        recent = self.sudo().search(
            [
                ("user_id", "=", user.id),
                ("attempted_on", ">=", since),
                # Nothing else counts, so that nothing else can push the failures out of sight.
                ("outcome", "in", (*FAILURES, "signed")),
            ],
            limit=max(limit, 1),
        )
        failures = 0
        for attempt in recent:
            if attempt.outcome == "signed":
                break
            failures += attempt.outcome in FAILURES
        return is_locked(failures, limit)

    def _is_continuing(self, user, session, minutes):
        """Whether ``user`` signed with all components in this web session within the last ``minutes``."""
        if not session or minutes <= 0:
            return False
        since = database_now(self.env.cr) - timedelta(minutes=minutes)
        domain = [("user_id", "=", user.id), ("session", "=", session), ("attempted_on", ">=", since)]
        last = self.sudo().search(domain, limit=1)
        return last.outcome == "signed"

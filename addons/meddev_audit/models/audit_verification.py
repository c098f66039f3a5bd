import json
import time

from markupsafe import Markup

from odoo import api, fields, models

from .audit_check import SCOPES

SHOWN = 20  # problems in a mail; all of them are in the record


class MeddevAuditVerification(models.Model):
    """A verification that was made: when, by whom, of what, and what it found."""

    _name = "meddev.audit.verification"
    _description = "Verifications"
    _inherit = ["meddev.ledger.mixin"]
    _order = "id desc"
    _rec_name = "verified_on"

    verified_on = fields.Datetime(required=True, readonly=True)
    scope = fields.Selection([(scope, scope.title()) for scope in SCOPES], required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    is_ok = fields.Boolean("Everything Holds", readonly=True)
    checked = fields.Integer(readonly=True, help="Seals, entries and signatures")
    broken_count = fields.Integer("Problems", readonly=True)
    broken = fields.Text("Problems as Recorded", readonly=True)
    broken_text = fields.Text("What Is Broken", compute="_compute_broken_text")
    seconds = fields.Float(readonly=True)

    @api.depends("broken")
    def _compute_broken_text(self):
        for verification in self:
            verification.broken_text = "\n".join(_sentence(row) for row in json.loads(verification.broken or "[]"))

    @api.model
    def _run(self, scope="all", anchors=None):
        """Verify, keep the result on file, and return it as ``meddev.audit.check`` gives it."""
        started = time.monotonic()
        answer = self.env["meddev.audit.seal"]._verify(scope, anchors)
        self._append(
            [
                {
                    "verified_on": fields.Datetime.now(),
                    "scope": scope,
                    "user_id": self.env.uid,
                    "is_ok": answer["ok"],
                    "checked": answer["checked"],
                    "broken_count": len(answer["broken"]),
                    "broken": json.dumps(answer["broken"]),
                    "seconds": round(time.monotonic() - started, 2),
                }
            ]
        )
        return answer

    @api.model
    def _run_nightly(self):
        answer = self._run()
        if not answer["ok"]:
            self._tell(answer["broken"])
        return answer["ok"]

    def _tell(self, broken):
        """Queue a mail to the security contacts and the quality managers: somebody must look at once."""
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        managers = self.env.ref("meddev_base.group_quality_manager").sudo().all_user_ids
        people = (companies.security_contact_id | managers).filtered("email")
        for user in people:
            words = self.with_context(lang=user.lang)
            shown = "\n".join(_sentence(row) for row in broken[:SHOWN])
            self.env["mail.mail"].sudo().create(
                {
                    "subject": words.env._("Verification of signatures and audit trail failed"),
                    "body_html": Markup("<p>{}</p><pre>{}</pre>").format(
                        words.env._("%s problems were found. Open Records > Verifications.", len(broken)), shown
                    ),
                    "email_to": user.email_formatted,
                }
            )

    def action_verify(self):
        """Verify everything now and show the result."""
        self.check_access("read")
        self.env["meddev.audit.verification"]._run()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.search([], limit=1).id,
            "views": [(False, "form")],
        }


def _sentence(row):
    return f"{row['model']} {row['id'] or ''}: {row['reason']}".replace(" : ", ": ")

import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..canonical import canonical, digest
from ..content import essence_digest
from ..readable import Reader
from ..signed_html import as_table
from ..triggers import function, trigger
from .clock import utc_text

MEANINGS = [
    ("authorship", "Authorship"),
    ("review", "Review"),
    ("approval", "Approval"),
    ("responsibility", "Responsibility"),
    ("verification", "Verification"),
    ("release", "Release"),
    ("rejection", "Rejection"),
]
READERS = ",".join(
    f"meddev_base.group_{role}" for role in ("quality_user", "regulatory", "engineering", "auditor", "system")
)
"""Who may read signed content wherever it comes from; everybody else reads it in the record itself."""
METHODS = [
    ("password", "User ID and password"),
    ("password_totp", "User ID, password and one-time code"),
    ("passkey", "Passkey"),
    ("session", "Password, in a continuous session"),
]


class MeddevSignature(models.Model):
    """A person's decision about one record: who, what it means, when, why, and the content as it was then.

    21 CFR 11.50, 11.70; 电子签名法 Art. 13. The row is written once, carries the server key's signature over all it
    says, and holds the signed content itself, so that it can be shown and checked years later without Odoo.
    """

    _name = "meddev.signature"
    _description = "Electronic Signatures"
    _inherit = ["meddev.ledger.mixin"]
    _order = "id desc"
    _rec_name = "record_name"

    res_model = fields.Char("Model", required=True, readonly=True, index=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True, readonly=True)
    record_name = fields.Char(readonly=True, help="As it was when it was signed")
    source_state = fields.Char("From State", readonly=True)
    target_state = fields.Char("To State", readonly=True)
    step = fields.Char(readonly=True)
    step_key = fields.Char("Step of Policy", readonly=True)
    meaning = fields.Selection(MEANINGS, required=True, readonly=True)
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one("res.users", "Signer", required=True, readonly=True, ondelete="restrict")
    signer_name = fields.Char("Printed Name", required=True, readonly=True)
    signer_login = fields.Char("User ID", required=True, readonly=True)
    job_title = fields.Char(readonly=True)
    signed_on = fields.Datetime(required=True, readonly=True)
    timezone = fields.Char("Time Zone", readonly=True, help="The signer's")
    method = fields.Selection(METHODS, "Identified By", required=True, readonly=True)
    origin = fields.Char(readonly=True, help="Where the request came from")
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    content = fields.Text("Signed Content", required=True, readonly=True, groups=READERS, help="Canonical JSON")
    content_hash = fields.Char("SHA-256 of Content", required=True, readonly=True)
    essence_hash = fields.Char(required=True, readonly=True, help="By which the content is compared with the present")
    statement = fields.Text(
        required=True, readonly=True, groups=READERS, help="What the server's key signed, as canonical JSON"
    )
    key = fields.Char(required=True, readonly=True, help="Fingerprint of the server's key")
    key_signature = fields.Char("Signature of the Key", required=True, readonly=True)
    void_ids = fields.One2many("meddev.signature.void", "signature_id", "Voided", readonly=True)
    validity = fields.Selection(
        [("valid", "Valid"), ("void", "No longer valid"), ("forged", "Does not hold")], compute="_compute_validity"
    )
    validity_text = fields.Char("Validity in Words", compute="_compute_validity")
    signed_on_local = fields.Char("Date and Time", compute="_compute_signed_on_local")
    kind = fields.Char("Kind of Record", compute="_compute_kind")
    transition = fields.Char(compute="_compute_kind")
    content_in_words = fields.Html(
        "What Was Signed", compute="_compute_content_in_words", sanitize=False, groups=READERS
    )

    _record_index = models.Index("(res_model, res_id)")

    def init(self):
        result = super().init()
        event = "INSERT ON meddev_signature FOR EACH ROW"
        statements = trigger(self._table, "meddev_signature_now", event, "meddev_signature_now")
        for statement in (function("meddev_signature_now"), *statements):
            self.env.cr.execute(statement)  # pylint: disable=sql-injection
        return result

    @api.depends("record_name", "signer_name")
    def _compute_display_name(self):
        for signature in self:
            signature.display_name = f"{signature.record_name}: {signature.signer_name}"

    @api.depends_context("tz")
    def _compute_signed_on_local(self):
        """In the signer's own zone, which is named: what the paper would say."""
        for signature in self:
            signature.signed_on_local = signature._in_zone(signature.signed_on, signature.timezone)

    def _in_zone(self, moment, zone):
        zone = zone or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return f"{local:%Y-%m-%d %H:%M:%S} {zone} (UTC{local:%z})"

    @api.depends("res_model", "source_state", "target_state")
    @api.depends_context("lang")
    def _compute_kind(self):
        """Kind of record and transition in the reader's words."""
        for signature in self:
            model = self.env.get(signature.res_model)
            signature.kind = self.env["ir.model"]._get(signature.res_model).name or signature.res_model
            ways = (signature.source_state or "", signature.target_state or "")
            if hasattr(model, "_label_of_state"):
                ways = [model._label_of_state(state) for state in ways]
            signature.transition = " → ".join(ways)

    @api.depends("content")
    @api.depends_context("lang", "tz")
    def _compute_content_in_words(self):
        for signature in self:
            signature.content_in_words = as_table(signature._readable_content())

    @api.depends("res_model", "res_id", "void_ids")
    @api.depends_context("lang", "tz")
    def _compute_validity(self):
        found = self._verdicts()
        for signature in self:
            verdict = found[signature.id]
            signature.validity = verdict if verdict in {"valid", "forged"} else "void"
            signature.validity_text = signature.sudo()._verdict_text(verdict)

    def _valid(self):
        """Those of these signatures that hold now: looked up anew, for what decides."""
        found = self._verdicts()
        return self.filtered(lambda one: found[one.id] == "valid")

    def _verdicts(self):
        """``{id: verdict}`` on these signatures, all looked up together: valid, or what is wrong first of all."""
        current, reasons = self._current_essences(), self.sudo()._reasons()
        return {one.id: "forged" if reasons[one.id] else one._verdict(current) for one in self.sudo()}

    def _verdict(self, current):
        if self.void_ids:
            return "voided"
        now = current.get((self.res_model, self.res_id))
        if now is None:
            return "gone"
        return "valid" if now == self.essence_hash else "changed"

    def _verdict_text(self, verdict):
        # There is one cause of a void; its row keeps it in the language of who brought it about.
        voided = self.void_ids and self._in_zone(
            self.void_ids[0].voided_on, self.env.context.get("tz") or self.env.user.tz
        )
        texts = {
            "valid": self.env._("Valid"),
            "forged": self.env._("Does not hold: this row was not written by signing"),
            "voided": self.env._("No longer valid since %s: the content changed after signing", voided),
            "gone": self.env._("No longer valid: the record is gone"),
            "changed": self.env._("No longer valid: the content changed after signing"),
        }
        return texts[verdict]

    def _current_essences(self):
        """``{(model, id): hash of what the record says now}`` for the records that were signed."""
        found = {}
        for model, signatures in self.grouped("res_model").items():
            if model in self.env and hasattr(self.env[model], "_signature_essences"):
                records = self.env[model].sudo().browse(set(signatures.mapped("res_id"))).exists()
                found |= {(model, number): essence for number, essence in records._signature_essences().items()}
        return found

    def _problems(self):
        """Rows that do not hold, as ``[{"model", "id", "reason"}]``; checks every row."""
        problems = []
        for model in ("meddev.signature", "meddev.signature.void"):
            self.env.cr.execute(SQL("SELECT id FROM %s ORDER BY id", SQL.identifier(self.env[model]._table)))
            ids = [number for (number,) in self.env.cr.fetchall()]
            for start in range(0, len(ids), 1000):
                rows = self.env[model].sudo().browse(ids[start : start + 1000])
                found = rows._reasons().items()
                problems += [{"model": model, "id": number, "reason": reason} for number, reason in found if reason]
                rows.invalidate_recordset()
        return problems

    def _reason(self, row):
        if digest(row["content"]) != row["content_hash"]:
            return "the signed content is not the one that was signed"
        if essence_digest(json.loads(row["content"])) != row["essence_hash"]:
            return "the hash for comparison does not belong to the content"
        return super()._reason(row)

    def _claims_of(self, row):
        """What a row says, in the shape that the key signs (evidence bundle, format 1)."""
        return {
            "type": "signature",
            "database": self._database_uuid(),
            "id": row["id"],
            "model": row["res_model"],
            "record_id": row["res_id"],
            "record_name": row["record_name"] or "",
            "source_state": row["source_state"] or "",
            "target_state": row["target_state"] or "",
            "step": row["step"] or "",
            "step_key": row["step_key"] or "",
            "meaning": row["meaning"],
            "reason": row["reason"] or "",
            "signer": {
                "id": row["user_id"],
                "login": row["signer_login"],
                "name": row["signer_name"],
                "job_title": row["job_title"] or "",
            },
            "signed_on": utc_text(row["signed_on"]),
            "timezone": row["timezone"] or "",
            "method": row["method"],
            "origin": row["origin"] or "",
            "content_sha256": row["content_hash"],
            "company": row["company_id"] or 0,
        }

    def _database_uuid(self):
        """Which database this is: a signature made in a copy for tests says nothing about this one."""
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    def _readable_content(self):
        """``[(label, text)]`` of the signed content, for people."""
        content = json.loads(self.content)
        if self.res_model not in self.env:
            return [(name, canonical(value)) for name, value in content.items()]
        return Reader(self.env[self.res_model]).rows(content)

    def action_open_record(self):
        self.ensure_one()
        if self.res_model not in self.env or not self.env[self.res_model].browse(self.res_id).exists():
            raise AccessError(self.env._("%s is gone; the signed content is still here.", self.record_name))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }

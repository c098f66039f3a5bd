from odoo import fields, models

from .clock import utc_text


class MeddevSignatureVoid(models.Model):
    """The fact that a signature no longer counts: when, through whom, why. The signature itself stays as it was."""

    _name = "meddev.signature.void"
    _description = "Voided Signatures"
    _inherit = ["meddev.ledger.mixin"]
    _order = "id desc"
    _rec_name = "reason"

    signature_id = fields.Many2one("meddev.signature", required=True, readonly=True, index=True, ondelete="restrict")
    voided_on = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Through", required=True, readonly=True, ondelete="restrict")
    user_name = fields.Char("Printed Name", required=True, readonly=True)
    user_login = fields.Char("User ID", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    content_hash = fields.Char("SHA-256 of New Content", required=True, readonly=True)
    statement = fields.Text(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    key_signature = fields.Char(required=True, readonly=True)

    def _claims_of(self, row):
        return {
            "type": "void",
            "database": self.env["meddev.signature"]._database_uuid(),
            "id": row["id"],
            "signature_id": row["signature_id"],
            "voided_on": utc_text(row["voided_on"]),
            "user": {"id": row["user_id"], "login": row["user_login"], "name": row["user_name"]},
            "reason": row["reason"],
            "content_sha256": row["content_hash"],
        }

from odoo import api, fields, models
from odoo.tools import SQL

STATUSES = [
    ("none", "Not signed"),
    ("partly", "Signatures missing"),
    ("valid", "Signed"),
    ("earlier", "Signed for another state"),
    ("void", "No longer valid"),
]


class MeddevWorkflowMixin(models.AbstractModel):
    """Whether a record stands signed where it is now: for badges in lists, filters and groups."""

    _inherit = "meddev.workflow.mixin"

    signature_status = fields.Selection(
        STATUSES, compute="_compute_signature_status", search="_search_signature_status"
    )

    @api.depends("signature_count", "state")
    def _compute_signature_status(self):
        for record in self:
            record.signature_status = record._signature_status()

    def _signature_status(self):
        signatures = self.sudo().signature_ids
        if not signatures:
            return "none"
        is_valid = "valid" in signatures.mapped("validity")
        if current := signatures.filtered(lambda one: one.target_state == self.state):
            return "valid" if "valid" in current.mapped("validity") else "void"
        if is_valid:
            return "partly" if self._counting_signatures() else "earlier"
        return "void"

    @api.model
    def _search_signature_status(self, operator, value):
        """By what the system recorded: content changed past the system is found when shown, and by verification."""
        if operator != "in":
            return NotImplemented
        self.flush_model(["state"])
        found = SQL(
            """(SELECT t.id FROM %(table)s t CROSS JOIN LATERAL (
                  SELECT count(*) AS given, bool_or(s.target_state = t.state) AS is_here,
                         bool_or(s.target_state = t.state AND v.id IS NULL) AS is_valid_here,
                         bool_or(s.source_state = t.state AND s.id > coalesce(t.signature_floor, 0) AND v.id IS NULL)
                           AS is_open,
                         bool_or(v.id IS NULL) AS is_valid
                    FROM meddev_signature s LEFT JOIN meddev_signature_void v ON v.signature_id = s.id
                   WHERE s.res_model = %(model)s AND s.res_id = t.id) f
                WHERE CASE WHEN f.given = 0 THEN 'none'
                           WHEN f.is_here THEN CASE WHEN f.is_valid_here THEN 'valid' ELSE 'void' END
                           WHEN f.is_open THEN 'partly' WHEN f.is_valid THEN 'earlier'
                           ELSE 'void' END = ANY(%(value)s))""",
            table=SQL.identifier(self._table), model=self._name, value=[one or "none" for one in value],
        )  # fmt: skip
        return [("id", "in", found)]

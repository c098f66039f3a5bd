from odoo import fields, models
from odoo.tools import SQL

from .signature import MEANINGS

COLUMNS = {
    "transition": "text", "res_model": "text", "source_state": "text", "target_state": "text", "number": "int",
    "step": "text", "group_id": "int", "meaning": "text", "required": "int", "is_reason_required": "boolean",
    "is_author_excluded": "boolean", "policy_id": "int",
}  # fmt: skip


class MeddevSignatureRequirement(models.Model):
    """Every step that is signed today: those delivered with the software and those of the company's own policies."""

    _name = "meddev.signature.requirement"
    _description = "Required Signature"
    _auto = False
    _log_access = False
    _order = "transition, number"
    _rec_name = "step"

    transition = fields.Char(readonly=True)
    res_model = fields.Char("Model", readonly=True)
    source_state = fields.Char("From State", readonly=True)
    target_state = fields.Char("To State", readonly=True)
    number = fields.Integer("Order", readonly=True)
    step = fields.Char(readonly=True)
    group_id = fields.Many2one("res.groups", "Role", readonly=True)
    meaning = fields.Selection(MEANINGS, readonly=True)
    required = fields.Integer("How Many", readonly=True)
    is_reason_required = fields.Boolean("Reason Required", readonly=True)
    is_author_excluded = fields.Boolean("Not the Author", readonly=True)
    policy_id = fields.Many2one("meddev.signature.policy", "Own Policy", readonly=True, help="Empty: as delivered")

    @property
    def _table_query(self):
        rows = [SQL("(%s)", SQL(", ").join(SQL("%s", value) for value in row)) for row in self._rows()]
        columns = SQL(", ").join(
            SQL("%s::%s AS %s", SQL.identifier(f"column{place}"), SQL(kind), SQL.identifier(name))
            for place, (name, kind) in enumerate(COLUMNS.items(), 1)
        )
        if not rows:
            rows = [SQL("(%s)", SQL(", ").join([SQL("NULL")] * len(COLUMNS)))]
        return SQL(
            "SELECT row_number() OVER () AS id, %s FROM (VALUES %s) AS found WHERE column1 IS NOT NULL",
            columns, SQL(", ").join(rows),
        )  # fmt: skip

    def _rows(self):
        """Values of all rows: for each signed transition the steps that count for the present company."""
        policies = self.env["meddev.signature.policy"].sudo()
        transitions = {
            (name, *pair) for name in policies._workflow_models() for pair in self.env[name]._signed_transitions
        }
        governable = policies._governable_models()
        effective = policies.search([("state", "=", "effective"), ("res_model", "in", list(governable))])
        transitions |= {(one.res_model, one.source_state, one.target_state) for one in effective}
        for model, source, target in sorted(transitions):
            policy = policies.browse()
            if model in governable:
                policy = policies._in_effect(model, source, target, self.env.company)
            steps = policy._steps() if policy else self.env[model]._delivered_steps(source, target)
            for number, step in enumerate(steps, 1):
                yield (
                    policies._transition_words(model, source, target), model, source, target, number, step.name,
                    self.env.ref(step.group).id, step.meaning, step.required, step.is_reason_required,
                    step.is_author_excluded, policy.id or None,
                )  # fmt: skip

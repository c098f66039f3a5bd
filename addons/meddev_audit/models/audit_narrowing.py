from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..extent import state_names
from .audit_rule import APPROVAL


class MeddevAuditNarrowing(models.Model):
    """The decision that an audit rule covers less: fields left out, reasons no longer asked for. Counts when signed."""

    _name = "meddev.audit.narrowing"
    _description = "Narrowing of an Audit Rule"
    _inherit = ["meddev.workflow.mixin"]
    _order = "id desc"
    _rec_name = "rule_id"

    _transitions = {"draft": {"approved"}}
    _final_states = {"approved"}
    _sealed_fields = {"rule_id", "ignored_field_ids", "reason_field_ids", "reason_states"}
    _signed_transitions = {("draft", "approved"): (APPROVAL,)}
    _signed_content = ("rule_id", "ignored_field_ids", "reason_field_ids", "reason_states")

    rule_id = fields.Many2one("meddev.audit.rule", "Audit Rule", required=True, ondelete="cascade", index=True)
    model_id = fields.Many2one(related="rule_id.model_id")
    state = fields.Selection([("draft", "Draft"), ("approved", "Approved")], default="draft", required=True)
    ignored_field_ids = fields.Many2many(
        "ir.model.fields",
        "meddev_audit_narrowing_ignored_rel",
        string="Fields to Leave Out",
        domain="[('model_id', '=', model_id), ('store', '=', True)]",
        help="Their changes will no longer be recorded.",
    )
    reason_field_ids = fields.Many2many(
        "ir.model.fields",
        "meddev_audit_narrowing_reason_rel",
        string="Fields That Need No Reason Any More",
        domain="[('model_id', '=', model_id)]",
    )
    reason_states = fields.Char("States That Need No Reason Any More", help="Technical names, separated by commas.")
    rule_ignored_field_ids = fields.Many2many(related="rule_id.ignored_field_ids")
    rule_reason_field_ids = fields.Many2many(related="rule_id.reason_field_ids")
    rule_reason_states = fields.Char(related="rule_id.reason_states")

    @api.depends("rule_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for narrowing in self:
            narrowing.display_name = self.env._("Narrowing of %s", narrowing.rule_id.display_name)

    @api.constrains("rule_id", "ignored_field_ids", "reason_field_ids")
    def _check_own_fields(self):
        for narrowing in self:
            foreign = (narrowing.ignored_field_ids | narrowing.reason_field_ids).filtered(
                lambda field, model=narrowing.rule_id.model: field.model != model
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(field)s is no field of %(model)s. Choose fields of that kind of record.",
                        field=foreign[0].display_name,
                        model=narrowing.rule_id.display_name,
                    )
                )

    def action_approve(self):
        return self.action_sign("approved")

    def _check_can_move(self, target):
        if not (self.ignored_field_ids or self.reason_field_ids or self.reason_states):
            raise UserError(self.env._("%s names nothing. Choose fields or states first.", self.display_name))
        return super()._check_can_move(target)

    def _after_move(self, target):
        result = super()._after_move(target)
        for narrowing in self.sudo():
            rule = narrowing.rule_id
            rule._through_gate(
                {
                    "ignored_field_ids": [(4, field.id) for field in narrowing.ignored_field_ids],
                    "reason_field_ids": [(3, field.id) for field in narrowing.reason_field_ids],
                    "reason_states": ", ".join(
                        sorted(state_names(rule.reason_states) - state_names(narrowing.reason_states))
                    ),
                }
            )
        return result

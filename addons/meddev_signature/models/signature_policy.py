from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ..policy import Step
from .clock import database_now

_lt = LazyTranslate(__name__)
APPROVAL = {
    "name": _lt("Approval"),
    "group": "meddev_base.group_quality_manager",
    "meaning": "approval",
    "is_reason_required": True,
}


class MeddevSignaturePolicy(models.Model):
    """Who signs one transition of one kind of record, in which order. Counts once a quality manager has signed it."""

    _name = "meddev.signature.policy"
    _description = "Signature Policy"
    _inherit = ["mail.thread", "meddev.workflow.mixin"]
    _order = "transition, valid_from desc, id desc"

    _transitions = {"draft": {"effective"}, "effective": {"retired"}}
    _final_states = {"effective", "retired"}
    _sealed_fields = {
        "name", "transition", "company_id", "valid_from", "valid_to", "step_ids",
    }  # fmt: skip
    _signed_transitions = {("draft", "effective"): (APPROVAL,), ("effective", "retired"): (APPROVAL,)}
    _signed_content = (
        "name", "transition", "company_id", "valid_from", "valid_to",
        "step_ids.sequence", "step_ids.name", "step_ids.group_id", "step_ids.user_ids", "step_ids.required",
        "step_ids.meaning", "step_ids.is_reason_required", "step_ids.is_author_excluded", "step_ids.is_distinct",
    )  # fmt: skip

    name = fields.Char("Policy", required=True, tracking=True)
    transition = fields.Selection("_selection_transition", required=True, tracking=True)
    res_model = fields.Char("Model", compute="_compute_parts", store=True)
    source_state = fields.Char("From State", compute="_compute_parts", store=True)
    target_state = fields.Char("To State", compute="_compute_parts", store=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies")
    valid_from = fields.Date(
        required=True, default=lambda self: self._today(self.env.company),
        help="The whole day, in the time zone of the company's own address.",
    )  # fmt: skip
    valid_to = fields.Date()
    step_ids = fields.One2many("meddev.signature.policy.step", "policy_id", "Steps", copy=True)
    state = fields.Selection(
        [("draft", "Draft"), ("effective", "Effective"), ("retired", "Retired")], default="draft", tracking=True
    )

    _dates = models.Constraint("CHECK (valid_to >= valid_from)", "A policy ends after it begins.")

    @api.depends("transition")
    def _compute_parts(self):
        for policy in self:
            parts = (policy.transition or "||").split("|")
            policy.res_model, policy.source_state, policy.target_state = parts

    @api.constrains("transition")
    def _check_transition(self):
        known = dict(self._selection_transition())
        for policy in self:
            if policy.transition not in known:
                raise ValidationError(
                    self.env._(
                        "%s: no policy governs this transition. Choose one of the list; who signs policies themselves "
                        "is part of the software.",
                        policy.name,
                    )
                )

    @api.model
    def _selection_transition(self):
        """Every transition that a policy may govern, as ``model|from|to``, in words of the reader's language."""
        found = [
            (f"{name}|{source}|{target}", self._transition_words(name, source, target))
            for name in self._governable_models()
            for source, targets in self.env[name]._transitions.items()
            for target in targets
        ]
        return sorted(found, key=lambda pair: pair[1])

    def _transition_words(self, name, source, target):
        """ "Lot: Quarantine → Released", in the reader's language."""
        model = self.env[name]
        title = self.env["ir.model"]._get(name).sudo().name
        return f"{title}: {model._label_of_state(source)} → {model._label_of_state(target)}"

    def _check_can_move(self, target):
        if target == "effective" and not self.step_ids:
            raise UserError(self.env._("%s has no steps: nobody would have to sign. Add at least one.", self.name))
        return super()._check_can_move(target)

    def _steps(self):
        """The steps as the rules know them, in order."""
        return tuple(
            Step(
                key=f"policy {self.id}, step {step.id}",
                name=step.name,
                group=step._group_name(),
                meaning=step.meaning,
                required=step.required,
                users=frozenset(step.user_ids.ids),
                is_reason_required=step.is_reason_required,
                is_author_excluded=step.is_author_excluded,
                is_distinct=step.is_distinct,
            )
            for step in self.step_ids.sorted(lambda step: (step.sequence, step.id))
        )

    def _in_effect(self, model, source, target, company):
        """The newest policy in effect today for a transition; empty when there is none."""
        today = self._today(company)
        domain = [
            ("res_model", "=", model),
            ("source_state", "=", source),
            ("target_state", "=", target),
            ("state", "=", "effective"),
            ("company_id", "in", [company.id, False]),
            ("valid_from", "<=", today),
            "|",
            ("valid_to", "=", False),
            ("valid_to", ">=", today),
        ]
        found = self.sudo().search(domain, order="valid_from desc, id desc")
        own = found.filtered("company_id")
        return (own or found)[:1]

    def _today(self, company):
        """The company's date, in its own time zone (UTC without one): in none of the caller's choosing."""
        zone = timezone(company.sudo().partner_id.tz or "UTC")
        return utc.localize(database_now(self.env.cr)).astimezone(zone).date()

    def _governed_by_code(self):
        """Models whose signing decides about signing itself: only a new version of the software changes theirs."""
        return {self._name}

    def _governable_models(self):
        """Models whose transitions a policy may have signed: those that say what there is to sign."""
        return {name for name in self._workflow_models() - self._governed_by_code() if self.env[name]._signed_content}

    def _workflow_models(self):
        mixin = self.env.registry["meddev.workflow.mixin"]
        return {name for name, model in self.env.registry.items() if issubclass(model, mixin) and not model._abstract}

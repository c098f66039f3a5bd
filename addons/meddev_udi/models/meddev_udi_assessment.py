from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..identifiers import verdict
from .meddev_udi_attribute import MARKETS

_lt = LazyTranslate(__name__)
CONCLUSION = {"name": _lt("Conclusion"), "group": "meddev_base.group_regulatory", "meaning": "review"}
VERDICTS = [
    ("incomplete", "Questions open"), ("new", "New identifier needed"), ("keep", "Identifier stays"),
]  # fmt: skip


class MeddevUdiAssessment(models.Model):
    """Whether a change of a device needs a new identifier, asked for each market and signed.

    21 CFR 830.50; MDR Annex VI Part C 3.9; China 2019 No. 66.
    """

    _name = "meddev.udi.assessment"
    _description = "Assessment of Device Identifiers"
    _inherit = ["mail.thread", "meddev.workflow.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = {"draft": {"concluded"}}
    _final_states = frozenset({"concluded"})
    _guarded_fields = frozenset({"state", "name"})
    _sealed_fields = frozenset({
        "di_id", "company_id", "reference", "description", "is_for_us", "is_for_eu", "is_for_cn", "line_ids",
        "attachments",
    })  # fmt: skip
    _signed_transitions = {("draft", "concluded"): (CONCLUSION,)}
    _signed_content = (
        "name", "di_id", "company_id", "reference", "description", "line_ids.market", "line_ids.question",
        "line_ids.answer", "line_ids.remark", "attachments",
    )  # fmt: skip

    name = fields.Char("Number", readonly=True, copy=False, index=True)
    state = fields.Selection(
        [("draft", "Draft"), ("concluded", "Concluded")], default="draft", required=True, readonly=True, copy=False,
        index=True, tracking=True,
    )  # fmt: skip
    di_id = fields.Many2one(
        "meddev.udi.di", "Identifier", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('kind', '=', 'base')]",
    )  # fmt: skip
    product_id = fields.Many2one(related="di_id.product_id", store=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    reference = fields.Char("Change", index=True, help="Number of the change order or document that asks.")
    description = fields.Text("What Changes", required=True)
    is_for_us = fields.Boolean("United States", compute="_compute_markets", store=True, readonly=False)
    is_for_eu = fields.Boolean("European Union", compute="_compute_markets", store=True, readonly=False)
    is_for_cn = fields.Boolean("China", compute="_compute_markets", store=True, readonly=False)
    line_ids = fields.One2many("meddev.udi.assessment.line", "assessment_id", "Questions")
    verdict = fields.Selection(VERDICTS, compute="_compute_verdict", store=True, tracking=True)

    _name_unique = models.Constraint("unique(name, company_id)", "This number of an assessment is used already.")

    @api.depends("di_id")
    def _compute_markets(self):
        for record in self:
            for market, _label in MARKETS:
                record[f"is_for_{market}"] = record.di_id[f"is_for_{market}"]

    @api.depends("line_ids.answer")
    def _compute_verdict(self):
        for record in self:
            record.verdict = verdict(record.line_ids.mapped("answer"))

    @api.depends("name", "di_id")
    def _compute_display_name(self):
        for record in self:
            record.display_name = record.name or self.env._("New assessment of %s", record.di_id.code or "")

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records:
            numbers = self.env["ir.sequence"].with_company(record.company_id)
            record._through_gate({"name": numbers.sudo().next_by_code("meddev.udi.assessment")})
        records._fill_questions()
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"is_for_us", "is_for_eu", "is_for_cn", "di_id"}:
            self._fill_questions()
        return result

    def action_conclude(self):
        """Open the form in which regulatory affairs signs the answers."""
        return self.action_sign("concluded")

    def _fill_questions(self):
        """Ask what the chosen markets ask, in the words of today; keep what is answered."""
        for record in self.filtered(lambda one: one.state == "draft"):
            markets = [market for market, _label in MARKETS if record[f"is_for_{market}"]]
            record.line_ids.filtered(lambda line, markets=markets: line.market not in markets).unlink()
            asked = self.env["meddev.udi.question"].search([("market", "in", markets)])
            lines = []
            for one in asked - record.line_ids.question_id:
                words = one.with_context(lang="en_US").name
                values = {"question_id": one.id, "question": words, "market": one.market, "clause": one.clause}
                lines.append({"assessment_id": record.id, "sequence": one.sequence, **values})
            self.env["meddev.udi.assessment.line"].create(lines)

    def _check_can_move(self, target):
        result = super()._check_can_move(target)
        if open_lines := self.line_ids.filtered(lambda line: not line.answer):
            raise UserError(
                self.env._(
                    "%(record)s has %(count)s open questions, the first: %(question)s Answer them, then sign.",
                    record=self.display_name,
                    count=len(open_lines),
                    question=open_lines[0].shown,
                )
            )
        if not self.line_ids:
            raise UserError(
                self.env._("%s asks nothing: no market is chosen. Choose one, then answer.", self.display_name)
            )
        return result

    # --- for changes --------------------------------------------------------------------------------------------

    @api.model
    def _begin(self, dis, reference, description):
        """A draft for each identifier in ``dis`` that the change ``reference`` has none for; all of them."""
        present = self.search([("di_id", "in", dis.ids), ("reference", "=", reference)])
        return present + self.create([
            {"di_id": di.id, "company_id": di.company_id.id, "reference": reference, "description": description}
            for di in dis - present.di_id
        ])  # fmt: skip

    def _by_market(self):
        """``{market: verdict}`` of what was signed."""
        self.ensure_one()
        markets = dict.fromkeys(self.line_ids.mapped("market"))
        return {
            market: verdict(self.line_ids.filtered(lambda line, one=market: line.market == one).mapped("answer"))
            for market in markets
        }


class MeddevUdiAssessmentLine(models.Model):
    """One question as it was asked, and its answer."""

    _name = "meddev.udi.assessment.line"
    _description = "Question of an Assessment"
    _inherit = ["meddev.sealed.line.mixin"]
    _order = "assessment_id, market, sequence, id"
    _parent_field = "assessment_id"

    assessment_id = fields.Many2one("meddev.udi.assessment", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="assessment_id.company_id", store=True, index=True)
    question_id = fields.Many2one("meddev.udi.question", "Asked From", required=True, ondelete="restrict")
    market = fields.Selection(MARKETS, required=True)
    question = fields.Char("Question as Asked", required=True)
    shown = fields.Char("Question", compute="_compute_shown")
    clause = fields.Char("Source in the Rules")
    sequence = fields.Integer()
    answer = fields.Selection([("yes", "Yes"), ("no", "No")])
    remark = fields.Char("Reason")

    @api.depends("question", "question_id.name")
    @api.depends_context("lang")
    def _compute_shown(self):
        """The question in the reader's language as long as it still is what was asked."""
        for line in self:
            is_same = line.question_id.with_context(lang="en_US").name == line.question
            line.shown = line.question_id.name if is_same else line.question

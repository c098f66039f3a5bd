from odoo import fields, models


class MeddevTestReview(models.Model):
    """A review with lines, decided by a button."""

    _name = "meddev.test.review"
    _description = "Review of a Test"
    _inherit = ["meddev.workflow.mixin"]

    _transitions = {"draft": {"open"}, "open": {"passed", "failed", "draft"}}
    _final_states = {"passed", "failed"}
    _guarded_fields = {"state", "decided_by_id"}
    _sealed_fields = {"name", "line_ids"}

    name = fields.Char(required=True)
    remark = fields.Char()
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("passed", "Passed"), ("failed", "Failed")], default="draft"
    )
    decided_by_id = fields.Many2one("res.users", "Decided by")
    line_ids = fields.One2many("meddev.test.review.line", "review_id", "Lines")

    def action_pass(self):
        return self._move_to("passed", decided_by_id=self.env.uid)

from odoo import fields, models


class MeddevTestDossier(models.Model):
    """A dossier that is written, reviewed, approved and released by signatures."""

    _name = "meddev.test.dossier"
    _description = "Dossier of a Test"
    _inherit = ["mail.thread", "meddev.workflow.mixin"]

    _transitions = {
        "draft": {"approved"},
        "approved": {"released", "draft", "blocked"},
        "released": {"blocked"},
        "blocked": {"released"},
    }
    _final_states = frozenset()
    _blocking_states = {"blocked"}
    _signed_transitions = {
        ("draft", "approved"): (
            {"name": "Author", "group": "meddev_base.group_engineering", "meaning": "authorship"},
            {"name": "Review", "group": "meddev_base.group_quality_user", "meaning": "review",
             "required": 2, "is_author_excluded": True},
        ),
        ("approved", "released"): (
            {"name": "Release", "group": "meddev_base.group_quality_manager", "meaning": "release",
             "is_reason_required": True, "is_author_excluded": True},
        ),
        ("blocked", "released"): (
            {"name": "Release", "group": "meddev_base.group_quality_manager", "meaning": "release"},
        ),
    }  # fmt: skip
    _signed_content = ("name", "amount", "partner_id", "is_urgent", "line_ids.value", "attachments")

    name = fields.Char(required=True)
    amount = fields.Float(digits=(16, 3))
    partner_id = fields.Many2one("res.partner")
    is_urgent = fields.Boolean()
    remark = fields.Char()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    line_ids = fields.One2many("meddev.test.dossier.line", "dossier_id", "Lines")
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("released", "Released"), ("blocked", "Blocked")],
        default="draft",
    )

    def action_block(self):
        return self._move_to("blocked")


class MeddevTestDossierLine(models.Model):
    """A value of the dossier."""

    _name = "meddev.test.dossier.line"
    _description = "Line of a Dossier"
    _inherit = ["meddev.sealed.line.mixin"]
    _parent_field = "dossier_id"

    dossier_id = fields.Many2one("meddev.test.dossier", required=True, ondelete="cascade")
    value = fields.Float()

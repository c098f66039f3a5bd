from odoo import fields, models


class MeddevTestReviewLine(models.Model):
    """A line that freezes with its review."""

    _name = "meddev.test.review.line"
    _description = "Line of a Review"
    _inherit = ["meddev.sealed.line.mixin"]

    _parent_field = "review_id"
    _open_fields = {"remark"}

    review_id = fields.Many2one("meddev.test.review", required=True, ondelete="cascade")
    value = fields.Float()
    remark = fields.Char()

from odoo import api, fields, models


class MeddevLabelPrintLine(models.Model):
    """Labels of one lot in a print."""

    _name = "meddev.label.print.line"
    _description = "Label Print Line"
    _inherit = ["meddev.sealed.line.mixin"]
    _parent_field = "print_id"

    print_id = fields.Many2one("meddev.label.print", required=True, index=True, ondelete="cascade")
    lot_id = fields.Many2one("stock.lot", required=True)
    quantity = fields.Integer(
        required=True, compute="_compute_quantity", store=True, readonly=False, precompute=True,
        help="Proposed: what is left of the first issue.",
    )  # fmt: skip

    planned = fields.Integer("Goods Take", compute="_compute_issue", help="Labels of the first issue.")
    issued = fields.Integer("Issued So Far", compute="_compute_issue")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "A print has at least one label of each lot.")

    @api.depends("lot_id", "print_id.di_id")
    def _compute_quantity(self):
        for line in self:
            level, lot = line.print_id.level, line.lot_id
            planned = lot._first_issue(level, line.print_id.di_id) if lot else 0
            line.quantity = max(planned - lot._labels_issued(level).get(lot, 0), 1)

    @api.depends("lot_id", "print_id.di_id", "print_id.state")
    def _compute_issue(self):
        for line in self:
            level, lot = line.print_id.level, line.lot_id
            line.planned = lot._first_issue(level, line.print_id.di_id) if lot else 0
            line.issued = lot._labels_issued(level).get(lot, 0)

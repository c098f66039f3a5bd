from odoo import fields, models


class MeddevLabelPrintLine(models.Model):
    """Labels of one lot in a print."""

    _name = "meddev.label.print.line"
    _description = "Label Print Line"
    _inherit = ["meddev.sealed.line.mixin"]
    _parent_field = "print_id"

    print_id = fields.Many2one("meddev.label.print", required=True, index=True, ondelete="cascade")
    lot_id = fields.Many2one("stock.lot", required=True)
    quantity = fields.Integer(required=True, default=1)

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "A print has at least one label of each lot.")

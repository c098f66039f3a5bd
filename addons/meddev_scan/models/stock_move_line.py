from odoo import fields, models


class StockMoveLine(models.Model):
    """Remembers what the label of a lot in the making said, to compare the next label of it."""

    _inherit = "stock.move.line"

    expiry_on_label = fields.Date("Expiry on Label", readonly=True, copy=False)

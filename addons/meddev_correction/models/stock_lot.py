from odoo import models


class StockLot(models.Model):
    _inherit = "stock.lot"

    def action_correct(self):
        """List the done lines of these lots, to correct what was recorded wrongly."""
        return self.env["stock.move.line"]._action_choose_lines([("lot_id", "in", self.ids)])

from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_correct(self):
        """List the done lines of these transfers, to correct what was recorded wrongly."""
        return self.env["stock.move.line"]._action_choose_lines([("picking_id", "in", self.ids)])

from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_print_labels(self):
        """Print the labels of this transfer's lots, or choose among them."""
        self.ensure_one()
        return self.move_line_ids.lot_id._choose_labels(self.display_name)

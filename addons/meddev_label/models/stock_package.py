from odoo import models


class StockPackage(models.Model):
    _inherit = "stock.package"

    def action_print_labels(self):
        """Print the labels of the lots in this package, or choose among them."""
        self.ensure_one()
        return self.contained_quant_ids.lot_id._choose_labels(self.display_name)

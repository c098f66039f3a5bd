from odoo import api, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.constrains("lot_name", "product_id")
    def _check_lot_name_fits_udi(self):
        """Where goods are received the number is typed before its lot exists."""
        for line in self.filtered("lot_name"):
            line.product_id._check_fits_udi(line.lot_name)

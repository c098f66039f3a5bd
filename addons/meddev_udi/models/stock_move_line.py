from odoo import api, fields, models


class StockMoveLine(models.Model):
    """Where goods are received, number and dates of a lot are recorded before the lot exists."""

    _inherit = "stock.move.line"

    production_date = fields.Date("Manufacturing Date", help="As on the label; the new lot has it.")

    @api.constrains("lot_name", "product_id")
    def _check_lot_name_fits_udi(self):
        for line in self.filtered("lot_name"):
            line.product_id._check_fits_udi(line.lot_name)

    def _prepare_new_lot_vals(self):
        values = super()._prepare_new_lot_vals()
        return {**values, "production_date": self.production_date} if self.production_date else values

from odoo import models


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _as_maintained(self, order):
        """``{component lot: quantity}`` of what is in this unit now, as far as recorded when ``order`` made it."""
        if not self or not order:
            return {}
        entries = order._as_built_entries(self)
        return {entry.component_lot_id.sudo(False): entry.quantity for entry in entries}

from odoo import models


class StockLot(models.Model):
    """A unit with an as-built record knows what is in it."""

    _inherit = "stock.lot"

    def _as_built_order(self):
        """The order that made this unit last, as far as its components were recorded."""
        entries = self.env["meddev.as.built"].sudo()
        domain = [("lot_id", "in", self.ids), ("production_id.state", "=", "done")]
        return entries.search(domain, order="production_id desc", limit=1).production_id

    def _as_maintained(self, order):
        """``{component lot: quantity}`` of what is in this unit now, made by ``order``; empty without as-built."""
        if not self or not order:
            return {}
        entries = order._as_built_entries(self)
        return {entry.component_lot_id.sudo(False): entry.quantity for entry in entries}

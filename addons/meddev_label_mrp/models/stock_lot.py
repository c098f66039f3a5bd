from odoo import models


class StockLot(models.Model):
    """What an open order is to make of a lot counts as made: its labels are printed before."""

    _inherit = "stock.lot"

    def _orders_making(self):
        """``{lot: order}`` of the lots that are being made."""
        orders = self.env["mrp.production"].search(
            [("lot_producing_ids", "in", self.ids), ("state", "not in", ("draft", "done", "cancel"))], order="id desc"
        )
        return {lot: order for order in orders for lot in order.lot_producing_ids if lot in self}

    def _label_units(self):
        orders = self.env["mrp.production"].search(
            [("lot_producing_ids", "in", self.ids), ("state", "not in", ("draft", "done", "cancel"))]
        )
        return super()._label_units() + sum(
            max(
                order._label_quantity()
                - self._line_sum([
                    ("lot_id", "=", self.id),
                    ("state", "not in", ("draft", "cancel")),
                    ("move_id.production_id", "=", order.id),
                ]),
                0,
            )
            for order in orders
        )  # fmt: skip

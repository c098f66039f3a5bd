from odoo import api, models

DECISIVE = {"lot_id", "quantity", "product_id", "product_uom_id", "move_id", "location_dest_id", "state"}
"""Fields of a done line by which an order would have consumed, or made, something else."""


class StockMoveLine(models.Model):
    """What an order with as-built consumed and made stays what its units' records say."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._orders_with_as_built()._check_as_built()
        return lines

    def write(self, vals):
        before = self._orders_with_as_built() if vals.keys() & DECISIVE else self.env["mrp.production"]
        result = super().write(vals)
        before._check_as_built()
        if vals.keys() & DECISIVE:
            (self._orders_with_as_built() - before)._check_as_built()
        return result

    def unlink(self):
        orders = self._orders_with_as_built()
        result = super().unlink()
        orders._check_as_built()
        return result

    def _orders_with_as_built(self):
        moves = self.sudo().move_id
        orders = moves.raw_material_production_id | moves.production_id
        return orders.filtered(lambda order: order.state == "done" and order.as_built_ids)

from odoo import models

from odoo.addons.meddev_genealogy_mrp import as_built


class StockLot(models.Model):
    """As-maintained: what a unit was made of, less what repairs took out, and what they put in."""

    _inherit = "stock.lot"

    def _as_maintained(self, order):
        return as_built.maintained(super()._as_maintained(order), self._exchanges_since(order))

    def _exchanges_since(self, order):
        """``[(component lot, quantity)]`` that repairs put into this unit (or, negative, took out) since ``order``."""
        if not self or not order:
            return []
        lines = self.env["stock.move.line"].sudo().search(
            [("move_id.repair_id.lot_id", "in", self.ids), ("move_id.repair_line_type", "!=", False),
             ("state", "=", "done"), ("lot_id", "!=", False), ("date", ">=", order.sudo().date_finished)],
            order="date, id",
        )  # fmt: skip
        return [
            (line.lot_id.sudo(False), line.quantity_product_uom * (1 if line.move_id.repair_line_type == "add" else -1))
            for line in lines
        ]

    def _parts_now(self):
        """``{lot: quantity}`` of all that is in this unit now, its components' own components included."""
        parts, units, seen = {}, self, self
        while units:
            inside = {}
            for unit in units:
                for lot, quantity in unit._as_maintained(unit._as_built_order()).items():
                    inside[lot] = inside.get(lot, 0.0) + quantity
            for lot, quantity in inside.items():
                parts[lot] = parts.get(lot, 0.0) + quantity
            units = self.browse([lot.id for lot in inside]) - seen
            seen |= units
        return parts

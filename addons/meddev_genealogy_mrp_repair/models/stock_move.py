from odoo import models
from odoo.exceptions import UserError

OUT = ("remove", "recycle")


class StockMove(models.Model):
    """A repair removes from a unit what is in it."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        for repair in self.sudo().repair_id:
            self.filtered(
                lambda move, repair=repair: move.sudo().repair_id == repair and move.repair_line_type in OUT
            )._check_taken_from(repair.lot_id)
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _check_taken_from(self, unit):
        parts = unit._parts_now() if self else {}
        known = {lot.product_id for lot in parts}
        taken = {}
        for line in self.move_line_ids.filtered("quantity"):
            taken[line.lot_id] = taken.get(line.lot_id, 0) + line.quantity_product_uom
        for lot, quantity in taken.items():
            if lot.product_id in known and lot.product_id.uom_id.compare(quantity, parts.get(lot, 0)) > 0:
                self._refuse_to_take(
                    unit, lot, {own: count for own, count in parts.items() if own.product_id == lot.product_id}
                )

    def _refuse_to_take(self, unit, lot, own):
        raise UserError(
            self.env._(
                "Unit %(unit)s does not have that much of %(lot)s in it. Of %(product)s it has: %(own)s. Remove one of "
                "these.",
                unit=unit.name,
                lot=lot.name,
                product=lot.product_id.display_name,
                own=", ".join(f"{part.name} ({count:g})" for part, count in own.items()),
            )
        )

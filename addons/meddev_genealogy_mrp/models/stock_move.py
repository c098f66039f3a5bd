from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import as_built


class StockMove(models.Model):
    """Consumes and gives back what the as-built record says; a unit without one is not finished."""

    _inherit = "stock.move"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "done":
            # Whoever finishes a unit, and however: here it becomes one.
            finished = self.sudo().filtered(lambda move: move.product_id == move.production_id.product_id)
            finished.production_id._check_as_built()
        return result

    def _action_done(self, cancel_backorder=False):
        for unbuild in self.sudo().unbuild_id:
            unbuild._give_back_own_lots(self.filtered(lambda move, unbuild=unbuild: move.sudo().unbuild_id == unbuild))
        self._check_orders_open()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _check_orders_open(self):
        """Refuse to consume or make in an order that is done what was written into it afterwards."""
        for move in self.sudo().filtered(lambda move: move.picked and not move._is_scrapped()):
            order = move.raw_material_production_id or move.production_id
            if order.state == "done" and move.state not in {"done", "cancel"}:
                raise UserError(
                    self.env._(
                        "%(order)s is done: %(product)s is neither consumed nor made in it any more. "
                        "Record what happened as a scrap or an order of its own.",
                        order=order.name,
                        product=move.product_id.display_name,
                    )
                )

    def _is_scrapped(self):
        """Whether it throws goods away; naming a scrap is not enough."""
        places = self.location_dest_id | self.move_line_ids.location_dest_id
        return bool(self.scrap_id) and set(places.mapped("usage")) == {"inventory"}

    def _genealogy_fields(self):
        return super()._genealogy_fields() | {"raw_material_production_id", "production_id", "unbuild_id"}

    def _compute_reference(self):
        result = super()._compute_reference()
        self._rename_genealogy()
        return result

    def _consume_as_built(self, lots):
        """Have this move consume ``{component lot: quantity}``, unless somebody typed in another quantity."""
        if self._is_quantity_typed(sum(lots.values())):
            return
        if self._lots_taken() != lots:
            self._take_lots(lots)
        self.picked = True

    def _is_quantity_typed(self, recorded):
        """Odoo marks as manual what was typed, and components of an operation, too: those have the usual quantity."""
        taken = sum(self._lots_taken().values())
        return self.manual_consumption and self.picked and bool(self.product_id.uom_id.compare(taken, recorded))

    def _lots_taken(self):
        taken = {}
        for line in self.move_line_ids.filtered("quantity"):
            taken[line.lot_id] = taken.get(line.lot_id, 0) + line.quantity_product_uom
        return taken

    def _take_lots(self, lots):
        """Replace the lines of this move: from where the lots lie, also if another document had reserved them."""
        self.move_line_ids.unlink()
        self.move_line_ids = [
            Command.create({**self._line_of_lot(lot, quantity), "location_id": place.id})
            for lot, wanted in lots.items()
            for place, quantity in self._places_of(lot, wanted)
        ]

    def _line_of_lot(self, lot, quantity):
        return {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_id.uom_id.id,
            "lot_id": lot.id,
            "quantity": quantity,
            "location_dest_id": self.location_dest_id.id,
            "company_id": self.company_id.id,
            "picked": True,
        }

    def _places_of(self, lot, wanted):
        """``[(location, quantity)]`` below the move's source; what is nowhere is asked of the source itself."""
        quants = self.env["stock.quant"].search(
            [("lot_id", "=", lot.id), ("location_id", "child_of", self.location_id.id), ("quantity", ">", 0)]
        )
        places = {quant.location_id: 0.0 for quant in quants}
        for quant in quants:
            places[quant.location_id] += quant.quantity
        # The last place takes the rest, as the last line does.
        taken = as_built.shares({lot: wanted}, [*places.values(), 0.0])
        found = zip([*places, self.location_id], taken, strict=True)
        return [(place, share[lot]) for place, share in found if share]

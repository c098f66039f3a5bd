from odoo import models

from odoo.addons.meddev_genealogy.models.sealed_movement import check_not_moved, check_sealed

from .. import as_built

SEALED = {"name", "state", "mo_id", "product_id", "product_qty", "product_uom_id", "lot_id", "bom_id", "company_id"}
"""What was unbuilt, and out of which order; of a done unbuild as sealed as its movements, and so is its state."""


class MrpUnbuild(models.Model):
    """A unit with an as-built record gives back its own component lots, not those that the order lists first."""

    _inherit = "mrp.unbuild"

    def write(self, vals):
        done = self.filtered(lambda unbuild: unbuild.state == "done")
        check_sealed(done, vals, SEALED, lambda unbuild: unbuild.name)
        return super().write(vals)

    def unlink(self):
        check_not_moved(self, "unbuild_id")
        return super().unlink()

    def _give_back_own_lots(self, moves):
        own = self.lot_id._as_maintained(self.mo_id)
        if not own:
            return
        back = moves.filtered(
            lambda move: (
                move.state not in ("done", "cancel")
                and move.location_id.usage == "production"
                and move.product_id.tracking != "none"
            )
        )
        for product in back.product_id:
            lots = {lot: quantity for lot, quantity in own.items() if lot.product_id == product}
            of_product = back.filtered(lambda move, product=product: move.product_id == product)
            for move, share in zip(of_product, as_built.shares(lots, of_product.mapped("product_qty")), strict=True):
                if move._lots_taken() != share:
                    self._replace_lines(move, share)

    def _replace_lines(self, move, lots):
        move.move_line_ids.unlink()
        for lot, quantity in lots.items():
            line = self.env["stock.move.line"].create(
                {**move._line_of_lot(lot, quantity), "move_id": move.id, "location_id": move.location_id.id}
            )
            line._apply_putaway_strategy()

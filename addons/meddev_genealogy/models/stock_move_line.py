from odoo import api, models
from odoo.exceptions import UserError

from ..lot_name import tidied

DECISIVE = {
    "lot_id", "lot_name", "quantity", "product_uom_id", "product_id", "location_id", "location_dest_id", "move_id",
    "quant_id", "state",
}  # fmt: skip
"""Fields of a line by which another lot is used, more of it, or elsewhere."""


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Odoo leaves the lot of a move line without an index: 150 ms for one lot in 1.5 million lines, 0.04 ms with it.
    _lot_idx = models.Index("(lot_id) WHERE lot_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([tidied(vals, "lot_name") for vals in vals_list])
        lines._newly_used({})._check_lots_released()
        return lines

    def _action_done(self):
        self._used()._refuse_unreleased_lots()
        result = super()._action_done()
        # Once more: Odoo turns names into lots on the way, and drops lines without a quantity.
        self.exists()._check_completion()
        return result

    def _check_completion(self):
        """Refuse the completion of lines that use what they must not, or take it elsewhere than their movement."""
        used = self._used()
        used._keep_unreleased_out()
        used._check_lots_named()
        used._check_releases_hold()
        self.move_id._check_goes_into_document()
        self._check_places()

    def write(self, vals):
        if not vals.keys() & DECISIVE:
            return super().write(vals)
        vals = tidied(vals, "lot_name")
        before = self._held_quantities()
        result = super().write(vals)
        self._newly_used(before)._check_lots_released()
        return result

    def _held_quantities(self):
        """``{line: (lot, quantity)}`` of what lines use of lots that are not released: it may become less."""
        return {
            line: (line.lot_id, line.quantity_product_uom)
            for line in self
            if line.lot_id.sudo().state not in ("released", False) and line._is_use()
        }

    def _newly_used(self, before):
        """Lines that use a lot, or more of it, than was ``before``; done ones that name no lot, too."""

        def is_new(line):
            lot, quantity = before.get(line, (None, 0.0))
            if not line.lot_id:
                return line.state == "done"
            more = line.product_uom_id.compare(line.quantity_product_uom, quantity) > 0
            return line.state != "cancel" and (line.lot_id != lot or more)

        return self.filtered(is_new)

    def _used(self):
        """Lines that ship or consume something."""
        return self.filtered(lambda line: line.quantity and line._is_use())

    def _check_lots_released(self):
        """Refuse to ship or consume a lot that quality has not released, whoever asks and however."""
        self._used()._keep_unreleased_out()

    def _keep_unreleased_out(self):
        """Refuse lots that are not released, and have nobody change that before this transaction ends."""
        self.lot_id._keep_status()
        self._refuse_unreleased_lots()

    def _refuse_unreleased_lots(self):
        self.lot_id._check_released()
        for line in self.filtered(lambda line: not line.lot_id):
            line._check_lot_named()

    def _check_releases_hold(self):
        """Refuse to use a lot that calls itself released, but is no longer what its release was signed for."""
        if void := self.lot_id._void_releases()[:1]:
            raise UserError(
                self.env._(
                    "Lot %(lot)s of %(product)s is neither shipped nor consumed: the signature of its release no "
                    "longer holds. Put the lot on hold, and have a quality manager sign its release again.",
                    lot=void.name,
                    product=void.product_id.display_name,
                )
            )

    def _check_lots_named(self):
        for line in self.filtered(lambda line: not line.lot_id):
            line._check_lot_named(is_moved=True)

    def _check_lot_named(self, is_moved=False):
        """Refuse to use a product of which a lot may not be used without saying which lot it was."""
        is_done = is_moved or self.state == "done"  # before, Odoo makes the lot from its name
        if is_done and self.product_id.tracking != "none" and self._may_be_unreleased():
            raise UserError(
                self.env._(
                    "%s is shipped or consumed by lot, and none is named. Name the lot, then go on.",
                    self.product_id.display_name,
                )
            )

    def _may_be_unreleased(self):
        """Whether the goods of a line that names no lot can be of a lot that quality has not released."""
        if self.product_id.product_tmpl_id._is_lot_release_required():
            return True
        stopped = [("product_id", "=", self.product_id.id), ("state", "!=", "released"), ("product_qty", ">", 0)]
        return bool(self.env["stock.lot"].sudo().search(stopped, limit=1))

    def _document(self):
        """The transfer, order or repair that this line belongs to, if it has a chatter to tell something in."""
        return self.picking_id or next(
            (
                self.move_id[name]
                for name in ("raw_material_production_id", "repair_id")
                if name in self.move_id._fields and self.move_id[name]
            ),
            self.env["stock.picking"],
        )

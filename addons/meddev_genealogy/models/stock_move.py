from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from .sealed_movement import opened

STOCK = {"quantity", "reserved_quantity", "product_id", "location_id"}
"""What a movement alone changes; Odoo writes it with all rights, and no caller has those."""


class StockMove(models.Model):
    """Reserves only released lots where it ships or consumes; the gate itself is at the line's completion."""

    _inherit = "stock.move"

    def _get_available_quantity(self, *args, **kwargs):
        return super(StockMove, self._for_reservation())._get_available_quantity(*args, **kwargs)

    def _update_reserved_quantity_vals(self, need, location_id, lot_id=None, *args, **kwargs):
        # Goods that an earlier step brought are named by their lot.
        if lot_id and lot_id.sudo().state != "released" and self._is_use():
            return [], 0
        return super(StockMove, self._for_reservation())._update_reserved_quantity_vals(
            need, location_id, lot_id, *args, **kwargs
        )

    def _for_reservation(self):
        move = self[:1]
        return self.with_context(meddev_released_lots=move._is_use())


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("quantity") for vals in vals_list) or self.env.context.get("default_quantity"):
            self._check_moved()
        return super().create(vals_list)

    def write(self, vals):
        if STOCK & vals.keys():
            self._check_moved()
        if "lot_id" in vals and self.env.uid != SUPERUSER_ID:
            other = self.filtered(lambda quant: quant.lot_id.id != vals["lot_id"] and quant.quantity)
            if other.lot_id:
                raise UserError(
                    self.env._(
                        "Stock of lot %s is not given another lot by hand. Count the lots, or transfer the goods.",
                        ", ".join(other.lot_id.mapped("name")),
                    )
                )
        return super().write(vals)

    def _check_moved(self):
        """Refuse stock that no movement made: it would have no origin, and its balance would not come out."""
        if not self.env.su:
            raise UserError(
                self.env._(
                    "Stock of %s changes by a movement, never by hand. Count it, or transfer the goods.",
                    self[:1].product_id.display_name or self._description,
                )
            )

    def _apply_inventory(self, *args, **kwargs):
        # The day of the count, which the counter names, is written after the adjustment is done.
        return super(StockQuant, opened(self, {"date"}))._apply_inventory(*args, **kwargs)

    def _get_gather_domain(self, product_id, location_id, *args, **kwargs):
        domain = super()._get_gather_domain(product_id, location_id, *args, **kwargs)
        if self.env.context.get("meddev_released_lots") and product_id.tracking != "none":
            # Narrows only: a caller who sends this sees fewer lots, and one who does not is refused at completion.
            domain &= fields.Domain("lot_id", "=", False) | fields.Domain("lot_id.state", "=", "released")
        return domain

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError

from ..lot_status import is_use
from .sealed_movement import opened


class StockMove(models.Model):
    """Reserves only released lots where it ships or consumes; the gate itself is at the line's completion."""

    _inherit = "stock.move"

    def _get_available_quantity(self, *args, **kwargs):
        return super(StockMove, self._for_reservation())._get_available_quantity(*args, **kwargs)

    def _update_reserved_quantity(self, *args, **kwargs):
        return super(StockMove, self._for_reservation())._update_reserved_quantity(*args, **kwargs)

    def _for_reservation(self):
        move = self[:1]
        used = is_use(move.location_id.usage, move.location_dest_id.usage)
        return self.with_context(meddev_released_lots=used)


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def write(self, vals):
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

    def _apply_inventory(self, *args, **kwargs):
        # The day of the count, which the counter names, is written after the adjustment is done.
        return super(StockQuant, opened(self, {"date"}))._apply_inventory(*args, **kwargs)

    def _get_gather_domain(self, product_id, location_id, *args, **kwargs):
        domain = super()._get_gather_domain(product_id, location_id, *args, **kwargs)
        if self.env.context.get("meddev_released_lots") and product_id.tracking != "none":
            # Narrows only: a caller who sends this sees fewer lots, and one who does not is refused at completion.
            domain &= fields.Domain("lot_id", "=", False) | fields.Domain("lot_id.state", "=", "released")
        return domain

from odoo import api, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """A component of an order is used in it, wherever its movement points; only a scrap takes it elsewhere."""

    _name = "stock.move"
    _inherit = ["stock.move"]

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._check_goes_into_order()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"location_dest_id", "raw_material_production_id", "scrap_id"}:
            self._check_goes_into_order()
        return result

    def _is_last_use(self):
        return super()._is_last_use() or self._is_component()

    def _is_component(self):
        """Whether the order of this movement takes it as a component, and does not scrap it."""
        return bool(self.raw_material_production_id and not self.scrap_id)

    def _check_goes_into_order(self):
        """Refuse a component that goes elsewhere: Odoo would leave it out of the order, or record no consumption."""
        for move in self.sudo():
            if move.state in ("done", "cancel") or not move._is_component():
                continue
            if move.location_dest_id.usage != "production":
                raise UserError(
                    self.env._(
                        "%(product)s is a component of %(order)s and does not go to %(place)s. "
                        "Scrap it, or take it out of the order.",
                        product=move.product_id.display_name,
                        order=move.raw_material_production_id.name,
                        place=move.location_dest_id.display_name,
                    )
                )

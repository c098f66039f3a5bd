from odoo import models


class StockMove(models.Model):
    """A component of an order is used in it, wherever its movement points; only a scrap takes it elsewhere."""

    _name = "stock.move"
    _inherit = ["stock.move"]

    def _fields_of_use(self):
        return super()._fields_of_use() | {"raw_material_production_id"}

    def _is_component(self):
        return super()._is_component() or bool(self.raw_material_production_id and not self.scrap_id)

    def _component_of(self):
        return self.raw_material_production_id or super()._component_of()

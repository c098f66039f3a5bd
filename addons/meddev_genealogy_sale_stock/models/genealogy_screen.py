from odoo import models


class MeddevGenealogy(models.AbstractModel):
    """The screen opens from sales orders, and finds them by their number or the customer's."""

    _inherit = "meddev.genealogy"

    def _lot_paths(self):
        return {**super()._lot_paths(), "sale.order": "picking_ids.move_line_ids.lot_id"}

    def _code_fields(self):
        return {**super()._code_fields(), "sale.order": ["name", "client_order_ref"]}

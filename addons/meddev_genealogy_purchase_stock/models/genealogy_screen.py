from odoo import models


class MeddevGenealogy(models.AbstractModel):
    """The screen opens from purchase orders, and finds them by their number or the vendor's."""

    _inherit = "meddev.genealogy"

    def _lot_paths(self):
        return {**super()._lot_paths(), "purchase.order": "picking_ids.move_line_ids.lot_id"}

    def _code_fields(self):
        return {**super()._code_fields(), "purchase.order": ["name", "partner_ref"]}

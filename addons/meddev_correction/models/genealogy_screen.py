from odoo import models


class MeddevGenealogy(models.AbstractModel):
    """The genealogy screen opens from corrections."""

    _inherit = "meddev.genealogy"

    def _lot_paths(self):
        return {**super()._lot_paths(), "meddev.correction": "line_ids.move_line_id.lot_id"}

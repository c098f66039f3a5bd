from odoo import models

from .sealed_movement import check_not_moved, check_sealed, opened

SEALED = {
    "name", "state", "product_id", "product_uom_id", "scrap_qty", "lot_id", "location_id", "scrap_location_id",
    "company_id", "picking_id", "production_id",
}  # fmt: skip
"""Of a done scrap as sealed as its movement: its name is the document, and its state keeps the rest."""


class StockScrap(models.Model):
    _inherit = "stock.scrap"

    def write(self, vals):
        done = self.filtered(lambda scrap: scrap.state == "done")
        check_sealed(done, vals, SEALED, lambda scrap: scrap.name)
        return super().write(vals)

    def do_scrap(self):
        # What is scrapped out of a done transfer is a movement of its own that names the transfer.
        return super(StockScrap, opened(self, {"move_id", "state"})).do_scrap()

    def unlink(self):
        check_not_moved(self, "scrap_id")
        return super().unlink()

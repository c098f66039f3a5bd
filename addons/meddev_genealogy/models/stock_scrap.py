from odoo import models

from .sealed_movement import check_not_moved


class StockScrap(models.Model):
    _inherit = "stock.scrap"

    def unlink(self):
        check_not_moved(self, "scrap_id")
        return super().unlink()

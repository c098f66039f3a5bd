from odoo import models

from odoo.addons.meddev_genealogy.models.sealed_movement import opened


class StockPicking(models.Model):
    """Odoo dates a subcontracted order a second before the receipt that closes it, after both are done."""

    _inherit = "stock.picking"

    def _action_done(self):
        return super(StockPicking, opened(self, {"date", "date_done"}))._action_done()

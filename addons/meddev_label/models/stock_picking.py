from odoo import models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_print_labels(self):
        """Open the lots of this transfer, each of which has its labels and their account."""
        self.ensure_one()
        lots = self.move_line_ids.lot_id
        if not lots:
            raise UserError(self.env._("%s has no lots yet. Enter them, then print their labels.", self.display_name))
        if len(lots) == 1:
            return lots.action_print_labels()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lots of %s", self.display_name),
            "res_model": "stock.lot",
            "view_mode": "list,form",
            "domain": [("id", "in", lots.ids)],
        }

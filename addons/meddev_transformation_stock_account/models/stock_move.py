from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_value_from_production(self, quantity, at_date=None):
        """What comes out of a transformation is worth its share of what went in."""
        if not self.transformation_id:
            return super()._get_value_from_production(quantity, at_date)
        taken = self.transformation_id.sudo().move_ids.filtered(lambda move: move.is_out and move.state == "done")
        moved = sum(move._get_valued_qty() for move in taken)
        return {
            "quantity": quantity,
            "value": sum(taken.mapped("value")) * quantity / moved if moved else 0.0,
            "description": self.env._("Value of what went into %s", self.transformation_id.sudo().name),
        }

from odoo import models

from .stock_move import OUT


class RepairOrder(models.Model):
    """Fills in the lots of parts to remove where the unit's record leaves no choice."""

    _inherit = "repair.order"

    def _action_repair_confirm(self):
        result = super()._action_repair_confirm()
        for repair in self.filtered("lot_id"):
            parts = repair.lot_id._parts_now()
            for move in repair.move_ids.filtered(lambda move: move.repair_line_type in OUT and move.state != "done"):
                own = {lot: quantity for lot, quantity in parts.items() if lot.product_id == move.product_id}
                if own and not move.product_uom.compare(sum(own.values()), move.product_qty):
                    move._take_lots(own)
                    move.picked = False
        return result

from odoo import models

from ..sealing import TRANSFER_FIELDS
from .sealed_movement import check_sealed, opened


class StockPicking(models.Model):
    """Places and date of a done transfer are those of its movements."""

    _name = "stock.picking"
    _inherit = ["stock.picking"]

    def write(self, vals):
        if TRANSFER_FIELDS & vals.keys():
            # By its movements: one that was added afterwards makes the transfer look open again.
            done = self.filtered(lambda picking: "done" in picking.sudo().move_ids.mapped("state"))
            check_sealed(done, vals, TRANSFER_FIELDS, lambda picking: picking.name)
        result = super().write(vals)
        if vals.keys() & {"location_id", "location_dest_id", "picking_type_id", "partner_id"}:
            # Odoo hands places on to the movements past every write of theirs.
            moves = self.sudo().move_ids.with_env(self.env)
            moves._check_goes_into_document()
            moves.move_line_ids._check_lots_released()
        return result

    def _action_done(self):
        # Odoo dates the transfer and its moves after they are done.
        open_ones = self.filtered(lambda picking: picking.state != "done")
        return super(StockPicking, opened(open_ones, {"date", "date_done"}))._action_done()

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.meddev_base.models.workflow_mixin import is_uninstalling

from ..sealing import MOVE_FIELDS, Opening
from .sealed_movement import KEY, check_not_done, check_sealed, document_of, is_open, opened


class StockMove(models.Model):
    """A done movement stays as it was recorded; it becomes done by being carried out."""

    _name = "stock.move"
    _inherit = ["stock.move"]

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        if not is_open(self, {"state"}):
            check_not_done(moves, document_of, self.env._(
                "%(document)s is done: no movement of %(product)s is added to it. "
                "Record what happened as a transfer, an adjustment or an order of its own."
            ))  # fmt: skip
        return moves

    def write(self, vals):
        check_sealed(self.filtered(lambda move: move.state == "done"), vals, MOVE_FIELDS, document_of)
        if vals.get("state") != "done":
            return super().write(vals)
        self._check_carried_out()
        # Odoo hands the date on to the lines of moves that this very write makes done.
        becoming = self.filtered(lambda move: move.state != "done").move_line_ids
        opening = Opening({"date"}, "stock.move.line", becoming.ids)
        return super(StockMove, self.with_context(**{KEY: opening})).write(vals)

    def unlink(self):
        if not is_uninstalling(self.env):
            check_not_done(self, document_of, self.env._(
                "%(document)s is done: its movement of %(product)s is not deleted. Request a correction."
            ))  # fmt: skip
        return super().unlink()

    def _action_done(self, *args, **kwargs):
        done = super(StockMove, opened(self, {"state", "date"}))._action_done(*args, **kwargs)
        return done.with_env(self.env)  # without the opening

    def _check_carried_out(self):
        """Refuse to declare a move done whose goods did not move. Orders close moves that moved nothing this way."""
        moved = self.filtered(lambda move: move.state != "done" and any(move.move_line_ids.mapped("quantity")))
        if moved and not is_open(moved, {"state"}):
            raise UserError(
                self.env._(
                    "%s: a movement becomes done by validating its transfer or order, never by hand.",
                    document_of(moved[0]),
                )
            )

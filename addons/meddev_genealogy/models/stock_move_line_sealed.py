from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.meddev_base.models.workflow_mixin import is_uninstalling

from ..sealing import LINE_FIELDS
from .sealed_movement import check_not_done, check_sealed, document_of, is_open, opened


class StockMoveLine(models.Model):
    """A line of a done movement stays as it was recorded (21 CFR 11.10(e); GMP Art. 170)."""

    _name = "stock.move.line"
    _inherit = ["stock.move.line"]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not is_open(self, {"move_id"}):
            check_not_done(lines, _document_of_line, self.env._(
                "%(document)s is done: no line of %(product)s is added to it. "
                "Record what happened as a movement of its own, or request a correction."
            ))  # fmt: skip
        return lines

    def write(self, vals):
        check_sealed(self.filtered(lambda line: line.state == "done"), vals, LINE_FIELDS, _document_of_line)
        if {"state", "move_id"} & vals.keys():
            self._check_not_made_done(vals)
        return super().write(vals)

    def unlink(self):
        if not is_uninstalling(self.env):
            check_not_done(self, _document_of_line, self.env._(
                "%(document)s is done: its line of %(product)s is not deleted. "
                "Request a correction of the recorded movement; it keeps both versions."
            ))  # fmt: skip
        return super().unlink()

    def _check_not_made_done(self, vals):
        """Refuse to declare a line done, or hang it onto a done move: no goods would have moved."""
        move = self.env["stock.move"].browse(vals.get("move_id") or ())
        if vals.get("state") == "done" or move.state == "done":
            open_lines = self.filtered(lambda line: line.state != "done" and line.move_id != move)
            if open_lines and not is_open(open_lines, {"state", "move_id"}):
                raise UserError(
                    self.env._(
                        "%s: a line becomes done with its movement, never by hand. Validate the transfer or order.",
                        _document_of_line(open_lines[0]),
                    )
                )

    def _correct(self, vals):
        """Write ``vals`` into these done lines. For the document that keeps both versions, and for nothing else."""
        return opened(self, vals, only=True).write(vals)


def _document_of_line(line):
    return line.picking_id.name or document_of(line.move_id)

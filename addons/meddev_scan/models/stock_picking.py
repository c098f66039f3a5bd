from odoo import models

from .scan_document import WAITING


class StockPicking(models.Model):
    """A receipt, a delivery or a transfer, taken in or put together by scanning."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "meddev.scan.moves"]

    def _scan_waiting(self):
        return self.search([("state", "=", "assigned")], order="scheduled_date, id", limit=WAITING)

    def _scan_moves(self):
        is_over = self.state in ("done", "cancel")
        return self.move_ids.filtered(lambda move: is_over or move.state not in ("done", "cancel", "draft")).sorted()

    def _scan_about(self):
        ends = f"{self.location_id.display_name} → {self.location_dest_id.display_name}"
        return f"{self.partner_id.display_name} · {ends}" if self.partner_id else ends

    def _scan_closed(self):
        if self.state == "draft":
            return self.env._("%s is a draft. Mark it as to do, then scan.", self.name)
        if self.state in ("done", "cancel"):
            return self.env._(
                "%(document)s is %(state)s: nothing is scanned into it.", document=self.name, state=self._scan_state()
            )
        return ""

    def _scan_state(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _scan_finish(self):
        return "validate"

    def _is_other_lot_taken(self):
        return self.picking_type_id.is_other_lot_scanned

"""What a hold does at once: it takes away what is reserved for use, and tells whoever waits for it."""

from odoo import SUPERUSER_ID, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

# A row's xmin is the last 32 bits of the transaction that wrote it, which is one of the last 2^32.
NEWER_LINES = """
SELECT line.id
  FROM stock_move_line line, CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS next,
       CAST(CAST(line.xmin AS text) AS bigint) AS low
 WHERE line.lot_id = ANY(%(lots)s) AND line.state NOT IN ('done', 'cancel') AND line.quantity > 0
   AND NOT pg_visible_in_snapshot(
           CAST(CAST(next - ((next - low) & 4294967295) AS text) AS xid8), CAST(%(view)s AS pg_snapshot))
"""


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot"]

    def _move_to(self, target, **stamps):
        if target != "released" and self.ids:
            self.check_access("write")
            # Who is reserving these lots keeps their rows (`_keep_status`): a hold waits for him, and is not refused.
            self.env.cr.execute("SELECT id FROM stock_lot WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (self.ids,))
        if target in ("hold", "released"):
            stamps["was_held"] = target == "hold"
        return super()._move_to(target, **stamps)

    def _open_lines(self):
        """All lines of these lots that are not done yet.

        :raises ConcurrencyError: another transaction reserved after this one began to read; it begins once more
        """
        domain = [("lot_id", "in", self.ids), ("state", "not in", ("done", "cancel"))]
        lines = self.env["stock.move.line"].sudo().search(domain)
        if self._reserved_meanwhile() - set(lines.ids):
            raise ConcurrencyError("Lots were reserved while they were being stopped")
        return lines

    def _reserved_meanwhile(self):
        """Ids of open lines that others committed after this transaction took its view: it does not see them."""
        [[view]] = self.env.execute_query(SQL("SELECT pg_current_snapshot()::text"))
        with self.env.registry.cursor() as now:
            now.execute(NEWER_LINES, {"lots": self.ids, "view": view})
            return {row[0] for row in now.fetchall()}

    def _tell_waiting(self, document):
        """Tell the people whom it concerns that ``document`` lost this lot, and remind them to choose another."""
        body = self.env._(
            "Lot %(lot)s is %(status)s: what was reserved of it was taken away. Choose another lot.",
            lot=self.name,
            status=self._state_label(),
        )
        people = _owners(document)
        document.message_post(body=body, partner_ids=people.partner_id.ids)
        for person in people:
            document.activity_schedule("mail.mail_activity_data_todo", summary=body, user_id=person.id)

    def _void_releases(self):
        """Those of these lots whose release was signed, and no signature of it holds any more."""
        strict = self.sudo().filtered(lambda lot: lot.product_id.product_tmpl_id._is_lot_release_required())
        releases = strict._signatures_in([("target_state", "=", "released")])
        void = set(releases.mapped("res_id")) - set(releases._valid().mapped("res_id"))
        return strict.filtered(lambda lot: lot.id in void).sudo(False)


def _owners(document):
    """Whom a transfer, order or repair concerns: its responsible; else who sold it, whose order it serves, who made it.

    Scheduled actions and portal users are nobody to tell, nor is who may not read the document.
    """
    document = document.sudo()
    for owners in _candidates(document):
        people = owners.filtered(lambda user: user.active and not user.share and user.id != SUPERUSER_ID)
        if readers := people.filtered(lambda user: document.with_user(user).has_access("read")):
            return readers
    return document.env["res.users"]


def _candidates(document):
    yield document.user_id
    moves = document.move_ids if "move_ids" in document._fields else document.env["stock.move"]
    for path in ("sale_id.user_id", "sale_order_id.user_id"):
        if path.split(".")[0] in document._fields:
            yield document.mapped(path)
    served = moves.move_dest_ids
    if "raw_material_production_id" in served._fields:
        yield served.raw_material_production_id.user_id
    yield served.picking_id.user_id
    if "backorder_id" in document._fields:
        yield document.backorder_id.user_id
    yield document.create_uid

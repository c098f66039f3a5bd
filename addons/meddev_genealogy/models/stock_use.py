"""Which movements use lots up or hand them over: by their own places, or as a step of a route that ends there."""

from odoo import models
from odoo.exceptions import UserError

from ..lot_status import USES, is_use, kind_of_place

OWN = ("internal", "transit")


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _kind_for_lots(self):
        return kind_of_place(self.usage, bool(self.company_id))


class StockMove(models.Model):
    """A movement is a use by what it is planned to be, whatever its lines say."""

    _name = "stock.move"
    _inherit = ["stock.move"]

    def write(self, vals):
        if vals.get("scrap_id"):
            self._check_scraps(vals["scrap_id"])
        return super().write(vals)

    def _check_scraps(self, scrap_id):
        """Refuse to call a movement a scrap: what is scrapped is not used."""
        if other := self.filtered(lambda move: move.scrap_id.id != scrap_id)[:1]:
            raise UserError(
                self.env._(
                    "%(document)s moves %(product)s and is no scrap. Scrap the goods by a scrap order.",
                    document=other.reference or other.display_name,
                    product=other.product_id.display_name,
                )
            )

    def _is_use(self):
        move = self.sudo()
        return move._is_last_use() or move._leads_to_use(move)

    def _is_last_use(self):
        """Whether this very movement ships or consumes."""
        return is_use(self.location_id._kind_for_lots(), self.location_dest_id._kind_for_lots())

    def _leads_to_use(self, seen):
        """Whether it takes goods towards a use: picking and packing, bringing to where an order consumes.

        Putting into stock is not, even where a delivery waits for it: what waits for release is stored, too.
        """
        if self.location_id._kind_for_lots() not in OWN or self._is_storing():
            return False
        if self.location_final_id._kind_for_lots() in USES:
            return True
        following = self.move_dest_ids.filtered(lambda move: move.state != "cancel") - seen
        return any(move._is_last_use() or move._leads_to_use(seen | following) for move in following)

    def _is_storing(self):
        stock = self.location_dest_id.warehouse_id.lot_stock_id
        return bool(stock) and self.location_dest_id._child_of(stock) and not self.location_id._child_of(stock)


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line"]

    def _is_use(self):
        line = self.sudo()
        own = is_use(line.location_id._kind_for_lots(), line.location_dest_id._kind_for_lots())
        return own or line.move_id._is_use()

    def _check_places(self):
        """Refuse a line that goes elsewhere than its delivery or consumption: it would be recorded as neither."""
        for line in self.sudo().filtered("quantity"):
            move = line.move_id
            if not move._is_last_use():
                continue
            target, source = line.location_dest_id, line.location_id
            is_elsewhere = not target._child_of(move.location_dest_id) or target._kind_for_lots() not in USES
            is_from_nowhere = source != move.location_id and source._kind_for_lots() in USES
            if is_elsewhere or is_from_nowhere:
                line._refuse_places(move)

    def _refuse_places(self, move):
        raise UserError(
            self.env._(
                "%(document)s takes %(product)s from %(from)s to %(to)s, and one of its lines says from %(line_from)s "
                "to %(line_to)s. Put the line right, then go on.",
                document=move.reference or move.display_name,
                product=self.product_id.display_name,
                line_from=self.location_id.display_name,
                line_to=self.location_dest_id.display_name,
                **{"from": move.location_id.display_name, "to": move.location_dest_id.display_name},
            )
        )

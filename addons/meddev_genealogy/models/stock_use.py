"""Which movements use lots up or hand them over: by their own places, or as a step of a route that ends there."""

from odoo import api, models
from odoo.exceptions import UserError

from ..lot_status import USES, is_use, kind_of_place
from .sealed_movement import changed

OWN = ("internal", "transit")


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _kind_for_lots(self):
        return kind_of_place(self.usage, bool(self.company_id))


class StockMove(models.Model):
    """A movement is a use by what it is planned to be, whatever its lines say."""

    _name = "stock.move"
    _inherit = ["stock.move"]

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._check_goes_into_document()
        return moves

    def write(self, vals):
        if vals.get("scrap_id"):
            self._check_scraps(vals["scrap_id"])
        turned = self._turned_by(vals)
        result = super().write(vals)
        if turned:
            turned._check_goes_into_document()
            # What was reserved for a harmless way is now reserved for a use.
            turned.sudo().move_line_ids.with_env(self.env)._check_lots_released()
        return result

    def _turned_by(self, vals):
        """Those of these movements that ``vals`` may turn into a use."""
        names = self._fields_of_use() & vals.keys()
        if not names:
            return self.browse()
        return self.filtered(lambda move: move.state not in ("done", "cancel") and changed(move, vals, names))

    def _fields_of_use(self):
        """Fields by which a movement becomes a use; bridges add those of their application."""
        return {
            "location_id", "location_dest_id", "location_final_id", "picking_type_id", "picking_id", "partner_id",
            "scrap_id", "move_dest_ids", "move_orig_ids", "sale_line_id",
        }  # fmt: skip

    def _is_component(self):
        """Whether an order or repair takes what is moved as a component, wherever the movement points."""
        return False

    def _check_goes_into_document(self):
        """Refuse a component that goes elsewhere: Odoo would leave it out, or record no consumption."""
        for move in self.sudo():
            if move.state in ("done", "cancel") or not move._is_component():
                continue
            if move.location_dest_id.usage != "production":
                raise UserError(
                    self.env._(
                        "%(product)s is a component of %(document)s and does not go to %(place)s. "
                        "Scrap it, or take it out of the document.",
                        product=move.product_id.display_name,
                        document=move._component_of().display_name,
                        place=move.location_dest_id.display_name,
                    )
                )

    def _component_of(self):
        """The order or repair that takes what is moved as a component."""
        return self.env["stock.move"]

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
        return self._hands_over() or self._is_delivery_elsewhere()

    def _hands_over(self):
        source, target = self.location_id._kind_for_lots(), self.location_dest_id._kind_for_lots()
        return is_use(source, target) or self._is_component()

    def _is_delivery_elsewhere(self):
        """Whether it leaves by a delivery that points to no customer, and is neither scrap nor a return to the vendor.

        On the way to another warehouse goods are in transit, which is none.
        """
        source, target = self.location_id._kind_for_lots(), self.location_dest_id._kind_for_lots()
        # The transfer's kind counts as well: that of a movement can be written.
        kinds = (self.picking_type_id | self.picking_id.picking_type_id).mapped("code")
        if "outgoing" not in kinds or self.scrap_id or source not in OWN:
            return False
        return target not in {*USES, "transit"} and not (target == "supplier" and self._is_return_to_vendor())

    def _is_return_to_vendor(self):
        """Whether the goods go to somebody who supplied such goods; where nobody is named, to the vendor's place."""
        if self._serves_sale():
            return False
        partner = (self.picking_id.partner_id or self.partner_id).commercial_partner_id
        if not partner:
            return True
        if partner in self.product_id.seller_ids.partner_id.commercial_partner_id:
            return True
        supplied = [
            ("kind", "=", "received"),
            ("product_id", "=", self.product_id.id),
            ("partner_id.commercial_partner_id", "=", partner.id),
        ]
        return bool(self.env["meddev.genealogy.link"].sudo().search_count(supplied, limit=1))

    def _serves_sale(self):
        return "sale_line_id" in self._fields and bool(self.sale_line_id)

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
            if move._serves_sale() and move._is_delivery_elsewhere():
                line._refuse_other_than_customer(move)
            if not move._hands_over():
                continue
            target, source = line.location_dest_id, line.location_id
            is_elsewhere = not target._child_of(move.location_dest_id) or target._kind_for_lots() not in USES
            is_from_nowhere = source != move.location_id and source._kind_for_lots() in USES
            if is_elsewhere or is_from_nowhere:
                line._refuse_places(move)

    def _refuse_other_than_customer(self, move):
        raise UserError(
            self.env._(
                "%(document)s delivers what was sold, and takes %(product)s to %(place)s, where no customer is. Give "
                "it the customer's place, or scrap or return the goods by a document of its own.",
                document=move.reference or move.display_name,
                product=self.product_id.display_name,
                place=move.location_dest_id.display_name,
            )
        )

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

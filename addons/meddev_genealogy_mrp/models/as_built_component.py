from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from .. import as_built


class MeddevAsBuilt(models.Model):
    """What must hold before a component lot is recorded for a unit."""

    _inherit = "meddev.as.built"

    def _put(self, order, unit, lot, quantity=None, is_repeatable=False):
        """Have ``quantity`` of ``lot`` in ``unit``; None for what the unit still wants, as far as the lot goes."""
        need = order._as_built_needs().get(lot.product_id)
        self._check_component(order, lot, need)
        own = order._as_built_entries(unit).filtered(lambda entry: entry.component_id == lot.product_id)
        same = own.filtered(lambda entry: entry.component_lot_id == lot)
        if same and is_repeatable and quantity is None:
            return same
        self._check_serial_unused(lot, same)
        has, before = sum(own.mapped("quantity")), sum(same.mapped("quantity"))
        free = self._free_quantity(order, lot, same)
        if quantity is None:
            self._check_wanted(unit, lot, as_built.room(need, has))
            quantity = round(before + as_built.portion(need, has, free - before), 9)
            self._check_in_stock(order, lot, quantity - before > as_built.TOLERANCE)
        else:
            self._check_quantity(quantity, unit, lot, as_built.room(need, has - before))
            self._check_in_stock(order, lot, quantity <= free + as_built.TOLERANCE)
        return self._store(order, unit, lot, same, quantity)

    def _store(self, order, unit, lot, same, quantity):
        if same:
            if same.quantity != quantity:
                stamps = {"recorded_by_id": self.env.uid, "recorded_on": fields.Datetime.now()}
                same.write({"quantity": quantity, **stamps})
            return same
        return self.sudo().create({
            "production_id": order.id,
            "lot_id": unit.id,
            "component_id": lot.product_id.id,
            "component_lot_id": lot.id,
            "quantity": quantity,
            "is_serial": lot.product_id.tracking == "serial",
        })  # fmt: skip

    def _recorded_elsewhere(self, lot, same):
        """Entries of this lot in other units, of orders that have not consumed it yet."""
        domain = [("component_lot_id", "=", lot.id), ("production_id.state", "not in", ("done", "cancel"))]
        return self.sudo().search(domain) - same

    def _free_quantity(self, order, lot, same):
        """How much of a lot lies where the order takes components from and is recorded in no other unit."""
        quants = self.env["stock.quant"].sudo()
        place = order.location_src_id
        on_hand = quants.search([("lot_id", "=", lot.id), ("location_id", "child_of", place.id)])
        recorded = self._recorded_elsewhere(lot, same).mapped("quantity")
        return round(sum(on_hand.mapped("quantity")) - sum(recorded), 9)

    # --- refusals -----------------------------------------------------------------------------------------------

    def _check_component(self, order, lot, need):
        words = {"lot": lot.name, "product": lot.product_id.display_name, "order": order.name}
        if need is None:
            raise UserError(
                self.env._(
                    "%(lot)s is %(product)s, which is no component of %(order)s. Scan a lot of a component.", **words
                )
            )
        if reasons := lot._status()["reasons"]:
            reasons = " ".join(reasons)
            raise UserError(
                self.env._(
                    "%(lot)s of %(product)s may not be used. %(reasons)s Take another lot.", reasons=reasons, **words
                )
            )

    def _check_serial_unused(self, lot, same):
        used = lot.product_id.tracking == "serial" and self._recorded_elsewhere(lot, same)[:1]
        if used:
            raise UserError(
                self.env._(
                    "Serial number %(lot)s is already recorded for unit %(unit)s of %(order)s. Scan another one, or "
                    "remove it there.",
                    lot=lot.name,
                    unit=used.lot_id.name,
                    order=used.production_id.name,
                )
            )

    def _check_wanted(self, unit, lot, room):
        if not room:
            raise UserError(
                self.env._(
                    "Unit %(unit)s has all it takes of %(product)s. Scan another component, or the next unit.",
                    unit=unit.name,
                    product=lot.product_id.display_name,
                )
            )

    def _check_quantity(self, quantity, unit, lot, room):
        if type(quantity) not in (int, float) or not 0 < quantity < float("inf"):
            raise ValidationError(
                self.env._(
                    "The quantity of %(lot)s is %(quantity)s. Give a number above zero.",
                    lot=lot.name,
                    quantity=quantity,
                )
            )
        if quantity > room + as_built.TOLERANCE:
            raise UserError(
                self.env._(
                    "Unit %(unit)s takes %(room)s %(uom)s of %(product)s at most, not %(quantity)s. Give less.",
                    unit=unit.name,
                    room=f"{room:g}",
                    uom=lot.product_id.uom_id.name,
                    product=lot.product_id.display_name,
                    quantity=f"{quantity:g}",
                )
            )

    def _check_in_stock(self, order, lot, is_enough):
        if is_enough:
            return
        words = {
            "lot": lot.name,
            "product": lot.product_id.display_name,
            "place": order.location_src_id.display_name,
        }
        if lot.product_id.tracking == "serial":
            raise UserError(
                self.env._(
                    "%(lot)s of %(product)s is not in %(place)s: it was used already, or is somewhere else. Scan "
                    "another one.",
                    **words,
                )
            )
        raise UserError(
            self.env._(
                "There is not enough of %(lot)s of %(product)s left in %(place)s. Scan another lot as well.", **words
            )
        )

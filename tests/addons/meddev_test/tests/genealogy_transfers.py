"""Steps of a story in which goods come, go and move; each returns a sentence, or None where it is not possible now."""

from odoo.addons.meddev_genealogy.models.sealed_movement import opened

from .genealogy_decisions import Decisions


class Transfers(Decisions):
    def __init__(self, case, rng):
        super().__init__(case, rng)
        self.deliveries, self.receipts, self.backorders = [], [], []

    def _told(self, picking, kind, goods, partner, place=None):
        """Tell the oracle of a transfer between the company and ``partner`` (or nobody in particular)."""
        is_in = kind in ("received", "returned")
        other = picking.location_id if is_in else picking.location_dest_id
        end = (partner or other).display_name
        tell = self.oracle.came if is_in else self.oracle.went
        at = self.here if place is None else place
        facts = [
            tell(kind, self.name(lot), quantity, picking.name, end, at) for lot, quantity in goods if self.is_lot(lot)
        ]
        for thing, quantity in goods:
            if not self.is_lot(thing):
                way = ("", at) if is_in else (at, "")
                self.oracle.moved(self.name(thing), quantity, *way)
        return list(zip(facts, [lot for lot, _quantity in goods if self.is_lot(lot)], strict=True))

    def _sentence(self, words, picking, goods):
        return f"{picking.name}: {words} " + ", ".join(f"{quantity:g} of {self.name(one)}" for one, quantity in goods)

    # --- in and out ---------------------------------------------------------------------------------------------

    def receive(self):
        partner, goods = self.rng.choice([*self.vendors, None]), []
        for product in self.rng.sample([self.steel, self.resin, self.glue, self.cart, self.batch], 2):
            known = [lot for lot, _quantity in self.on_hand([product])]
            again = known and self.rng.random() < 0.3
            thing = (
                self.rng.choice(known) if again else product if product.tracking == "none" else self.new_lot(product)
            )
            goods.append((thing, float(self.rng.randint(4, 20))))
        goods += [(self.new_lot(self.cell), 1.0) for _number in range(self.rng.randint(0, 3))]
        picking = self.case.transfer(self.case.at_vendor, self.stock, *goods, partner=partner)
        self.receipts.append((picking, self._told(picking, "received", goods, partner)))
        return self._sentence("received", picking, goods)

    def receive_dozens(self):
        lot, dozen = self.new_lot(self.steel), self.case.env.ref("uom.product_uom_dozen")
        picking = self.case.transfer(self.case.at_vendor, self.stock, (lot, 2), partner=self.case.vendor, uom=dozen)
        self._told(picking, "received", [(lot, 24.0)], self.case.vendor)
        return self._sentence("received", picking, [(lot, 24.0)])

    def deliver(self):
        if not (found := self.on_hand(self.lot_products)):
            return None
        goods, partner = self.some(found), self.rng.choice([*self.partners, None])
        picking = self.case.transfer(self.stock, self.case.at_customer, *goods, partner=partner)
        self.deliveries.append((picking, self._told(picking, "shipped", goods, partner), partner))
        return self._sentence("shipped", picking, goods)

    def deliver_more_than_there_is(self):
        if not (found := self.on_hand([self.resin, self.chips])):
            return None
        lot, quantity = self.rng.choice(found)
        picking = self.case.transfer(self.stock, self.case.at_customer, (lot, quantity + 2), partner=self.case.clinic)
        self._told(picking, "shipped", [(lot, quantity + 2)], self.case.clinic)
        return self._sentence("shipped (more than there is)", picking, [(lot, quantity + 2)])

    def deliver_a_part(self):
        found = [(lot, quantity) for lot, quantity in self.on_hand([self.steel, self.batch]) if quantity >= 2]
        if not found:
            return None
        lot, quantity = self.rng.choice(found)
        picking = self.case.planned_transfer(
            self.stock, self.case.at_customer, (lot, quantity), partner=self.case.hospital
        )
        self.case.record(picking.move_ids, (lot, 1.0))
        self.case.finish(picking)
        self._told(picking, "shipped", [(lot, 1.0)], self.case.hospital)
        backorder = picking.backorder_ids
        self.case.assertAlmostEqual(backorder.move_ids.product_uom_qty, quantity - 1)
        self.backorders.append((backorder, lot.product_id))
        return self._sentence(f"shipped in part, {backorder.name} is to follow,", picking, [(lot, 1.0)])

    def deliver_the_rest(self):
        if not self.backorders:
            return None
        picking, product = self.backorders.pop(self.rng.randrange(len(self.backorders)))
        if not (found := self.on_hand([product])):
            return None
        goods = self.some(found, 2)
        self.case.record(picking.move_ids, *goods)
        self.case.finish(picking)
        self._told(picking, "shipped", goods, self.case.hospital)
        return self._sentence("shipped the rest", picking, goods)

    def _kit(self):
        """The lots of one kit, if they are there."""
        needs = ((self.steel, 2.0), (self.resin, 1.0))
        found = [[(lot, need) for lot, have in self.on_hand([part]) if have >= need] for part, need in needs]
        return [self.rng.choice(pairs) for pairs in found] if all(found) else []

    def deliver_a_kit(self):
        if not (goods := self._kit()):
            return None
        picking = self.case.planned_transfer(self.stock, self.case.at_customer, (self.kit, 1), partner=self.case.clinic)
        for move in picking.move_ids:
            self.case.record(move, *[pair for pair in goods if pair[0].product_id == move.product_id])
        self.case.finish(picking)
        self._told(picking, "shipped", goods, self.case.clinic)
        return self._sentence("shipped as a kit", picking, goods)

    def take_back(self):
        """A return by Odoo's own wizard, of some of one lot."""
        if not self.deliveries:
            return None
        picking, told, partner = self.rng.choice(self.deliveries)
        left = [(fact, lot) for fact, lot in told if self._at_customers(fact.thing) >= 1 and fact.quantity >= 1]
        if not left:
            return None
        _fact, lot = self.rng.choice(left)
        back = self._returned(picking, lot, 1.0)
        self._told(back, "returned", [(lot, 1.0)], partner)
        return self._sentence("taken back", back, [(lot, 1.0)])

    def _at_customers(self, name):
        return self.oracle.balance(name)["shipped"]

    def _returned(self, picking, lot, quantity):
        context = {"active_id": picking.id, "active_ids": picking.ids, "active_model": "stock.picking"}
        wizard = self.case.env["stock.return.picking"].with_user(self.case.operator).with_context(**context).create({})
        for line in wizard.product_return_moves:
            line.quantity = quantity if line.product_id == lot.product_id else 0
        back = wizard._create_return()
        self.case.record(back.move_ids, (lot, quantity))
        return self.case.finish(back)

    def send_back_to_vendor(self):
        if not (found := self.on_hand([self.steel, self.resin, self.cell], held=True)):
            return None
        goods, partner = self.some(found, 2), self.rng.choice(self.vendors)
        picking = self.case.transfer(self.stock, self.case.at_vendor, *goods, partner=partner)
        self._told(picking, "returned to vendor", goods, partner)
        return self._sentence("sent back", picking, goods)

    def dropship(self):
        lot, partner = self.new_lot(self.rng.choice([self.steel, self.batch])), self.rng.choice(self.partners)
        picking = self.case.transfer(self.case.at_vendor, self.case.at_customer, (lot, 3.0), partner=partner)
        self._told(picking, "received", [(lot, 3.0)], None, place="")
        self._told(picking, "shipped", [(lot, 3.0)], partner, place="")
        return self._sentence("sent by the vendor straight to the customer", picking, [(lot, 3.0)])

    # --- inside -------------------------------------------------------------------------------------------------

    def move_inside(self):
        source, target = self.rng.sample([self.stock, self.shelf], 2)
        if not (found := self.on_hand(self.lot_products, source.display_name, held=True)):
            return None
        goods = self.some(found)
        picking = self.case.transfer(source, target, *goods)
        for lot, quantity in goods:
            self.oracle.moved(self.name(lot), quantity, source.display_name, target.display_name)
        return self._sentence(f"moved to {target.display_name}", picking, goods)

    def scrap(self):
        if not (found := self.on_hand(self.lot_products, held=True)):
            return None
        lot, quantity = self.rng.choice(found)
        quantity = self.portion(lot, quantity)
        scrap = self.scrapped(lot, quantity)
        return f"{scrap.name}: scrapped {quantity:g} of {lot.name}"

    def scrapped(self, lot, quantity, order=None):
        scrap = self.case.env["stock.scrap"].with_user(self.case.operator).create({
            "product_id": lot.product_id.id, "lot_id": lot.id, "scrap_qty": quantity,
            "location_id": self.stock.id, "production_id": order and order.id,
        })  # fmt: skip
        scrap.action_validate()
        self.case.assertEqual(scrap.state, "done")
        end = scrap.scrap_location_id.display_name
        self.oracle.went("scrapped", lot.name, quantity, (order or scrap).name, end, self.here)
        return scrap

    def count(self):
        """A count finds more, less or nothing of a lot."""
        place = self.rng.choice([self.stock, self.shelf])
        if not (found := self.on_hand([self.steel, self.resin, self.batch], place.display_name, held=True)):
            return None
        lot, quantity = self.rng.choice(found)
        counted = self.rng.choice([0.0, quantity + 2, max(quantity - 1, 0)])
        quant = self.case.env["stock.quant"].search([("lot_id", "=", lot.id), ("location_id", "=", place.id)])
        quant.inventory_quantity = counted
        quant.action_apply_inventory()
        end = lot.product_id.property_stock_inventory.display_name
        tell, kind = (self.oracle.came, "found") if counted > quantity else (self.oracle.went, "lost")
        tell(kind, lot.name, abs(counted - quantity), "", end, place.display_name)
        return f"counted {counted:g} of {lot.name} in {place.display_name}, where {quantity:g} should be"

    # --- corrections --------------------------------------------------------------------------------------------

    def correct_a_quantity(self):
        """Less was shipped, or more, or nothing at all."""
        if not (found := self._lines_of_lots(self.deliveries)):
            return None
        _picking, fact, line = self.rng.choice(found)
        return self.correct_quantity(fact, line, [0.0, 1.0, fact.quantity + 1])

    def correct_to_more_than_there_is(self):
        """Refused: the lot would be less than nothing, and what was recorded stays."""
        if not (found := self._lines_of_lots(self.deliveries)):
            return None
        _picking, fact, line = self.rng.choice(found)
        here = self.oracle.stock().get((fact.thing, fact.place), 0.0)
        return self.correct_quantity(fact, line, [fact.quantity + max(here, 0.0) + 2])

    def correct_a_lot(self):
        """It was another lot that was shipped."""
        if not (found := self._lines_of_lots(self.deliveries)):
            return None
        _picking, fact, line = self.rng.choice(found)
        others = [lot for lot, quantity in self.on_hand([line.product_id]) if quantity >= fact.quantity]
        others = [
            lot
            for lot in others
            if lot != line.lot_id and not line.picking_id.move_line_ids.filtered(lambda ml, lot=lot: ml.lot_id == lot)
        ]
        if not others:
            return None
        return self.correct_lot_of(fact, line, self.rng.choice(others))

    def _lines_of_lots(self, transfers):
        """Lines of done transfers of goods that are still where they went, and of lots that are free to go there."""
        found = []
        for picking, told, *_partner in transfers:
            for fact, _lot in told:
                line = picking.move_line_ids.filtered(lambda ml, fact=fact: ml.lot_id.name == fact.thing)
                if len(line) == 1 and line.product_id.tracking == "lot" and self._is_correctable(fact):
                    found.append((picking, fact, line))
        return found

    def _is_correctable(self, fact):
        return fact.quantity > 0 and fact.thing not in self.held

    def correct_a_partner(self):
        if not self.deliveries:
            return None
        number = self.rng.randrange(len(self.deliveries))
        picking, told, _partner = self.deliveries[number]
        partner = self.rng.choice(self.partners)
        opened(picking, {"partner_id"}).write({"partner_id": partner.id})
        for fact, _lot in told:
            fact.end = partner.display_name
        self.deliveries[number] = (picking, told, partner)
        return f"corrected {picking.name}: it went to {partner.name}"

    def give_another_date(self):
        if not self.receipts:
            return None
        picking, _told = self.rng.choice(self.receipts)
        day = f"2025-0{self.rng.randint(1, 9)}-{self.rng.randint(10, 28)} 03:04:05"
        document = self.correct(picking.move_line_ids, "date", day)
        return f"{document} corrected {picking.name}: it came on {day}"

    def plan_and_cancel(self):
        """What was planned only has not happened."""
        if not (found := self.on_hand(self.lot_products)):
            return None
        picking = self.case.planned_transfer(self.stock, self.case.at_customer, *self.some(found))
        picking.action_cancel()
        return f"{picking.name}: cancelled"

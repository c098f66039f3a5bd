"""Steps of a story in which lots become other lots, and the choice of steps."""

from .genealogy_devices import Devices

STEPS = {
    "receive": 9, "receive_dozens": 1, "deliver": 5, "deliver_more_than_there_is": 1, "deliver_a_part": 2,
    "deliver_the_rest": 2, "deliver_a_kit": 2, "take_back": 3, "send_back_to_vendor": 2, "dropship": 1,
    "move_inside": 3, "scrap": 2, "count": 3, "correct_a_quantity": 2, "correct_to_more_than_there_is": 1,
    "correct_a_lot": 2, "correct_a_partner": 1,
    "give_another_date": 1, "plan_and_cancel": 1, "make_a_batch": 4, "make_units": 6, "make_in_two_parts": 3,
    "make_a_cart": 1, "make_from_a_kit": 2, "rework": 3, "unbuild": 4, "repair": 5, "subcontract": 3,
    "correct_consumption": 2,
    "make_devices": 5, "exchange_in_a_device": 3, "unbuild_a_device": 2,
    "hold_a_lot": 3, "use_a_held_lot": 3, "release_a_lot": 2, "relabel": 3, "split": 3, "merge": 3,
}  # fmt: skip
NEW = 0.6  # how often a step is one that no story has had yet, as long as there is one
AT_FIRST = ("receive", "receive", "make_a_batch", "receive", "make_units")


class Script(Devices):
    def __init__(self, case, rng):
        super().__init__(case, rng)
        self.told = []

    def run(self, length, missing):
        """Do ``length`` steps; what was done is in ``told``, one sentence for each.

        :param missing: kinds of steps that no story had yet, a set; those of this story are taken out of it
        """
        for name in AT_FIRST:
            self.do(name, missing)
        while len(self.told) < length:
            kinds = sorted(missing) if missing and self.rng.random() < NEW else list(STEPS)
            self.do(self.rng.choices(kinds, [STEPS[kind] for kind in kinds])[0], missing)

    def do(self, name, missing):
        """One step, if it is possible now."""
        if sentence := getattr(self, name)():
            self.told.append(sentence)
            missing.discard(name)

    # --- orders -------------------------------------------------------------------------------------------------

    def make_a_batch(self):
        """One lot, now and then with a by-product and with something scrapped on the way."""
        if not (parts := self._parts()):
            return None
        lot, quantity = self.new_lot(self.batch), float(self.rng.randint(2, 8))
        byproducts = []
        if self.rng.random() < 0.5:
            byproducts = [(self.rng.choice([self.new_lot(self.chips), self.shavings]), 2.0)]
        order = self.case.order([lot], parts, quantity, byproducts)
        if self.rng.random() < 0.3:
            self._scrap_in(order, parts)
        self.case.produce(order, [lot], parts, quantity, byproducts)
        return self._made(order, parts, [(lot, quantity)], byproducts)

    def _scrap_in(self, order, parts):
        left = [(lot, quantity) for lot, quantity in self.on_hand([self.steel, self.resin]) if lot not in dict(parts)]
        if left:
            lot, quantity = self.rng.choice(left)
            self.scrapped(lot, self.portion(lot, quantity), order)

    def _parts(self):
        found = self.on_hand(self.parts)
        return self.some(found) if found else []

    def make_from_a_kit(self):
        """A kit among the components is its parts."""
        if not (parts := self._kit()):
            return None
        lot = self.new_lot(self.batch)
        order = self.case.order([lot], [(self.kit, 1)], quantity=2)
        self.case.produce(order, [lot], parts, 2)
        return self._made(order, parts, [(lot, 2.0)])

    def make_units(self):
        """One unit or several serial numbers of one order."""
        if not (parts := self._parts()):
            return None
        units = [self.new_lot(self.pump) for _number in range(self.rng.randint(1, 3))]
        order = self.case.make(units, parts)
        return self._made(order, parts, [(unit, 1.0) for unit in units])

    def make_in_two_parts(self):
        """An order of which a part is done today and the rest, from other lots, tomorrow."""
        found = self.on_hand([self.steel, self.resin])
        if len(found) < 2:
            return None
        units = [self.new_lot(self.pump) for _number in range(3)]
        (first, _quantity), (second, _other) = self.rng.sample(found, 2)
        planned = [(first, 3.0)]
        order = self.case.order(units, planned)
        parts = [(first, 1.0)]
        self.case.produce(order, units[:1], parts, 1)
        rest = order.production_group_id.production_ids - order
        told = self._made(order, parts, [(units[0], 1.0)])
        parts = [(second if second.product_id == first.product_id else first, 1.0)]
        self.case.produce(rest, units[1:], parts, 2)
        return told + "; " + self._made(rest, parts, [(unit, 1.0) for unit in units[1:]])

    def make_a_cart(self):
        """A product without lots, from lots."""
        if not (parts := self._parts()):
            return None
        order = self.case.make([self.cart], parts, quantity=1)
        return self._made(order, parts, [(self.cart, 1.0)])

    def rework(self):
        """What goes into the order comes out of it again."""
        found = self.on_hand([self.pump, self.batch])
        parts = self.on_hand([self.steel, self.resin])
        if not found or not parts:
            return None
        lot, quantity = self.rng.choice(found)
        quantity, parts = self.portion(lot, quantity), [*self.some(parts, 2)]
        parts.append((lot, quantity))
        order = self.case.make([lot], parts, quantity)
        return self._made(order, parts, [(lot, quantity)])

    def correct_consumption(self):
        """A done order's line is corrected: less or more of the lot, or another lot."""
        found = [(fact, line) for order, *_made, facts in self.orders for fact, line in self._lines(order, facts)]
        if not found:
            return None
        fact, line = self.rng.choice(found)
        others = [lot for lot, quantity in self.on_hand([line.product_id]) if quantity >= fact.quantity]
        others = [lot for lot in others if lot not in line.move_id.move_line_ids.lot_id]
        if others and self.rng.random() < 0.5:
            return self.correct_lot_of(fact, line, self.rng.choice(others))
        return self.correct_quantity(fact, line, [0.0, fact.quantity + 1])

    def _lines(self, order, facts):
        """The facts of an order that stand in one line of a lot each, with that line."""
        for fact in facts:
            line = order.move_raw_ids.move_line_ids.filtered(lambda ml, fact=fact: ml.lot_id.name == fact.thing)
            if len(line) == 1 and line.product_id.tracking == "lot" and self._is_correctable(fact):
                yield fact, line

    # --- apart and together again -------------------------------------------------------------------------------

    def unbuild(self):
        """Take apart what an order made; which of its component lots come back is seen only then."""
        at_hand = dict(self.on_hand([self.pump, self.batch]))
        found = [
            (order, lot, byproducts) for order, made, byproducts, _facts in self.orders for lot, _quantity in made
            if lot in at_hand and order.unbuild_count == 0
        ]  # fmt: skip
        if not found:
            return None
        order, lot, _byproducts = self.rng.choice(found)
        quantity = 1.0
        unbuild = self.case.unbuild(order, lot, quantity)
        apart, back = self._went_in_and_out(unbuild)
        self.case.assertIn((lot, quantity), apart)
        self.oracle.unbuilt(unbuild.name, order.name, self.goods(apart), self.goods(back), self.here)
        words = ", ".join(f"{row[1]:g} of {row[0]}" for row in self.goods(back))
        return f"{unbuild.name}: {lot.name} of {order.name} taken apart, which gave {words or 'nothing'}"

    def repair(self):
        """Put in, take out for scrap, take out to keep; all in one repair, or some."""
        units = [lot for lot, _quantity in self.on_hand([self.pump])] + [self.cart]
        unit = self.rng.choice(units)
        at_hand = [pair for pair in self.on_hand(self.parts) if pair[0] != unit]
        at_hand = self.some(at_hand) if at_hand and self.rng.random() < 0.7 else []
        goods = {"add": list({self.case.product_of(pair[0]): pair for pair in at_hand}.values())}
        for kind in ("remove", "recycle"):
            goods[kind] = [(self._part_of(unit), 1.0)] if self.rng.random() < 0.4 else []
        if goods["remove"] == goods["recycle"]:
            goods["recycle"] = []
        if not any(goods.values()):
            return None
        repair = self.case.repair(unit, **{kind: pairs for kind, pairs in goods.items() if pairs})
        removed = [(*row, kind == "recycle") for kind in ("remove", "recycle") for row in self.goods(goods[kind])]
        self.oracle.repaired(
            repair.name, self.name(unit), 1.0, self.is_lot(unit), self.goods(goods["add"]), removed,
            repair.parts_location_id.display_name, self.here,
        )  # fmt: skip
        words = "; ".join(f"{kind} " + ", ".join(self.name(one) for one, _number in goods[kind]) for kind in goods)
        return f"{repair.name}: {self.name(unit)} repaired ({words})"

    def _part_of(self, unit):
        """A lot that may be taken out of a unit: one that may be in it, or one that nobody knew of."""
        known = self.oracle.contents()[self.name(unit)] - self.renamed if self.is_lot(unit) else ()
        inside = [self.records[name] for name in sorted(known)]
        inside = [lot for lot in inside if lot.product_id in (self.steel, self.resin) or self._is_in_a_unit(lot)]
        return self.rng.choice(inside) if inside and self.rng.random() < 0.8 else self.new_lot(self.steel)

    def _is_in_a_unit(self, lot):
        balance = self.oracle.balance(lot.name)
        used = {name for name, quantity in balance.items() if quantity and name not in ("made", "consumed")}
        is_in_device = any(lot in inside for inside in self.inside.values())
        return lot.product_id == self.cell and balance["consumed"] == balance["made"] and not used and not is_in_device

    def subcontract(self):
        """A batch goes to the steriliser and comes back as another lot."""
        if not (found := self.on_hand([self.batch])):
            return None
        batch, quantity = self.rng.choice(found)
        if quantity < 2 or quantity % 1:
            return None
        self.case.transfer(self.stock, self.outside, (batch, 2.0))
        place = self.outside.display_name
        self.oracle.moved(batch.name, 2.0, self.here, place)
        lots = [self.new_lot(self.sterile), self.new_lot(self.sterile)][: self.rng.randint(1, 2)]
        each = 2.0 / len(lots)
        receipt = self.case.planned_transfer(
            self.case.at_vendor, self.stock, (self.sterile, 2.0), partner=self.steriliser
        )
        self.case.record(receipt.move_ids, *[(lot, each) for lot in lots])
        orders = receipt.move_ids.sudo().move_orig_ids.production_id
        for order in orders:
            self.case.record(order.move_raw_ids, (batch, each))
        self.case.finish(receipt)
        self.case.assertEqual((len(orders), set(orders.mapped("state"))), (len(lots), {"done"}))
        for order in orders:
            name = order.lot_producing_ids.name
            made = [(name, each, True, "produced")]
            self.oracle.ordered(order.name, [(batch.name, each, True)], made, None, place, self.here)
            self.oracle.subcontracted(order.name, name, each, self.steriliser.display_name)
        return f"{receipt.name}: {batch.name} came back as " + ", ".join(lot.name for lot in lots)

"""Steps with devices whose components are recorded unit by unit: what is in each of them is known exactly."""

from collections import Counter

from .genealogy_transfers import Transfers


class Devices(Transfers):
    def __init__(self, case, rng):
        super().__init__(case, rng)
        self.orders, self.inside = [], {}

    def _made(self, order, parts, made, byproducts=(), units=None):
        """Tell the oracle of a done order."""
        told = [(*row, "produced") for row in self.goods(made)] + [
            (*row, "by-product") for row in self.goods(byproducts)
        ]
        facts = self.oracle.ordered(order.name, self.goods(parts), told, units, self.here)
        self.orders.append((order, made, byproducts, facts))
        words = " + ".join(f"{quantity:g} of {name}" for name, quantity, _is_lot in self.goods(parts))
        return f"{order.name}: " + ", ".join(f"{row[1]:g} of {row[0]}" for row in told) + f" made of {words}"

    def _went_in_and_out(self, unbuild):
        sides = ([], [])
        for line in unbuild.env["stock.move"].search([("unbuild_id", "=", unbuild.id)]).move_line_ids:
            if line.quantity:
                goods = line.lot_id or line.product_id, line.quantity
                sides[line.location_dest_id.usage != "production"].append(goods)
        return sides

    def make_devices(self):
        """Each device has a cell of its own, and steel of one lot or of two."""
        cells = [lot for lot, _quantity in self.on_hand([self.cell])]
        steel = {lot: quantity for lot, quantity in self.on_hand([self.steel]) if not self._is_on_shelf(lot)}
        number = min(len(cells), self.rng.randint(1, 3))
        if not number or sum(quantity // 1 for quantity in steel.values()) < number:
            return None
        units = {self.new_lot(self.device): [(cell, 1.0)] for cell in self.rng.sample(cells, number)}
        for inside in units.values():
            inside.extend(self._of_steel(steel))
        parts = [pair for inside in units.values() for pair in inside]
        shared = [(self.glue, float(number)) for _glue, quantity in self.on_hand([self.glue]) if quantity >= number]
        order = self.case.order(list(units), parts + shared)
        order.lot_producing_ids = [unit.id for unit in units]
        order.qty_producing = number
        order._set_qty_producing()
        self._record(order, units)
        for move in order.move_raw_ids.filtered(lambda move: move.product_id == self.glue):
            self.case.record(move, *shared)
        self.case.close(order)
        self.inside.update({unit: Counter(dict(inside)) for unit, inside in units.items()})
        named = {unit.name: [(lot.name, quantity) for lot, quantity in inside] for unit, inside in units.items()}
        return self._made(order, parts + shared, [(unit, 1.0) for unit in units], units=named) + f" as {named}"

    def _record(self, order, units):
        entries = self.case.env["meddev.as.built"].with_user(self.case.operator)
        for unit, inside in units.items():
            components = [{"lot": lot.name, "quantity": quantity} for lot, quantity in inside]
            entries.record(production=order.name, unit=unit.name, components=components)

    def _of_steel(self, left):
        """One piece of steel, now and then half of it from another lot."""
        have = [lot for lot, quantity in left.items() if quantity >= 1]
        first, second = self.rng.choice(have), self.rng.choice(have)
        taken = [(first, 1.0)] if first == second else [(first, 0.5), (second, 0.5)]
        for lot, quantity in taken:
            left[lot] -= quantity
        return taken

    def _is_on_shelf(self, lot):
        return (lot.name, self.shelf.display_name) in self.oracle.stock()

    def exchange_in_a_device(self):
        """A repair takes a cell out to keep it, or for scrap, and puts in another one."""
        found = [lot for lot, _quantity in self.on_hand([self.device]) if self._cell_in(lot)]
        cells = [lot for lot, _quantity in self.on_hand([self.cell])]
        if not found or not cells:
            return None
        unit, new = self.rng.choice(found), self.rng.choice(cells)
        old, kind = self._cell_in(unit), self.rng.choice(["remove", "recycle"])
        repair = self.case.repair(unit, add=[(new, 1.0)], **{kind: [(old, 1.0)]})
        self.oracle.repaired(
            repair.name, unit.name, 1.0, True, self.goods([(new, 1.0)]), [(old.name, 1.0, True, kind == "recycle")],
            repair.parts_location_id.display_name, self.here,
        )  # fmt: skip
        self.inside[unit] += Counter({new: 1.0})
        del self.inside[unit][old]
        return f"{repair.name}: {unit.name} has {new.name} instead of {old.name} ({kind})"

    def _cell_in(self, unit):
        return next((lot for lot in self.inside.get(unit, ()) if lot.product_id == self.cell), None)

    def unbuild_a_device(self):
        """What comes back is what is known to be in the device."""
        at_hand = [lot for lot, _quantity in self.on_hand([self.device])]
        orders = {lot: order for order, made, *_more in self.orders for lot, _quantity in made if lot in at_hand}
        if not orders:
            return None
        unit = self.rng.choice(sorted(orders, key=lambda lot: lot.id))
        order = orders[unit]
        unbuild = self.case.unbuild(order, unit)
        apart, back = self._went_in_and_out(unbuild)
        self.case.assertEqual(apart, [(unit, 1.0)])
        self.case.assertEqual(Counter({lot: number for lot, number in back if self.is_lot(lot)}), self.inside[unit])
        self.inside[unit] = Counter()
        self.oracle.unbuilt(unbuild.name, order.name, self.goods(apart), self.goods(back), self.here)
        return f"{unbuild.name}: {unit.name} taken apart, which gave {[row[0] for row in self.goods(back)]}"

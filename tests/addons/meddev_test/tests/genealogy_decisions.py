"""Steps in which quality decides: what a lot may be used for, what it is called, and what a done line really moved."""

from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command

from .genealogy_world import World

RIGHT = {"lot_id": ("lot", "right_lot_id"), "quantity": ("quantity", "right_quantity"), "date": ("date", "right_date")}


class Decisions(World):
    def _signed(self, document, target, reason=""):
        credentials = {"login": self.case.manager.login, "password": "story-manager-own"}
        return document.with_user(self.case.manager)._sign(target, credentials, reason)

    @contextmanager
    def refused(self, words):
        """What is inside is refused with ``words``, and undone as a refused request is."""
        with self.case.assertRaisesRegex(UserError, words), self.case.env.cr.savepoint():
            yield

    # --- corrections --------------------------------------------------------------------------------------------

    def correct(self, lines, name, value):
        """The operator writes a correction of done lines, and the quality manager signs it."""
        kind, column = RIGHT[name]
        correction = self.case.env["meddev.correction"].with_user(self.case.operator).create({
            "reason": "Read from the wrong label",
            "line_ids": [
                Command.create({"move_line_id": line.id, "field_name": kind, column: value}) for line in lines
            ],
        })  # fmt: skip
        correction.action_request()
        self._signed(correction, "applied")
        self.case.assertEqual(correction.state, "applied")
        return correction.name

    def correct_quantity(self, fact, line, choices):
        """Another quantity, which is refused where more would have left the place than was in it."""
        before, right = fact.quantity, self.rng.choice([one for one in choices if one != fact.quantity])
        more = right - before
        if more > 0 and self.oracle.stock().get((fact.thing, fact.place), 0.0) < more:
            with self.refused("there would be"):
                self.correct(line, "quantity", right)
            return f"no correction of {fact.document}: there is no {more:g} more of {fact.thing}"
        document = self.correct(line, "quantity", right)
        fact.quantity = right
        return f"{document} corrected {fact.document}: {right:g} of {fact.thing}, not {before:g}"

    def correct_lot_of(self, fact, line, lot):
        before, document = fact.thing, self.correct(line, "lot_id", lot.id)
        fact.thing = lot.name
        return f"{document} corrected {fact.document}: lot {lot.name}, not {before}"

    # --- status -------------------------------------------------------------------------------------------------

    def hold_a_lot(self):
        """What was reserved of the lot is taken away at once."""
        if not (found := self.on_hand(self.lot_products)):
            return None
        lot, _quantity = self.rng.choice(found)
        plan = self.case.planned_transfer(self.stock, self.case.at_customer, (lot, 1.0))
        plan.action_assign()
        lot.with_user(self.case.inspector).action_hold()
        self.held.add(lot.name)
        lines = self.case.env["stock.move.line"].search([("lot_id", "=", lot.id), ("state", "=", "assigned")])
        self.case.assertFalse(lines.filtered(lambda line: line._is_use()))
        plan.action_cancel()
        return f"{lot.name} was put on hold"

    def use_a_held_lot(self):
        """It is neither reserved nor shipped, consumed or put into a repair; nothing of what was tried stays."""
        found = [pair for pair in self.on_hand(self.lot_products, held=True) if pair[0].name in self.held]
        if not found:
            return None
        lot, _quantity = self.rng.choice(found)
        plan = self.case.planned_transfer(self.stock, self.case.at_customer, (lot, 1.0))
        plan.action_assign()
        self.case.assertNotIn(lot, plan.move_line_ids.lot_id)
        plan.action_cancel()
        acts = {
            "shipped": lambda: self.case.transfer(self.stock, self.case.at_customer, (lot, 1.0)),
            "consumed": lambda: self.case.make([self.cart], [(lot, 1.0)], quantity=1),
            "put in": lambda: self.case.repair(self.cart, add=[(lot, 1.0)]),
        }
        word = self.rng.choice(list(acts))
        with self.refused(f"Lot {lot.name} of .* is On Hold"):
            acts[word]()
        return f"{lot.name} was not {word}: it is on hold"

    def release_a_lot(self):
        if not self.held:
            return None
        lot = self.records[self.rng.choice(sorted(self.held))]
        self._signed(lot, "released", "Tested again")
        self.case.assertEqual(lot.state, "released")
        self.held.remove(lot.name)
        return f"{lot.name} was released"

    # --- transformations ----------------------------------------------------------------------------------------

    def relabel(self):
        if not (found := self._free(self.lot_products)):
            return None
        lot, quantity = self.rng.choice(found)
        quantity = self.portion(lot, quantity)
        return self._transform("relabel", [(lot, quantity)], [quantity])

    def split(self):
        found = [pair for pair in self._free(self.lot_products) if pair[0].product_id.tracking == "lot"]
        if not found:
            return None
        lot, quantity = self.rng.choice(found)
        quantity = self.portion(lot, quantity)
        return self._transform("split", [(lot, quantity)], [0.5, quantity - 0.5])

    def merge(self):
        """Two lots of one product and one status."""
        found = [pair for pair in self._free(self.lot_products) if pair[0].product_id.tracking == "lot"]
        pairs = [
            (one, other) for one in found for other in found
            if one[0] != other[0] and one[0].product_id == other[0].product_id and one[0].state == other[0].state
        ]  # fmt: skip
        if not pairs:
            return None
        taken = [(lot, self.portion(lot, quantity)) for lot, quantity in self.rng.choice(pairs)]
        return self._transform("merge", taken, [sum(quantity for _lot, quantity in taken)])

    def _free(self, products):
        """Of what lies here, held or not, what nobody has reserved."""
        quants, found = self.case.env["stock.quant"], []
        for lot, quantity in self.on_hand(products, held=True):
            free = quants._get_available_quantity(lot.product_id, self.stock, lot_id=lot, strict=True)
            if min(quantity, free) >= 1:
                found.append((lot, min(quantity, free)))
        return found

    def _transform(self, kind, taken, quantities):
        product, made = taken[0][0].product_id, {}
        for quantity in quantities:
            self.number[product] += 1
            made[f"{product.name.upper()}-{self.number[product]}"] = quantity
        document = self.case.env["meddev.transformation"].with_user(self.case.operator).create({
            "kind": kind, "product_id": product.id, "reason": "Labels of the wrong language",
            "input_ids": [
                Command.create({"lot_id": lot.id, "location_id": self.stock.id, "quantity": quantity})
                for lot, quantity in taken
            ],
            "output_ids": [Command.create({"name": name, "quantity": quantity}) for name, quantity in made.items()],
        })  # fmt: skip
        document.action_submit()
        self._signed(document, "done")
        self.case.assertEqual(document.state, "done")
        self.records.update({lot.name: lot for lot in document.sudo().output_ids.lot_id.with_env(self.case.env)})
        names = [(lot.name, quantity) for lot, quantity in taken]
        self.oracle.transformed(document.name, kind, names, list(made.items()), self.here)
        if taken[0][0].name in self.held:
            self.held.update(made)
        self.renamed.update(lot.name for lot, _quantity in taken if product.tracking == "serial")
        words = (" + ".join(f"{quantity:g} of {name}" for name, quantity in side) for side in (names, made.items()))
        return f"{document.name}: {kind} " + " into ".join(words)

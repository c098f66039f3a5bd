"""Pumps that are recorded unit by unit: each takes one rotor (serial number), two of steel (by lot) and glue."""

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import ManufacturingCase


class AsBuiltCase(ManufacturingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_product("Pump", tracking="serial", is_as_built_required=True)
        cls.rotor = cls.make_product("Rotor", tracking="serial")
        cls.steel = cls.make_product("Steel")
        cls.glue = cls.make_product("Glue", tracking="none")
        cls.inspector = new_test_user(cls.env, "test-inspector", groups="meddev_base.group_quality_user")

    def setUp(self):
        super().setUp()
        self.rotors = self.make_serials(self.rotor, "R1", "R2", "R3")
        self.bars = [self.make_lot(name, self.steel) for name in ("S1", "S2")]
        self.receive(*[(lot, 1) for lot in self.rotors], *[(lot, 10) for lot in self.bars], (self.glue, 10))

    def planned(self, *units, steel=2, quantity=None):
        """A confirmed order that has serial numbers for its units, with what is there reserved."""
        count = quantity or len(units)
        order = self.env["mrp.production"].with_user(self.operator).create({
            "product_id": self.pump.id,
            "product_qty": count,
            "bom_id": False,
            "move_raw_ids": [
                Command.create({"product_id": product.id, "product_uom_qty": needed * count})
                for product, needed in ((self.rotor, 1), (self.steel, steel), (self.glue, 1))
            ],
        })  # fmt: skip
        order.action_confirm()
        order.action_assign()
        if units:
            order.lot_producing_ids = [lot.id for lot in self.make_serials(self.pump, *units)]
            order.qty_producing = len(units)
            order._set_qty_producing()
        return order

    def into(self, order, unit, *lots, user=None):
        """Record lots of ``unit``, each a name or a pair of name and quantity."""
        entries = self.env["meddev.as.built"].with_user(user or self.operator)
        components = [{"lot": one} if isinstance(one, str) else {"lot": one[0], "quantity": one[1]} for one in lots]
        return entries.record(production=order.name, unit=unit, components=components)

    def scan(self, order, code, unit=None, quantity=None):
        return self.env["meddev.as.built.screen"].with_user(self.operator).scan(order.name, code, unit, quantity)

    def built(self, *units, lots):
        """A done order: ``lots`` is ``{unit: names}``."""
        order = self.planned(*units)
        for unit in units:
            self.into(order, unit, *lots[unit])
        return self.close(order)

    def consumed(self, order):
        lines = order.move_raw_ids.move_line_ids.filtered(lambda line: line.quantity and line.lot_id)
        found = {}
        for line in lines:
            found[line.lot_id.name] = found.get(line.lot_id.name, 0) + line.quantity
        return found

    def entries(self, order):
        """``{(unit, component lot, quantity)}``"""
        entries = self.env["meddev.as.built"].search([("production_id", "=", order.id)])
        return {(entry.lot_id.name, entry.component_lot_id.name, entry.quantity) for entry in entries}

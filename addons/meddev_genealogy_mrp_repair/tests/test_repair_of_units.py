from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.meddev_genealogy_mrp.tests.as_built_common import AsBuiltCase
from odoo.addons.meddev_genealogy_repair.tests.common import RepairCase


@tagged("post_install", "-at_install")
class TestRepairOfUnits(AsBuiltCase, RepairCase):
    """A part leaves a unit only if it is in there."""

    def setUp(self):
        super().setUp()
        lots = {"P1": ["R1", "S1"], "P2": ["R2", "S1"]}
        self.made = self.built("P1", "P2", lots=lots)
        self.unit = self.made.lot_producing_ids.filtered(lambda lot: lot.name == "P1")

    def now(self):
        return {lot.name: quantity for lot, quantity in self.unit._as_maintained(self.made).items()}

    def order_of(self, whole, part):
        order = self.order([whole], [(part, 1)])
        order.lot_producing_ids = whole
        return order

    def test_a_part_of_another_unit_is_not_removed(self):
        with self.assertRaisesRegex(
            UserError, r"Unit P1 does not have that much of R2 in it. Of Rotor it has: R1 \(1\)"
        ):
            self.repair(self.unit, remove=[(self.rotors[1], 1)])

    def test_more_than_is_in_the_unit_is_not_removed(self):
        with self.assertRaisesRegex(UserError, r"Of Steel it has: S1 \(2\)"):
            self.repair(self.unit, recycle=[(self.bars[0], 3)])

    def test_what_was_put_in_can_be_taken_out_and_what_was_taken_out_cannot(self):
        self.repair(self.unit, remove=[(self.rotors[0], 1)], add=[(self.rotors[2], 1)])
        self.assertEqual(self.now(), {"R3": 1, "S1": 2})
        with self.assertRaisesRegex(UserError, r"not have that much of R1 in it. Of Rotor it has: R3 \(1\)"):
            self.repair(self.unit, remove=[(self.rotors[0], 1)])
        self.repair(self.unit, remove=[(self.rotors[2], 1)])
        self.assertEqual(self.now(), {"S1": 2})

    def test_the_as_built_record_stays_as_it_was(self):
        before = self.entries(self.made)
        self.repair(self.unit, remove=[(self.rotors[0], 1)], add=[(self.rotors[2], 1)])
        self.assertEqual(self.entries(self.made), before)

    def test_a_repaired_unit_gives_back_what_is_in_it_now(self):
        self.repair(self.unit, recycle=[(self.rotors[0], 1)], add=[(self.rotors[2], 1)])
        lines = self.unbuild(self.made, self.unit).produce_line_ids.move_line_ids
        back = lines.filtered(lambda line: line.location_id.usage == "production" and line.lot_id)
        self.assertEqual({line.lot_id.name: line.quantity for line in back}, {"R3": 1, "S1": 2})

    def test_the_only_lot_there_is_is_filled_in(self):
        repair = self.env["repair.order"].with_user(self.operator).create({
            "product_id": self.pump.id, "product_qty": 1, "lot_id": self.unit.id,
            "picking_type_id": self.warehouse.repair_type_id.id,
            "move_ids": [(0, 0, {"product_id": self.rotor.id, "product_uom_qty": 1, "repair_line_type": "remove"})],
        })  # fmt: skip
        repair._action_repair_confirm()
        self.assertEqual(repair.move_ids.move_line_ids.lot_id, self.rotors[0])

    def test_a_part_inside_a_component_is_known_too(self):
        system = self.make_product("System", tracking="serial", is_as_built_required=True)
        whole = self.make_lot("SYS-1", system)
        order = self.order_of(whole, self.unit)
        self.into(order, "SYS-1", "P1")
        self.close(order)
        with self.assertRaisesRegex(UserError, r"Of Rotor it has: R1 \(1\)"):
            self.repair(whole, remove=[(self.rotors[1], 1)])
        self.repair(whole, remove=[(self.rotors[0], 1)])

    def test_a_unit_without_as_built_is_repaired_as_ever(self):
        [old] = self.make_serials(self.make_product("Old pump", tracking="serial"), "OLD-1")
        self.receive((old, 1))
        self.repair(old, remove=[(self.rotors[1], 1)])

    def test_what_no_record_knows_is_accepted(self):
        self.repair(self.unit, remove=[(self.make_lot("F1", self.make_product("Fuse")), 1)])

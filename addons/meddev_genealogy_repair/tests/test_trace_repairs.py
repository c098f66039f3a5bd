from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import RepairCase


@tagged("post_install", "-at_install")
class TestTraceOfRepairs(RepairCase):
    """What a repair put into a unit and what it took out."""

    def setUp(self):
        super().setUp()
        pump = self.make_product("Pump", tracking="serial")
        self.pump, self.other_pump = self.make_lot("PUMP-1", pump), self.make_lot("PUMP-2", pump)
        rotor = self.make_product("Rotor", tracking="serial")
        self.new, self.old = self.make_lot("ROTOR-NEW", rotor), self.make_lot("ROTOR-OLD", rotor)
        self.receive((self.pump, 1), (self.other_pump, 1), (self.new, 1))

    def test_an_added_part_goes_into_the_unit_and_on_to_the_customer(self):
        repair = self.repair(self.pump, add=[(self.new, 1)])
        self.ship((self.pump, 1))
        answer = self.trace(self.new, "down")
        self.assertEqual(
            self.told(answer),
            {
                ("ROTOR-NEW", "added", repair.name, 1.0),
                (repair.name, "repaired", "PUMP-1", 1.0),
                ("PUMP-1", "shipped", "City Clinic", 1.0),
            },
        )
        self.assertEqual(self.partners(answer), {("City Clinic", "customer", 1.0)})
        self.assertEqual({link["grade"] for link in answer["links"]}, {"exact"})
        [node] = [node for node in answer["nodes"] if node["type"] == "order"]
        self.assertEqual((node["key"], node["name"]), (f"repair.order:{repair.id}:added", repair.name))

    def test_every_role_opens_a_lot_that_was_repaired(self):
        repair = self.repair(self.pump, add=[(self.new, 1)])
        for role in ("operator", "quality_user", "regulatory", "engineering", "data_steward", "auditor", "system"):
            user = new_test_user(self.env, f"opens-{role}", groups=f"meddev_base.group_{role}")
            self.env.invalidate_all()
            self.assertEqual(self.new.with_user(user).repair_line_ids, repair, role)
            self.assertEqual(self.new.with_user(user).repair_line_ids.name, repair.name)

    def test_a_held_part_goes_into_no_unit(self):
        self.new.action_hold()
        with self.assertRaisesRegex(UserError, "Lot ROTOR-NEW of .* is On Hold and is neither shipped nor consumed"):
            self.repair(self.pump, add=[(self.new, 1)])

    def test_the_unit_names_the_part_that_was_added_and_its_supplier(self):
        repair = self.repair(self.pump, add=[(self.new, 1)])
        answer = self.trace(self.pump, "up")
        self.assertLessEqual(
            {("ROTOR-NEW", "added", repair.name, 1.0), ("Steel Works", "received", "ROTOR-NEW", 1.0)},
            self.told(answer),
        )
        self.assertNotIn("PUMP-2", self.names(answer))

    def test_a_removed_part_names_the_unit_it_was_in(self):
        repair = self.repair(self.pump, remove=[(self.old, 1)])
        answer = self.trace(self.old, "up")
        self.assertEqual(
            self.told(answer),
            {
                ("Steel Works", "received", "PUMP-1", 1.0),
                ("PUMP-1", "repaired", repair.name, 1.0),
                (repair.name, "removed", "ROTOR-OLD", 1.0),
            },
        )

    def test_the_unit_names_the_part_that_was_removed_and_its_scrap(self):
        repair = self.repair(self.pump, remove=[(self.old, 1)])
        place = repair.parts_location_id
        self.assertEqual(place.usage, "inventory")
        self.assertEqual(
            self.told(self.trace(self.pump, "down")),
            {
                ("PUMP-1", "repaired", repair.name, 1.0),
                (repair.name, "removed", "ROTOR-OLD", 1.0),
                ("ROTOR-OLD", "scrapped", place.display_name, 1.0),
            },
        )

    def test_an_exchanged_part_is_not_traced_into_the_one_it_replaced(self):
        repair = self.repair(self.pump, add=[(self.new, 1)], remove=[(self.old, 1)])
        down = self.trace(self.new, "down")
        self.assertEqual(
            self.told(down), {("ROTOR-NEW", "added", repair.name, 1.0), (repair.name, "repaired", "PUMP-1", 1.0)}
        )
        up = self.trace(self.old, "up")
        self.assertIn("PUMP-1", self.names(up))
        self.assertNotIn("ROTOR-NEW", self.names(up))

    def test_the_unit_itself_names_both_parts_of_an_exchange(self):
        repair = self.repair(self.pump, add=[(self.new, 1)], remove=[(self.old, 1)])
        told = self.told(self.trace(self.pump))
        self.assertLessEqual(
            {("ROTOR-NEW", "added", repair.name, 1.0), (repair.name, "repaired", "PUMP-1", 1.0),
             ("PUMP-1", "repaired", repair.name, 1.0), (repair.name, "removed", "ROTOR-OLD", 1.0)},
            told,
        )  # fmt: skip

    def test_a_recycled_part_is_not_scrapped_and_is_followed_into_the_next_unit(self):
        first = self.repair(self.pump, recycle=[(self.old, 1)])
        second = self.repair(self.other_pump, add=[(self.old, 1)])
        self.assertEqual(
            self.told(self.trace(self.pump, "down")),
            {
                ("PUMP-1", "repaired", first.name, 1.0),
                (first.name, "removed", "ROTOR-OLD", 1.0),
                ("ROTOR-OLD", "added", second.name, 1.0),
                (second.name, "repaired", "PUMP-2", 1.0),
            },
        )
        self.assertLessEqual({"PUMP-1", "ROTOR-OLD"}, self.names(self.trace(self.other_pump, "up")))

    def test_several_parts_of_one_repair_name_the_unit_once(self):
        grease = self.make_lot("GREASE-1")
        self.receive((grease, 5))
        repair = self.repair(self.pump, add=[(self.new, 1), (grease, 2)])
        told = self.told(self.trace(self.pump, "up"))
        self.assertEqual(
            {link for link in told if repair.name in link},
            {
                ("ROTOR-NEW", "added", repair.name, 1.0),
                ("GREASE-1", "added", repair.name, 2.0),
                (repair.name, "repaired", "PUMP-1", 1.0),
            },
        )

    def test_a_part_without_lots_is_a_product(self):
        screw = self.make_product("Screw", tracking="none")
        self.receive((screw, 10))
        repair = self.repair(self.pump, add=[(screw, 4)])
        answer = self.trace(self.pump, "up")
        self.assertIn(("Screw", "added", repair.name, 4.0), self.told(answer))
        self.assertEqual(
            [node["key"] for node in answer["nodes"] if node["type"] == "product"], [f"product:{screw.id}"]
        )

    def test_a_part_put_into_a_unit_without_lots_ends_in_its_product(self):
        cart = self.make_product("Cart", tracking="none")
        self.receive((cart, 1))
        repair = self.repair(cart, add=[(self.new, 1)])
        self.assertEqual(
            self.told(self.trace(self.new, "down")),
            {("ROTOR-NEW", "added", repair.name, 1.0), (repair.name, "repaired", "Cart", 1.0)},
        )

    def test_the_depth_counts_repairs(self):
        self.repair(self.pump, recycle=[(self.old, 1)])
        self.repair(self.other_pump, add=[(self.old, 1)])
        answer = self.trace(self.pump, "down", max_depth=1)
        self.assertEqual(self.names(answer) & {"ROTOR-OLD", "PUMP-2"}, {"ROTOR-OLD"})
        self.assertTrue(answer["truncated"])

    def test_a_repair_that_is_not_done_added_nothing(self):
        product = self.pump.product_id
        repair = self.env["repair.order"].with_user(self.operator).create(
            {"product_id": product.id, "lot_id": self.pump.id, "picking_type_id": self.warehouse.repair_type_id.id}
        )  # fmt: skip
        repair.move_ids = [(0, 0, {"product_id": self.new.product_id.id, "product_uom_qty": 1,
                                   "repair_line_type": "add"})]  # fmt: skip
        repair._action_repair_confirm()
        self.assertEqual(self.trace(self.new, "down")["links"], [])

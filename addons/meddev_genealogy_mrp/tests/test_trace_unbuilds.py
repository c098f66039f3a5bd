from odoo.tests import tagged

from .common import ManufacturingCase


@tagged("post_install", "-at_install")
class TestTraceOfUnbuilds(ManufacturingCase):
    """A unit taken apart gives back component lots."""

    def setUp(self):
        super().setUp()
        self.pump = self.make_product("Pump", tracking="serial")
        self.steel = self.make_lot("STEEL-1")
        self.receive((self.steel, 100))

    def test_the_unit_goes_in_and_its_component_comes_back(self):
        [pump] = self.make_serials(self.pump, "PUMP-1")
        order = self.make([pump], [(self.steel, 2)])
        unbuild = self.unbuild(order, pump)
        answer = self.trace(pump, "down")
        self.assertLessEqual(
            {("PUMP-1", "unbuilt", unbuild.name, 1.0), (unbuild.name, "recovered", "STEEL-1", 2.0)},
            self.told(answer),
        )
        self.assertIn(f"mrp.unbuild:{unbuild.id}", [node["key"] for node in answer["nodes"] if node["type"] == "order"])

    def test_a_component_that_comes_back_to_itself_is_not_followed_for_ever(self):
        [pump] = self.make_serials(self.pump, "PUMP-1")
        order = self.make([pump], [(self.steel, 2)])
        unbuild = self.unbuild(order, pump)
        around = {
            ("STEEL-1", "consumed", order.name, 2.0),
            (order.name, "produced", "PUMP-1", 1.0),
            ("PUMP-1", "unbuilt", unbuild.name, 1.0),
            (unbuild.name, "recovered", "STEEL-1", 2.0),
        }
        self.assertEqual(self.told(self.trace(self.steel, "down")), around)
        received = {("Steel Works", "received", "STEEL-1", 100.0)}
        self.assertEqual(self.told(self.trace(self.steel, "up")), around | received)
        self.assertEqual(self.told(self.trace(self.steel)), around | received)

    def test_what_comes_back_from_an_order_with_one_unit_is_exact(self):
        [pump] = self.make_serials(self.pump, "PUMP-1")
        self.unbuild(self.make([pump], [(self.steel, 2)]), pump)
        answer = self.trace(pump, "down")
        self.assertEqual((self.grades(answer, "unbuilt"), self.grades(answer, "recovered")), (["exact"], ["exact"]))

    def test_what_comes_back_from_an_order_with_several_units_may_be_another_units(self):
        rotor = self.make_product("Rotor", tracking="serial")
        rotors = self.make_serials(rotor, "ROTOR-1", "ROTOR-2")
        self.receive(*[(serial, 1) for serial in rotors])
        pumps = self.make_serials(self.pump, "PUMP-1", "PUMP-2")
        unbuild = self.unbuild(self.make(pumps, [(serial, 1) for serial in rotors]), pumps[1])
        answer = self.trace(pumps[1], "down")
        # Odoo gives back the first rotor although nobody knows which one was in the second pump.
        self.assertIn((unbuild.name, "recovered", "ROTOR-1", 1.0), self.told(answer))
        self.assertEqual((self.grades(answer, "unbuilt"), self.grades(answer, "recovered")), (["exact"], ["order"]))

    def test_a_recall_tells_how_sure_each_lot_is_and_a_recovered_one_is_not(self):
        resin = self.make_lot("RESIN-1")
        self.receive((resin, 10))
        first, second = self.make_serials(self.pump, "PUMP-1", "PUMP-2")
        self.unbuild(self.make([first], [(self.steel, 2), (resin, 1)]), first)
        self.make([second], [(self.steel, 2)])
        self.ship((second, 1))
        scope = self.env["meddev.genealogy"].with_user(self.reader)._recall_scope(resin.with_user(self.reader))
        grades = {row["lot"]: row["grade"] for row in scope["lots"]}
        self.assertEqual(grades, {"RESIN-1": "exact", "PUMP-1": "exact", "STEEL-1": "order", "PUMP-2": "order"})
        self.assertEqual([(row["lot"], row["grade"]) for row in scope["shipped"]], [("PUMP-2", "order")])
        scope = self.env["meddev.genealogy"].with_user(self.reader)._recall_scope(self.steel.with_user(self.reader))
        self.assertEqual(
            {row["grade"] for row in (*scope["lots"], *scope["shipped"]) if row["lot"] != "RESIN-1"}, {"exact"}
        )

    def test_a_recovered_component_used_again_is_followed_into_the_next_unit(self):
        first, second = self.make_serials(self.pump, "PUMP-1", "PUMP-2")
        self.unbuild(self.make([first], [(self.steel, 2)]), first)
        self.make([second], [(self.steel, 2)])
        self.ship((second, 1))
        self.assertEqual(self.partners(self.trace(first, "down")), {("City Clinic", "customer", 1.0)})

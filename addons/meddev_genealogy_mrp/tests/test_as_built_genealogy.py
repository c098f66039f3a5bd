from odoo.tests import tagged

from .as_built_common import AsBuiltCase


@tagged("post_install", "-at_install")
class TestAsBuiltGenealogy(AsBuiltCase):
    """A trace goes from a component lot to the units that have it, and to no other unit of the order."""

    def setUp(self):
        super().setUp()
        lots = {"P1": ["R1", "S1"], "P2": ["R2", ("S1", 0.5), ("S2", 1.5)]}
        self.made = self.built("P1", "P2", lots=lots)
        self.first, self.second = self.made.lot_producing_ids.sorted("name")

    def grades_of(self, answer, lot):
        keys = [node["key"] for node in answer["nodes"] if lot in (node["lot"], node["name"])]
        return {link["grade"] for link in answer["links"] if link["from"] in keys}

    def test_a_component_serial_number_leads_to_its_unit_only(self):
        answer = self.trace(self.rotors[0], "down")
        self.assertIn("P1", self.names(answer))
        self.assertNotIn("P2", self.names(answer))
        self.assertEqual(self.grades_of(answer, "R1"), {"exact"})

    def test_a_component_lot_leads_to_each_unit_with_its_quantity(self):
        answer = self.trace(self.bars[0], "down")
        quantities = {link["quantity"] for link in answer["links"] if link["kind"] == "consumed"}
        self.assertEqual((quantities, {"P1", "P2"} - self.names(answer)), ({2.0, 0.5}, set()))
        self.assertEqual(self.grades_of(answer, "S1"), {"exact"})
        answer = self.trace(self.bars[1], "down")
        self.assertNotIn("P1", self.names(answer))

    def test_a_recall_scope_names_the_unit_that_has_the_component(self):
        order = self.made.name
        scope = self.env["meddev.genealogy"].with_user(self.reader)._recall_scope(self.bars[0].with_user(self.reader))
        told = {(row["lot"], row["into"], row["unit"], row["quantity"]) for row in scope["consumed"]}
        self.assertEqual(told, {("S1", order, "P1", 2.0), ("S1", order, "P2", 0.5)})
        shown = self.env["meddev.genealogy"].with_user(self.reader).recall_scope(self.bars[0].ids)
        self.assertEqual({row["into"] for row in shown["consumed"]}, {f"{order} · P1", f"{order} · P2"})

    def test_a_unit_shows_its_own_components_only(self):
        names = self.names(self.trace(self.second, "up"))
        self.assertLessEqual({"R2", "S1", "S2"}, names)
        self.assertNotIn("R1", names)
        self.assertNotIn("S2", self.names(self.trace(self.first, "up")))

    def test_what_is_not_recorded_per_unit_stays_shared_by_the_order(self):
        answer = self.trace(self.second, "up")
        self.assertEqual(self.grades_of(answer, self.glue.display_name), {"order"})
        self.assertEqual(self.grades_of(answer, "R2"), {"exact"})

    def test_an_order_without_as_built_stays_shared_by_its_units(self):
        self.pump.is_as_built_required = False
        self.receive((self.make_lot("R4", self.rotor), 1))
        order = self.close(self.planned("P8", "P9"))
        answer = self.trace(order.lot_producing_ids[0], "up")
        self.assertEqual(self.grades_of(answer, "R3") | self.grades_of(answer, "S1"), {"order"})

    def test_what_an_unbuilt_unit_gives_back_is_exact(self):
        self.unbuild(self.made, self.second)
        answer = self.trace(self.second, "down")
        recovered = [link for link in answer["links"] if link["kind"] == "recovered"]
        names = {node["key"]: node["lot"] or node["name"] for node in answer["nodes"]}
        self.assertEqual(
            {(names[link["to"]], link["grade"]) for link in recovered},
            {("R2", "exact"), ("S1", "exact"), ("S2", "exact"), ("Glue", "order")},
        )

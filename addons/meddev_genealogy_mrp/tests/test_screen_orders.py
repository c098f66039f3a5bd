from odoo.tests import tagged

from .as_built_common import AsBuiltCase
from .common import ManufacturingCase


@tagged("post_install", "-at_install")
class TestScreenOfOrders(ManufacturingCase):
    def explore(self, record):
        answer = self.env["meddev.genealogy"].with_user(self.reader).explore(record._name, record.ids)
        return answer, {root["lot"] for root in answer["roots"]}

    def setUp(self):
        super().setUp()
        self.part = self.make_lot("PART-1")
        self.receive((self.part, 10))
        self.units = self.make_serials(self.make_product("Pump", "serial"), "PUMP-1", "PUMP-2")

    def test_a_done_order_shows_its_finished_lots(self):
        order = self.make(self.units, [(self.part, 4)])
        answer, roots = self.explore(order)
        self.assertEqual(roots, {"PUMP-1", "PUMP-2"})
        node = next(node for node in answer["nodes"] if node["model"] == "mrp.production")
        self.assertEqual((node["id"], node["state_label"], node["product_name"]), (order.id, "Done", "Pump"))
        labels = {link["kind_label"] for link in answer["links"]}
        self.assertLessEqual({"Consumed", "Produced", "Received"}, labels)

    def test_an_order_without_finished_lots_shows_what_it_consumes(self):
        order = self.order(self.units, [(self.part, 4)])
        self.record(order.move_raw_ids, (self.part, 4))
        self.assertEqual(self.explore(order)[1], {"PART-1"})

    def test_an_unbuild_shows_the_lot_that_it_took_apart(self):
        order = self.make(self.units[:1], [(self.part, 4)])
        self.assertEqual(self.explore(self.unbuild(order, self.units[0]))[1], {"PUMP-1"})

    def test_an_order_is_found_by_its_number(self):
        order = self.make(self.units, [(self.part, 4)])
        found = self.env["meddev.genealogy"].with_user(self.reader).find(order.name)
        self.assertEqual((found["model"], found["ids"]), ("mrp.production", order.ids))


@tagged("post_install", "-at_install")
class TestScreenOfUnits(AsBuiltCase):
    def test_what_is_recorded_for_one_unit_is_told_in_words_with_the_unit(self):
        order = self.built("P1", "P2", lots={"P1": ("R1", "S1"), "P2": ("R2", "S2")})
        answer = self.env["meddev.genealogy"].with_user(self.reader).explore("stock.lot", self.rotors[0].ids)
        events = {node["name"]: node.get("unit") for node in answer["nodes"] if node["type"] == "order"}
        self.assertEqual(events, {f"{order.name}, unit P1": "P1"})
        kinds = {link["kind_label"] for link in answer["links"]}
        self.assertEqual(kinds, {"Received", "Consumed", "Unit assembled"})

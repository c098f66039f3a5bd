from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.meddev_genealogy.tests.upkeep import UpkeepChecks

from .common import ManufacturingCase


@tagged("post_install", "-at_install")
class TestUpkeepOfOrders(UpkeepChecks, ManufacturingCase):
    """Whoever changes a done order or unbuild: its links follow, and how sure they are."""

    def setUp(self):
        super().setUp()
        self.steel, self.resin = self.make_lot("STEEL-1"), self.make_lot("RESIN-1")
        self.receive((self.steel, 100), (self.resin, 100))
        self.pump = self.make_product("Pump")
        self.made, self.chips = self.make_lot("PUMP-1", self.pump), self.make_lot("CHIPS-1")
        self.order_done = self.make([self.made], [(self.steel, 4), (self.resin, 2)], quantity=4)

    def grade(self, lot=None):
        return set(self.grades(self.trace(lot or self.steel, "down"), "consumed"))

    def test_a_second_lot_that_an_order_made_makes_its_components_less_sure(self):
        self.assertEqual(self.grade(), {"exact"})
        line = self.order_done.move_finished_ids.move_line_ids
        self.change(line, quantity=3)
        added = self.add_line(line, lot_id=self.make_lot("PUMP-2", self.pump).id, quantity=1)
        self.assert_kept()
        self.assertEqual(self.grade(), {"order"})
        self.change(added, quantity=0)
        self.assert_kept()
        self.assertEqual(self.grade(), {"exact"})

    def test_a_second_lot_that_an_order_made_makes_its_unbuilds_less_sure(self):
        unbuild = self.unbuild(self.order_done, self.made)
        self.assertEqual(self.grades(self.trace(self.made, "down"), "recovered"), ["exact"] * 2)
        line = self.order_done.move_finished_ids.move_line_ids.filtered(lambda one: one.lot_id == self.made)
        added = self.add_line(line, lot_id=self.make_lot("PUMP-2", self.pump).id, quantity=1)
        self.assert_kept()
        self.assertEqual(self.grades(self.trace(self.made, "down"), "recovered"), ["order"] * 2)
        self.change(added, quantity=0)
        self.assert_kept()
        self.assertEqual(self.grades(self.trace(self.made, "down"), "recovered"), ["exact"] * 2)
        self.change(unbuild, mo_id=False)
        self.assert_kept()

    def test_a_by_product_or_component_of_another_order(self):
        other = self.make([self.make_lot("PUMP-3", self.pump)], [(self.steel, 1)], quantity=1)
        order = self.make(
            [self.make_lot("PUMP-4", self.pump)], [(self.steel, 3)], quantity=3, byproducts=[(self.chips, 1)]
        )
        self.change(order.move_byproduct_ids, production_id=other.id)
        self.assert_kept()
        self.change(order.move_raw_ids, raw_material_production_id=other.id)
        self.assert_kept()

    def test_a_line_of_another_order(self):
        other = self.make([self.make_lot("PUMP-3", self.pump)], [(self.steel, 1)], quantity=1)
        self.change(self.order_done.move_finished_ids.move_line_ids, move_id=other.move_finished_ids.id)
        self.assert_kept()

    def test_an_order_with_another_name_or_product(self):
        self.change(self.order_done, name="WH/MO/RENAMED")
        self.assert_kept(self.steel, self.made)
        self.assertIn("WH/MO/RENAMED", [link["document"] for link in self.trace(self.steel, "down")["links"]])
        self.change(self.order_done, product_id=self.chips.product_id.id)
        self.assert_kept()

    def test_an_unbuild_with_another_name_or_product(self):
        unbuild = self.unbuild(self.order_done, self.made)
        self.change(unbuild, name="UB/RENAMED")
        self.assert_kept(self.steel, self.made)
        self.change(unbuild, product_id=self.chips.product_id.id)
        self.assert_kept()

    def test_components_corrected_by_hand(self):
        line = self.order_done.move_raw_ids.move_line_ids.filtered(lambda one: one.lot_id == self.steel)
        for values in ({"quantity": 9}, {"lot_id": False}, {"quantity": 0}):
            with self.subTest(values=values):
                self.change(line, **values)
                self.assert_kept(self.resin)

    def test_done_orders_and_unbuilds_are_not_deleted(self):
        unbuild = self.unbuild(self.order_done, self.made)
        for record in (unbuild, self.order_done):
            with self.subTest(record=record), self.assertRaises(UserError), self.env.cr.savepoint():
                record.unlink()
        self.assert_kept(self.steel, self.made)

    def test_a_cancelled_order_leaves_none(self):
        order = self.order([self.make_lot("PUMP-3", self.pump)], [(self.steel, 1)], quantity=1)
        order.action_cancel()
        self.assert_kept(self.steel)
        order.unlink()
        self.assert_kept(self.steel)

    def test_a_place_that_is_no_production_any_more(self):
        place = self.order_done.sudo().production_location_id.copy({"name": "Line 2"})
        lines = self.order_done.move_raw_ids.move_line_ids
        for usage in ("inventory", "internal", "production"):
            with self.subTest(usage=usage):
                self.change(lines, location_dest_id=place.id)
                self.assert_kept()
                self.change(lines, location_dest_id=self.stock.id)  # or Odoo refuses: there are goods in it
                place.usage = usage
                self.change(lines, location_dest_id=place.id)
                self.assert_kept()

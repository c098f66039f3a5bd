from odoo.tests import tagged

from .common import ManufacturingCase


@tagged("post_install", "-at_install")
class TestTraceOfRework(ManufacturingCase):
    """A lot that goes into an order and comes out of it again."""

    def setUp(self):
        super().setUp()
        self.steel = self.make_lot("STEEL-1")
        self.raw, self.coated = self.make_lot("RAW-1"), self.make_lot("COATED-1")
        self.receive((self.steel, 100))
        self.first = self.make([self.raw], [(self.steel, 5)], quantity=5).name

    def test_a_lot_made_into_another_and_back_ends(self):
        there = self.make([self.coated], [(self.raw, 3)], quantity=3).name
        back = self.make([self.raw], [(self.coated, 1)], quantity=1).name
        circle = {
            ("RAW-1", "consumed", there, 3.0),
            (there, "produced", "COATED-1", 3.0),
            ("COATED-1", "consumed", back, 1.0),
            (back, "produced", "RAW-1", 1.0),
        }
        made = {("STEEL-1", "consumed", self.first, 5.0), (self.first, "produced", "RAW-1", 5.0)}
        self.assertEqual(self.told(self.trace(self.raw, "down")), circle)
        self.assertEqual(self.told(self.trace(self.steel, "down")), made | circle)
        self.assertEqual(
            self.told(self.trace(self.coated, "up")), made | circle | {("Steel Works", "received", "STEEL-1", 100.0)}
        )

    def test_a_lot_used_to_make_more_of_itself_ends(self):
        again = self.make([self.coated], [(self.raw, 3)], quantity=3)
        itself = self.make([other := self.make_lot("RAW-2", self.raw.product_id)], [(self.coated, 1)], quantity=1)
        self.assertEqual(
            self.told(self.trace(self.raw, "down")),
            {
                ("RAW-1", "consumed", again.name, 3.0),
                (again.name, "produced", "COATED-1", 3.0),
                ("COATED-1", "consumed", itself.name, 1.0),
                (itself.name, "produced", "RAW-2", 1.0),
            },
        )
        self.assertIn("RAW-1", self.names(self.trace(other, "up")))

    def test_the_depth_is_counted_in_a_circle_too(self):
        there = self.make([self.coated], [(self.raw, 3)], quantity=3).name
        self.make([self.raw], [(self.coated, 1)], quantity=1)
        answer = self.trace(self.raw, "down", max_depth=1)
        self.assertEqual(self.told(answer), {("RAW-1", "consumed", there, 3.0), (there, "produced", "COATED-1", 3.0)})
        self.assertTrue(answer["truncated"])
        self.assertFalse(self.trace(self.raw, "down", max_depth=2)["truncated"])

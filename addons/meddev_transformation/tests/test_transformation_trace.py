from odoo.tests import tagged

from .common import TransformationCase


@tagged("post_install", "-at_install")
class TestTraceThroughTransformations(TransformationCase):
    """A trace leads through relabelling, splitting and merging, in both directions."""

    def setUp(self):
        super().setUp()
        self.relabelled = self.transform("relabel", [(self.lot, 10)], [("P1-EN", 10)])
        english = self.relabelled.output_ids.lot_id
        self.split = self.transform("split", [(english, 10)], [("P1-A", 3), ("P1-B", 7)])
        self.part = self.lot_named("P1-A")
        self.merged = self.transform("merge", [(self.part, 3), (self.other, 10)], [("P-ALL", 13)])
        self.whole = self.merged.output_ids.lot_id
        self.ship((self.whole, 13))

    def test_forwards_from_the_first_lot_to_the_customer(self):
        told = self.told(self.trace(self.lot, "down"))
        self.assertLessEqual(
            {
                ("P1", "relabelled", self.relabelled.name, 10.0), (self.relabelled.name, "relabelled", "P1-EN", 10.0),
                ("P1-EN", "split", self.split.name, 10.0), (self.split.name, "split", "P1-A", 3.0),
                (self.split.name, "split", "P1-B", 7.0), ("P1-A", "merged", self.merged.name, 3.0),
                (self.merged.name, "merged", "P-ALL", 13.0), ("P-ALL", "shipped", "City Clinic", 13.0),
            },
            told,
        )  # fmt: skip
        self.assertNotIn("P2", self.names(self.trace(self.lot, "down")))

    def test_backwards_from_what_was_shipped_to_both_receipts(self):
        names = self.names(self.trace(self.whole, "up"))
        self.assertLessEqual({"P1", "P2", "P1-EN", "P1-A", "P-ALL", "Steel Works"}, names)
        self.assertNotIn("P1-B", names)

    def test_every_link_is_exact(self):
        answer = self.trace(self.whole, "both")
        for kind in ("relabelled", "split", "merged"):
            self.assertEqual(set(self.grades(answer, kind)), {"exact"}, kind)

    def test_a_rebuild_derives_the_same_links(self):
        answer = self.env["meddev.genealogy.link"]._rebuild()
        self.assertEqual((answer["missing"], answer["wrong"]), (0, 0))

    def test_the_balance_of_each_lot_comes_out_even(self):
        lots = self.lot + self.other + self.relabelled.output_ids.lot_id + self.split.output_ids.lot_id + self.whole
        balances = self.env["meddev.genealogy"].with_user(self.reader)._balance(lots.with_user(self.reader))
        self.assertEqual({balance["lot"]: balance["difference"] for balance in balances if balance["difference"]}, {})

    def test_a_recall_of_the_first_lot_reaches_the_customer(self):
        scope = self.env["meddev.genealogy"].with_user(self.reader)._recall_scope(self.lot.with_user(self.reader))
        self.assertEqual([(one["lot"], one["partner"]) for one in scope["shipped"]], [("P-ALL", "City Clinic")])

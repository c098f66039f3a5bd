from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.meddev_genealogy.tests.common import GenealogyCase


@tagged("post_install", "-at_install")
class TestScreenOfPurchases(GenealogyCase):
    """From a purchase order to the lots that it brought."""

    def setUp(self):
        super().setUp()
        self.buyer = new_test_user(
            self.env, "test-buyer", groups="purchase.group_purchase_user,meddev_base.group_regulatory"
        )
        steel = self.make_product("Steel")
        self.lot = self.make_lot("S1", steel)
        self.order = self.env["purchase.order"].create({
            "partner_id": self.vendor.id, "partner_ref": "AB-17",
            "order_line": [Command.create({"product_id": steel.id, "product_qty": 3, "price_unit": 1})],
        })  # fmt: skip
        self.order.button_confirm()

    def screen(self):
        return self.env["meddev.genealogy"].with_user(self.buyer)

    def test_an_order_shows_the_lots_that_it_brought(self):
        self.record(self.order.picking_ids.move_ids, (self.lot, 3))
        self.finish(self.order.picking_ids)
        answer = self.screen().explore("purchase.order", self.order.ids)
        self.assertEqual({root["lot"] for root in answer["roots"]}, {"S1"})
        self.assertEqual([link["quantity"] for link in answer["links"] if link["kind"] == "received"], [3.0])

    def test_an_order_that_brought_nothing_yet_says_so(self):
        with self.assertRaisesRegex(ValidationError, "has no lots or serial numbers yet. They come with its first"):
            self.screen().explore("purchase.order", self.order.ids)

    def test_an_order_is_found_by_its_number_and_by_the_vendors(self):
        for code in (self.order.name, "AB-17"):
            found = self.screen().find(code)
            self.assertEqual((found["model"], found["ids"]), ("purchase.order", self.order.ids))

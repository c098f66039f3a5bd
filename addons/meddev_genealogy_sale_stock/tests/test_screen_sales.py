from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.meddev_genealogy.tests.common import GenealogyCase


@tagged("post_install", "-at_install")
class TestScreenOfSales(GenealogyCase):
    """From a sales order to the lots that it delivered."""

    def setUp(self):
        super().setUp()
        self.seller = new_test_user(
            self.env, "test-seller", groups="sales_team.group_sale_salesman_all_leads,meddev_base.group_regulatory"
        )
        pump = self.make_product("Pump")
        self.lot, self.other = self.make_lot("P1", pump), self.make_lot("P2", pump)
        self.receive((self.lot, 5), (self.other, 5))
        self.order = self.env["sale.order"].create({
            "partner_id": self.clinic.id, "client_order_ref": "PO-4711",
            "order_line": [Command.create({"product_id": pump.id, "product_uom_qty": 2})],
        })  # fmt: skip
        self.order.action_confirm()

    def screen(self, user=None):
        return self.env["meddev.genealogy"].with_user(user or self.seller)

    def deliver(self):
        self.record(self.order.picking_ids.move_ids, (self.lot, 2))
        self.finish(self.order.picking_ids)

    def test_an_order_shows_the_lots_that_it_delivered(self):
        self.deliver()
        answer = self.screen().explore("sale.order", self.order.ids)
        self.assertEqual({root["lot"] for root in answer["roots"]}, {"P1"})
        shipped = [link["quantity"] for link in answer["links"] if link["kind"] == "shipped"]
        self.assertEqual(shipped, [2.0])
        scope = self.screen().recall_scope(self.order.ids, "sale.order")
        self.assertEqual([(row["lot"], row["partner"]) for row in scope["shipped"]], [("P1", "City Clinic")])

    def test_an_order_is_found_by_its_number_and_by_the_customers(self):
        for code in (self.order.name, "PO-4711"):
            found = self.screen().find(code)
            self.assertEqual((found["model"], found["ids"]), ("sale.order", self.order.ids))

    def test_another_companys_order_is_neither_found_nor_opened(self):
        self.deliver()
        sister = self.env["res.company"].create({"name": "Sister"})
        stranger = new_test_user(
            self.env, "test-sister", groups="meddev_base.group_regulatory", company_id=sister.id,
            company_ids=[Command.set(sister.ids)],
        )  # fmt: skip
        self.assertEqual(self.screen(stranger).find("PO-4711")["ids"], [])
        with self.assertRaises(AccessError):
            self.screen(stranger).explore("sale.order", self.order.ids)

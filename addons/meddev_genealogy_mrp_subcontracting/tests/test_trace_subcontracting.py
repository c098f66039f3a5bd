from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.meddev_genealogy.tests.common import GenealogyCase


@tagged("post_install", "-at_install")
class TestTraceOfSubcontracting(GenealogyCase):
    """A lot that another company made, or sterilised, from our components."""

    def setUp(self):
        super().setUp()
        self.steriliser = self.env["res.partner"].create({"name": "Steriliser"})
        self.raw, self.sterile = self.make_product("Raw Pin"), self.make_product("Sterile Pin")
        self.steel = self.make_lot("RAW-1", self.raw)
        self.env["mrp.bom"].create({
            "product_tmpl_id": self.sterile.product_tmpl_id.id,
            "type": "subcontract",
            "subcontractor_ids": self.steriliser.ids,
            "bom_line_ids": [Command.create({"product_id": self.raw.id, "product_qty": 1})],
        })  # fmt: skip
        self.receive((self.steel, 100))
        self.transfer(self.stock, self.steriliser.property_stock_subcontractor, (self.steel, 50))

    def subcontract(self, *lots):
        """Receive ten of each of ``lots`` from the subcontractor; returns the orders behind the receipt."""
        receipt = self.planned_transfer(
            self.at_vendor, self.stock, (self.sterile, 10 * len(lots)), partner=self.steriliser
        )
        self.record(receipt.move_ids, *[(lot, 10) for lot in lots])
        orders = receipt.move_ids.sudo().move_orig_ids.production_id
        for order in orders:
            self.record(order.move_raw_ids, (self.steel, 10))
        self.finish(receipt)
        self.assertEqual(set(orders.mapped("state")), {"done"})
        return orders

    def test_the_component_is_followed_through_the_order_to_the_finished_lot(self):
        sterile = self.make_lot("STERILE-1", self.sterile)
        order = self.subcontract(sterile)
        self.assertEqual(
            self.told(self.trace(self.steel, "down")),
            {("RAW-1", "consumed", order.name, 10.0), (order.name, "produced", "STERILE-1", 10.0)},
        )

    def test_a_held_component_is_in_no_subcontracted_lot(self):
        self.steel.action_hold()
        with self.assertRaisesRegex(UserError, "Lot RAW-1 of Raw Pin is On Hold and is neither shipped nor consumed"):
            self.subcontract(self.make_lot("STERILE-1", self.sterile))

    def test_the_finished_lot_names_the_subcontractor_and_the_components_supplier(self):
        sterile = self.make_lot("STERILE-1", self.sterile)
        order = self.subcontract(sterile)
        answer = self.trace(sterile, "up")
        self.assertEqual(
            self.told(answer),
            {
                ("Steel Works", "received", "RAW-1", 100.0),
                ("RAW-1", "consumed", order.name, 10.0),
                (order.name, "produced", "STERILE-1", 10.0),
                ("Steriliser", "subcontracted", "STERILE-1", 10.0),
            },
        )
        self.assertEqual(
            self.partners(answer), {("Steel Works", "supplier", 100.0), ("Steriliser", "subcontractor", 10.0)}
        )

    def test_who_did_a_done_order_stays(self):
        order = self.subcontract(self.make_lot("STERILE-1", self.sterile))
        for caller in (order.with_user(self.operator), order):
            with self.assertRaisesRegex(UserError, "is done: Subcontractor of .* can no longer change"):
                caller.subcontractor_id = self.clinic

    def test_the_receipt_is_not_told_as_bought_from_the_companys_own_place(self):
        sterile = self.make_lot("STERILE-1", self.sterile)
        self.subcontract(sterile)
        answer = self.trace(sterile, "up")
        received = [link["to"] for link in answer["links"] if link["kind"] == "received"]
        self.assertEqual(received, [f"lot:{self.steel.id}"])
        self.assertNotIn("location", {node["type"] for node in answer["nodes"]})

    def test_each_received_lot_has_its_own_order(self):
        lots = [self.make_lot(name, self.sterile) for name in ("STERILE-1", "STERILE-2")]
        orders = self.subcontract(*lots)
        self.assertEqual(len(orders), 2)
        answer = self.trace(lots[0], "up")
        self.assertEqual(self.grades(answer, "consumed"), ["exact"])
        self.assertNotIn("STERILE-2", self.names(answer))

    def test_an_order_of_our_own_has_no_subcontractor(self):
        product = self.make_product("Pin Set")
        lot = self.make_lot("SET-1", product)
        order = self.env["mrp.production"].with_user(self.operator).create({
            "product_id": product.id, "product_qty": 1, "bom_id": False,
            "move_raw_ids": [Command.create({"product_id": self.raw.id, "product_uom_qty": 1})],
        })  # fmt: skip
        order.action_confirm()
        order.lot_producing_ids = lot
        order.qty_producing = 1
        order._set_qty_producing()
        self.record(order.move_raw_ids, (self.steel, 1))
        order.button_mark_done()
        answer = self.trace(lot, "up")
        self.assertIn((order.name, "produced", "SET-1", 1.0), self.told(answer))
        self.assertEqual(self.partners(answer), {("Steel Works", "supplier", 100.0)})

    def test_a_bill_for_subcontracting_frees_no_order_of_our_own_from_as_built(self):
        pump = self.make_product("Pump", tracking="serial", is_as_built_required=True)
        own = self.env["mrp.bom"].create({
            "product_tmpl_id": pump.product_tmpl_id.id, "type": "subcontract", "subcontractor_ids": self.steriliser.ids,
            "bom_line_ids": [Command.create({"product_id": self.raw.id, "product_qty": 1})],
        })  # fmt: skip
        for bom in (own, own.search([("product_tmpl_id", "=", self.sterile.product_tmpl_id.id)])):
            order = (
                self.env["mrp.production"].with_user(self.operator).create({"product_id": pump.id, "product_qty": 1})
            )
            order.bom_id = bom
            order.product_id = pump
            self.assertTrue(order.is_as_built_required)

    def test_a_subcontractor_records_no_units(self):
        self.sterile.write({"tracking": "serial", "is_as_built_required": True})
        receipt = self.planned_transfer(self.at_vendor, self.stock, (self.sterile, 1), partner=self.steriliser)
        order = receipt.move_ids.sudo().move_orig_ids.production_id
        self.assertEqual(order.product_id, self.sterile)
        self.assertFalse(order.is_as_built_required)

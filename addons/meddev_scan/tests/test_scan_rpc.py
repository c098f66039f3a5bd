import xmlrpc.client

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase

GTIN = "09506000134352"


@tagged("post_install", "-at_install")
class TestScanRpc(RpcCase):
    """Scanning asks for the rights that the change itself asks for, whatever a caller sends along."""

    def setUp(self):
        super().setUp()
        self.operator = self.make_user("scan-operator", "operator")
        self.auditor = self.make_user("scan-auditor", "auditor")
        self.product = self.env["product.product"].create(
            {"name": "Set", "is_storable": True, "tracking": "lot", "barcode": GTIN}
        )
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1)
        ends = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": warehouse.lot_stock_id.id,
        }
        move = {**ends, "product_id": self.product.id, "product_uom_qty": 5, "product_uom": self.product.uom_id.id}
        self.receipt = self.env["stock.picking"].create(
            {**ends, "picking_type_id": warehouse.in_type_id.id, "move_ids": [Command.create(move)]}
        )
        self.receipt.action_confirm()

    def call(self, user, method, *args, **kwargs):
        return self.xmlrpc(user, "meddev.scan", method, *args, **kwargs)

    def test_an_operator_scans_over_both_protocols(self):
        self.call(self.operator, "scan", "stock.picking", self.receipt.id, f"(01){GTIN}(10)L-1")
        body = {"model": "stock.picking", "id": self.receipt.id, "code": f"(01){GTIN}(10)L-1"}
        status, answer = self.json2(self.operator, "meddev.scan", "scan", body)
        self.assertEqual((status, answer["sheet"]["lines"][0]["taken"]), (200, 2))

    def test_an_auditor_reads_the_sheet_and_scans_nothing(self):
        self.assertEqual(self.call(self.auditor, "sheet", "stock.picking", self.receipt.id)["lines"][0]["taken"], 0)
        with self.assertRaises(xmlrpc.client.Fault):
            self.call(self.auditor, "scan", "stock.picking", self.receipt.id, f"(01){GTIN}(10)L-1")
        self.assertFalse(self.receipt.move_line_ids.filtered("picked"))

    def test_other_models_and_records_are_refused(self):
        for model, record in (("res.users", 2), ("stock.picking", 10**8), ("stock.picking", "1"), ([], 1)):
            with self.assertRaises(xmlrpc.client.Fault) as refusal:
                self.call(self.operator, "scan", model, record, f"(01){GTIN}(10)L-1")
            self.assertRegex(refusal.exception.faultString, "nothing that is scanned into|no longer there")

    def test_methods_of_documents_are_not_reached_from_outside(self):
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc(self.operator, "stock.picking", "_scan_take", [self.receipt.id], {}, 1)
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc(self.operator, "meddev.scan.reading", "_read", "x")

    def test_a_scanned_lot_is_no_released_lot(self):
        self.call(self.operator, "scan", "stock.picking", self.receipt.id, f"(01){GTIN}(10)L-1", packages=5,
                  context={"meddev_gate": True, "meddev_released_lots": True})  # fmt: skip
        self.xmlrpc(self.operator, "stock.picking", "button_validate", [self.receipt.id])
        lot = self.env["stock.lot"].search([("name", "=", "L-1"), ("product_id", "=", self.product.id)])
        expected = "quarantine" if self.product.product_tmpl_id._is_lot_release_required() else "released"
        self.assertEqual((self.receipt.state, lot.state), ("done", expected))

    def test_a_held_lot_is_not_scanned_out_whatever_is_sent_along(self):
        stock, customer = self.receipt.location_dest_id, self.env.ref("stock.stock_location_customers")
        lot = self.env["stock.lot"].create({"name": "HELD-1", "product_id": self.product.id})
        self.env["stock.quant"]._update_available_quantity(self.product, stock, 5, lot_id=lot)
        lot._through_gate({"state": "hold"})
        ends = {"location_id": stock.id, "location_dest_id": customer.id}
        move = {**ends, "product_id": self.product.id, "product_uom_qty": 5, "product_uom": self.product.uom_id.id}
        delivery = self.env["stock.picking"].create(
            {**ends, "picking_type_id": self.receipt.picking_type_id.warehouse_id.out_type_id.id,
             "move_ids": [Command.create(move)]}
        )  # fmt: skip
        delivery.action_confirm()
        forged = {"meddev_gate": True, "meddev_released_lots": False, "meddev_sealed_movement": True}
        with self.assertRaisesRegex(xmlrpc.client.Fault, "HELD-1 of Set is On Hold"):
            self.call(
                self.operator, "scan", "stock.picking", delivery.id, f"(01){GTIN}(10)HELD-1", packages=5, context=forged
            )
        line = {**ends, "move_id": delivery.move_ids.id, "product_id": self.product.id, "lot_id": lot.id,
                "quantity": 5, "picked": True}  # fmt: skip
        with self.assertRaisesRegex(xmlrpc.client.Fault, "HELD-1 of Set is On Hold"):
            self.xmlrpc(self.operator, "stock.move.line", "create", line, context=forged)
        self.assertEqual(lot.product_qty, 5)

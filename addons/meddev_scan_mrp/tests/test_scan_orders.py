from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.meddev_scan.tests.common import BASE, CASE, SERIAL, ScanCase


@tagged("post_install", "-at_install")
class TestScanOrders(ScanCase):
    """Components are consumed as they were scanned, and the label of what is made names it."""

    def order(self, *parts, quantity=2):
        order = self.env["mrp.production"].with_user(self.operator).create({
            "product_id": self.pump.id,
            "product_qty": quantity,
            "bom_id": False,
            "move_raw_ids": [
                Command.create({"product_id": product.id, "product_uom_qty": needed}) for product, needed in parts
            ],
        })  # fmt: skip
        order.action_confirm()
        order.action_assign()
        return order

    def consumed(self, order):
        lines = order.move_raw_ids.move_line_ids.filtered(lambda line: line.quantity and line.picked)
        return {line.lot_id.name or line.product_id.name: line.quantity_product_uom for line in lines}

    def test_components_are_consumed_as_scanned(self):
        self.stocked("L-1", self.set, 30)
        order = self.order((self.set, 12), (self.gauze, 4))
        self.take(order, f"(01){CASE}(10)L-1")
        answer = self.take(order, f"(01){BASE}(10)L-1", packages=2)
        self.assertIn("Next: Gauze, 4 missing", answer["message"])
        order.lot_producing_ids = [lot.id for lot in (self.make_lot("P1", self.pump), self.make_lot("P2", self.pump))]
        order.qty_producing = 2
        order._set_qty_producing()
        self.assertEqual(self.consumed(order)["L-1"], 12)
        order.button_mark_done()
        self.assertEqual((order.state, self.consumed(order)["L-1"]), ("done", 12))

    def test_a_component_that_is_not_released_is_refused(self):
        order = self.order((self.set, 12))
        self.stocked("L-1", self.set, 30, "quarantine")
        with self.refused("Lot L-1 of Infusion set is Quarantine", order):
            self.take(order, f"(01){CASE}(10)L-1")

    def test_what_the_order_does_not_take_is_refused(self):
        order = self.order((self.set, 12))
        with self.refused("Gauze does not belong to", order):
            self.take(order, "GAUZE-1")

    def test_the_label_of_a_unit_puts_its_number_on_the_order(self):
        order = self.order((self.set, 12))
        for name in ("P1", "P2", "P2"):
            answer = self.take(order, f"(01){SERIAL}(21){name}")
        self.assertIn("P2 is made by", answer["message"])
        self.assertEqual(order.lot_producing_ids.mapped("name"), ["P1", "P2"])
        with self.assertRaisesRegex(UserError, "has its numbers already: P1, P2"):
            self.take(order, f"(01){SERIAL}(21)P3")

    def test_a_number_is_taken_off_the_order_again(self):
        order = self.order((self.set, 12))
        sheet = self.take(order, f"(01){SERIAL}(21)P1")["sheet"]
        made = sheet["lines"][-1]
        self.assertEqual((made["product"], made["taken"], made["wanted"]), ("Pump", 1, 2))
        answer = self.scan.undo("mrp.production", order.id, made["lots"][0]["id"])
        self.assertIn("P1 was taken off the order", answer["message"])
        self.assertEqual(order.lot_producing_ids.ids, [])

    def test_a_unit_that_is_in_stock_is_not_made_again(self):
        self.stocked("P1", self.pump, 1)
        order = self.order((self.set, 12))
        with self.assertRaisesRegex(UserError, "P1 is in stock already"):
            self.take(order, f"(01){SERIAL}(21)P1")

    def test_an_order_is_found_by_its_number(self):
        order = self.order((self.set, 12))
        found = self.scan.find(order.name)
        self.assertEqual((found["model"], found["id"], found["action"]), ("mrp.production", order.id, ""))

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ManufacturingCase

REFUSED = "Lot STEEL-1 of Steel is On Hold and is neither shipped nor consumed"


@tagged("post_install", "-at_install")
class TestLotStatusInOrders(ManufacturingCase):
    """What quality has not released goes into no order, by whatever door."""

    def setUp(self):
        super().setUp()
        self.product = self.make_product("Steel")
        self.steel, self.free = self.make_lot("STEEL-1", self.product), self.make_lot("STEEL-2", self.product)
        self.receive((self.steel, 10), (self.free, 2))
        self.batch = self.make_lot("BATCH-1")

    def test_a_held_lot_is_not_reserved_for_an_order(self):
        self.steel.action_hold()
        order = self.order([self.batch], [(self.steel, 5)], quantity=1)
        order.action_assign()
        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, self.free)
        self.assertEqual(sum(order.move_raw_ids.move_line_ids.mapped("quantity")), 2.0)

    def test_a_hold_takes_a_component_away_from_an_order_that_had_reserved_it(self):
        order = self.order([self.batch], [(self.steel, 5)], quantity=1)
        order.action_assign()
        self.assertIn(self.steel, order.move_raw_ids.move_line_ids.lot_id)
        self.steel.action_hold()
        self.assertNotIn(self.steel, order.move_raw_ids.move_line_ids.lot_id)
        self.assertIn("Lot STEEL-1 is On Hold", str(order.message_ids.mapped("body")))

    def test_a_held_lot_is_not_consumed(self):
        self.steel.action_hold()
        with self.assertRaisesRegex(UserError, REFUSED):
            self.make([self.batch], [(self.steel, 5)], quantity=1)

    def test_flexible_consumption_adds_no_held_lot(self):
        bom = self.env["mrp.bom"].create({
            "product_tmpl_id": self.batch.product_id.product_tmpl_id.id, "consumption": "flexible",
            "bom_line_ids": [Command.create({"product_id": self.make_product("Screw", tracking="none").id})],
        })  # fmt: skip
        order = self.env["mrp.production"].with_user(self.operator).create({"bom_id": bom.id, "product_qty": 1})
        order.action_confirm()
        order.lot_producing_ids = self.batch
        order.qty_producing = 1
        order._set_qty_producing()
        self.steel.action_hold()
        order.move_raw_ids = [Command.create({"product_id": self.product.id, "product_uom_qty": 1})]
        with self.assertRaisesRegex(UserError, REFUSED):
            self.record(order.move_raw_ids.filtered(lambda move: move.product_id == self.product), (self.steel, 1))

    def test_a_lot_held_between_two_parts_of_an_order_is_not_in_the_second(self):
        order = self.order([self.batch], [(self.steel, 8)], quantity=2)
        self.produce(order, [self.batch], [(self.steel, 4)], 1)
        self.steel.action_hold()
        [rest] = order.production_group_id.production_ids - order
        self.assertNotIn(self.steel, rest.move_raw_ids.move_line_ids.lot_id)
        with self.assertRaisesRegex(UserError, REFUSED):
            self.produce(rest, [self.batch], [(self.steel, 4)], 1)

    def test_a_held_lot_leaves_in_no_kit(self):
        kit = self.make_product("Set", tracking="none", is_storable=False)
        self.env["mrp.bom"].create({
            "product_tmpl_id": kit.product_tmpl_id.id, "type": "phantom",
            "bom_line_ids": [Command.create({"product_id": self.product.id, "product_qty": 2})],
        })  # fmt: skip
        self.steel.action_hold()
        delivery = self.planned_transfer(self.stock, self.at_customer, (kit, 1), partner=self.clinic)
        delivery.action_assign()
        self.assertNotIn(self.steel, delivery.move_line_ids.lot_id)
        with self.assertRaisesRegex(UserError, REFUSED):
            self.record(delivery.move_ids, (self.steel, 2))

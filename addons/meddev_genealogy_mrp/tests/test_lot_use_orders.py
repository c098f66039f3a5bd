from xmlrpc.client import Fault

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import ManufacturingCase

HELD = "Lot STEEL-1 of Steel is On Hold and is neither shipped nor consumed"
SKIP = {"skip_consumption": True, "skip_backorder": True}


@tagged("post_install", "-at_install")
class TestLotUseInOrders(ManufacturingCase, RpcCase):
    """One field written over RPC gets no held lot into an order, and no released one past its record."""

    def setUp(self):
        super().setUp()
        self.clerk = self.make_user("use-clerk", "operator")
        self.product = self.make_product("Steel")
        self.steel, self.free = self.make_lot("STEEL-1", self.product), self.make_lot("STEEL-2", self.product)
        self.receive((self.steel, 10), (self.free, 10))
        self.batch = self.make_lot("BATCH-1")

    def rpc(self, record, method, *args, **kwargs):
        return self.xmlrpc(self.clerk, record._name, method, record.ids, *args, **kwargs)

    def begun(self, lot=None):
        """An order of which everything is entered, with its component's movement."""
        order = self.order([self.batch], [(lot or self.free, 5)], quantity=1)
        order.lot_producing_ids = self.batch
        order.qty_producing = 1
        order._set_qty_producing()
        self.record(order.move_raw_ids, (lot or self.free, 5))
        return order, order.move_raw_ids

    def test_a_component_that_points_to_stock_or_scrap_takes_no_held_lot(self):
        scrap = self.env["stock.location"].search([("usage", "=", "inventory")], limit=1)
        self.steel.action_hold()
        order, move = self.begun()
        line = move.move_line_ids
        for place in (self.stock, scrap):
            with self.subTest(place=place.name):
                with self.assertRaisesRegex(Fault, "is a component of .* and does not go to"):
                    self.rpc(move, "write", {"location_dest_id": place.id})
                with self.assertRaisesRegex(Fault, HELD):
                    self.rpc(line, "write", {"lot_id": self.steel.id, "location_dest_id": place.id})
                self.rpc(line, "write", {"location_dest_id": place.id})
                with self.assertRaisesRegex(Fault, "one of its lines says from"):
                    self.rpc(order, "button_mark_done", context=SKIP)

    def test_a_component_is_not_created_beside_the_order(self):
        order, move = self.begun()
        other = self.make_product("Resin")
        values = {"product_id": other.id, "product_uom_qty": 1, "location_id": self.stock.id,
                  "location_dest_id": self.stock.id}  # fmt: skip
        self.rpc(order, "write", {"move_raw_ids": [(0, 0, values)]})
        added = self.env["stock.move"].search([("raw_material_production_id", "=", order.id)]) - move
        self.assertEqual(added.location_dest_id.usage, "production")
        scrap = self.env["stock.location"].search([("usage", "=", "inventory")], limit=1)
        values = {**values, "location_dest_id": scrap.id, "raw_material_production_id": order.id}
        with self.assertRaisesRegex(Fault, "is a component of .* and does not go to"):
            self.xmlrpc(self.clerk, "stock.move", "create", values)

    def test_a_component_is_not_called_a_scrap(self):
        _order, move = self.begun()
        scrap = self.env["stock.scrap"].create({"product_id": self.product.id, "scrap_qty": 1})
        with self.assertRaisesRegex(Fault, "is no scrap"):
            self.rpc(move, "write", {"scrap_id": scrap.id})

    def test_what_an_order_scraps_may_be_held(self):
        order, _move = self.begun()
        self.steel.action_hold()
        scrap = self.env["stock.scrap"].with_user(self.operator).create({
            "product_id": self.product.id, "lot_id": self.steel.id, "scrap_qty": 1, "production_id": order.id,
            "location_id": self.stock.id,
        })  # fmt: skip
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")
        self.close(order)

    def bring(self, steps="pbm"):
        """The transfer that brings the steel to where an order consumes it."""
        self.warehouse.manufacture_steps = steps
        bom = self.env["mrp.bom"].create({
            "product_tmpl_id": self.batch.product_id.product_tmpl_id.id,
            "bom_line_ids": [Command.create({"product_id": self.product.id, "product_qty": 5})],
        })  # fmt: skip
        order = self.env["mrp.production"].with_user(self.operator).create({
            "bom_id": bom.id, "product_qty": 1, "picking_type_id": self.warehouse.manu_type_id.id,
        })  # fmt: skip
        order.action_confirm()
        pick = order.picking_ids.filtered(lambda picking: picking.location_id == self.stock)
        self.assertEqual(pick.location_dest_id, self.warehouse.pbm_loc_id)
        return order, pick.with_user(self.operator)

    def test_a_held_lot_is_not_brought_to_an_order(self):
        self.steel.action_hold()
        _order, pick = self.bring()
        pick.action_assign()
        self.assertEqual(pick.move_line_ids.lot_id, self.free)
        with self.assertRaisesRegex(UserError, HELD):
            self.record(pick.move_ids, (self.steel, 5))

    def test_a_hold_takes_away_what_is_to_be_brought_and_tells_the_order(self):
        order, pick = self.bring()
        pick.action_assign()
        self.assertEqual(pick.move_line_ids.lot_id, self.steel)
        self.steel.action_hold()
        self.assertFalse(pick.move_line_ids)
        [told] = pick.message_ids.filtered(lambda message: "On Hold" in message.body)
        self.assertIn(order.user_id.partner_id, told.notified_partner_ids)

    def test_a_finished_lot_in_quarantine_is_stored(self):
        self.batch.product_id.lot_release = "required"
        order, pick = self.bring("pbm_sam")
        pick.action_assign()
        pick.move_ids.picked = True
        pick.button_validate()
        held = self.make_lot("BATCH-2", self.batch.product_id)
        self.assertEqual(held.state, "quarantine")
        order.action_assign()
        order.lot_producing_ids = held
        order.qty_producing = 1
        order._set_qty_producing()
        order.move_raw_ids.picked = True
        self.close(order)
        store = order.picking_ids.filtered(lambda picking: picking.location_id == self.warehouse.sam_loc_id)
        store = store.with_user(self.operator)
        store.action_assign()
        store.move_ids.picked = True
        store.button_validate()
        self.assertEqual(held.quant_ids.filtered(lambda quant: quant.quantity > 0).location_id, self.stock)

from xmlrpc.client import Fault

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.meddev_genealogy.tests.held import HeldLotCase

ELSEWHERE = "delivers what was sold, and takes Pump to .*, where no customer is"
HELD = "Lot Q1 of Pump is Quarantine and is neither shipped nor consumed"


@tagged("post_install", "-at_install")
class TestSoldGoods(HeldLotCase):
    """What was sold goes to the customer: on record nowhere else, whatever is written into the delivery."""

    def sold(self):
        order = self.env["sale.order"].create({
            "partner_id": self.clinic.id,
            "order_line": [Command.create({"product_id": self.pump.id, "product_uom_qty": 1})],
        })  # fmt: skip
        order.action_confirm()
        return order.picking_ids

    def redirect(self, picking):
        vals = {"location_dest_id": self.at_vendor.id, "location_final_id": self.at_vendor.id}
        self.rpc(picking.move_ids, "write", vals)

    def test_a_released_lot_is_not_booked_as_returned_to_the_vendor(self):
        lot = self.received("F1", is_released=True)
        picking = self.sold()
        picking.action_assign()
        self.redirect(picking)
        self.record(picking.move_ids, (lot, 1))
        invented = {"skip_backorder": True, "meddev_sealed_movement": True, "meddev_released_lots": False}
        with self.assertRaisesRegex(Fault, ELSEWHERE):
            self.rpc(picking, "button_validate", context=invented)
        self.assertEqual((picking.state, lot.product_qty), ("assigned", 5))

    def test_a_held_lot_is_not_taken_whatever_the_movement_is_called(self):
        held = self.received("Q1")
        picking = self.sold()
        self.redirect(picking)
        self.rpc(picking.move_ids, "write", {"sale_line_id": False})
        self.rpc(picking.move_ids, "write", {"picking_type_id": self.warehouse.int_type_id.id})
        with self.assertRaisesRegex(Fault, HELD):
            values = self.line_of(picking.move_ids, held, location_dest_id=self.at_vendor.id)
            self.xmlrpc(self.clerk, "stock.move.line", "create", values)

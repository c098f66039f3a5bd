from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .held import HeldLotCase


@tagged("post_install", "-at_install")
class TestLotUseRoutes(HeldLotCase):
    """Picking and packing for a delivery is a use already: a held lot does not start on the way out."""

    def setUp(self):
        super().setUp()
        self.warehouse.delivery_steps = "pick_pack_ship"

    def ordered(self, quantity=3):
        """The pick of a delivery that a customer's order has asked for."""
        reference = self.env["stock.reference"].create({"name": "S-1"})
        self.env["stock.rule"].run([
            self.env["stock.rule"].Procurement(
                self.pump, quantity, self.pump.uom_id, self.at_customer, "S-1", "S-1", self.env.company,
                {"warehouse_id": self.warehouse, "partner_id": self.clinic.id, "reference_ids": reference},
            )
        ])  # fmt: skip
        move = self.env["stock.move"].search([("reference_ids", "in", reference.ids)])
        self.assertEqual(move.location_id, self.stock)
        return move.picking_id.with_user(self.operator)

    def done(self, picking):
        picking.action_assign()
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        return picking.move_ids.move_dest_ids.picking_id

    def test_a_released_lot_goes_the_whole_way(self):
        lot = self.received("F1", is_released=True)
        pack = self.done(self.ordered())
        ship = self.done(pack)
        self.done(ship)
        self.assertEqual((ship.move_line_ids.lot_id, ship.location_dest_id.usage), (lot, "customer"))

    def test_a_held_lot_is_not_picked(self):
        held, free = self.received("Q1"), self.received("F1", 2, is_released=True)
        pick = self.ordered()
        pick.action_assign()
        self.assertEqual(pick.move_line_ids.lot_id, free)
        with self.assertRaisesRegex(UserError, "Lot Q1 of Pump is Quarantine"):
            self.record(pick.move_ids, (held, 3))

    def test_a_hold_takes_away_what_is_picked_and_packed(self):
        lot = self.received("F1", is_released=True)
        pick, second = self.ordered(1), self.ordered(1)
        pick.action_assign()
        pack = self.done(second)
        pack.action_assign()
        self.assertEqual((pick.move_line_ids.lot_id, pack.move_line_ids.lot_id), (lot, lot))
        self.hold(lot)
        self.assertFalse(pick.move_line_ids | pack.move_line_ids)
        for picking in (pick, pack):
            self.assertIn("Lot F1 is On Hold", picking.message_ids[0].body)
            picking.action_assign()
            self.assertFalse(picking.move_line_ids)

    def test_what_was_packed_goes_back_to_stock_and_into_quarantine(self):
        lot = self.received("F1", is_released=True)
        self.done(self.ordered(1))
        self.hold(lot)
        zone = self.warehouse.wh_pack_stock_loc_id
        shelf = self.env["stock.location"].create({"name": "Quarantine shelf", "location_id": self.stock.id})
        self.transfer(zone, shelf, (lot, 1))
        self.assertIn(shelf, lot.quant_ids.location_id)

    def test_a_lot_in_quarantine_is_received_and_stored_though_a_delivery_waits_for_it(self):
        self.warehouse.reception_steps = "three_steps"
        self.ordered()
        lot = self.make_lot("Q1", self.pump)
        into = self.warehouse.wh_input_stock_loc_id
        receipt = self.transfer(self.at_vendor, into, (lot, 3), partner=self.vendor)
        check = receipt.move_ids.move_dest_ids.picking_id
        store = self.done(check)
        domain = [("product_id", "=", self.pump.id), ("location_id", "=", self.stock.id)]
        waiting = self.env["stock.move"].search(domain)
        store.move_ids.move_dest_ids = [Command.link(waiting.id)]
        self.done(store)
        self.assertEqual(lot.state, "quarantine")
        self.assertEqual(lot.quant_ids.filtered(lambda quant: quant.quantity > 0).location_id, self.stock)
        self.assertFalse(waiting.move_line_ids)

    def test_a_customers_return_is_stored_whatever_its_status(self):
        self.warehouse.delivery_steps = "ship_only"
        lot = self.received("F1", is_released=True)
        delivery = self.ship((lot, 1))
        self.hold(lot)
        wizard = self.env["stock.return.picking"].with_user(self.operator).with_context(
            active_id=delivery.id, active_model="stock.picking"
        ).create({})  # fmt: skip
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"]).with_user(self.operator)
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(back.state, "done")

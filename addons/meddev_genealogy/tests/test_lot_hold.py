from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .held import HeldLotCase


@tagged("post_install", "-at_install")
class TestLotHold(HeldLotCase):
    """Who had reserved a lot that is held now learns of it; and a release that no longer holds is none."""

    def reserved(self, lot, quantity=2):
        picking = self.planned_transfer(self.stock, self.at_customer, (lot, quantity), partner=self.clinic)
        picking.action_assign()
        self.assertEqual(picking.move_line_ids.lot_id, lot)
        return picking

    def told(self, picking):
        """Who is notified of the message about the hold, and who is reminded to choose another lot."""
        [message] = picking.message_ids.filtered(lambda one: "what was reserved of it was taken away" in one.body)
        self.assertEqual(message.notified_partner_ids, picking.activity_ids.user_id.partner_id)
        self.assertTrue(all("Choose another lot" in activity.summary for activity in picking.activity_ids))
        return picking.activity_ids.user_id

    def test_the_responsible_is_notified_and_reminded(self):
        lot = self.received("F1", is_released=True)
        picking = self.reserved(lot)
        picking.user_id = self.manager
        self.hold(lot)
        self.assertEqual(self.told(picking), self.manager)

    def test_who_made_a_delivery_without_a_responsible_is_told(self):
        lot = self.received("F1", is_released=True)
        picking = self.reserved(lot)
        picking.user_id = False
        self.hold(lot)
        self.assertEqual(self.told(picking), self.operator)

    def test_of_what_the_scheduler_made_the_seller_is_told(self):
        if "sale_id" not in self.env["stock.picking"]._fields:
            self.skipTest("sales are not installed")
        seller = new_test_user(self.env, "hold-seller", groups="sales_team.group_sale_salesman,stock.group_stock_user")
        lot = self.received("F1", is_released=True)
        order = self.env["sale.order"].create({
            "partner_id": self.clinic.id, "user_id": seller.id,
            "order_line": [(0, 0, {"product_id": self.pump.id, "product_uom_qty": 2})],
        })  # fmt: skip
        order.action_confirm()
        picking = order.picking_ids
        self.assertFalse(picking.user_id)
        picking.action_assign()
        self.hold(lot)
        self.assertEqual(self.told(picking), seller)

    def test_of_a_backorder_who_was_responsible_for_the_first_part_is_told(self):
        lot = self.received("F1", is_released=True)
        first = self.reserved(lot, 3)
        first.user_id = self.manager
        self.record(first.move_ids, (lot, 1))
        self.finish(first)
        rest = self.env["stock.picking"].search([("backorder_id", "=", first.id)])
        rest.user_id = False
        rest.action_assign()
        self.assertEqual(rest.move_line_ids.lot_id, lot)
        self.hold(lot)
        self.assertEqual(self.told(rest), self.manager)

    def test_who_left_or_may_not_read_the_document_is_not_told(self):
        lot = self.received("F1", is_released=True)
        picking = self.reserved(lot)
        stranger = new_test_user(self.env, "hold-stranger", groups="base.group_user")
        picking.user_id = stranger
        self.operator.active = False
        self.hold(lot)
        self.assertFalse(self.told(picking))

    # --- a release that no longer holds -------------------------------------------------------------------------

    def changed_past_odoo(self, lot):
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_lot SET ref = 'other goods' WHERE id = %s", (lot.id,))
        self.env.invalidate_all()

    def test_the_status_tells_that_the_release_no_longer_holds(self):
        lot = self.received("F1", is_released=True)
        self.assertEqual(lot._status()["reasons"], [])
        self.changed_past_odoo(lot)
        self.assertEqual(lot._status()["reasons"], ["The signature of its release no longer holds."])

    def test_a_lot_whose_release_no_longer_holds_is_not_shipped(self):
        lot = self.received("F1", is_released=True)
        self.changed_past_odoo(lot)
        with self.assertRaisesRegex(UserError, "Lot F1 of Pump .* the signature of its release no longer holds"):
            self.ship((lot, 1))
        self.hold(lot)
        self.release(lot, reason="Looked at again")
        self.ship((lot, 1))

    def attached(self, lot, name):
        values = {"name": name, "raw": name.encode(), "res_model": lot._name, "res_id": lot.id}
        return self.env["ir.attachment"].create(values)

    def test_of_many_lots_the_one_with_another_file_is_not_shipped(self):
        lots = [self.make_lot(f"F{number}", self.pump) for number in range(1, 4)]
        self.receive(*[(lot, 5) for lot in lots])
        certificates = {lot: self.attached(lot, f"certificate of {lot.name}") for lot in lots[1:]}
        self.release(self.env["stock.lot"].union(*lots))
        past_odoo = {
            "taken": (lots[1], "UPDATE ir_attachment SET res_id = 0 WHERE id = %s"),
            "renamed": (lots[2], "UPDATE ir_attachment SET name = 'draft' WHERE id = %s"),
        }
        for name, (lot, statement) in past_odoo.items():
            refusal = f"Lot {lot.name} .* no longer holds"
            with self.subTest(name), self.assertRaisesRegex(UserError, refusal), self.env.cr.savepoint():
                self.env.cr.execute(statement, (certificates[lot].id,))
                self.env.invalidate_all()
                self.ship(*[(each, 1) for each in lots])
        self.assertEqual(set(self.env["stock.lot"].union(*lots).mapped("state")), {"released"})
        self.ship(*[(lot, 1) for lot in lots])

    def test_a_file_added_after_the_release_puts_the_lot_back(self):
        lot = self.received("F1", is_released=True)
        self.attached(lot, "another certificate")
        with self.assertRaisesRegex(UserError, "Lot F1 of Pump is Quarantine"):
            self.ship((lot, 1))

    def queries_of_completion(self, count):
        """How many queries it takes to check lines that ship ``count`` lots, each of its own product, with a file."""
        products = [self.make_product(f"Pump {count}-{number}", lot_release="required") for number in range(count)]
        lots = [self.make_lot(f"{count}-{number}", product) for number, product in enumerate(products)]
        for lot in lots:
            self.attached(lot, f"certificate of {lot.name}")
        self.receive(*[(lot, 5) for lot in lots])
        self.release(self.env["stock.lot"].union(*lots))
        lines = self.ship(*[(lot, 1) for lot in lots]).move_line_ids.exists()
        self.assertEqual(len(lines), count)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        lines._check_completion()
        return self.env.cr.sql_log_count - before

    def test_the_check_of_a_completion_takes_the_same_number_of_queries_for_any_number_of_lots(self):
        self.assertEqual(self.queries_of_completion(12), self.queries_of_completion(3))

    def test_a_lot_that_was_free_before_its_product_waited_needs_no_signature(self):
        screw = self.make_product("Screw")
        lot = self.received("S1", product=screw)
        screw.lot_release = "required"
        self.assertEqual(lot._status()["reasons"], [])
        self.ship((lot, 1))

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import GenealogyCase


@tagged("post_install", "-at_install")
class TestLotStatus(GenealogyCase):
    """Only what quality released is reserved, shipped or consumed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()  # identification opens a transaction of its own
        cls.inspector = new_test_user(cls.env, "test-inspector", groups="meddev_base.group_quality_user")
        cls.manager = new_test_user(cls.env, "test-manager", groups="meddev_base.group_quality_manager")
        cls.manager.with_user(cls.manager).sudo()._change_password("test-manager-own")
        cls.pump = cls.make_product("Pump", lot_release="required")

    def received(self, name, product=None, quantity=5):
        lot = self.make_lot(name, product or self.pump)
        self.receive((lot, quantity))
        return lot

    def release(self, lots, target="released", reason="Tests passed"):
        credentials = {"login": self.manager.login, "password": "test-manager-own"}
        return lots.with_user(self.manager)._sign(target, credentials, reason)

    def test_the_list_shows_what_a_release_is_decided_by(self):
        lots = self.env["stock.lot"].with_user(self.inspector)
        arch = etree.fromstring(lots.get_view(view_type="list")["arch"])
        columns = {one.get("name"): one for one in arch.iterfind("field") if one.get("column_invisible") != "True"}
        shown = {name for name, column in columns.items() if column.get("optional") != "hide"}
        wanted = {"name", "product_id", "product_qty", "expiration_date", "state"} & lots._fields.keys()
        self.assertLessEqual(wanted, shown)

    def test_new_lots_start_where_the_product_says(self):
        self.assertEqual(self.received("Q1").state, "quarantine")
        self.assertEqual(self.received("F1", self.make_product("Screw")).state, "released")

    def test_new_lots_start_where_the_category_says(self):
        category = self.env["product.category"].create({"name": "Devices", "is_lot_release_required": True})
        product = self.make_product("Device", categ_id=category.id)
        self.assertEqual(self.received("C1", product).state, "quarantine")

    def test_a_lot_in_quarantine_is_not_shipped(self):
        lot = self.received("Q1")
        with self.assertRaisesRegex(UserError, "Lot Q1 of Pump is Quarantine and is neither shipped nor consumed"):
            self.ship((lot, 1))

    def test_a_lot_in_quarantine_is_not_reserved_for_a_delivery(self):
        held, free = self.received("Q1"), self.received("Q2")
        self.release(free)
        picking = self.planned_transfer(self.stock, self.at_customer, (held, 6))
        picking.action_assign()
        self.assertEqual(picking.move_line_ids.lot_id, free)
        self.assertEqual(sum(picking.move_line_ids.mapped("quantity")), 5)

    def test_a_lot_held_after_a_part_was_shipped_is_not_in_the_backorder(self):
        lot = self.received("Q1")
        self.release(lot)
        first = self.planned_transfer(self.stock, self.at_customer, (lot, 5), partner=self.clinic)
        self.record(first.move_ids, (lot, 2))
        self.finish(first)
        rest = self.env["stock.picking"].search([("backorder_id", "=", first.id)]).with_user(self.operator)
        self.assertTrue(rest)
        lot.with_user(self.inspector).action_hold()
        rest.action_assign()
        self.assertFalse(rest.move_line_ids)
        with self.assertRaisesRegex(UserError, "Lot Q1 of Pump is On Hold"):
            self.record(rest.move_ids, (lot, 3))

    def test_an_immediate_transfer_takes_no_held_lot(self):
        lot = self.received("Q1")
        ends = {"location_id": self.stock.id, "location_dest_id": self.at_customer.id}
        line = Command.create({**ends, "product_id": self.pump.id, "lot_id": lot.id, "quantity": 1})
        with self.assertRaisesRegex(UserError, "Lot Q1 of Pump is Quarantine"):
            self.env["stock.picking"].with_user(self.operator).create({
                **ends, "picking_type_id": self.warehouse.out_type_id.id, "partner_id": self.clinic.id,
                "move_line_ids": [line],
            })  # fmt: skip

    def test_goods_that_may_be_of_a_held_lot_do_not_leave_without_a_lot(self):
        screw = self.make_product("Screw")
        lot = self.received("S1", screw)
        kind = self.warehouse.out_type_id
        kind.write({"use_create_lots": False, "use_existing_lots": False})
        lot.with_user(self.inspector).action_hold()
        picking = self.planned_transfer(self.stock, self.at_customer, (screw, 2), partner=self.clinic)
        self.record(picking.move_ids, (screw, 2))
        with self.assertRaisesRegex(UserError, "Screw is shipped or consumed by lot, and none is named"):
            picking.with_user(self.operator)._action_done()

    def test_a_released_lot_is_shipped(self):
        lot = self.received("Q1")
        signature = self.release(lot)
        self.ship((lot, 1))
        self.assertEqual((lot.state, signature.meaning), ("released", "release"))

    def test_quarantine_scrap_and_return_to_the_vendor_stay_possible(self):
        lot = self.received("Q1")
        shelf = self.env["stock.location"].create({"name": "Quarantine shelf", "location_id": self.stock.id})
        self.transfer(self.stock, shelf, (lot, 2))
        self.transfer(self.stock, self.at_vendor, (lot, 1))
        scrap = self.env["stock.scrap"].with_user(self.operator).create(
            {"product_id": self.pump.id, "lot_id": lot.id, "scrap_qty": 1, "location_id": self.stock.id}
        )  # fmt: skip
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")

    def test_a_hold_takes_away_reservations_and_tells_their_owner(self):
        lot = self.received("Q1")
        self.release(lot)
        picking = self.planned_transfer(self.stock, self.at_customer, (lot, 3))
        picking.action_assign()
        self.assertEqual(picking.state, "assigned")
        lot.with_user(self.inspector).action_hold()
        self.assertFalse(picking.move_line_ids)
        self.assertIn("what was reserved of it was taken away", picking.message_ids[0].body)

    def test_a_hold_stops_a_transfer_that_was_picked_already(self):
        lot = self.received("Q1")
        self.release(lot)
        picking = self.planned_transfer(self.stock, self.at_customer, (lot, 3))
        self.record(picking.move_ids, (lot, 3))
        lot.with_user(self.inspector).action_hold()
        self.assertFalse(picking.move_line_ids)

    def test_another_lot_cannot_be_written_into_a_done_line(self):
        free, held = self.received("F1"), self.received("Q1")
        self.release(free)
        line = self.ship((free, 1)).move_line_ids
        with self.assertRaisesRegex(UserError, "Lot Q1 of Pump is Quarantine"):
            line._correct({"lot_id": held.id})

    def test_nobody_writes_the_status(self):
        lot = self.received("Q1")
        for user in (self.operator, self.inspector, self.manager):
            with self.assertRaises(AccessError):
                lot.with_user(user).write({"state": "released"})
            with self.assertRaisesRegex(AccessError, "never by hand"):
                lot.with_user(user).sudo().with_context(meddev_gate=True).write({"state": "released"})

    def test_nobody_creates_a_released_lot(self):
        with self.assertRaisesRegex(AccessError, "never by hand"):
            self.make_lot("Q1", self.pump, state="released")

    def test_release_needs_the_signature_of_a_quality_manager(self):
        lot = self.received("Q1")
        with self.assertRaisesRegex(UserError, "Q1 becomes Released by signature"):
            lot.with_user(self.manager)._move_to("released")
        with self.assertRaisesRegex(AccessError, "Lot release of Q1 is signed by"):
            lot.with_user(self.inspector)._sign("released", {"login": "x", "password": "x"})

    def test_a_hold_is_given_a_reason_up_also_by_way_of_the_quarantine(self):
        lot = self.received("Q1")
        self.release(lot)
        lot.with_user(self.inspector).action_hold()
        lot.with_user(self.inspector).action_quarantine()
        for user in (self.inspector, self.manager):
            with self.assertRaisesRegex(AccessError, "never by hand"):
                lot.with_user(user).write({"was_held": False})
        with self.assertRaisesRegex(UserError, "Lot release of Q1 needs a reason"):
            self.release(lot, reason=" ")
        self.release(lot, reason="Tested again")
        self.assertEqual((lot.state, lot.was_held), ("released", False))

    def test_the_button_hold_asks_why_and_keeps_it(self):
        lots = self.received("Q1") | self.received("Q2")
        lots[1].with_user(self.inspector).action_hold()
        self.env.flush_all()
        self.cr.precommit.run()  # else what happens next counts as a part of their creation, which is not tracked
        action = lots.with_user(self.inspector).action_ask_hold()
        form = self.env[action["res_model"]].with_user(self.inspector).with_context(**action["context"])
        told = form.create({"reason": "Leaks"}).action_hold()
        self.assertEqual(lots.mapped("state"), ["hold", "hold"])
        self.assertIn("Lots put on hold: 1. Left as they are: 1. Q2: It is already On Hold.", told["params"]["message"])
        self.env.flush_all()
        self.cr.precommit.run()
        self.assertIn("Put on hold: Leaks", "".join(lots[0].message_ids.mapped("body")))
        with self.assertRaisesRegex(AccessError, "Only inspectors and quality managers stop lots"):
            lots.with_user(self.operator).action_ask_hold()

    def test_a_quality_manager_says_of_which_products_lots_wait(self):
        product = self.pump.product_tmpl_id.with_user(self.manager)
        category = self.env["product.category"].create({"name": "Devices"})
        product.lot_release = "none"
        category.with_user(self.manager).is_lot_release_required = True
        self.assertEqual((self.pump.lot_release, category.is_lot_release_required), ("none", True))
        with self.assertRaises(AccessError):
            product.create({"name": "Another"})

    def test_a_rejection_needs_a_reason_and_is_final(self):
        lot = self.received("Q1")
        with self.assertRaisesRegex(UserError, "Lot rejection of Q1 needs a reason"):
            self.release(lot, "rejected", "")
        self.release(lot, "rejected", "Leaks")
        with self.assertRaisesRegex(UserError, "Q1 is Rejected, which is final"):
            lot.with_user(self.inspector).action_hold()

    def test_an_operator_neither_holds_nor_frees_a_lot(self):
        lot = self.received("Q1")
        with self.assertRaisesRegex(AccessError, "Only inspectors and quality managers"):
            lot.with_user(self.operator).action_hold()

    def test_whether_lots_wait_is_not_decided_by_who_edits_products(self):
        engineer = new_test_user(
            self.env, "test-engineer", groups="meddev_base.group_engineering,stock.group_stock_manager"
        )
        message = "decided by a quality manager"
        with self.assertRaisesRegex(AccessError, message):
            self.pump.with_user(engineer).lot_release = "none"
        with self.assertRaisesRegex(AccessError, message):
            self.env["product.product"].with_user(engineer).with_context(default_lot_release="none").create(
                {"name": "Screw", "tracking": "lot", "is_storable": True}
            )
        strict = self.env["product.category"].create({"name": "Devices", "is_lot_release_required": True})
        free = self.env["product.category"].create({"name": "Screws"})
        with self.assertRaisesRegex(AccessError, message):
            strict.with_user(engineer).is_lot_release_required = False
        product = self.make_product("Device", categ_id=strict.id)
        with self.assertRaisesRegex(AccessError, message):
            product.with_user(engineer).categ_id = free

    def test_a_lot_that_is_now_described_otherwise_is_no_longer_released(self):
        lot = self.received("Q1")
        signature = self.release(lot)
        lot.ref = "Q1-new"
        self.assertEqual((lot.state, signature.validity), ("quarantine", "void"))

    def test_a_line_added_to_a_done_delivery_ships_nothing_unreleased(self):
        free, held = self.received("F1"), self.received("Q1")
        self.release(free)
        picking = self.ship((free, 1))
        with self.assertRaisesRegex(UserError, "Lot Q1 of Pump is Quarantine"):
            self.env["stock.move.line"].with_user(self.operator).create({
                "picking_id": picking.id, "move_id": picking.move_ids.id, "product_id": self.pump.id, "quantity": 1,
                "lot_id": held.id, "location_id": self.stock.id, "location_dest_id": self.at_customer.id,
            })  # fmt: skip

    def test_the_name_of_a_lot_instead_of_the_lot_ships_nothing_unreleased(self):
        lot = self.received("Q1")
        picking = self.env["stock.picking"].with_user(self.operator).create({
            "picking_type_id": self.warehouse.in_type_id.id, "location_id": self.stock.id,
            "location_dest_id": self.at_customer.id,
            "move_line_ids": [(0, 0, {"product_id": self.pump.id, "quantity": 1, "lot_name": lot.name,
                                      "location_id": self.stock.id, "location_dest_id": self.at_customer.id})],
        })  # fmt: skip
        with self.assertRaisesRegex(UserError, "Lot Q1 of Pump is Quarantine"):
            picking.with_context(skip_backorder=True).button_validate()

    def test_a_done_line_is_not_moved_to_where_it_would_have_been_a_use(self):
        lot = self.received("Q1")
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        line = self.transfer(self.stock, shelf, (lot, 1)).move_line_ids
        with self.assertRaisesRegex(UserError, "Lot Q1 of Pump is Quarantine"):
            line._correct({"location_dest_id": self.at_customer.id})

    def test_a_free_lot_does_not_become_a_released_one_of_another_product(self):
        lot = self.make_lot("X1", self.make_product("Pouch"))
        self.assertEqual(lot.state, "released")
        lot.product_id = self.pump
        self.assertEqual(lot.state, "quarantine")

    def test_a_strict_category_is_not_deleted_nor_tracking_dropped_by_who_edits_products(self):
        groups = "meddev_base.group_data_steward,stock.group_stock_manager"
        steward = new_test_user(self.env, "test-steward", groups=groups)
        category = self.env["product.category"].create({"name": "Devices", "is_lot_release_required": True})
        with self.assertRaisesRegex(AccessError, "decided by a quality manager"):
            category.with_user(steward).unlink()
        with self.assertRaisesRegex(AccessError, "decided by a quality manager"):
            self.pump.product_tmpl_id.with_user(steward).tracking = "none"

    def test_stock_is_not_relabelled_in_place(self):
        held, free = self.received("Q1"), self.received("F1")
        quant = self.env["stock.quant"].search([("lot_id", "=", held.id), ("location_id", "=", self.stock.id)])
        with self.assertRaisesRegex(UserError, "Stock of lot Q1 is not given another lot by hand"):
            quant.with_user(self.operator).sudo().write({"lot_id": free.id})

    def test_a_rejected_lot_keeps_its_name(self):
        lot = self.received("Q1")
        self.release(lot, "rejected", "Leaks")
        with self.assertRaisesRegex(UserError, "can no longer change"):
            lot.name = "Q2"

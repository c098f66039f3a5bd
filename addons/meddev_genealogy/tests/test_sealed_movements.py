from xmlrpc.client import Fault

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import GenealogyCase

LINE, MOVE, TRANSFER = "stock.move.line", "stock.move", "stock.picking"


@tagged("post_install", "-at_install")
class TestSealedMovements(GenealogyCase, RpcCase):
    """What a done movement says stays, whoever asks and however."""

    def setUp(self):
        super().setUp()
        self.keeper = self.make_user("seal-keeper", "operator", "stock.group_stock_manager")
        self.pump = self.make_product("Pump")
        self.lot, self.other = self.make_lot("P1", self.pump), self.make_lot("P2", self.pump)
        self.receive((self.lot, 10), (self.other, 10))
        self.delivery = self.ship((self.lot, 2))
        self.line, self.move = self.delivery.move_line_ids, self.delivery.move_ids

    def refused(self, model, method, *args, says="can no longer change.*Request a correction", **kwargs):
        with self.assertRaisesRegex(Fault, says):
            self.xmlrpc(self.keeper, model, method, *args, **kwargs)

    def write_refused(self, record, **vals):
        self.refused(record._name, "write", record.ids, vals)

    def on_hand(self, lot):
        return lot.sudo().product_qty

    def test_no_field_of_a_done_line_changes_over_rpc(self):
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        quant = self.env["stock.quant"].search([("lot_id", "=", self.other.id), ("location_id", "=", self.stock.id)])
        for vals in (
            {"lot_id": self.other.id}, {"lot_name": "P9"}, {"quantity": 1.0}, {"quantity": 0.0},
            {"quantity_product_uom": 0.0}, {"product_uom_id": self.env.ref("uom.product_uom_dozen").id},
            {"date": "2020-01-01 00:00:00"}, {"location_id": shelf.id}, {"location_dest_id": shelf.id},
            {"move_id": False}, {"state": "draft"}, {"picking_id": False}, {"owner_id": self.clinic.id},
            {"quant_id": quant.id}, {"reference": "WH/OUT/99999"},
        ):  # fmt: skip
            with self.subTest(vals):
                self.write_refused(self.line, **vals)
        self.assertEqual(self.on_hand(self.lot), 8)

    def test_stock_is_not_written_by_hand(self):
        quant = self.env["stock.quant"].search([("lot_id", "=", self.lot.id), ("location_id", "=", self.stock.id)])
        says = "changes by a movement, never by hand"
        self.refused("stock.quant", "write", quant.ids, {"quantity": 999.0}, says=says)
        self.refused("stock.quant", "write", quant.ids, {"reserved_quantity": -100.0}, says=says)
        self.refused("stock.quant", "write", quant.ids, {"location_id": self.delivery.location_dest_id.id}, says=says)
        goods = {"product_id": self.pump.id, "lot_id": self.other.id, "location_id": self.stock.id}
        self.refused("stock.quant", "create", {**goods, "quantity": 5.0}, says=says)
        self.refused("stock.quant", "create", goods, context={"default_quantity": 5.0}, says=says)
        self.assertEqual(self.on_hand(self.lot), 8)

    def test_no_field_of_a_done_movement_changes_over_rpc(self):
        for vals in (
            {"quantity": 1.0}, {"date": "2020-01-01 00:00:00"}, {"location_dest_id": self.stock.id},
            {"location_id": self.at_vendor.id}, {"state": "draft"}, {"picking_id": False}, {"reference": "X"},
            {"move_line_ids": [(1, self.line.id, {"quantity": 1})]}, {"lot_ids": [(6, 0, self.other.ids)]},
        ):  # fmt: skip
            with self.subTest(vals), self.assertRaises(Fault):
                self.xmlrpc(self.keeper, MOVE, "write", self.move.ids, vals)
        self.assertEqual((self.line.quantity, self.line.lot_id, self.move.state), (2, self.lot, "done"))

    def test_the_date_and_the_places_of_a_done_transfer_do_not_change(self):
        self.write_refused(self.delivery, date_done="2020-01-01 00:00:00")
        self.write_refused(self.delivery, location_dest_id=self.stock.id)
        self.assertEqual(self.move.location_dest_id, self.at_customer)

    def test_a_done_transfer_does_not_look_open_to_be_changed(self):
        self.write_refused(self.delivery, state="draft")
        self.write_refused(self.delivery, name="WH/OUT/99999")
        added = {"product_id": self.pump.id, "product_uom_qty": 1, "location_id": self.stock.id,
                 "location_dest_id": self.at_customer.id}  # fmt: skip
        self.refused(MOVE, "create", {**added, "picking_id": self.delivery.id}, says="no movement of Pump is added")
        planned = self.xmlrpc(self.keeper, MOVE, "create", added)
        self.xmlrpc(self.keeper, MOVE, "write", planned, {"picking_id": self.delivery.id})
        self.write_refused(self.delivery, location_dest_id=self.stock.id)
        self.assertEqual(self.move.location_dest_id, self.at_customer)

    def test_a_scrap_that_moved_goods_is_not_deleted_even_as_if_uninstalling(self):
        scrap = self.env["stock.scrap"].create(
            {"product_id": self.pump.id, "lot_id": self.lot.id, "scrap_qty": 1, "location_id": self.stock.id}
        )
        scrap.action_validate()
        self.refused("stock.scrap", "unlink", scrap.ids, says="moved Pump and stays on file|cannot delete",
                     context={"_force_unlink": True})  # fmt: skip

    def test_what_a_done_transfer_brought_is_scrapped_from_there(self):
        before = self.lot.product_qty
        values = {"product_id": self.pump.id, "lot_id": self.lot.id, "scrap_qty": 1, "location_id": self.stock.id}
        scrap = self.env["stock.scrap"].with_user(self.operator).create({**values, "picking_id": self.delivery.id})
        scrap.action_validate()
        self.assertEqual((scrap.state, self.lot.product_qty), ("done", before - 1))
        self.write_refused(self.delivery, name="WH/OUT/99999")

    def test_the_refusal_names_the_document_the_field_and_the_product(self):
        with self.assertRaisesRegex(UserError, f"{self.delivery.name} is done: Quantity of Pump can no longer change"):
            self.line.with_user(self.keeper).quantity = 1

    def test_superuser_code_meets_the_same_refusal(self):
        with self.assertRaisesRegex(UserError, "can no longer change"):
            self.line.sudo().write({"lot_id": self.other.id})

    def test_no_context_opens_a_done_line(self):
        for value in (True, {"fields": ["quantity"]}, "Opening"):
            context = {"meddev_sealed_movement": value, "meddev_gate": value}
            self.refused(LINE, "write", self.line.ids, {"quantity": 1}, context=context)

    def test_a_done_line_is_not_deleted_even_as_if_uninstalling(self):
        for context in ({}, {"_force_unlink": True}):
            self.refused(LINE, "unlink", self.line.ids, says="is not deleted", context=context)
            self.refused(MOVE, "unlink", self.move.ids, says="is not deleted", context=context)

    def test_nothing_is_added_to_what_is_done(self):
        line = {"product_id": self.pump.id, "quantity": 1, "lot_id": self.other.id, "location_id": self.stock.id,
                "location_dest_id": self.at_customer.id}  # fmt: skip
        self.refused(LINE, "create", {**line, "move_id": self.move.id}, says="no line of Pump is added")
        self.refused(LINE, "create", {**line, "picking_id": self.delivery.id}, says="is added to it")
        move = {"product_id": self.pump.id, "product_uom_qty": 1, "location_id": self.stock.id,
                "location_dest_id": self.at_customer.id}  # fmt: skip
        self.refused(MOVE, "create", {**move, "state": "done"}, says="no movement of Pump is added")
        self.refused(MOVE, "create", move, says="no movement of Pump is added", context={"default_state": "done"})

    def test_nothing_becomes_done_without_being_carried_out(self):
        planned = self.planned_transfer(self.stock, self.at_customer, (self.lot, 3))
        self.refused(MOVE, "write", planned.move_ids.ids, {"state": "done"}, says="never by hand")
        self.refused(LINE, "write", planned.move_line_ids.ids, {"state": "done"}, says="never by hand")
        self.refused(LINE, "write", planned.move_line_ids.ids, {"move_id": self.move.id}, says="never by hand")
        self.assertEqual(self.on_hand(self.lot), 8)

    def test_the_same_values_are_no_change(self):
        vals = {"quantity": 2.0, "lot_id": self.lot.id, "date": self.line.date.strftime("%Y-%m-%d %H:%M:%S")}
        self.xmlrpc(self.keeper, LINE, "write", self.line.ids, vals)

    def test_what_decides_nothing_stays_open(self):
        self.xmlrpc(self.keeper, TRANSFER, "write", self.delivery.ids, {"note": "<p>Seal was broken</p>"})
        self.xmlrpc(self.keeper, MOVE, "write", self.move.ids, {"description_picking": "With care"})

    def test_a_count_carries_the_day_that_the_counter_names(self):
        quant = self.env["stock.quant"].search([("lot_id", "=", self.lot.id), ("location_id", "=", self.stock.id)])
        quant = quant.with_user(self.keeper).with_context(inventory_mode=True)
        quant.inventory_quantity = 7
        quant.action_apply_inventory("2026-01-02 03:04:05")
        line = self.env[LINE].search([("lot_id", "=", self.lot.id)], order="id desc", limit=1)
        self.assertEqual((str(line.date), line.quantity), ("2026-01-02 03:04:05", 1))

    def test_a_correction_moves_the_stock_along(self):
        self.line._correct({"lot_id": self.other.id})
        self.assertEqual((self.on_hand(self.lot), self.on_hand(self.other)), (10, 8))

    def test_the_opening_of_one_line_opens_no_other(self):
        second = self.ship((self.lot, 1)).move_line_ids
        gate = self.env.context
        self.line._correct({"quantity": 1})
        self.assertEqual(self.env.context, gate)
        with self.assertRaisesRegex(UserError, "can no longer change"):
            second.quantity = 2

    def test_the_unit_of_a_product_that_moved_stays(self):
        with self.assertRaisesRegex(UserError, "can no longer change"):
            self.pump.uom_id = self.env.ref("uom.product_uom_dozen")

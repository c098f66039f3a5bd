from xmlrpc.client import Fault

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .held import HeldLotCase

HELD = "Lot Q1 of Pump is Quarantine and is neither shipped nor consumed"
LINE, MOVE = "stock.move.line", "stock.move"


@tagged("post_install", "-at_install")
class TestLotUseAttacks(HeldLotCase):
    """One field written over RPC gets no lot out that quality has not released."""

    def delivery(self, quantity=1):
        return self.planned_transfer(self.stock, self.at_customer, (self.pump, quantity), partner=self.clinic)

    def validate(self, picking):
        return self.rpc(picking, "button_validate", context={"skip_backorder": True})

    def test_a_line_of_a_delivery_that_points_elsewhere_ships_no_held_lot(self):
        held = self.received("Q1")
        move = self.delivery().move_ids
        for place in (self.stock, self.warehouse.wh_output_stock_loc_id, self.at_vendor):
            with self.subTest(place=place.name), self.assertRaisesRegex(Fault, HELD):
                values = self.line_of(move, held, location_dest_id=place.id)
                self.xmlrpc(self.clerk, LINE, "create", values)

    def test_a_line_that_comes_from_the_customer_ships_no_held_lot(self):
        held = self.received("Q1")
        with self.assertRaisesRegex(Fault, HELD):
            values = self.line_of(self.delivery().move_ids, held, location_id=self.at_customer.id)
            self.xmlrpc(self.clerk, LINE, "create", values)

    def test_a_delivery_with_a_line_that_points_elsewhere_is_not_validated(self):
        self.received("Q1", is_released=True)
        for values in ({"location_dest_id": self.stock.id}, {"location_id": self.at_customer.id}):
            picking = self.delivery()
            picking.action_assign()
            self.rpc(picking.move_line_ids, "write", {**values, "picked": True})
            with self.subTest(values), self.assertRaisesRegex(Fault, "one of its lines says from"):
                self.validate(picking)

    def test_a_held_lot_is_not_reserved_by_hand(self):
        held, free = self.received("Q1"), self.received("F1", is_released=True)
        move = self.delivery().move_ids
        with self.assertRaisesRegex(Fault, HELD):
            self.xmlrpc(self.clerk, LINE, "create", self.line_of(move, held))
        move._action_assign()
        line = move.move_line_ids
        self.assertEqual(line.lot_id, free)
        quant = self.env["stock.quant"].search([("lot_id", "=", held.id), ("location_id", "=", self.stock.id)])
        for values in ({"lot_id": held.id}, {"quant_id": quant.id}):
            with self.subTest(values), self.assertRaisesRegex(Fault, HELD):
                self.rpc(line, "write", values)
        self.assertEqual(quant.reserved_quantity, 0)

    def test_a_line_that_was_put_away_is_not_turned_into_a_delivery(self):
        held = self.received("Q1")
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        line = self.planned_transfer(self.stock, shelf, (held, 1)).move_line_ids
        line.move_id._action_assign()
        for values in ({"location_dest_id": self.at_customer.id}, {"move_id": self.delivery().move_ids.id}):
            with self.subTest(values), self.assertRaisesRegex(Fault, HELD):
                self.rpc(line or shelf, "write", values)

    def test_what_is_reserved_of_a_held_lot_becomes_less_and_not_more(self):
        lot = self.received("Q1", is_released=True)
        picking = self.delivery(3)
        picking.action_assign()
        line = picking.move_line_ids
        self.env.flush_all()
        # As a database may have it from before.
        self.env.cr.execute("UPDATE stock_lot SET state = 'quarantine' WHERE id = %s", (lot.id,))
        lot.invalidate_recordset()
        self.rpc(line, "write", {"quantity": 2})
        with self.assertRaisesRegex(Fault, HELD):
            self.rpc(line, "write", {"quantity": 3})
        with self.assertRaisesRegex(Fault, HELD):
            self.validate(picking)
        self.rpc(line, "write", {"quantity": 0})
        self.rpc(line, "unlink")

    def test_a_strict_product_leaves_by_lot_though_the_operation_asks_for_none(self):
        self.received("Q1")
        self.warehouse.out_type_id.write({"use_create_lots": False, "use_existing_lots": False})
        picking = self.delivery()
        line = self.line_of(picking.move_ids, self.env["stock.lot"])
        self.xmlrpc(self.clerk, LINE, "create", line)
        with self.assertRaisesRegex(Fault, "Pump is shipped or consumed by lot, and none is named"):
            self.validate(picking)

    def test_what_is_sent_to_a_sister_company_is_shipped(self):
        held = self.received("Q1")
        between = self.env.ref("stock.stock_location_inter_company")
        between.active = True
        with self.assertRaisesRegex(UserError, HELD):
            self.transfer(self.stock, between, (held, 1))

    def test_a_movement_is_not_called_a_scrap(self):
        scrap = self.env["stock.scrap"].create({"product_id": self.pump.id, "scrap_qty": 1})
        with self.assertRaisesRegex(Fault, "is no scrap"):
            self.rpc(self.delivery().move_ids, "write", {"scrap_id": scrap.id})

    # --- the product --------------------------------------------------------------------------------------------

    def test_tracking_is_not_dropped_by_another_field(self):
        groups = "meddev_base.group_data_steward,stock.group_stock_manager"
        steward = new_test_user(self.env, "use-steward", groups=groups)
        for values in ({"tracking": "none"}, {"is_storable": False}, {"type": "service"}):
            for record in (self.pump, self.pump.product_tmpl_id):
                with (
                    self.subTest(values, model=record._name),
                    self.assertRaisesRegex(AccessError, "decided by a quality manager"),
                    self.env.cr.savepoint(),
                ):
                    record.with_user(steward).write(values)
                    self.env.flush_all()
        self.assertEqual(self.pump.tracking, "lot")

    def test_a_strict_variant_does_not_move_to_another_product(self):
        groups = "meddev_base.group_data_steward,stock.group_stock_manager"
        steward = new_test_user(self.env, "use-steward", groups=groups)
        free = self.make_product("Screw")
        with self.assertRaisesRegex(AccessError, "decided by a quality manager"):
            self.pump.with_user(steward).product_tmpl_id = free.product_tmpl_id

    def test_quality_changes_the_tracking_of_a_product_that_waits(self):
        groups = "meddev_base.group_quality_manager,stock.group_stock_manager,product.group_product_manager"
        self.pump.with_user(new_test_user(self.env, "use-quality", groups=groups)).is_storable = False
        self.assertEqual(self.pump.tracking, "none")

    def test_a_delivery_that_points_to_no_customer_takes_no_held_lot(self):
        held = self.received("Q1")
        loss = self.env["stock.location"].search([("usage", "=", "inventory")], limit=1)
        shelf = self.stock.copy({"name": "Shelf"})
        for place in (self.at_vendor, loss, shelf):
            picking = self.delivery()
            self.rpc(picking.move_ids, "write", {"location_dest_id": place.id, "location_final_id": place.id})
            with self.subTest(place=place.name), self.assertRaisesRegex(Fault, HELD):
                self.xmlrpc(self.clerk, LINE, "create", self.line_of(picking.move_ids, held, location_dest_id=place.id))

    def test_a_held_lot_goes_back_to_who_supplied_it(self):
        held = self.received("Q1")
        picking = self.planned_transfer(self.stock, self.at_vendor, (held, 1), partner=self.vendor)
        self.record(picking.move_ids, (held, 1))
        self.finish(picking)
        self.assertEqual(held.product_qty, 4)

    def test_what_is_reserved_of_a_held_lot_is_not_turned_into_a_delivery_by_its_movement(self):
        held = self.received("Q1")
        shelf = self.stock.copy({"name": "Shelf"})
        picking = self.planned_transfer(self.stock, shelf, (held, 1))
        self.record(picking.move_ids, (held, 1))
        for record in (picking.move_ids, picking):
            with self.subTest(record=record._name), self.assertRaisesRegex(Fault, HELD):
                self.rpc(record, "write", {"location_dest_id": self.at_customer.id})

    def test_a_product_with_lots_that_moved_stays_tracked(self):
        self.received("Q1")
        engineer = new_test_user(self.env, "tracking-engineer", groups="meddev_base.group_engineering")
        for record in (self.pump, self.pump.product_tmpl_id):
            with (
                self.subTest(record._name),
                self.assertRaisesRegex(AccessError, "is decided by a quality manager"),
                self.env.cr.savepoint(),
            ):
                record.with_user(engineer).write({"tracking": "none"})
        free = self.make_product("Free")
        free.with_user(engineer).tracking = "none"
        lot = self.make_lot("F1")
        self.receive((lot, 1))
        with self.assertRaisesRegex(UserError, "has lots that moved, such as F1, and stays tracked"):
            lot.product_id.with_user(engineer).tracking = "none"

    def test_a_done_scrap_is_not_opened_again_by_its_state(self):
        held = self.received("Q1")
        scrap = self.env["stock.scrap"].with_user(self.clerk).create({
            "product_id": self.pump.id, "lot_id": held.id, "scrap_qty": 1, "location_id": self.stock.id,
        })  # fmt: skip
        scrap.action_validate()
        for vals in ({"state": "draft"}, {"name": "SP-FORGED"}, {"scrap_qty": 5}):
            with self.subTest(vals), self.assertRaisesRegex(Fault, "is done: .* can no longer change"):
                self.rpc(scrap, "write", vals)
        with self.assertRaisesRegex(UserError, "is done: Reference of Pump can no longer change"):
            scrap.do_scrap()

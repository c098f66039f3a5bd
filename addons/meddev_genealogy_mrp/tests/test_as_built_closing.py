from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .as_built_common import AsBuiltCase


@tagged("post_install", "-at_install")
class TestAsBuiltClosing(AsBuiltCase):
    """An order is closed when each unit's component lots are recorded, and consumes those."""

    def test_an_order_with_nothing_recorded_is_not_closed(self):
        order = self.planned("P1", "P2")
        with self.assertRaisesRegex(
            UserError, r"(?s)cannot be closed.*Unit P1: 1 Units of Rotor not recorded.*As-Built"
        ):
            order.button_mark_done()
        self.assertNotEqual(order.state, "done")

    def test_a_begun_order_does_not_turn_into_one_without_as_built(self):
        order = self.planned("P1")
        product = self.make_product("Device", tracking="serial")
        bom = self.env["mrp.bom"].create({"product_tmpl_id": product.product_tmpl_id.id})
        with self.assertRaisesRegex(UserError, "has begun with as-built"), self.env.cr.savepoint():
            order.bom_id = bom  # which gives the order its own product
        order.invalidate_recordset()
        self.assertTrue(order.is_as_built_required)

    def test_a_unit_that_asks_for_as_built_is_no_by_product(self):
        [unit] = self.make_serials(self.pump, "P1")
        with self.assertRaisesRegex(UserError, "Pump asks for as-built per unit and is no by-product of"):
            self.make([self.make_lot("BATCH-1")], [(self.bars[0], 1)], byproducts=[(unit, 1)])

    def test_one_component_of_one_unit_missing_keeps_the_order_open(self):
        order = self.planned("P1", "P2")
        self.into(order, "P1", "R1", "S1")
        self.into(order, "P2", "R2", ("S1", 1))
        with self.assertRaisesRegex(UserError, "Unit P2: 1 Units of Steel not recorded"):
            order.button_mark_done()

    def test_what_is_recorded_is_consumed_whatever_odoo_reserved(self):
        order = self.planned("P1", "P2")
        self.assertEqual(self.consumed(order), {"R1": 1, "R2": 1, "S1": 4})
        self.into(order, "P1", "R3", "S2")
        self.into(order, "P2", "R1", ("S1", 1), ("S2", 1))
        self.close(order)
        self.assertEqual(self.consumed(order), {"R3": 1, "R1": 1, "S1": 1, "S2": 3})
        self.assertEqual(self.rotors[1].product_qty, 1)

    def test_scanning_is_all_that_is_to_be_done(self):
        order = self.planned(quantity=2)
        order.lot_producing_ids = [lot.id for lot in self.make_serials(self.pump, "P1", "P2")]
        self.into(order, "P1", "R3", "S2")
        self.into(order, "P2", "R2", "S2")
        self.close(order)
        self.assertEqual((order.qty_producing, self.consumed(order)), (2, {"R3": 1, "R2": 1, "S2": 4}))

    def test_components_of_an_operation_are_taken_over_too(self):
        order = self.planned("P1")
        order.move_raw_ids.write({"manual_consumption": True})
        self.into(order, "P1", "R2", "S2")
        self.close(order)
        self.assertEqual(self.consumed(order), {"R2": 1, "S2": 2})

    def test_a_quantity_that_somebody_typed_is_not_overwritten_but_refused(self):
        order = self.planned("P1")
        self.into(order, "P1", "R1", "S1")
        move = order.move_raw_ids.filtered(lambda move: move.product_id == self.steel)
        move.with_context(force_manual_consumption=True).quantity = 3
        with self.assertRaisesRegex(UserError, "Lot S1 of Steel: 2 Units recorded in units, 3 consumed"):
            order.button_mark_done()

    def test_an_order_for_one_unit_without_a_serial_number_is_not_closed(self):
        order = self.planned(quantity=1)
        with self.assertRaisesRegex(UserError, "has no serial number yet"):
            order.button_mark_done()

    def test_a_lot_lying_in_a_shelf_is_taken_from_there(self):
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        self.transfer(self.stock, shelf, (self.bars[1], 10))
        order = self.planned("P1")
        self.into(order, "P1", "R1", "S2")
        self.close(order)
        line = order.move_raw_ids.move_line_ids.filtered(lambda line: line.lot_id == self.bars[1])
        self.assertEqual((line.location_id, line.quantity), (shelf, 2))

    def test_a_product_that_does_not_ask_for_it_is_closed_as_ever(self):
        self.pump.is_as_built_required = False
        order = self.planned("P1", "P2")
        self.close(order)
        self.assertFalse(order.as_built_ids)

    def test_moves_cannot_be_finished_past_the_order(self):
        order = self.planned("P1")
        order.move_finished_ids.lot_ids = order.lot_producing_ids
        order.move_finished_ids.picked = True
        by_hand = "becomes done by validating its transfer or order, never by hand"
        for act, refusal in (
            (order._post_inventory, "not recorded"),
            (order.move_finished_ids._action_done, "not recorded"),
            (lambda: order.move_finished_ids.write({"state": "done"}), by_hand),
            (lambda: order.write({"state": "done"}), "not recorded"),
        ):
            with self.subTest(act=act), self.assertRaisesRegex(UserError, refusal), self.cr.savepoint():
                act()

    # --- a part now, the rest later -----------------------------------------------------------------------------

    def test_a_backorder_asks_for_the_units_closed_now_only(self):
        order = self.planned("P1", "P2")
        self.into(order, "P1", "R1", "S1")
        self.into(order, "P2", "R2")
        order.lot_producing_ids = order.lot_producing_ids.filtered(lambda lot: lot.name == "P1")
        order.qty_producing = 1
        order._set_qty_producing()
        self.close(order.sudo())
        rest = order.production_group_id.production_ids - order
        self.assertEqual(self.entries(order), {("P1", "R1", 1.0), ("P1", "S1", 2.0)})
        self.assertEqual(self.entries(rest), {("P2", "R2", 1.0)})
        self.assertEqual(self.consumed(order), {"R1": 1, "S1": 2})
        rest.with_user(self.operator).lot_producing_ids = self.env["stock.lot"].search([("name", "=", "P2")])
        with self.assertRaisesRegex(UserError, "Unit P2: 2 Units of Steel not recorded"):
            rest.button_mark_done()
        self.into(rest, "P2", "S2")
        self.close(rest)
        self.assertEqual(self.consumed(rest), {"R2": 1, "S2": 2})

    def test_what_was_recorded_for_a_unit_that_is_never_made_is_dropped(self):
        order = self.planned("P1", "P2")
        self.into(order, "P1", "R1", "S1")
        self.into(order, "P2", "R2")
        order.lot_producing_ids = order.lot_producing_ids.filtered(lambda lot: lot.name == "P1")
        order.qty_producing = 1
        order._set_qty_producing()
        order.with_context(skip_backorder=True).button_mark_done()
        self.assertEqual((order.state, {unit for unit, *_rest in self.entries(order)}), ("done", {"P1"}))

    # --- the seal -----------------------------------------------------------------------------------------------

    def test_a_done_order_is_sealed(self):
        order = self.built("P1", lots={"P1": ["R1", "S1"]})
        entry = order.as_built_ids[:1]
        for act in (
            lambda: entry.sudo().write({"quantity": 9}),
            lambda: entry.sudo().unlink(),
            lambda: entry.sudo().copy({"component_lot_id": self.bars[1].id}),
            lambda: self.into(order, "P1", "S2"),
            lambda: self.env["meddev.as.built"].with_user(self.operator).remove(order.name, "P1", "S1"),
        ):
            with self.assertRaisesRegex(UserError, "is done: what is in its units can no longer change"):
                act()

    @mute_logger("odoo.sql_db")
    def test_nobody_writes_the_table_and_postgresql_keeps_it_sealed(self):
        order = self.built("P1", lots={"P1": ["R1", "S1"]})
        for user in (self.operator, self.inspector, self.env.ref("base.user_admin")):
            entries = order.as_built_ids.with_user(user)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(entries.has_access(operation), (user.login, operation))
        for statement in ("UPDATE meddev_as_built SET quantity = 9", "DELETE FROM meddev_as_built"):
            with self.assertRaisesRegex(Exception, "sealed"), self.cr.savepoint():
                self.cr.execute(f"{statement} WHERE production_id = %s", [order.id])  # pylint: disable=sql-injection

    def test_what_a_done_order_consumed_is_not_rewritten(self):
        order = self.built("P1", lots={"P1": ["R1", "S1"]})
        line = order.move_raw_ids.move_line_ids.filtered(lambda line: line.lot_id.name == "S1")
        with self.assertRaisesRegex(UserError, "Lot/Serial Number of Steel can no longer change"):
            line.lot_id = self.bars[1]
        with self.assertRaisesRegex(UserError, "Quantity of Steel can no longer change"):
            line.quantity = 1

    def test_a_correction_that_the_units_records_contradict_is_refused_and_sent_to_a_repair(self):
        order = self.built("P1", lots={"P1": ["R1", "S1"]})
        line = order.move_raw_ids.move_line_ids.filtered(lambda line: line.lot_id.name == "S1")
        says = "(?s)is done, and the records of its units say otherwise.*Put them right by a repair of the unit"
        with self.assertRaisesRegex(UserError, says):
            line._correct({"lot_id": self.bars[1].id})

    # --- the product --------------------------------------------------------------------------------------------

    def test_whether_it_is_recorded_is_decided_by_quality_or_engineering(self):
        template = self.pump.product_tmpl_id
        steward = new_test_user(self.env, "test-steward", groups="meddev_base.group_data_steward")
        with self.assertRaisesRegex(AccessError, "decided by a quality manager or by engineering"):
            template.with_user(steward).is_as_built_required = False
        engineer = new_test_user(self.env, "test-engineer", groups="meddev_base.group_engineering")
        template.with_user(engineer).is_as_built_required = False
        self.assertFalse(template.is_as_built_required)

    def test_without_serial_numbers_there_is_no_unit_to_record(self):
        with self.assertRaisesRegex(ValidationError, "Steel is not tracked by unique serial number"):
            self.steel.is_as_built_required = True

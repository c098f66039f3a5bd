from odoo.tests import tagged

from .common import BASE, CASE, SERIAL, ScanCase, later, yymmdd


@tagged("post_install", "-at_install")
class TestScanReceipt(ScanCase):
    """Goods are taken in by their labels alone."""

    def test_a_label_brings_lot_dates_and_quantity_by_package_level(self):
        receipt, expiry, made = self.receipt((self.set, 30)), later(years=2), later(days=-5)
        answer = self.take(receipt, f"01{CASE}11{yymmdd(made)}17{yymmdd(expiry)}10L-1")
        self.assertIn("L-1: 10 Units of Infusion set", answer["message"])
        self.assertIn("20 missing", answer["message"])
        self.take(receipt, f"01{CASE}11{yymmdd(made)}17{yymmdd(expiry)}10L-1", packages="2")
        self.assertEqual(self.lines(receipt), {("Infusion set", "L-1"): 30})
        self.assertEqual(self.immediate(receipt).backorder_ids, receipt.browse())
        lot = self.env["stock.lot"].search([("name", "=", "L-1"), ("product_id", "=", self.set.id)])
        self.assertEqual(lot.production_date, made)
        if "expiration_date" in lot._fields:
            self.assertEqual(lot._expiry_day(), expiry)
        self.assertEqual(lot.product_qty, 30)

    def test_what_is_not_scanned_goes_to_a_backorder(self):
        receipt = self.receipt((self.set, 30), (self.gauze, 5))
        self.take(receipt, f"(01){BASE}(10)L-1", packages=4)
        self.take(receipt, "GAUZE-1")
        backorder = self.immediate(receipt).backorder_ids
        moves = {move.product_id: move.product_uom_qty for move in backorder.move_ids}
        self.assertEqual(moves, {self.set: 26, self.gauze: 4})

    def test_each_serial_number_is_one_line_of_one(self):
        receipt = self.receipt((self.pump, 3))
        for number in ("S1", "S2", "S3"):
            answer = self.take(receipt, f"(01){SERIAL}(21){number}")
        self.assertIn("Everything is scanned", answer["message"])
        self.assertEqual(self.lines(receipt), {("Pump", name): 1 for name in ("S1", "S2", "S3")})
        self.immediate(receipt)
        self.assertEqual(self.env["stock.lot"].search_count([("product_id", "=", self.pump.id)]), 3)

    def test_a_serial_number_is_scanned_once(self):
        receipt = self.receipt((self.pump, 3))
        self.take(receipt, f"(01){SERIAL}(21)S1")
        with self.refused("Serial number S1 is scanned already", receipt):
            self.take(receipt, f"(01){SERIAL}(21)S1")

    def test_a_serial_number_that_is_in_stock_does_not_come_in_again(self):
        self.stocked("S1", self.pump, 1)
        receipt = self.receipt((self.pump, 3))
        with self.refused("S1 is in stock already, in .*Stock", receipt):
            self.take(receipt, f"(01){SERIAL}(21)S1")

    def test_another_product_is_refused_with_what_was_asked_for(self):
        receipt = self.receipt((self.set, 30))
        with self.refused("Pump does not belong to .* It asks for: Infusion set", receipt):
            self.take(receipt, f"(01){SERIAL}(21)S1")

    def test_expired_goods_are_refused(self):
        receipt = self.receipt((self.set, 30))
        with self.refused("L-1 of Infusion set expired on", receipt):
            self.take(receipt, f"01{BASE}17{yymmdd(later(days=-3))}10L-1")
        self.take(receipt, f"01{BASE}17{yymmdd(later(days=3))}10L-1")

    def test_an_unknown_identifier_is_refused(self):
        receipt = self.receipt((self.set, 30))
        with self.refused("04006381333931 is a right identifier of GS1, and no product of ours has it", receipt):
            self.take(receipt, "4006381333931")

    def test_a_faulty_code_is_refused_with_position_and_rule(self):
        receipt = self.receipt((self.set, 30))
        with self.refused("cannot be read.*check digit.*Position", receipt):
            self.take(receipt, "(01)09506000134353(10)L-1")

    def test_another_date_than_the_recorded_one_is_refused(self):
        self.make_lot("L-1", self.set, production_date=later(days=-30))
        receipt = self.receipt((self.set, 30))
        with self.refused("The label of L-1 says .* as its manufacturing date, and .* is on file", receipt):
            self.take(receipt, f"01{BASE}11{yymmdd(later(days=-29))}10L-1")

    def test_more_than_ordered_is_taken_and_said(self):
        receipt = self.receipt((self.set, 12))
        self.take(receipt, f"(01){CASE}(10)L-1")
        answer = self.take(receipt, f"(01){CASE}(10)L-1")
        self.assertIn("8 more than was ordered", answer["message"])
        self.assertEqual(answer["sheet"]["lines"][0]["taken"], 20)

    def test_a_label_in_two_codes_is_read_as_one(self):
        receipt = self.receipt((self.set, 30))
        answer = self.take(receipt, BASE)
        self.assertIn("Infusion set: scan or type its lot number", answer["message"])
        self.assertEqual(self.lines(receipt), {})
        answer = self.take(receipt, f"17{yymmdd(later(years=1))}10L-1", answer["before"])
        self.assertEqual(answer["before"], [])
        self.assertEqual(self.lines(receipt), {("Infusion set", "L-1"): 1})

    def test_after_the_product_a_lot_number_may_be_typed(self):
        receipt = self.receipt((self.set, 30))
        before = self.take(receipt, CASE)["before"]
        self.take(receipt, "HAND 7", before, packages=3)
        self.assertEqual(self.lines(receipt), {("Infusion set", "HAND 7"): 30})

    def test_an_entry_is_taken_back(self):
        receipt = self.receipt((self.set, 30))
        self.take(receipt, f"(01){CASE}(10)L-1")
        sheet = self.take(receipt, f"(01){CASE}(10)L-2")["sheet"]
        entry = next(lot for lot in sheet["lines"][0]["lots"] if lot["name"] == "L-1")
        answer = self.scan.undo("stock.picking", receipt.id, entry["id"])
        self.assertIn("L-1 was taken back", answer["message"])
        self.assertEqual(self.lines(receipt), {("Infusion set", "L-2"): 10})
        self.take(receipt, f"(01){CASE}(10)L-3", packages=2)
        self.assertEqual(self.lines(receipt), {("Infusion set", "L-2"): 10, ("Infusion set", "L-3"): 20})
        self.assertEqual(sum(receipt.move_line_ids.mapped("quantity")), 30)

    def test_another_date_on_the_next_label_of_a_new_lot_is_refused(self):
        receipt, expiry = self.receipt((self.set, 30)), later(years=2)
        self.take(receipt, f"(01){BASE}(10)L-1")
        self.take(receipt, f"01{BASE}17{yymmdd(expiry)}10L-1")
        self.assertEqual(receipt.move_line_ids.filtered("picked").expiry_on_label, expiry)
        with self.refused("The label of L-1 says .* as its expiry date", receipt):
            self.take(receipt, f"01{BASE}17{yymmdd(later(years=1))}10L-1")
        self.immediate(receipt)
        lot = self.env["stock.lot"].search([("name", "=", "L-1"), ("product_id", "=", self.set.id)])
        if "expiration_date" in lot._fields:
            self.assertEqual(lot._expiry_day(), expiry)

    def test_what_was_taken_back_leaves_no_date_behind(self):
        receipt = self.receipt((self.set, 1))
        sheet = self.take(receipt, f"01{BASE}17{yymmdd(later(years=9))}10L-1")["sheet"]
        self.scan.undo("stock.picking", receipt.id, sheet["lines"][0]["lots"][0]["id"])
        self.take(receipt, f"(01){BASE}(10)L-2")
        self.immediate(receipt)
        lot = self.env["stock.lot"].search([("name", "=", "L-2"), ("product_id", "=", self.set.id)])
        if "expiration_date" in lot._fields:
            self.assertLess(lot._expiry_day(), later(years=3))

    def test_a_surplus_that_was_taken_back_is_not_received(self):
        receipt = self.receipt((self.gauze, 5))
        sheet = self.take(receipt, "GAUZE-1", packages=50)["sheet"]
        self.scan.undo("stock.picking", receipt.id, sheet["lines"][0]["lots"][0]["id"])
        self.assertEqual(sum(receipt.move_line_ids.mapped("quantity")), 5)

    def test_a_return_takes_back_what_went_out(self):
        for name in ("S1", "S2"):
            self.stocked(name, self.pump, 1)
        delivery = self.delivery((self.pump, 1))
        self.take(delivery, f"(01){SERIAL}(21)S1")
        self.immediate(delivery)
        wizard = self.env["stock.return.picking"].with_context(active_id=delivery.id, active_model="stock.picking")
        wizard = wizard.with_user(self.operator).create({"picking_id": delivery.id})
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        for wrong in ("S2", "S9"):
            with self.refused(f"{wrong} did not move with {delivery.name}, which this returns. Returned can be: S1|"
                              f"no lot or serial number {wrong}", back):  # fmt: skip
                self.take(back, f"(01){SERIAL}(21){wrong}")
        self.take(back, f"(01){SERIAL}(21)S1")
        self.assertEqual(self.lines(self.immediate(back)), {("Pump", "S1"): 1})

    def test_a_closed_package_is_not_added_to(self):
        receipt = self.receipt((self.set, 10))
        self.take(receipt, f"(01){BASE}(10)L-1", packages=5)
        box = self.env["stock.package"].create({"name": "BOX-1"})
        receipt.move_line_ids.filtered("picked").result_package_id = box
        self.take(receipt, f"(01){BASE}(10)L-1", packages=5)
        lines = receipt.move_line_ids.filtered("picked")
        self.assertEqual({line.result_package_id.name: line.quantity for line in lines}, {"BOX-1": 5, False: 5})

    def test_a_part_of_a_unit_that_is_not_divided_is_refused(self):
        receipt = self.receipt((self.gauze, 5))
        with self.refused("cannot be counted: its unit is not divided that far", receipt):
            self.take(receipt, "GAUZE-1", packages="0.001")

    def test_a_date_that_the_product_does_not_keep_is_not_lost_in_silence(self):
        receipt = self.receipt((self.pump, 1))
        answer = self.take(receipt, f"(01){SERIAL}(17){yymmdd(later(years=1))}(21)S1")
        self.assertIn("is not kept: Pump has no expiration dates", answer["message"])

    def test_a_number_of_packages_is_a_number(self):
        receipt = self.receipt((self.set, 30))
        for text in ("two", "-1", "0", 0, "nan", "inf", "1,000", "96385074"):
            with self.refused("is no number of packages", receipt):
                self.take(receipt, f"(01){BASE}(10)L-1", packages=text)

    def test_serial_numbers_do_not_come_in_packages(self):
        receipt = self.receipt((self.pump, 3))
        with self.refused("counted by serial number: scan each unit, not a package of 2", receipt):
            self.take(receipt, f"(01){SERIAL}(21)S1", packages=2)

    def test_nothing_is_scanned_into_a_closed_or_unconfirmed_transfer(self):
        receipt = self.receipt((self.set, 1))
        self.take(receipt, f"(01){BASE}(10)L-1")
        self.immediate(receipt)
        with self.refused("is Done: nothing is scanned into it", receipt):
            self.take(receipt, f"(01){BASE}(10)L-2")
        draft = receipt.copy()
        with self.refused("is a draft. Mark it as to do", draft):
            self.take(draft, f"(01){BASE}(10)L-2")

    def test_an_order_in_dozens_counts_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        receipt = self.planned_transfer(self.at_vendor, self.stock, (self.set, 2), partner=self.vendor, uom=dozen)
        answer = self.take(receipt, f"(01){CASE}(10)L-1")
        self.assertIn("14 missing", answer["message"])
        self.take(receipt, f"(01){BASE}(10)L-1", packages=14)
        self.immediate(receipt)
        lot = self.env["stock.lot"].search([("name", "=", "L-1"), ("product_id", "=", self.set.id)])
        self.assertEqual((lot.product_qty, receipt.backorder_ids.ids), (24, []))

    def test_a_scan_costs_the_same_however_much_was_scanned(self):
        receipt = self.receipt((self.pump, 60))
        self.take(receipt, f"(01){SERIAL}(21)FIRST")
        few = self.queries_of(receipt, "A")
        for number in range(40):
            self.take(receipt, f"(01){SERIAL}(21)N{number}")
        self.assertLessEqual(self.queries_of(receipt, "B"), few + 3)

    def queries_of(self, receipt, name):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.take(receipt, f"(01){SERIAL}(21){name}")
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

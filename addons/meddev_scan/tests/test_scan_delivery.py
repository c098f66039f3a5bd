from odoo.tests import tagged

from .common import BASE, CASE, SERIAL, ScanCase, later, yymmdd


@tagged("post_install", "-at_install")
class TestScanDelivery(ScanCase):
    """What leaves is what was reserved, released, in date and there."""

    def reserved(self, delivery):
        return {(line.lot_id.name, line.picked): line.quantity for line in delivery.move_line_ids.filtered("quantity")}

    def test_reserved_lots_are_picked_by_their_label(self):
        self.stocked("L-1", self.set, 25)
        delivery = self.delivery((self.set, 25))
        answer = self.take(delivery, f"(01){CASE}(10)L-1", packages=2)
        self.assertIn("Next: Infusion set, 5 missing", answer["message"])
        self.assertEqual(self.reserved(delivery), {("L-1", True): 20, ("L-1", False): 5})
        self.take(delivery, f"(01){BASE}(10)L-1", packages=5)
        self.assertEqual(self.reserved(delivery), {("L-1", True): 25})
        self.assertEqual(self.immediate(delivery).backorder_ids.ids, [])
        quant = self.env["stock.quant"].search([("lot_id.name", "=", "L-1"), ("location_id", "=", self.stock.id)])
        self.assertEqual(sum(quant.mapped("reserved_quantity")), 0)

    def test_the_sheet_says_what_to_fetch_and_where(self):
        self.stocked("L-1", self.set, 25)
        delivery = self.delivery((self.set, 25))
        sheet = self.take(delivery, f"(01){CASE}(10)L-1")["sheet"]
        [reserved] = sheet["lines"][0]["reserved"]
        self.assertEqual(
            (reserved["lot"], reserved["quantity"], reserved["place"]), ("L-1", 15, self.stock.display_name)
        )  # fmt: skip

    def test_what_is_not_scanned_stays_behind(self):
        self.stocked("L-1", self.set, 25)
        delivery = self.delivery((self.set, 25))
        self.take(delivery, f"(01){CASE}(10)L-1")
        backorder = self.immediate(delivery).backorder_ids
        self.assertEqual(backorder.move_ids.product_uom_qty, 15)

    def test_another_lot_than_the_reserved_one_is_refused(self):
        self.stocked("L-1", self.set, 10)
        delivery = self.delivery((self.set, 10))
        self.stocked("L-2", self.set, 10)
        with self.refused("L-2 is not what is reserved for .* Reserved: L-1", delivery):
            self.take(delivery, f"(01){BASE}(10)L-2")

    def test_another_lot_is_taken_where_the_operation_type_says_so(self):
        self.stocked("L-1", self.set, 10)
        delivery = self.delivery((self.set, 10))
        self.stocked("L-2", self.set, 10)
        delivery.sudo().picking_type_id.is_other_lot_scanned = True
        self.take(delivery, f"(01){BASE}(10)L-2", packages=4)
        self.assertEqual(self.reserved(delivery), {("L-1", False): 6, ("L-2", True): 4})
        quants = self.env["stock.quant"].search(
            [("lot_id.name", "in", ("L-1", "L-2")), ("location_id", "=", self.stock.id)]
        )
        self.assertEqual({q.lot_id.name: q.reserved_quantity for q in quants}, {"L-1": 6, "L-2": 4})
        self.immediate(delivery)

    def test_a_lot_that_is_not_released_is_refused(self):
        delivery = self.delivery((self.set, 10))
        for state in ("quarantine", "hold", "rejected"):
            self.stocked(f"L-{state}", self.set, 10, state)
            with self.refused(f"Lot L-{state} of Infusion set is .* neither shipped nor consumed", delivery):
                self.take(delivery, f"(01){BASE}(10)L-{state}")

    def test_an_expired_lot_is_refused(self):
        self.stocked("L-1", self.set, 10)
        delivery = self.delivery((self.set, 10))
        with self.refused("L-1 of Infusion set expired", delivery):
            self.take(delivery, f"01{BASE}17{yymmdd(later(days=-1))}10L-1")

    def test_a_lot_that_is_not_there_is_refused(self):
        self.make_lot("L-9", self.set)._through_gate({"state": "released"})
        delivery = self.delivery((self.set, 10))
        with self.refused("L-9 is not in .*Stock", delivery):
            self.take(delivery, f"(01){BASE}(10)L-9")
        with self.refused("Infusion set has no lot or serial number L-10", delivery):
            self.take(delivery, f"(01){BASE}(10)L-10")

    def test_what_others_reserved_is_not_taken(self):
        self.stocked("L-1", self.set, 10)
        self.delivery((self.set, 8))
        delivery = self.delivery((self.set, 10))
        with self.refused("Of L-1 2 are free in .*, and 10 were scanned", delivery):
            self.take(delivery, f"(01){CASE}(10)L-1")
        self.take(delivery, f"(01){BASE}(10)L-1", packages=2)

    def test_no_more_leaves_than_was_asked_for(self):
        self.stocked("L-1", self.set, 30)
        delivery = self.delivery((self.set, 12))
        self.take(delivery, f"(01){CASE}(10)L-1")
        with self.refused("asks for 2 more of Infusion set, and 10 were scanned", delivery):
            self.take(delivery, f"(01){CASE}(10)L-1")
        self.take(delivery, f"(01){BASE}(10)L-1", packages=2)
        with self.refused("All of Infusion set in .* is scanned already", delivery):
            self.take(delivery, f"(01){BASE}(10)L-1")

    def test_a_serial_number_leaves_once(self):
        for name in ("S1", "S2"):
            self.stocked(name, self.pump, 1)
        delivery = self.delivery((self.pump, 2))
        self.take(delivery, f"(01){SERIAL}(21)S2")
        with self.refused("Serial number S2 is scanned already", delivery):
            self.take(delivery, f"(01){SERIAL}(21)S2")
        self.take(delivery, f"(01){SERIAL}(21)S1")
        self.assertEqual(self.lines(self.immediate(delivery)), {("Pump", "S1"): 1, ("Pump", "S2"): 1})

    def test_a_lot_is_picked_from_the_shelves_where_it_lies(self):
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        lot = self.stocked("L-1", self.set, 6)
        self.env["stock.quant"]._update_available_quantity(self.set, shelf, 4, lot_id=lot)
        delivery = self.planned_transfer(self.stock, self.at_customer, (self.set, 10))
        delivery.do_unreserve()
        self.take(delivery, f"(01){CASE}(10)L-1")
        places = {line.location_id: line.quantity for line in delivery.move_line_ids}
        self.assertEqual(places, {self.stock: 6, shelf: 4})
        self.immediate(delivery)

    def test_an_entry_that_is_taken_back_stays_reserved(self):
        self.stocked("L-1", self.set, 10)
        delivery = self.delivery((self.set, 10))
        sheet = self.take(delivery, f"(01){CASE}(10)L-1")["sheet"]
        self.scan.undo("stock.picking", delivery.id, sheet["lines"][0]["lots"][0]["id"])
        self.assertEqual(self.reserved(delivery), {("L-1", False): 10})

    def test_goods_go_into_quarantine_whatever_their_status(self):
        self.stocked("L-1", self.set, 10, "hold")
        values = {"name": "Quarantine", "location_id": self.warehouse.view_location_id.id}
        place = self.env["stock.location"].create(values)
        transfer = self.planned_transfer(self.stock, place, (self.set, 10))
        transfer.picking_type_id = self.warehouse.int_type_id
        self.take(transfer, f"(01){CASE}(10)L-1")
        self.immediate(transfer)

    def test_two_lines_of_one_product_are_filled_in_turn(self):
        self.stocked("L-1", self.set, 20)
        delivery = self.delivery((self.set, 4))
        other = delivery.move_ids.copy({"product_uom_qty": 6, "description_picking": "for the second ward"})
        other._action_confirm(merge=False)
        delivery.action_assign()
        self.take(delivery, f"(01){BASE}(10)L-1", packages=7)
        sheet = self.scan.sheet("stock.picking", delivery.id)
        self.assertEqual([line["taken"] for line in sheet["lines"]], [4, 3])

    def test_goods_of_two_owners_stay_their_owners(self):
        lot = self.stocked("L-1", self.set, 5)
        self.env["stock.quant"]._update_available_quantity(
            self.set, self.stock, 5, lot_id=lot, owner_id=self.vendor
        )  # fmt: skip
        delivery = self.delivery((self.set, 10))
        self.take(delivery, f"(01){CASE}(10)L-1")
        owned = {line.owner_id: line.quantity for line in delivery.move_line_ids.filtered("quantity")}
        self.assertEqual(owned, {self.vendor.browse(): 5, self.vendor: 5})

    def test_a_delivery_in_dozens_is_picked_to_the_last_unit(self):
        self.stocked("L-1", self.set, 24)
        dozen = self.env.ref("uom.product_uom_dozen")
        delivery = self.planned_transfer(self.stock, self.at_customer, (self.set, 2), uom=dozen)
        delivery.action_assign()
        for packages in (11, 12, 1):
            self.take(delivery, f"(01){BASE}(10)L-1", packages=packages)
        self.assertEqual(sum(delivery.move_line_ids.mapped("quantity_product_uom")), 24)
        self.assertEqual(self.immediate(delivery).backorder_ids.ids, [])

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import BASE, CASE, SERIAL, ScanCase


@tagged("post_install", "-at_install")
class TestScanCount(ScanCase):
    """A place is counted by scanning what is in it; the count waits to be applied."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf A", "location_id": cls.stock.id, "barcode": "SHELF-A"}
        )

    def counted(self):
        quants = self.env["stock.quant"].search(
            [("location_id", "=", self.shelf.id), ("inventory_quantity_set", "=", True)]
        )
        return {quant.lot_id.name or quant.product_id.name: quant.inventory_quantity for quant in quants}

    def test_each_scan_adds_to_the_count(self):
        self.stocked("L-1", self.set, 30, place=self.shelf)
        self.take(self.shelf, f"(01){CASE}(10)L-1", packages=2)
        answer = self.take(self.shelf, f"(01){BASE}(10)L-1")
        self.assertIn("L-1: 21 counted", answer["message"])
        self.assertEqual(self.counted(), {"L-1": 21})
        quant = self.env["stock.quant"].search([("location_id", "=", self.shelf.id), ("lot_id.name", "=", "L-1")])
        self.assertEqual((quant.quantity, quant.user_id), (30, self.operator))

    def test_a_serial_number_is_counted_once(self):
        self.stocked("S1", self.pump, 1, place=self.shelf)
        self.take(self.shelf, f"(01){SERIAL}(21)S1")
        with self.refused("Serial number S1 is scanned already", self.shelf):
            self.take(self.shelf, f"(01){SERIAL}(21)S1")

    def test_what_was_never_recorded_gets_a_lot_that_starts_where_its_product_says(self):
        self.take(self.shelf, f"(01){BASE}(10)FOUND-1")
        lot = self.env["stock.lot"].search([("name", "=", "FOUND-1")])
        self.assertEqual((lot.product_id, self.counted()), (self.set, {"FOUND-1": 1}))
        self.assertEqual(lot.state, self.first_state(self.set))

    def test_products_without_lots_are_counted(self):
        self.take(self.shelf, "GAUZE-1", packages=12)
        self.assertEqual(self.counted(), {"Gauze": 12})

    def test_a_count_is_taken_back(self):
        self.stocked("L-1", self.set, 30, place=self.shelf)
        sheet = self.take(self.shelf, f"(01){BASE}(10)L-1")["sheet"]
        self.scan.undo("stock.location", self.shelf.id, sheet["lines"][0]["lots"][0]["id"])
        self.assertEqual(self.counted(), {})

    def test_the_count_is_applied_by_odoo(self):
        self.stocked("L-1", self.set, 30, place=self.shelf)
        self.take(self.shelf, f"(01){CASE}(10)L-1", packages=2)
        quant = self.env["stock.quant"].search([("location_id", "=", self.shelf.id), ("lot_id.name", "=", "L-1")])
        quant.action_apply_inventory()
        self.assertEqual(quant.quantity, 20)

    def test_a_place_is_found_by_its_barcode(self):
        found = self.scan.find("SHELF-A")
        self.assertEqual((found["model"], found["id"], found["is_sheet"]), ("stock.location", self.shelf.id, True))

    def test_what_lies_in_packages_is_not_counted_piece_by_piece(self):
        lot = self.stocked("L-1", self.set, 5, place=self.shelf)
        box = self.env["stock.package"].create({"name": "BOX-1"})
        self.env["stock.quant"]._update_available_quantity(self.set, self.shelf, 10, lot_id=lot, package_id=box)
        with self.refused("L-1 lies in .*Shelf A in packages or for several owners", self.shelf):
            self.take(self.shelf, f"(01){BASE}(10)L-1")

    def test_a_serial_number_that_is_on_record_elsewhere_is_not_counted_here(self):
        self.stocked("S1", self.pump, 1)
        with self.refused("S1 is on record in .*Stock. Transfer it", self.shelf):
            self.take(self.shelf, f"(01){SERIAL}(21)S1")

    def test_more_entries_than_are_shown_are_counted_all_the_same(self):
        for number in range(32):
            sheet = self.take(self.shelf, f"(01){SERIAL}(21)N{number}")["sheet"]
        self.assertEqual((sheet["lines"][0]["taken"], sheet["lines"][0]["more"]), (32, 2))

    def test_places_of_others_are_not_counted(self):
        with self.refused("is no place with stock of ours"):
            self.take(self.at_customer, f"(01){BASE}(10)L-1")

    def test_who_is_no_user_of_inventory_counts_nothing(self):
        reader = new_test_user(self.env, "scan-reader", groups="meddev_base.group_auditor")
        with self.assertRaises(AccessError):
            self.scan.with_user(reader).scan("stock.location", self.shelf.id, f"(01){BASE}(10)L-1")

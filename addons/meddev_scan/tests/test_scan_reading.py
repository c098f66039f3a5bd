from odoo.tests import tagged

from .common import BASE, SERIAL, ScanCase


@tagged("post_install", "-at_install")
class TestScanReading(ScanCase):
    """What a code names, and what is said of one that names nothing."""

    def scanned(self, code, before=(), products=None):
        return self.env["meddev.scan.reading"].with_user(self.operator)._read(code, before, products)

    def test_a_scanner_may_send_another_character_for_the_separator(self):
        code = f"01{BASE}10L-1|17280101"
        self.env["ir.config_parameter"].set_param("meddev_scan.separator", "|")
        self.assertEqual(self.scanned(code).name, "L-1")

    def test_a_serial_product_is_named_by_its_serial_number(self):
        self.assertEqual(self.scanned(f"(01){SERIAL}(10)LOT(21)S1").name, "S1")
        self.assertEqual(self.scanned(f"(01){BASE}(10)LOT(21)S1").name, "LOT")

    def test_a_bare_lot_number_is_sought_among_the_products_at_hand(self):
        self.make_lot("SAME", self.set)
        self.make_lot("SAME", self.pump)
        self.assertEqual(self.scanned("SAME", products=self.set).product, self.set)
        with self.refused("SAME is a number of several products"):
            self.scanned("SAME")

    def test_a_lot_whose_number_looks_like_an_element_string_is_found_after_its_product(self):
        self.make_lot("10ABC", self.set)
        self.assertEqual(self.scanned("10ABC", [BASE]).name, "10ABC")
        self.assertEqual(self.scanned("10DEF", [BASE]).name, "DEF")

    def test_nothing_and_nonsense_are_refused_in_words(self):
        for code in ("", "  ", None, 5, []):
            with self.refused("Nothing was scanned"):
                self.scanned(code)
        with self.refused("XYZ is no UDI, no barcode of a product and no lot number"):
            self.scanned("XYZ")

    def test_a_new_label_begins_anew(self):
        found = self.scanned(f"(01){SERIAL}(21)S1", [BASE])
        self.assertEqual((found.product, found.name), (self.pump, "S1"))

    def test_find_opens_documents_lots_and_products(self):
        receipt = self.receipt((self.set, 1))
        lot = self.make_lot("L-1", self.set)
        self.assertEqual(self.scan.find(receipt.name)["id"], receipt.id)
        self.assertEqual(self.scan.find(f"(01){BASE}(10)L-1")["id"], lot.id)
        self.assertEqual(self.scan.find(BASE)["model"], "product.product")
        with self.refused("Infusion set has no lot or serial number L-2 yet"):
            self.scan.find(f"(01){BASE}(10)L-2")

    def test_what_is_ready_is_offered_to_those_who_may_do_it(self):
        receipt = self.receipt((self.set, 1))
        receipt.scheduled_date = "2020-01-01"
        self.assertIn(receipt.id, [one["id"] for one in self.scan.waiting() if one["model"] == "stock.picking"])
        self.assertEqual(self.env["meddev.scan"].with_user(self.reader).waiting(), [])

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

    def test_a_code_of_something_else_is_no_lot_number(self):
        for code, words in (
            ("4006381333931", "no product of ours has it.*type \\(10\\)4006381333931"),
            ("(01)09506000134353", "cannot be read"),
            ("2109876", "If 2109876 is the lot or serial number itself, type \\(10\\)2109876"),
            ("240530", "type \\(10\\)240530"),
            ("12345678", "type \\(10\\)12345678"),
        ):
            with self.refused(words):
                self.scanned(code, [BASE])
        self.assertEqual(self.scanned("GAUZE-1", [BASE]).product, self.gauze)
        for number in ("2109876", "240530", "12345678"):
            self.assertEqual(self.scanned(f"(10){number}", [BASE]).name, number)

    def test_a_bare_date_is_read_as_one_and_the_lot_is_still_to_come(self):
        found = self.scanned("17300101", [BASE])
        self.assertEqual((found.name, found.expiry.isoformat()), ("", "2030-01-01"))
        found = self.scanned("L-1", [BASE, "17300101"])
        self.assertEqual((found.name, found.expiry.isoformat()), ("L-1", "2030-01-01"))

    def test_characters_that_no_label_has_are_refused_in_words(self):
        for code in ("AHM\x00", "L\ud800", "9" * 8000):
            with self.refused("This is no code of a label"):
                self.scanned(code)
            with self.refused("This is no code of a label"):
                self.scan.find(code)

    def test_the_label_of_a_parcel_names_no_product(self):
        with self.refused("names no product: it is the label of a parcel"):
            self.scanned("(00)106141411234567897")

    def test_of_two_companies_lots_the_own_one_is_meant(self):
        sister = self.env["res.company"].create({"name": "Sister"})
        other = self.make_product("Theirs", company_id=sister.id)
        self.make_lot("SAME-1", other, company_id=sister.id)
        own = self.make_lot("SAME-1", self.set, company_id=self.env.company.id)
        self.operator.company_ids += sister
        found = self.env["meddev.scan.reading"].with_user(self.operator)._read("SAME-1")
        self.assertEqual(found.product, own.product_id)

    def test_a_lot_whose_number_looks_like_an_element_string_is_found_after_its_product(self):
        self.make_lot("10ABC", self.set)
        self.assertEqual(self.scanned("10ABC", [BASE]).name, "10ABC")
        self.assertEqual(self.scanned("10DEF-1", [BASE]).name, "DEF-1")

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

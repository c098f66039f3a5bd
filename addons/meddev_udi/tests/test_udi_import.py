import tempfile
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.meddev_udi.grammar import Gtin, with_check_digit
from odoo.addons.meddev_udi.gudid import COLUMNS, read_file

from .common import UdiCase

BASE, CASE, PALLET, UNIT = "09506000134352", "19506000134359", "29506000134356", "09506000149301"


@tagged("post_install", "-at_install")
class TestImport(UdiCase):
    """Public records become drafts, all or none; what is wrong is told with the record's number."""

    def setUp(self):
        super().setUp()
        self.imports = self.env["meddev.udi.import"].with_user(self.regulatory)

    def file(self, *rows):
        """A file of identifiers: ``(primary, code, type, contains, quantity)``, and the rest alike."""
        lines = [",".join(COLUMNS)]
        for primary, code, kind, *package in rows:
            values = dict(zip(("containsDINumber", "pkgQuantity", "pkgStatus"), package))
            agency = "GS1" if code.isdigit() else "HIBCC"
            values.update(
                primaryDI=primary, deviceId=code, deviceIdType=kind, deviceIdIssuingAgency=agency, brandName="Brand",
                versionModelNumber=f"M-{primary[-4:]}", companyName="Another Maker", lotBatch="true",
                deviceSterile="false", deviceCount="5", **self.more,
            )  # fmt: skip
            lines.append(",".join(values.get(name, "") for name in COLUMNS))
        path = Path(self.enterContext(tempfile.TemporaryDirectory())) / "records.csv"
        path.write_text("\n".join(lines))
        return read_file(str(path))

    more = {}

    def find(self, code):
        return self.dis.search([("code", "=", code)])

    def test_a_record_becomes_identifiers_packages_and_a_product(self):
        answer = self.imports._load(
            self.file(
                (BASE, PALLET, "Package", CASE, "12"),
                (BASE, BASE, "Primary"),
                (BASE, CASE, "Package", BASE, "10"),
                (BASE, UNIT, "Unit of Use"),
            )
        )
        self.assertEqual((answer["loaded"], answer["products"], answer["identifiers"]), (1, 1, 4))
        base, pallet = self.find(BASE), self.find(PALLET)
        self.assertEqual((base.state, base.product_id.name, base.product_id.tracking), ("draft", "Brand M-4352", "lot"))
        self.assertEqual((base.labeler_name, base.unit_count, base.has_lot), ("Another Maker", 5, True))
        self.assertEqual((pallet.base_quantity, pallet.base_id, base.unit_of_use_id), (120, base, self.find(UNIT)))
        answers = base._answers("us")
        self.assertEqual((answers["b4"], answers["b6"], answers["b5"]), ("Brand", "no", "M-4352"))

    def test_a_product_with_that_barcode_is_taken(self):
        self.set.barcode = BASE[1:]
        answer = self.imports._load(self.file((BASE, BASE, "Primary")))
        self.assertEqual((answer["products"], self.find(BASE).product_id), (0, self.set))

    def test_one_wrong_record_stops_all(self):
        rows = ((BASE, BASE, "Primary"), (UNIT, "09506000149302", "Primary"))
        answer = self.imports._load(self.file(*rows))
        self.assertEqual((answer["loaded"], self.find(BASE)), (0, self.dis))
        self.assertEqual([fault[0] for fault in answer["faults"]], [2])
        self.assertIn("Its check digit must be 1", answer["faults"][0][2])

    def test_the_right_ones_are_loaded_when_told_to(self):
        rows = ((BASE, BASE, "Primary"), (UNIT, "09506000149302", "Primary"))
        answer = self.imports._load(self.file(*rows), keep_good=True)
        self.assertEqual((answer["loaded"], len(answer["faults"]), len(self.find(BASE))), (1, 1, 1))

    def test_what_is_here_already_stays_as_it_is(self):
        devices = self.file((BASE, BASE, "Primary"))
        self.imports._load(devices)
        self.find(BASE).labeler_name = "Corrected"
        answer = self.imports._load(self.file((BASE, BASE, "Primary")))
        self.assertEqual((answer["known"], answer["loaded"], self.find(BASE).labeler_name), (1, 0, "Corrected"))

    def test_a_package_that_is_another_products_identifier_is_a_fault(self):
        self.make_di(CASE)
        answer = self.imports._load(self.file((BASE, BASE, "Primary"), (BASE, CASE, "Package", BASE, "10")))
        self.assertRegex(answer["faults"][0][2], f"{CASE} is given already")

    def test_a_marking_of_several_devices_is_one_identifier(self):
        self.imports._load(
            self.file(
                (BASE, BASE, "Primary"), (BASE, UNIT, "Direct Marking"),
                (CASE, CASE, "Primary"), (CASE, UNIT, "Direct Marking"),
            )
        )  # fmt: skip
        self.assertEqual(self.find(BASE).direct_marking_id, self.find(CASE).direct_marking_id)

    def test_what_is_past_comes_in_as_retired(self):
        self.imports._load(
            self.file(
                (BASE, BASE, "Primary"),
                (BASE, UNIT, "Previous"),
                (BASE, CASE, "Package", BASE, "10", "Not in Commercial Distribution"),
                (BASE, PALLET, "Package", BASE, "120", "In Commercial Distribution"),
            )
        )
        states = [self.find(code).state for code in (BASE, UNIT, CASE, PALLET)]
        self.assertEqual(states, ["draft", "retired", "retired", "draft"])
        self.assertEqual(self.find(BASE).replaces_id, self.find(UNIT))
        with self.refused("which is final"):
            self.find(UNIT)._move_to("active")

    def test_a_package_of_several_has_no_serial_number(self):
        self.more = {"serialNumber": "true", "donationIdNumber": "true"}
        rows = (BASE, BASE, "Primary"), (BASE, CASE, "Package", BASE, "10"), (BASE, PALLET, "Package", BASE, "1")
        self.imports._load(self.file(*rows))
        self.assertEqual(
            [(di.has_serial, di.has_donation_number, di.has_lot) for di in map(self.find, (BASE, CASE, PALLET))],
            [(True, True, True), (False, False, True), (True, True, True)],
        )

    def rows(self, count):
        """``count`` records with a case each; the 69th has a wrong labeler code, the last but one a check digit."""
        rows = []
        for number in range(count):
            base = with_check_digit(f"09506000{number:05d}")
            rows += [(base, base, "Primary"), (base, str(Gtin(base).package(1)), "Package", base, "10")]
        wrong = rows[2 * count - 4][0][:-1] + str((int(rows[2 * count - 4][0][-1]) + 1) % 10)
        rows[2 * count - 4 : 2 * count - 2] = [(wrong, wrong, "Primary")]
        rows[136:138] = [("5144B3", "5144B3", "Primary")]
        return rows

    def test_200_records_of_which_two_are_wrong_are_loaded_as_told(self):
        devices = self.file(*self.rows(200))
        answer = self.imports._load(devices)
        self.assertEqual((answer["loaded"], [fault[0] for fault in answer["faults"]]), (0, [69, 199]))
        self.assertFalse(self.dis.search_count([("code", "like", "09506000")]))
        answer = self.imports._load(devices, keep_good=True)
        self.assertEqual((answer["loaded"], answer["identifiers"], answer["products"]), (198, 396, 198))
        answer = self.imports._load(self.file(*self.rows(200)), keep_good=True)
        self.assertEqual((answer["loaded"], answer["known"]), (0, 198))

    def test_of_10000_records_with_17_wrong_none_is_loaded_and_17_are_listed(self):
        rows = []
        for number in range(10000):
            code = with_check_digit(f"09506000{number:05d}")
            if number % 588 == 7:
                code = code[:-1] + str((int(code[-1]) + 1) % 10)
            rows.append((code, code, "Primary"))
        answer = self.imports._load(self.file(*rows))
        self.assertEqual((answer["loaded"], len(answer["faults"])), (0, 17))
        self.assertTrue(all("Position 14" in reason for _number, _code, reason in answer["faults"]))

    def test_only_regulatory_affairs_imports(self):
        operator = self.make_user("udi-importer", "operator")
        with self.assertRaisesRegex(AccessError, "imported by regulatory affairs"):
            self.imports.with_user(operator)._load([])

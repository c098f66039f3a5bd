import io

import zxingcpp
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import GTIN, LabelCase


@tagged("post_install", "-at_install")
class TestLabelPrint(LabelCase):
    """Labels come out once; what comes out a second time has a reason and a signature."""

    def test_a_pdf_has_a_page_for_each_label_of_its_size(self):
        pages = PdfReader(io.BytesIO(self.pdf(self.job(3), force_report_rendering=True))).pages
        self.assertEqual(len(pages), 3)
        self.assertEqual([round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]], [70, 50])

    def test_a_label_speaks_english_and_chinese(self):
        [page] = PdfReader(io.BytesIO(self.pdf(self.job(), force_report_rendering=True))).pages
        text = page.extract_text()
        for said in ("Infusion pump", "输液泵", "LOT-7", "AH-P1", f"(01){GTIN}", "Device Works", "器械有限公司"):
            self.assertIn(said, text)

    def test_a_sheet_holds_as_many_as_fit(self):
        template = self.env.ref("meddev_label.label_template_a4")
        content = self.pdf(self.job(25, template_id=template.id), force_report_rendering=True)
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertEqual([page.extract_text().count("Infusion pump") for page in pages], [24, 1])
        self.assertEqual([round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]], [210, 297])

    def test_zpl_is_for_the_same_labels_and_counts_them_too(self):
        job = self.job(4)
        zpl = self.zpl(job)
        self.assertIn(f"#101{GTIN}10LOT-7", zpl)
        self.assertIn("^PQ4", zpl)
        self.assertEqual((job.state, job.account_ids.issued), ("printed", 4))

    def test_printing_enters_the_labels_as_issued(self):
        job = self.printed(5)
        self.assertEqual((job.state, job.printed_by_id, job.account_ids.issued), ("printed", self.operator, 5))
        self.assertEqual(job.account_ids.entry_ids.print_id, job)

    def test_a_print_comes_out_once(self):
        job = self.printed()
        for again in (self.pdf, self.zpl):
            with self.assertRaisesRegex(UserError, "is Printed, which is final"):
                again(job)

    def test_more_than_the_first_issue_is_a_reprint_and_is_not_printed_unsigned(self):
        self.printed(5)
        job = self.job(1, reason="Torn")
        self.assertTrue(job.is_reprint)
        self.assertEqual((job.line_ids.planned, job.line_ids.issued), (5, 5))
        with self.assertRaisesRegex(UserError, "is a reprint"):
            self.pdf(job)
        self.assertEqual((job.state, self.lot._labels_issued()), ("draft", {self.lot: 5}))

    def test_a_serial_number_is_labelled_once(self):
        unit = self.make_lot("S1", self.make_product("Monitor", "监护仪", "06901234567885", "serial"))
        self.printed(1, lots=unit)
        self.assertTrue(self.job(1, lots=unit).is_reprint)

    def test_a_signed_reprint_is_printed(self):
        self.printed(5)
        job = self.job(1, reason="Torn")
        self.sign(job)
        self.pdf(job)
        self.assertEqual((job.state, job.account_ids.issued), ("printed", 6))
        self.assertEqual(job.account_ids.entry_ids[0].reason, "Torn")

    def test_a_reprint_without_a_reason_is_not_signed(self):
        self.printed(5)
        with self.assertRaisesRegex(UserError, "has no reason"):
            self.sign(self.job(1))

    def test_the_author_of_a_reprint_does_not_sign_it(self):
        self.printed(5)
        with self.assertRaisesRegex(AccessError, "is for somebody else"):
            self.sign(self.job(1, reason="Torn", user=self.manager))

    def test_an_approved_reprint_that_grows_needs_another_signature(self):
        self.printed(5)
        job = self.job(1, reason="Torn")
        self.sign(job)
        job.line_ids.quantity = 500
        self.assertEqual(job.state, "draft")
        with self.assertRaisesRegex(UserError, "is a reprint"):
            self.pdf(job)

    def test_who_may_only_read_prints_nothing(self):
        job = self.job()
        with self.assertRaises(AccessError):
            self.pdf(job, user=self.reader)

    def test_a_product_without_identifier_has_no_labels(self):
        lot = self.make_lot("L1", self.make_product("Chair", "椅子", False))
        with self.assertRaisesRegex(UserError, "device identifier"):
            self.pdf(self.job(lots=lot))

    def test_a_lot_that_no_carrier_holds_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "批号-A"):
            self.pdf(self.job(lots=self.make_lot("批号-A", self.pump)))

    def test_a_label_that_is_too_small_is_refused_in_words(self):
        self.template.write({"width": 20, "height": 15})
        with self.assertRaisesRegex(UserError, "Lot LOT-7: Label 70 × 50 mm is too small"):
            self.pdf(self.job())

    def test_labels_of_a_package_are_those_of_its_lots(self):
        stock = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1).lot_stock_id
        package = self.env["stock.package"].create({"name": "BOX-1"})
        with self.assertRaisesRegex(UserError, "BOX-1 has no lots yet"):
            package.with_user(self.operator).action_print_labels()
        self.env["stock.quant"]._update_available_quantity(self.pump, stock, 2, lot_id=self.lot, package_id=package)
        package.invalidate_recordset()
        action = package.with_user(self.operator).action_print_labels()
        self.assertEqual([line[2]["lot_id"] for line in action["context"]["default_line_ids"]], self.lot.ids)

    def test_all_lots_of_a_package_are_printed_at_once_each_in_its_own_account(self):
        other = self.make_lot("LOT-8", self.pump)
        for lot, quantity in ((self.lot, 2), (other, 3)):
            self.stock(lot, quantity)
        form = self.form(self.lot | other)
        self.assertEqual(form.line_ids.mapped("quantity"), [2, 3])
        self.assertEqual(len(PdfReader(io.BytesIO(self.pdf(form, force_report_rendering=True))).pages), 5)
        self.assertEqual({account.lot_id: account.issued for account in form.account_ids}, {self.lot: 2, other: 3})

    def test_labels_of_a_case_carry_its_identifier_and_are_as_many_as_it_takes_cases(self):
        case = self.make_case(10)
        self.stock(self.lot, 25)
        form = self.form(self.lot, di_id=case.id)
        self.assertEqual((form.package_ids, form.line_ids.quantity), (case, 3))
        [text] = {
            page.extract_text() for page in PdfReader(io.BytesIO(self.pdf(form, force_report_rendering=True))).pages
        }
        self.assertIn(f"(01){case.code}", text)
        self.assertEqual((form.account_ids.level, form.account_ids.planned, form.account_ids.issued), (1, 3, 3))
        self.assertTrue(self.form(self.lot, di_id=case.id).is_reprint)
        self.assertFalse(self.form(self.lot).is_reprint)

    def test_a_package_of_something_else_is_refused(self):
        monitor = self.make_product("Monitor", "监护仪", "06901234567885", "serial")
        job = self.job(di_id=monitor._base_di().id)
        with self.assertRaisesRegex(UserError, "is no package in use of what"):
            self.pdf(job)

    def form(self, lots, **values):
        """The print as the button opens it."""
        context = lots.with_user(self.operator).action_print_labels()["context"]
        return self.env["meddev.label.print"].with_user(self.operator).with_context(**context).create(values)

    def make_case(self, quantity):
        case = self.env["meddev.udi.di"].create({
            "code": "16901234567899", "product_id": self.pump.id, "kind": "package", "has_lot": True,
            "contains_id": self.pump._base_di().id, "quantity": quantity, "package_type": "Case",
        })  # fmt: skip
        case._through_gate({"state": "active"})
        return case

    def test_several_prints_come_out_each_on_its_own_paper(self):
        other = self.make_lot("LOT-8", self.pump)
        small = self.env.ref("meddev_label.label_template_50x30")
        jobs = self.job() | self.job(lots=other, template_id=small.id)
        pages = PdfReader(io.BytesIO(self.pdf(jobs, force_report_rendering=True))).pages
        self.assertEqual([round(float(page.mediabox[2]) / 72 * 25.4) for page in pages], [70, 50])

    def test_no_closed_account_makes_room_for_a_second_first_issue(self):
        account = self.printed(5).account_ids
        account._record({"applied": 5})
        account.action_close()
        job = self.job(5)
        self.assertTrue(job.is_reprint)
        with self.assertRaisesRegex(UserError, "is a reprint"):
            self.pdf(job)
        job.reason = "All were wet"
        self.sign(job)
        self.pdf(job)
        self.assertEqual((job.account_ids.issued, account.issued), (5, 5))
        self.assertNotEqual(job.account_ids, account)

    def test_no_lot_gets_more_labels_than_it_has_units(self):
        self.stock(self.lot, 3)
        job = self.job(1)
        job.line_ids.quantity = 4
        with self.assertRaisesRegex(UserError, "more labels than its goods take"):
            self.pdf(job)

    def test_a_lot_without_goods_gets_no_labels_unsigned(self):
        job = self.job(1)
        self.env["stock.quant"].search([("lot_id", "=", self.lot.id)]).sudo().quantity = 0
        with self.assertRaisesRegex(UserError, "is a reprint"):
            self.pdf(job)

    def test_a_serial_number_has_one_label_on_its_first_print_too(self):
        unit = self.make_lot("S1", self.make_product("Monitor", "监护仪", "06901234567885", "serial"))
        job = self.job(500, lots=unit)
        with self.assertRaisesRegex(UserError, "is a reprint"):
            self.pdf(job)

    def test_one_lot_on_two_lines_is_counted_together(self):
        self.stock(self.lot, 3)
        job = self.job(2)
        job.line_ids = [Command.create({"lot_id": self.lot.id, "quantity": 2})]
        with self.assertRaisesRegex(UserError, "is a reprint"):
            self.pdf(job)

    def test_the_state_is_set_by_no_hand(self):
        with self.assertRaisesRegex(AccessError, "never by hand"):
            self.job().write({"state": "approved"})

    def test_a_label_stands_where_it_was_laid_out(self):
        image = first_page(self.pdf(self.job(), force_report_rendering=True))
        left, top, right, _bottom = image.point(lambda value: 255 if value < 128 else 0).getbbox()
        self.assertAlmostEqual(left / 600 * 25.4, 1.5, delta=0.4)
        self.assertAlmostEqual(top / 600 * 25.4, 2.2, delta=0.8)
        self.assertLess(right / 600 * 25.4, 68.6)

    def test_the_carriers_of_a_printed_page_are_read_back(self):
        content = self.pdf(self.job(), force_report_rendering=True)
        image = first_page(content)
        pixels = memoryview(image.tobytes()).cast("B", (image.height, image.width))
        found = [(one.symbology_identifier, one.bytes) for one in zxingcpp.read_barcodes(pixels)]
        self.assertEqual(found, [("]d2", f"01{GTIN}10LOT-7".encode())])


def first_page(content):
    """The first page of a PDF as a grey image of 600 dpi."""
    import pypdfium2  # noqa: PLC0415

    return pypdfium2.PdfDocument(content)[0].render(scale=600 / 72).to_pil().convert("L")

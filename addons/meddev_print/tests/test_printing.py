import io
import json
from unittest.mock import patch
from urllib.parse import quote
from xmlrpc.client import Fault

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import PrintCase

LINES = '<p t-foreach="range(o.color or 1)" t-as="n">Line <t t-out="n"/> of <t t-out="o.name"/></p>'


@tagged("post_install", "-at_install")
class TestPrinting(PrintCase):
    """What comes out of the printer."""

    def make_partners(self, *lengths):
        """Partners P1, P2, …; ``lengths`` are numbers of printed lines."""
        values = [{"name": f"P{number}", "color": length} for number, length in enumerate(lengths, 1)]
        return self.env["res.partner"].create(values)

    def test_header_and_page_number_are_on_every_page(self):
        texts = self.texts(self.print_page(LINES, self.make_partners(100)))
        self.assertGreater(len(texts), 2)
        for number, text in enumerate(texts, 1):
            self.assertIn("Device Works, Suzhou 苏州", text)
            self.assertIn(f"Page {number} / {len(texts)}", text)

    def test_the_headings_of_a_table_are_on_every_page(self):
        rows = "<tr t-foreach='range(o.color)' t-as='n'><td>Row <t t-out='n'/></td></tr>"
        table = f"<table class='table'><thead><tr><th>Component</th></tr></thead><tbody>{rows}</tbody></table>"
        texts = self.texts(self.print_page(table, self.make_partners(100)))
        self.assertGreater(len(texts), 2)
        self.assertEqual([text.count("Component") for text in texts], [1] * len(texts))

    def test_each_record_counts_its_own_pages(self):
        texts = self.texts(self.print_page(LINES, self.make_partners(1, 45, 1)))
        self.assertEqual([text[text.index("Page ") :][:10] for text in texts],
                         ["Page 1 / 1", "Page 1 / 2", "Page 2 / 2", "Page 1 / 1"])  # fmt: skip

    def test_chinese_is_printed_as_text(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        (text,) = self.texts(self.print_page("<h2>批次放行记录</h2><p t-out='o.name'/>", lang="zh_CN"))
        self.assertIn("批次放行记录", text)
        self.assertIn("城市诊所", text)

    def test_a_barcode_is_an_image_on_the_page(self):
        self.env.company.logo = False
        widget = "<span t-out='str(o.id)' t-options=\"{'widget': 'barcode', 'symbology': 'QR'}\"/>"
        address = '<img src="/report/barcode/QR/L1?width=100&amp;height=100"/>'
        for body in (widget, address):
            self.assertEqual(len(self.images(self.print_page(body))), 1, body)

    def test_the_format_says_size_and_orientation(self):
        self.report.paperformat_id = self.env["report.paperformat"].create({
            "name": "Small", "format": "A5", "orientation": "Landscape", "margin_top": 20, "margin_bottom": 20,
        })  # fmt: skip
        box = self.print_page("<p>A</p>").pages[0].mediabox
        self.assertEqual((round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)), (210, 148))

    def test_the_context_turns_the_paper(self):
        box = self.print_page("<p>A</p>", landscape=True).pages[0].mediabox
        self.assertGreater(box.width, box.height)

    def test_a_header_that_is_too_tall_does_not_cover_the_content(self):
        self.env.company.company_details = "".join(f"<p>Address line {number}</p>" for number in range(12))
        tops = {}

        def note(text, _cm, matrix, _font, _size):
            tops[text.strip()] = matrix[5]

        self.print_page("<p>Content</p>").pages[0].extract_text(visitor_text=lambda t, cm, tm, f, s: note(t, cm, [
            *tm[:5], tm[5] * cm[3] + cm[5]], f, s))  # fmt: skip
        self.assertIn("Address line 11", tops)
        self.assertLess(tops["Content"], tops["Address line 11"])

    def test_many_records_come_as_one_file(self):
        pdf = self.print_page(LINES, self.make_partners(*[1] * 50))
        self.assertEqual(len(pdf.pages), 50)
        self.assertIn("Line 0 of P50", self.texts(pdf)[-1])

    def test_each_record_keeps_its_own_file(self):
        self.report.attachment = "'%s.pdf' % object.name"
        partners = self.make_partners(1, 45, 1)
        self.print_page(LINES, partners, user=self.env.user)
        for partner, pages in zip(partners, (1, 2, 1), strict=True):
            file = self.env["ir.attachment"].search([("res_model", "=", "res.partner"), ("res_id", "=", partner.id)])
            texts = self.texts(self.opened(file.raw))
            self.assertEqual((file.name, len(texts)), (f"{partner.name}.pdf", pages))
            self.assertTrue(all(f"of {partner.name}" in text for text in texts))

    def test_a_kept_file_is_printed_again_as_it_was(self):
        self.report.write({"attachment": "'%s.pdf' % object.id", "attachment_use": True})
        partner = self.make_partners(1)
        self.print_page("<p>First</p>", partner, user=self.env.user)
        self.assertIn("First", self.texts(self.print_page("<p>Second</p>", partner, user=self.env.user))[0])

    def test_pages_without_a_report_are_printed(self):
        """As the stock traceability report does it: own documents, margins and landscape."""
        content = self.env["ir.actions.report"]._run_wkhtmltopdf(
            ["<html><body><p>Trace</p></body></html>"], header="<html><body><p>Head</p></body></html>",
            landscape=True, specific_paperformat_args={"data-report-margin-top": 30, "data-report-header-spacing": 25},
        )  # fmt: skip
        pdf = self.opened(content)
        self.assertGreater(pdf.pages[0].mediabox.width, pdf.pages[0].mediabox.height)
        self.assertEqual({"Trace", "Head"}, set(self.texts(pdf)[0].split()))

    def test_the_client_is_told_that_printing_works(self):
        self.assertEqual(self.env["ir.actions.report"].get_wkhtmltopdf_state(), "ok")

    def test_a_missing_library_is_told_in_words(self):
        missing = OSError("cannot load library 'libpango-1.0-0'")
        with (
            patch("odoo.addons.meddev_print.models.ir_actions_report.check", side_effect=missing),
            self.assertRaisesRegex(UserError, "Nothing can be printed: WeasyPrint does not start.*libpango"),
        ):
            self.print_page("<p>A</p>")

    def test_a_fault_of_the_layout_is_told_in_words(self):
        with (
            patch("odoo.addons.meddev_print.models.ir_actions_report.print_sheets", side_effect=TypeError("flex")),
            self.assertLogs("odoo.addons.meddev_print", "ERROR"),
            self.assertRaisesRegex(UserError, r"Test Page could not be laid out \(flex\)"),
        ):
            self.print_page("<p>A</p>")

    def test_nothing_to_print_is_told_in_words(self):
        with self.assertRaisesRegex(UserError, "There is nothing to print. Choose at least one record"):
            self.env["ir.actions.report"]._run_wkhtmltopdf([])

    def test_who_may_not_read_a_record_does_not_print_it(self):
        self.env["ir.rule"].create({
            "name": "Hidden", "model_id": self.env.ref("base.model_res_partner").id,
            "domain_force": f"[('id', '!=', {self.partner.id})]",
        })  # fmt: skip
        with self.assertRaises(AccessError):
            self.print_page("<p t-out='o.name'/>")


@tagged("post_install", "-at_install")
class TestPrintingInTheBrowser(RpcCase):
    """The address that the web client calls for Print."""

    def print(self, report, records):
        context = json.dumps({"force_report_rendering": True})
        return self.url_open(f"/report/pdf/{report}/{','.join(map(str, records.ids))}?context={quote(context)}")

    def test_a_report_is_downloaded_as_pdf(self):
        user = self.make_user("print-clerk")
        self.authenticate(user.login, f"{user.login}-secret")
        answer = self.print("web.preview_externalreport", self.env.company)
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "application/pdf"))
        self.assertIn(
            "This is a sample of an external report.", PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        )

    def test_a_visitor_prints_nothing(self):
        answer = self.print("web.preview_externalreport", self.env.company)
        self.assertNotIn("application/pdf", answer.headers["Content-Type"])

    def test_the_act_itself_is_not_called_from_outside(self):
        user = self.make_user("print-caller")
        pages = ["<img src='file:///etc/passwd'/>"]
        with mute_logger("odoo.http"), self.assertRaisesRegex(Fault, "Private methods"):
            self.xmlrpc(user, "ir.actions.report", "_run_wkhtmltopdf", pages)

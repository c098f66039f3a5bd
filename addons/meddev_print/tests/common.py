"""A report of partners, printed for real and read back."""

import io

from pypdf import PdfReader

from odoo.tests import TransactionCase, new_test_user

PAGE = """
<t t-name="meddev_print.test_page">
    <t t-call="web.html_container">
        <t t-foreach="docs" t-as="o">
            <t t-set="company" t-value="res_company"/>
            <t t-call="web.external_layout"><div class="page">%s</div></t>
        </t>
    </t>
</t>
"""


class PrintCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.external_report_layout_id = cls.env.ref("web.external_layout_standard")
        cls.env.company.company_details = "<p>Device Works, Suzhou 苏州</p>"
        cls.reader = new_test_user(cls.env, "print-reader", groups="base.group_user")
        cls.view = cls.env["ir.ui.view"].create({
            "type": "qweb", "name": "test_page", "key": "meddev_print.test_page", "arch": PAGE % "<p/>",
        })  # fmt: skip
        cls.report = cls.env["ir.actions.report"].create({
            "name": "Test Page", "model": "res.partner", "report_type": "qweb-pdf",
            "report_name": "meddev_print.test_page",
        })  # fmt: skip
        cls.partner = cls.env["res.partner"].create({"name": "City Clinic 城市诊所"})

    def print_page(self, body, records=None, user=None, **context):
        """The PDF of ``body`` (QWeb, with ``o``) for ``records``, as a reader of pypdf."""
        self.view.arch = PAGE % body
        report = self.report.with_user(user or self.reader).with_context(force_report_rendering=True, **context)
        content, kind = report._render_qweb_pdf(self.report.report_name, (records or self.partner).ids)
        self.assertEqual(kind, "pdf")
        return self.opened(content)

    @staticmethod
    def opened(content):
        return PdfReader(io.BytesIO(content))

    @staticmethod
    def texts(pdf):
        """The text of each page, without line breaks that only the paper's width made."""
        return [" ".join(page.extract_text().split()) for page in pdf.pages]

    def images(self, pdf):
        return [image for page in pdf.pages for image in page.images]

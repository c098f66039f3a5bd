import io
import time

from pypdf import PdfReader

from odoo.tests import TransactionCase, new_test_user, tagged

LOT = "批号-A1"


@tagged("post_install", "-at_install")
class TestPrintedDocuments(TransactionCase):
    """Odoo's documents and ours as PDF, in English and Chinese, printed by those whose work it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()  # identification opens a transaction of its own
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.company.logo = False
        cls.env.company.external_report_layout_id = cls.env.ref("web.external_layout_standard")
        cls.env.company.company_details = "<p>Device Works 器械厂</p>"
        cls.operator = new_test_user(cls.env, "paper-operator", groups="meddev_base.group_operator")
        cls.manager = new_test_user(cls.env, "paper-manager", groups="meddev_base.group_quality_manager")
        cls.manager.with_user(cls.manager).sudo()._change_password("paper-manager-own")
        cls.pump = cls.env["product.product"].create(
            {"name": "Infusion pump", "default_code": "AH-P1", "is_storable": True, "tracking": "lot"}
        )  # fmt: skip
        cls.pump.with_context(lang="zh_CN").name = "输液泵"
        cls.pump.lot_release = "required"
        cls.lot = cls.env["stock.lot"].create({"name": LOT, "product_id": cls.pump.id})
        cls.clinic = cls.env["res.partner"].create({"name": "City Clinic 城市诊所"})

    def deliveries(self, count):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1)
        ends = {
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        move = {**ends, "product_id": self.pump.id, "product_uom_qty": 2}
        values = {**ends, "picking_type_id": warehouse.out_type_id.id, "partner_id": self.clinic.id}
        return self.env["stock.picking"].create([{**values, "move_ids": [(0, 0, move)]} for _number in range(count)])

    def printed(self, report, records, user=None, lang="en_US"):
        report_model = self.env["ir.actions.report"].with_user(user or self.operator)
        content, kind = report_model.with_context(lang=lang, force_report_rendering=True)._render_qweb_pdf(
            report, records.ids
        )  # fmt: skip
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(content))

    def text(self, *args, **kwargs):
        return " ".join(" ".join(page.extract_text().split()) for page in self.printed(*args, **kwargs).pages)

    def test_a_delivery_slip_names_the_product_in_the_language_of_its_reader(self):
        slip = self.deliveries(1)
        self.clinic.lang = "en_US"
        english = self.text("stock.report_deliveryslip", slip)
        for said in (slip.name, "Infusion pump", "City Clinic 城市诊所", "Device Works 器械厂", "Page 1 / 1"):
            self.assertIn(said, english)
        self.clinic.lang = "zh_CN"
        self.assertIn("输液泵", self.text("stock.report_deliveryslip", slip, lang="zh_CN"))

    def test_fifty_delivery_slips_come_as_one_file_in_a_bearable_time(self):
        slips = self.deliveries(50)
        start = time.monotonic()
        pdf = self.printed("stock.report_deliveryslip", slips)
        self.assertEqual(len(pdf.pages), 50)
        self.assertLess(time.monotonic() - start, 60)
        for slip, page in zip(slips, pdf.pages, strict=True):
            self.assertIn(slip.name, page.extract_text())

    def test_a_lot_label_carries_its_barcode_on_the_first_page(self):
        lot = self.env["stock.lot"].create({"name": "A-2", "product_id": self.pump.id})
        pdf = self.printed("stock.report_lot_label", lot)
        self.assertEqual(len(pdf.pages), 1)
        self.assertIn("A-2", pdf.pages[0].extract_text())
        self.assertTrue(pdf.pages[0].images)

    def test_the_lot_release_record_carries_the_signature_in_both_languages(self):
        credentials = {"login": self.manager.login, "password": "paper-manager-own"}
        self.lot.with_user(self.manager)._sign("released", credentials, "全部检验合格")
        report = "meddev_genealogy.lot_release_record"
        english = self.text(report, self.lot, self.manager)
        for said in (LOT, "Infusion pump", "Released", self.manager.name, "全部检验合格", "Valid", "Page 1 / 1"):
            self.assertIn(said, english)
        self.assertIn("输液泵", self.text(report, self.lot, self.manager, lang="zh_CN"))

    def test_the_certification_is_one_page(self):
        for name, record in (("company", self.env.company), ("person", self.manager)):
            pdf = self.printed(f"meddev_signature.certification_{name}", record, self.manager)
            self.assertEqual(len(pdf.pages), 1, name)
            self.assertIn("21 CFR 11.100(c)", pdf.pages[0].extract_text())

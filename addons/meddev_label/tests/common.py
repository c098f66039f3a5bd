"""A device with a GTIN, a lot of it, and those who print labels, count them, and sign reprints."""

from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, new_test_user

GTIN = "06901234567892"


class LabelCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not issubclass(cls, HttpCase):
            cls.registry_enter_test_mode_cls()  # identification opens a transaction of its own
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.operator = new_test_user(cls.env, "label-operator", groups="meddev_base.group_operator")
        cls.reader = new_test_user(cls.env, "label-reader", groups="meddev_base.group_regulatory")
        cls.manager = new_test_user(cls.env, "label-manager", groups="meddev_base.group_quality_manager")
        cls.manager.with_user(cls.manager).sudo()._change_password("label-manager-own")
        cls.template = cls.env.ref("meddev_label.label_template_70x50")
        cls.template.second_lang = "zh_CN"
        cls.env.company.label_maker = "Device Works, 12 Huangshan Road, Hefei"
        cls.env.company.with_context(lang="zh_CN").label_maker = "器械有限公司，合肥市黄山路12号"
        cls.pump = cls.make_product("Infusion pump", "输液泵", GTIN)
        cls.lot = cls.make_lot("LOT-7", cls.pump)

    @classmethod
    def make_product(cls, name, chinese, barcode, tracking="lot", **values):
        product = cls.env["product.product"].create({
            "name": name, "barcode": barcode, "tracking": tracking, "is_storable": True, "default_code": "AH-P1",
            "label_template_id": cls.template.id, **values,
        })  # fmt: skip
        product.with_context(lang="zh_CN").name = chinese
        if barcode and "meddev.udi.di" in cls.env:
            cls.identify(product, barcode)
        return product

    @classmethod
    def identify(cls, product, code):
        """An active device identifier; its signing is tested where it belongs."""
        carried = "has_serial" if product.tracking == "serial" else "has_lot"
        values = {"code": code, "product_id": product.id, carried: True, "has_expiry_date": False}
        cls.env["meddev.udi.di"].create(values)._through_gate({"state": "active"})

    @classmethod
    def make_lot(cls, name, product):
        return cls.env["stock.lot"].create({"name": name, "product_id": product.id})

    def account(self, lot=None, user=None):
        return self.env["meddev.label.account"].with_user(user or self.operator)._of_lot(lot or self.lot)

    @classmethod
    def stock(cls, lot, quantity):
        """Put ``quantity`` of ``lot`` into stock: that many labels are its first issue."""
        place = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1).lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(lot.product_id, place, quantity, lot_id=lot)

    def job(self, quantity=1, lots=None, user=None, **values):
        """A print of ``quantity`` labels of each lot; a lot without goods and labels gets the goods for them."""
        lots = lots or self.lot
        for lot in lots:
            if not lot._labels_issued() and lot._first_issue() < quantity:
                self.stock(lot, quantity)
        return self.env["meddev.label.print"].with_user(user or self.operator).create({
            "template_id": self.template.id,
            "line_ids": [Command.create({"lot_id": lot.id, "quantity": quantity}) for lot in lots], **values,
        })  # fmt: skip

    def printed(self, quantity=1, **values):
        job = self.job(quantity, **values)
        self.pdf(job)
        return job

    def pdf(self, job, user=None, **context):
        reports = self.env["ir.actions.report"].with_user(user or self.operator)
        return reports.with_context(**context)._render_qweb_pdf("meddev_label.label_print_report_pdf", job.ids)[0]

    def zpl(self, job):
        reports = self.env["ir.actions.report"].with_user(self.operator)
        return reports._render_qweb_text("meddev_label.label_print_report_zpl", job.ids)[0].decode()

    def sign(self, job, reason="The first ones were wet"):
        credentials = {"login": self.manager.login, "password": "label-manager-own"}
        return job.with_user(self.manager)._sign("approved", credentials, reason)

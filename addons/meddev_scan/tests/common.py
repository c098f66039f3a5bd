"""Devices with identifiers at three package levels, and transfers into which they are scanned."""

from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command, Date

from odoo.addons.meddev_genealogy.tests.common import GenealogyCase

BASE, CASE, SERIAL = "09506000134352", "19506000134359", "09506000134376"


def later(**kwargs):
    return Date.add(Date.today(), **kwargs)


def yymmdd(day):
    return day.strftime("%y%m%d")


class ScanCase(GenealogyCase):
    """The operator scans; a set of ten in a case is tracked by lot, a pump by serial number, gauze not at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set = cls.make_product("Infusion set", barcode=BASE)
        pack = cls.env["uom.uom"].create(
            {"name": "Case of 10", "relative_factor": 10, "relative_uom_id": cls.set.uom_id.id}
        )
        cls.env["product.uom"].create({"product_id": cls.set.id, "uom_id": pack.id, "barcode": CASE})
        if "use_expiration_date" in cls.set._fields:
            cls.set.write({"use_expiration_date": True, "expiration_time": 365})
        cls.pump = cls.make_product("Pump", "serial", barcode=SERIAL)
        cls.gauze = cls.make_product("Gauze", "none", barcode="GAUZE-1")
        cls.scan = cls.env["meddev.scan"].with_user(cls.operator)

    @contextmanager
    def refused(self, words, document=None):
        """A refusal with these words, after which the document is as before."""
        before = self.picture_of(document) if document else None
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            yield
        self.env.invalidate_all()
        if document:
            self.assertEqual(self.picture_of(document), before)

    def picture_of(self, document):
        sheet = self.scan.sheet(document._name, document.id)
        lots = self.env["stock.lot"].search_count([])
        return [(line["code"] or line["product"], line["taken"], line["lots"]) for line in sheet["lines"]], lots

    def planned(self, source, target, *goods):
        picking = self.planned_transfer(source, target, *goods, partner=self.vendor)
        picking.action_assign()
        return picking

    def receipt(self, *goods):
        return self.planned(self.at_vendor, self.stock, *goods)

    def delivery(self, *goods):
        return self.planned(self.stock, self.at_customer, *goods)

    def take(self, document, code, before=(), packages=None):
        return self.scan.scan(document._name, document.id, code, before, packages)

    def lines(self, document):
        """What is scanned, as ``{(product, lot): quantity}``."""
        found = {}
        for line in document.move_line_ids.filtered("picked"):
            key = (line.product_id.name, line.lot_id.name or line.lot_name or "")
            found[key] = found.get(key, 0) + line.quantity_product_uom
        return found

    def stocked(self, name, product, quantity, state="released", place=None, **values):
        """A lot in stock; as its status is not what is tested here, it is set without a signature."""
        lot = self.make_lot(name, product, **values)
        self.env["stock.quant"]._update_available_quantity(product, place or self.stock, quantity, lot_id=lot)
        lot._through_gate({"state": state})
        return lot

    def first_state(self, product):
        return "quarantine" if product.product_tmpl_id._is_lot_release_required() else "released"

    def immediate(self, picking):
        """Close a transfer with what was scanned, the rest to a backorder."""
        answer = picking.with_user(self.operator).button_validate()
        if isinstance(answer, dict):
            wizard = self.env[answer["res_model"]].with_user(self.operator).with_context(**answer["context"])
            wizard.create({"pick_ids": [Command.link(picking.id)]}).process()
        self.assertEqual(picking.state, "done")
        return picking

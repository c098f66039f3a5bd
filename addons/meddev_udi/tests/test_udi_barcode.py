import xmlrpc.client

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import BASE, CASE, UdiCase


@tagged("post_install", "-at_install")
class TestBarcodes(UdiCase):
    """The product's barcode is its base identifier, a packaging's barcode its package identifier."""

    def packaging(self):
        return self.env["product.uom"].search([("product_id", "=", self.set.id)])

    def test_an_activated_base_becomes_the_barcode(self):
        self.activate(self.make_di())
        self.assertEqual(self.set.barcode, BASE)

    def test_a_barcode_without_leading_zeros_stays_as_it_is(self):
        self.set.barcode = "9506000134352"
        self.activate(self.make_di())
        self.assertEqual(self.set.barcode, "9506000134352")

    def test_an_activated_package_becomes_a_packaging_of_the_product(self):
        base, case, pallet = self.make_levels()
        self.activate(base, case, pallet)
        rows = {row.barcode: row for row in self.packaging()}
        self.assertEqual(set(rows), {CASE, pallet.code})
        unit = rows[pallet.code].uom_id
        self.assertEqual(unit._compute_quantity(1, self.set.uom_id), 120)
        self.assertEqual((pallet.uom_id, pallet.packaging_id), (unit, rows[pallet.code]))
        self.assertIn(unit, self.set.uom_ids)

    def test_a_packaging_that_is_there_is_taken(self):
        unit = self.env["uom.uom"].create(
            {"name": "Case", "relative_factor": 10, "relative_uom_id": self.set.uom_id.id}
        )
        row = self.env["product.uom"].create({"product_id": self.set.id, "uom_id": unit.id, "barcode": CASE})
        base, case, _pallet = self.make_levels()
        self.activate(base, case)
        self.assertEqual((self.packaging(), case.uom_id), (row, unit))

    def test_a_packaging_of_another_quantity_is_refused(self):
        unit = self.env["uom.uom"].create(
            {"name": "Dozen", "relative_factor": 12, "relative_uom_id": self.set.uom_id.id}
        )
        self.env["product.uom"].create({"product_id": self.set.id, "uom_id": unit.id, "barcode": CASE})
        base, case, _pallet = self.make_levels()
        self.activate(base)
        with self.refused("holds 10 base packages, its packaging .* in Inventory 12"):
            self.sign(case, "active")

    def test_a_barcode_of_another_product_is_refused(self):
        self.make_product("OTHER", barcode=BASE)
        with self.refused("09506000134352 is the barcode of .OTHER."):
            self.sign(self.make_di(), "active")

    def test_the_product_keeps_its_active_identifier_as_barcode(self):
        self.activate(self.make_di())
        for code in ("4006381333931", False):
            with self.subTest(code=code), self.refused("is its active device identifier", ValidationError):
                self.set.barcode = code
        with self.refused("is its active device identifier", ValidationError):
            self.set.product_tmpl_id.barcode = "4006381333931"
        self.set.barcode = "9506000134352"

    def test_nobody_else_takes_an_identifier_as_barcode(self):
        base = self.activate(self.make_di())
        self.sign(base, "retired")
        self.set.barcode = False
        with self.refused("is the device identifier of .SET.", ValidationError):
            self.make_product("OTHER", barcode="9506000134352")

    def test_a_packaging_keeps_its_active_identifier(self):
        base, case, _pallet = self.make_levels()
        self.activate(base, case)
        row = self.packaging()
        unit = self.env["uom.uom"].create(
            {"name": "Dozen", "relative_factor": 12, "relative_uom_id": self.set.uom_id.id}
        )
        for vals in ({"barcode": "4006381333931"}, {"uom_id": unit.id}, {"product_id": self.make_product("O").id}):
            with self.subTest(vals=vals), self.refused("is the (active )?device identifier", ValidationError):
                row.write(vals)
        with self.refused("is the active device identifier"):
            row.unlink()
        with self.refused("Another quantity is another package"):
            row.uom_id.relative_factor = 9

    def test_after_retirement_the_packaging_is_free(self):
        base, case, _pallet = self.make_levels()
        self.activate(base, case)
        self.sign(case, "retired")
        self.packaging().unlink()

    def test_over_rpc_the_barcode_stays(self):
        self.activate(self.make_di())
        keeper = self.make_user("udi-keeper", "operator", "product.group_product_manager")
        with self.assertRaisesRegex(xmlrpc.client.Fault, "is its active device identifier"):
            self.xmlrpc(keeper, "product.product", "write", [self.set.id], {"barcode": "4006381333931"})

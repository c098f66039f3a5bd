from odoo.tests import TransactionCase, new_test_user, tagged

from .common import BASE, CASE, UdiCase


@tagged("post_install", "-at_install")
class TestUdiProduct(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "udi-operator", groups="meddev_base.group_operator")
        cls.udi = cls.env["meddev.udi"].with_user(cls.operator)
        cls.product = cls.env["product.product"].create(
            {"name": "Infusion set", "default_code": "SET", "barcode": "09506000134352"}
        )

    def test_a_code_names_the_product_with_its_barcode(self):
        found = self.udi._parse("(01)09506000134352(10)L1(17)271231")
        self.assertEqual(found["product"], {"id": self.product.id, "code": "SET", "name": "Infusion set"})
        self.assertEqual((found["lot"], found["expiry"], found["errors"]), ("L1", "2027-12-31", []))

    def test_a_barcode_without_its_leading_zero_is_the_same_product(self):
        self.product.barcode = "9506000134352"
        self.assertEqual(self.udi._parse("(01)09506000134352")["product"]["id"], self.product.id)

    def test_the_barcode_of_a_package_names_the_product_in_it(self):
        case = self.env["uom.uom"].create(
            {"name": "Case", "relative_factor": 10, "relative_uom_id": self.product.uom_id.id}
        )
        self.env["product.uom"].create({"product_id": self.product.id, "uom_id": case.id, "barcode": "19506000134359"})
        self.assertEqual(self.udi._parse("(01)19506000134359")["product"]["id"], self.product.id)

    def test_an_unknown_identifier_is_valid_and_names_no_product(self):
        found = self.udi._parse("(01)09506000134369")
        self.assertTrue(found["valid"])
        self.assertIsNone(found["product"])

    def test_a_wrong_code_is_answered_with_reasons(self):
        for code in ("(01)09506000134353", "", "?", None, b"\xff", 7):
            found = self.udi._parse(code)
            self.assertFalse(found["valid"], code)
            self.assertTrue(found["errors"], code)


@tagged("post_install", "-at_install")
class TestUdiOfIdentifiers(UdiCase):
    """``udi_parse`` answers from the device identifiers, in any state, before it looks at barcodes."""

    def parse(self, code):
        return self.env["meddev.udi"].with_user(self.make_user("udi-asker", "operator"))._parse(code)

    def test_product_and_level_come_from_the_identifiers(self):
        _base, _case, pallet = self.make_levels()
        found = self.parse(f"(01){pallet.code}(10)L1")
        self.assertEqual((found["product"]["code"], found["package_level"], found["lot"]), ("SET", "2", "L1"))
        self.assertEqual(self.env["meddev.udi"]._parse(f"(01){BASE}")["package_level"], "0")

    def test_a_retired_identifier_still_names_its_product(self):
        base = self.activate(self.make_di())
        self.sign(base, "retired")
        self.set.barcode = False
        self.assertEqual(self.parse(f"(01){BASE}")["product"]["id"], self.set.id)

    def test_a_marking_shared_by_two_products_names_neither(self):
        marking = self.make_di("09506000149301", kind="direct_marking")
        self.make_di(direct_marking="other", direct_marking_id=marking.id)
        found = self.parse("(01)09506000149301")
        self.assertEqual((found["product"]["code"], found["package_level"]), ("SET", "direct_marking"))
        other = self.make_product("OTHER")
        self.make_di(CASE, product_id=other.id, direct_marking="other", direct_marking_id=marking.id)
        self.assertIsNone(self.env["meddev.udi"]._parse("(01)09506000149301")["product"])

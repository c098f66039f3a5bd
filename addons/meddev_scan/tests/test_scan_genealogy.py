from odoo.tests import tagged

from odoo.addons.meddev_genealogy.tests.common import GenealogyCase

GTIN = "09506000134352"


@tagged("post_install", "-at_install")
class TestScanIntoTheGenealogy(GenealogyCase):
    """The code on a label opens the lot that it names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_product("Pump", "serial", barcode=GTIN)
        cls.lot = cls.make_lot("PUMP-A1", cls.pump)
        cls.make_lot("PUMP-A1", cls.make_product("Another pump"))

    def find(self, code):
        answer = self.env["meddev.genealogy"].with_user(self.reader).find(code)
        return answer["model"], answer["ids"]

    def test_a_udi_names_the_lot_of_its_own_product(self):
        for code in (
            f"(01){GTIN}(10)PUMP-A1",
            f"]d201{GTIN}10PUMP-A1",
            f"01{GTIN}1728010110PUMP-A1",
            f"01{GTIN}10PUMP-A1\x1d17280101",
        ):
            self.assertEqual(self.find(code), ("stock.lot", self.lot.ids), code)

    def test_a_serial_number_is_meant_before_the_lot(self):
        unit = self.make_lot("SN-7", self.pump)
        self.assertEqual(self.find(f"(01){GTIN}(10)PUMP-A1(21)SN-7"), ("stock.lot", unit.ids))

    def test_a_code_without_lot_names_the_product(self):
        self.assertEqual(self.find(f"(01){GTIN}"), ("product.product", self.pump.ids))

    def test_a_lot_that_is_not_there_and_a_code_with_a_fault_name_nothing(self):
        for code in (f"(01){GTIN}(10)PUMP-B9", "(01)09506000134353(10)PUMP-A1", f"(01){GTIN}(10)"):
            answer = self.env["meddev.genealogy"].with_user(self.reader).find(code)
            self.assertEqual(answer["ids"], [], code)
            self.assertIn("There is no lot, document or product", answer["message"])

import io
import zipfile

from openpyxl import load_workbook

from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import GenealogyCase


@tagged("post_install", "-at_install")
class TestScreenSpreadsheet(GenealogyCase, RpcCase):
    def setUp(self):
        super().setUp()
        self.lot = self.make_lot("=1+HYPERLINK(0)", self.make_product("@SUM", default_code="+CODE"))
        self.receive((self.lot, 5))
        self.ship((self.lot, 2))

    def fetch(self, login, **parameters):
        self.authenticate(login, login)
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return self.url_open(f"/meddev_genealogy/spreadsheet?{query}")

    def test_it_has_a_sheet_for_each_question(self):
        response = self.fetch("test-reader", model="stock.lot", ids=self.lot.id)
        self.assertEqual(response.status_code, 200)
        book = load_workbook(io.BytesIO(response.content))
        self.assertEqual(
            book.sheetnames,
            ["About", "Nodes", "Links", "On hand", "Shipped", "Consumed", "Scrapped", "Balance"],
        )
        about = dict(book["About"].iter_rows(min_row=2, values_only=True))
        self.assertEqual(about["Asked by"], self.reader.name)
        self.assertEqual(about["Movements in companies that you may not see"], 0)
        self.assertEqual(about["Sheets Nodes and Links"], "All of them, whatever was filtered on the screen")
        [shipped] = book["Shipped"].iter_rows(min_row=2, values_only=True)
        self.assertEqual((shipped[2], shipped[5], shipped[6]), ("City Clinic", 2, "Units"))
        [balance] = book["Balance"].iter_rows(min_row=2, values_only=True)
        self.assertEqual((balance[2], balance[3], balance[4], balance[5], balance[10]), ("Units", 5, 3, 2, 0))
        self.assertEqual(book["Links"].max_row, 3)

    def test_of_a_product_the_recall_scope_tells_all_lots_and_the_trace_the_latest(self):
        product = self.make_product("Screw", default_code="SCREW")
        self.env["stock.lot"].create([{"name": f"S-{n:02}", "product_id": product.id} for n in range(25)])
        response = self.fetch("test-reader", model="product.product", ids=product.id)
        book = load_workbook(io.BytesIO(response.content))
        self.assertEqual((book["Nodes"].max_row - 1, book["Balance"].max_row - 1), (20, 25))
        about = dict(book["About"].iter_rows(min_row=2, values_only=True))
        self.assertEqual((about["Lots asked about"], about["Lots there are"]), (20, 25))
        self.assertIn("Of the latest lots", about["Sheets Nodes and Links"])
        self.assertEqual(about["Sheets On hand to Balance"], "The recall scope of all lots there are")

    def test_no_text_becomes_a_formula(self):
        response = self.fetch("test-reader", model="stock.lot", ids=self.lot.id)
        with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
            sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name]
        self.assertFalse([sheet for sheet in sheets if "<f>" in sheet])
        book = load_workbook(io.BytesIO(response.content))
        self.assertEqual((book["Nodes"]["B2"].value, book["Nodes"]["B2"].data_type), ("=1+HYPERLINK(0)", "s"))

    def test_a_user_without_a_role_gets_nothing(self):
        self.make_user("nobody")
        self.authenticate("nobody", "nobody-secret")
        response = self.url_open(f"/meddev_genealogy/spreadsheet?model=stock.lot&ids={self.lot.id}")
        self.assertEqual(response.status_code, 403)

    def test_a_visitor_is_sent_to_the_login(self):
        response = self.url_open(
            f"/meddev_genealogy/spreadsheet?model=stock.lot&ids={self.lot.id}", allow_redirects=False
        )
        self.assertIn("/web/login", response.headers["Location"])

    def test_bad_numbers_are_refused(self):
        response = self.fetch("test-reader", model="stock.lot", ids="1;2")
        self.assertGreaterEqual(response.status_code, 400)
        self.assertLess(response.status_code, 500)
        self.assertIn("Records are named by numbers", response.text)

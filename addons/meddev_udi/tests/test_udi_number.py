from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import UdiCase


@tagged("post_install", "-at_install")
class TestNumbersThatFit(UdiCase):
    """Lot and serial numbers that a UDI cannot carry are refused where they are entered."""

    def make_lot(self, name, product=None):
        return self.env["stock.lot"].create({"name": name, "product_id": (product or self.set).id})

    def test_a_free_product_takes_any_number(self):
        self.make_lot("批号 1 #")

    def test_a_product_that_needs_a_udi_refuses_with_code_position_and_rule(self):
        self.set.udi_rule = "required"
        for name, words in (
            (
                "批号1",
                "批号1 cannot be a number of .SET. Product SET: character 1 is 批, and a UDI of GS1 carries",
            ),
            ("LOT 1", 'character 4 is " ", and'),
            ("A" * 21, "has 21 characters, and a UDI of GS1 carries at most 20. Character 21 is the first too many"),
        ):
            with self.subTest(name=name), self.refused(words, ValidationError):
                self.make_lot(name)
        self.make_lot("A" * 20)

    def test_a_category_may_say_so(self):
        self.set.categ_id = self.env["product.category"].create({"name": "Devices", "is_udi_required": True})
        with self.refused("character 1 is 批", ValidationError):
            self.make_lot("批号1")
        found = self.env["product.template"].search([("is_udi_required", "=", True)])
        self.assertIn(self.set.product_tmpl_id, found)

    def test_an_active_identifier_says_so_too(self):
        self.activate(self.make_di("A123BJC5D6E71", agency="HIBCC"))
        with self.refused("character 1 is l, and a UDI of HIBCC", ValidationError):
            self.make_lot("lot1")

    def test_renaming_a_lot_is_entering_a_number(self):
        self.set.udi_rule = "required"
        lot = self.make_lot("L1")
        with self.refused("character 2 is 批", ValidationError):
            lot.name = "L批"

    def test_the_number_typed_at_a_receipt_is_checked_there(self):
        self.set.udi_rule = "required"
        stock = self.env.ref("stock.stock_location_stock")
        vendors = self.env.ref("stock.stock_location_suppliers")
        ends = {"location_id": vendors.id, "location_dest_id": stock.id}
        line = {**ends, "product_id": self.set.id, "quantity": 1, "company_id": self.env.company.id}
        self.env["stock.move.line"].create({**line, "lot_name": "L1"})
        with self.refused("character 1 is 批", ValidationError):
            self.env["stock.move.line"].create({**line, "lot_name": "批"})

    def test_only_regulatory_affairs_says_that_a_product_needs_none(self):
        self.set.udi_rule = "required"
        keeper = new_test_user(self.env, "udi-products", groups="product.group_product_manager")
        with self.refused("decided by regulatory affairs", AccessError):
            self.set.with_user(keeper).udi_rule = "none"
        with self.refused("decided by regulatory affairs", AccessError):
            self.set.product_tmpl_id.with_user(keeper).udi_rule = "category"
        self.regulatory.group_ids += self.env.ref("product.group_product_manager")
        self.set.with_user(self.regulatory).udi_rule = "none"

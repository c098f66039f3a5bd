from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import GenealogyCase


@tagged("post_install", "-at_install")
class TestTraceAcrossCompanies(GenealogyCase):
    """One lot in two companies: each sees its own part, and learns that there is more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sister = cls.env["res.company"].create({"name": "Sister Company"})
        cls.sister_stock = cls.env["stock.warehouse"].search([("company_id", "=", cls.sister.id)]).lot_stock_id

    def move_at_sister(self, lot, source, target, quantity, partner):
        ends = {"location_id": source.id, "location_dest_id": target.id, "product_id": lot.product_id.id}
        move = self.env["stock.move"].create(
            {**ends, "product_uom_qty": quantity, "company_id": self.sister.id, "partner_id": partner.id}
        )
        move._action_confirm()
        self.record(move, (lot, quantity))
        move._action_done()
        self.assertEqual((move.state, move.move_line_ids.company_id), ("done", self.sister))

    def test_moves_of_another_company_are_counted_and_not_shown(self):
        lot = self.make_lot("SHARED-1")
        self.receive((lot, 5))
        self.move_at_sister(lot, self.at_vendor, self.sister_stock, 4, self.hospital)
        self.move_at_sister(lot, self.sister_stock, self.at_customer, 3, self.hospital)
        answer = self.trace(lot)
        self.assertEqual(self.told(answer), {("Steel Works", "received", "SHARED-1", 5.0)})
        self.assertEqual(answer["hidden"], 2)
        self.assertNotIn("General Hospital", str(answer))

    def test_who_may_see_both_companies_sees_the_whole(self):
        lot = self.make_lot("SHARED-1")
        self.receive((lot, 5))
        self.move_at_sister(lot, self.at_vendor, self.sister_stock, 4, self.hospital)
        self.reader.company_ids = self.env.company + self.sister
        companies = self.reader.company_ids.ids
        answer = self.env["meddev.genealogy"].with_user(self.reader).with_context(allowed_company_ids=companies)._trace(
            lot.with_user(self.reader)
        )  # fmt: skip
        self.assertEqual(answer["hidden"], 0)
        self.assertEqual(
            self.partners(answer), {("Steel Works", "supplier", 5.0), ("General Hospital", "supplier", 4.0)}
        )

    def test_a_company_that_the_user_has_not_is_not_opened_by_the_context(self):
        lot = self.make_lot("SHARED-1")
        self.move_at_sister(lot, self.at_vendor, self.sister_stock, 4, self.hospital)
        forged = self.env["meddev.genealogy"].with_user(self.reader).with_context(allowed_company_ids=[self.sister.id])
        with self.assertRaises(AccessError):
            forged._trace(lot.with_user(self.reader))

    def test_another_companys_own_lot_is_not_found(self):
        product = self.make_product("Pin of the sister", company_id=self.sister.id)
        self.make_lot("THEIRS-1", product, company_id=self.sister.id)
        with self.assertRaisesRegex(ValidationError, "There is no lot or serial number THEIRS-1."):
            self.env["stock.lot"].with_user(self.reader)._find_by_name("THEIRS-1")

    def test_another_companys_own_lot_is_not_traced_by_its_record_either(self):
        product = self.make_product("Pin of the sister", company_id=self.sister.id)
        lot = self.make_lot("THEIRS-1", product, company_id=self.sister.id)
        with self.assertRaises(AccessError):
            self.trace(lot)

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import GenealogyCase


@tagged("post_install", "-at_install")
class TestTraceQuestion(GenealogyCase):
    """Which lot is meant, which way and how deep; and what is refused."""

    def find(self, name, product=None):
        return self.env["stock.lot"].with_user(self.reader)._find_by_name(name, product)

    def test_an_unknown_lot_is_named(self):
        with self.assertRaisesRegex(ValidationError, "There is no lot or serial number NOWHERE. Check the spelling."):
            self.find("NOWHERE")

    def test_no_name_finds_no_lot_rather_than_any(self):
        self.make_lot("L-1")
        for name in ("", None, False, True, 0, ["L-1"]):
            with self.assertRaisesRegex(ValidationError, "There is no lot or serial number"):
                self.find(name)

    def test_a_name_that_two_products_share_is_refused_with_both_of_them(self):
        for code in ("PIN", "SCREW"):
            self.make_lot("L-1", self.make_product(f"{code} of steel", default_code=code))
        with self.assertRaisesRegex(
            ValidationError, r"2 lots are called L-1: \[PIN\] PIN of steel; \[SCREW\] SCREW of steel. Name the product"
        ):
            self.find("L-1")

    def test_a_name_that_two_companies_share_is_refused_with_both_and_found_by_its_id(self):
        product = self.make_product("Pin")
        sister = self.env["res.company"].create({"name": "Sister Company"})
        ours = self.make_lot("L-1", product, company_id=self.env.company.id)
        theirs = self.make_lot("L-1", product, company_id=sister.id)
        self.assertEqual(self.find("L-1", "Pin"), ours)
        with self.assertRaisesRegex(ValidationError, "There is no lot or serial number"):
            self.find(theirs.id)
        self.reader.company_ids += sister
        lots = self.env["stock.lot"].with_user(self.reader).with_context(
            allowed_company_ids=[self.env.company.id, sister.id]
        )  # fmt: skip
        says = f"2 lots of Pin are called L-1 .*{self.env.company.name}: {ours.id}; Sister Company: {theirs.id}"
        for asked in (None, "Pin", product.id):
            with self.assertRaisesRegex(ValidationError, says):
                lots._find_by_name("L-1", asked)
        self.assertEqual(lots._find_by_name(theirs.id), theirs)
        self.assertEqual(lots._find_by_name(ours.id, "Pin"), ours)

    def test_the_product_decides_between_two_lots_of_one_name(self):
        self.make_lot("L-1")
        product = self.make_product("Pin", default_code="PIN-3", barcode="06901234567892")
        lot = self.make_lot("L-1", product)
        for known_as in ("PIN-3", "06901234567892", "Pin", product.id):
            self.assertEqual(self.find("L-1", known_as), lot, known_as)

    def test_a_lot_of_another_product_is_refused_with_the_product_it_has(self):
        self.make_lot("L-1", self.make_product("Pin"))
        with self.assertRaisesRegex(ValidationError, "Lot L-1 is not of product Screw but of Pin."):
            self.find("L-1", "Screw")

    def test_what_cannot_be_a_product_is_refused_in_words(self):
        self.make_lot("L-1", self.make_product("Pin"))
        for nonsense in (True, ["Pin"], {"id": 1}, 1.5):
            with self.assertRaisesRegex(ValidationError, "Lot L-1 is not of product .* but of Pin."):
                self.find("L-1", nonsense)

    def test_an_unknown_direction_is_refused_with_the_known_ones(self):
        for direction in ("sideways", ["up"], None):
            with self.assertRaisesRegex(ValidationError, 'The direction is "up", "down" or "both", not "'):
                self.trace(self.make_lot("L-1"), direction)

    def test_a_depth_that_is_no_whole_number_from_one_on_is_refused(self):
        for depth in (0, -1, "2", 1.5, True):
            with self.assertRaisesRegex(ValidationError, f"The depth is a whole number from 1 on, not {depth}."):
                self.trace(self.make_lot("L-1"), "both", depth)

    def test_who_may_not_read_lots_gets_no_trace(self):
        stranger = new_test_user(self.env, "test-stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.trace(self.make_lot("L-1"), user=stranger)

    def test_every_role_may_trace(self):
        lot = self.make_lot("L-1")
        self.receive((lot, 1))
        expected = self.trace(lot)
        for role in ("operator", "quality_user", "quality_manager", "engineering", "data_steward", "auditor", "system"):
            user = new_test_user(self.env, f"test-role-{role}", groups=f"meddev_base.group_{role}")
            self.assertEqual(self.trace(lot, user=user), expected, role)

    def test_a_product_is_named_by_its_code_or_else_by_its_name(self):
        coded = self.make_lot("L-1", self.make_product("Pin", default_code="PIN-3"))
        plain = self.make_lot("L-2", self.make_product("Screw"))
        self.assertEqual(self.trace(coded)["root"]["product"], "PIN-3")
        self.assertEqual(self.trace(plain)["root"]["product"], "Screw")

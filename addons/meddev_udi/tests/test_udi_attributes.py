from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import UdiCase


@tagged("post_install", "-at_install")
class TestAttributes(UdiCase):
    """What each market asks, what of it is missing, and what may no longer change."""

    def answer(self, di, market, code, answer):
        line = di[f"{market}_value_ids"].filtered(lambda one: one.attribute_id.code == code)
        option = line.attribute_id.option_ids.filtered(lambda one: one.code == answer)
        line.write({"option_id": option.id} if option else {"value": answer})
        return line

    def missing(self, di, market):
        return set(di._missing(market).mapped("code"))

    def test_each_market_asks_its_own(self):
        di = self.make_di(is_for_us=True, is_for_cn=True)
        self.assertIn("b4", di.us_value_ids.attribute_id.mapped("code"))
        self.assertIn("cpmctymc", di.cn_value_ids.attribute_id.mapped("code"))
        self.assertFalse(di.eu_value_ids)
        di.is_for_eu = True
        self.assertIn("B10", di.eu_value_ids.attribute_id.mapped("code"))

    def test_what_lacks_is_listed_by_market(self):
        di = self.make_di(is_for_us=True)
        self.assertIn("Brand Name on the Label", di.us_missing)
        self.answer(di, "us", "b4", "Anheng")
        self.assertNotIn("Brand Name on the Label", di.us_missing)
        self.assertFalse(di.eu_missing)
        self.assertTrue(di.missing_count)

    def test_no_is_an_answer(self):
        di = self.make_di(is_for_us=True)
        self.assertIn("b6", self.missing(di, "us"))
        self.answer(di, "us", "b6", "no")
        self.assertNotIn("b6", self.missing(di, "us"))

    def test_an_answer_may_be_required_only_after_another(self):
        di = self.make_di(is_for_eu=True)
        self.assertNotIn("B17", self.missing(di, "eu"))
        self.answer(di, "eu", "B16", "no")
        self.assertIn("B17", self.missing(di, "eu"))
        self.answer(di, "eu", "B17", "20")
        self.assertNotIn("B17", self.missing(di, "eu"))

    def test_what_the_record_says_is_not_asked_again(self):
        di = self.make_di(is_for_cn=True)
        self.assertIn("cpbsfbrq", self.missing(di, "cn"))
        di.publish_date = "2026-01-15"
        self.assertNotIn("cpbsfbrq", self.missing(di, "cn"))
        answers = di._answers("cn")
        self.assertEqual((answers["zxxsdycpbs"], answers["scbssfbhph"], answers["scbssfbhxlh"]), (di.code, "yes", "no"))

    def test_a_number_is_a_number_and_a_choice_a_choice(self):
        di = self.make_di(is_for_eu=True)
        with self.refused("Greatest Number of Reuses of .* cannot be often", ValidationError):
            self.answer(di, "eu", "B17", "often")
        with self.refused("Labelled for Single Use of .* is chosen from its list", ValidationError):
            self.answer(di, "eu", "B16", "perhaps")

    def test_what_identifies_the_device_is_there_before_activation(self):
        di = self.make_di(is_for_us=True)
        with self.refused("lacks what identifies the device in United States.*Brand Name"):
            self.sign(di, "active")

    def active_di(self):
        di = self.make_di(is_for_us=True)
        for code, answer in (
            ("b4", "Anheng"), ("b5", "S20"), ("b6", "yes"), ("sterilise_first", "no"), ("single_use", "yes")
        ):  # fmt: skip
            self.answer(di, "us", code, answer)
        return self.activate(di)

    def test_what_would_need_a_new_identifier_stays(self):
        di = self.active_di()
        with self.refused("Brand Name on the Label of .* can no longer change"):
            self.answer(di, "us", "b4", "Another")
        with self.refused("can no longer change"):
            di.us_value_ids.unlink()

    def test_whom_a_rule_binds_does_not_take_it_away(self):
        di = self.active_di()
        brand = di.us_value_ids.attribute_id.filtered(lambda one: one.code == "b4").with_user(self.regulatory)
        for values in ({"is_determining": False}, {"code": "x"}, {"market": "eu"}):
            with self.subTest(values=values), self.refused("identifies devices: .* is in use"):
                brand.write(values)
        # As at an upgrade, which writes what is there.
        brand.write({"is_determining": True, "code": brand.code, "market": brand.market, "name": "Brand"})
        with self.refused("can no longer change"):
            self.answer(di, "us", "b4", "Another")

    def test_a_unit_of_use_is_asked_for_where_the_package_holds_several(self):
        di = self.make_di(is_for_cn=True)
        self.assertNotIn("sydycpbs", self.missing(di, "cn"))
        di.unit_count = 5
        self.assertIn("sydycpbs", self.missing(di, "cn"))

    def test_a_certificate_is_asked_for_above_class_i(self):
        di = self.make_di(is_for_eu=True)
        self.answer(di, "eu", "B9", "I")
        self.assertNotIn("A2.2", self.missing(di, "eu"))
        self.answer(di, "eu", "B9", "IIb")
        self.assertIn("A2.2", self.missing(di, "eu"))

    def test_the_rest_is_kept_up_to_date(self):
        di = self.active_di()
        self.answer(di, "us", "b13", "35970")
        self.answer(di, "us", "b13", "47526")
        self.assertEqual(di.state, "active")

    def test_a_market_added_later_is_filled_in_once(self):
        di = self.active_di()
        di.is_for_eu = True
        self.answer(di, "eu", "B10", "Anheng")
        with self.refused("can no longer change"):
            self.answer(di, "eu", "B10", "Another")

    def test_the_form_is_filled_in_as_regulatory_affairs(self):
        with Form(self.dis) as form:
            form.product_id = self.set
            form.code = "9506000134352"
            form.is_for_us = True
        di = form.record
        self.assertEqual((di.code, di.has_lot, bool(di.us_value_ids)), ("09506000134352", False, True))
        self.answer(di, "us", "b5", "S20")
        self.assertNotIn("b5", self.missing(di, "us"))

import xmlrpc.client

from psycopg2 import IntegrityError
from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import BASE, CASE, UdiCase


@tagged("post_install", "-at_install")
class TestDeviceIdentifier(UdiCase):
    """A device identifier is given once, in an unbroken chain of packages, and never changes."""

    def test_a_typed_or_scanned_code_is_kept_as_databases_hold_it(self):
        self.assertEqual(self.make_di("9506000134352").code, BASE)
        self.assertEqual(self.make_di("(01)19506000134359(10)L1").code, CASE)
        self.assertEqual(self.make_di("+A123BJC5D6E71G", agency="HIBCC").code, "A123BJC5D6E71")

    def test_a_wrong_check_digit_is_refused_with_the_right_one(self):
        with self.refused("09506000134353 is no identifier of GS1.*must be 2", ValidationError):
            self.make_di("09506000134353")

    def test_a_code_of_another_agency_is_refused(self):
        with self.refused("a code of HIBCC, not an identifier of GS1", ValidationError):
            self.make_di("+A123BJC5D6E71G")

    def test_the_chain_of_packages_multiplies(self):
        base, case, pallet = self.make_levels()
        self.assertEqual([di.base_quantity for di in (base, case, pallet)], [1, 10, 120])
        self.assertEqual([di.level for di in (base, case, pallet)], [0, 1, 2])
        self.assertEqual((case | pallet).base_id, base)
        case.quantity = 5
        self.assertEqual(pallet.base_quantity, 60)

    def test_a_package_is_added_around_another(self):
        base = self.make_di()
        base.has_expiry_date = True
        with Form(self.dis.with_context(**base.action_add_package()["context"])) as form:
            form.code = CASE
            form.quantity = 6
        self.assertEqual((form.record.base_id, form.record.base_quantity), (base, 6))
        self.assertTrue(form.record.has_expiry_date)

    def test_packages_do_not_contain_themselves(self):
        _base, case, pallet = self.make_levels()
        with self.refused("would contain itself", ValidationError):
            case.contains_id = pallet
        with self.assertRaisesRegex((ValidationError, UserError), "contain itself|Recursion"):
            case.contains_id = case

    def test_a_package_holds_its_own_product(self):
        base = self.make_di()
        with self.refused("of another product", ValidationError):
            self.make_di(CASE, kind="package", contains_id=base.id, product_id=self.make_product("OTHER").id)

    def test_a_package_belongs_to_the_base_at_the_end_of_its_chain(self):
        base, case, pallet = self.make_levels()
        with self.refused("is not the base package of", ValidationError):
            pallet.base_id = case
        with self.refused("is not the base package of", ValidationError):
            self.make_di("09506000149301", kind="unit_of_use", base_id=base.id, product_id=self.make_product("O").id)

    def test_a_package_holds_one_or_more(self):
        base = self.make_di()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.make_di(CASE, kind="package", contains_id=base.id, quantity=0)

    def test_an_identifier_is_never_given_twice(self):
        self.make_di()
        with self.refused("09506000134352 is given already, to .SET. Product SET", ValidationError):
            self.make_di(product_id=self.make_product("OTHER").id)

    def test_an_identifier_of_another_company_is_not_given_again(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["meddev.udi.di"].create(
            {"code": BASE, "product_id": self.make_product("OTHER").id, "company_id": other.id}
        )
        with self.refused("is given already", ValidationError):
            self.make_di()
        self.assertFalse(self.dis.search([("code", "=", BASE)]))

    def test_a_basic_udi_di_has_the_right_check_pair(self):
        with self.refused("must be 2K. Position 24", ValidationError):
            self.make_di(CASE, basic_udi_di="1987654Ad4X4bL5ttr2310c2J")
        di = self.make_di(basic_udi_di="1987654Ad4X4bL5ttr2310c2K")
        di.basic_udi_di = "++A999MODELIDENTIFIER11S8"

    def test_a_unit_of_use_is_no_package(self):
        base, case, _pallet = self.make_levels()
        with self.refused("cannot be the Unit-of-Use Identifier", ValidationError):
            base.unit_of_use_id = case

    # --- in use -------------------------------------------------------------------------------------------------

    def test_regulatory_affairs_activates_by_signature(self):
        base = self.make_di()
        with self.refused("becomes Active by signature"):
            base._move_to("active")
        signature = self.sign(base, "active")
        self.assertEqual((base.state, signature.meaning, base.signature_status), ("active", "approval", "valid"))

    def test_a_quality_manager_does_not_activate(self):
        base = self.make_di()
        manager = self.person("udi-manager", "quality_manager")
        with self.assertRaises(AccessError):
            self.sign(base, "active", manager)

    def test_without_a_number_nothing_becomes_active(self):
        with self.refused("has no number yet"):
            self.sign(self.make_di(False), "active")

    def test_lower_levels_become_active_first(self):
        base, case, _pallet = self.make_levels()
        with self.refused("contains 09506000134352 .SET., which is Draft"):
            self.sign(case, "active")
        self.activate(base, case)
        self.assertEqual(case.state, "active")

    def test_a_package_without_content_does_not_become_active(self):
        with self.refused("does not say what it contains"):
            self.sign(self.make_di(CASE, kind="package"), "active")

    def test_another_direct_marking_is_named(self):
        base = self.make_di(direct_marking="other")
        with self.refused("marked with another identifier"):
            self.sign(base, "active")
        base.direct_marking_id = self.make_di("09506000149301", kind="direct_marking")
        self.activate(base)

    def test_what_is_active_does_not_change(self):
        base, case, _pallet = self.make_levels()
        self.activate(base, case)
        for di, vals in (
            (base, {"code": "09506000149301"}), (base, {"product_id": self.make_product("OTHER").id}),
            (case, {"quantity": 11}), (case, {"kind": "base"}), (base, {"unit_count": 3}), (base, {"agency": "MA"}),
        ):  # fmt: skip
            with self.subTest(vals=vals), self.refused("is Active: .* can no longer change"):
                di.write(vals)

    def test_what_was_active_is_not_deleted(self):
        base = self.activate(self.make_di())
        with self.refused("stays on file"):
            base.unlink()
        self.sign(base, "retired")
        with self.refused("stays on file"):
            base.unlink()

    def test_the_label_may_carry_more_later_and_the_signature_shows_that_it_was_given_for_less(self):
        base = self.activate(self.make_di())
        base.package_type = "Pouch"
        self.assertEqual((base.state, base.signature_status), ("active", "valid"))
        base.has_expiry_date = True
        base.invalidate_recordset()
        self.assertEqual((base.state, base.signature_status), ("active", "void"))

    def test_what_is_signed_says_what_the_label_carries_and_what_identifies_the_device(self):
        base = self.make_di(is_for_us=True, has_expiry_date=True)
        for line in base.us_value_ids.filtered("attribute_id.is_determining"):
            line.write(
                {"option_id": line.attribute_id.option_ids[:1].id} if line.kind == "choice" else {"value": "AH-1"}
            )
        self.activate(base)
        signed = str(base.signature_ids.content)
        self.assertIn("us b4: AH-1", signed)
        self.assertIn("has_expiry_date", signed)

    def test_an_indicator_that_gs1_gives_to_no_package_is_refused_for_china_and_told_elsewhere(self):
        base = self.make_di()
        case = self.make_di("09506000149301", kind="package", contains_id=base.id, quantity=10)
        self.assertIn("starts with 1 to 8", case.warning)
        with self.refused("is no identifier for China: 09506000149301 starts with 0.*Position 1", ValidationError):
            base.is_for_cn = True
        self.assertFalse(base.warning)

    def test_what_is_no_identifier_is_refused_with_code_position_and_rule(self):
        for code, agency, words in (
            ("09506000134353", "GS1", "09506000134353.*check digit must be 2. Position 14"),
            ("1987654Ad4X4bL5ttr2310c2K", "GS1", "is a Basic UDI-DI"), ("++A999MODELIDENTIFIER11S8", "HIBCC", "Basic"),
            ("00000000000000", "GS1", "all zeros"), ("AHM 8", "AHM", "Position 4"), ("AHM批", "AHM", "批"),
        ):  # fmt: skip
            with self.subTest(code=code), self.refused(words, ValidationError):
                self.make_di(code, agency=agency)
        with self.refused("check pair must be 2K. Position 24", ValidationError):
            self.make_di(basic_udi_di="1987654Ad4X4bL5ttr2310c2J")

    def test_a_reason_is_told_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        with self.refused("校验码.*第 14 位", ValidationError):
            self.dis.with_context(lang="zh_CN").create({"code": "09506000134353", "product_id": self.set.id})
        answer = self.env["meddev.udi"].with_context(lang="zh_CN")._parse("(01)09506000134353")
        self.assertRegex(answer["errors"][0], "校验码.*第 18 位")

    def test_postgresql_keeps_what_was_in_use(self):
        base = self.activate(self.make_di())
        self.env.flush_all()
        for query in (
            "UPDATE meddev_udi_di SET code = '1' WHERE id = %s", "DELETE FROM meddev_udi_di WHERE id = %s",
            "UPDATE meddev_udi_di SET state = 'draft' WHERE id = %s",
            "UPDATE meddev_udi_di SET contains_id = id WHERE id = %s",
            "UPDATE meddev_udi_di SET quantity = quantity + 1 WHERE id = %s",
            "UPDATE meddev_udi_di SET unit_count = unit_count + 1 WHERE id = %s",
            "UPDATE meddev_udi_di SET base_id = id WHERE id = %s",
            "UPDATE meddev_udi_di SET basic_udi_di = 'X' WHERE id = %s",
        ):  # fmt: skip
            with self.assertRaisesRegex(RaiseException, "was in use"), self.cr.savepoint(), mute_logger("odoo.sql_db"):
                self.env.cr.execute(query, (base.id,))

    def test_retirement_needs_a_reason_and_is_final(self):
        base = self.activate(self.make_di())
        with self.refused("needs a reason"):
            self.sign(base, "retired", reason="")
        self.sign(base, "retired")
        with self.refused("which is final"):
            base._move_to("active")

    def test_outer_packages_retire_first(self):
        base, case, _pallet = self.make_levels()
        self.activate(base, case)
        with self.refused("19506000134359 .SET. is active and contains 09506000134352"):
            self.sign(base, "retired")
        self.sign(case, "retired")
        self.sign(base, "retired")
        self.assertEqual((base | case).mapped("state"), ["retired", "retired"])

    def test_a_product_has_one_active_base_identifier(self):
        base = self.activate(self.make_di())
        later = self.make_di("09506000149301", replaces_id=base.id)
        with self.refused("has the active identifier 09506000134352"):
            self.sign(later, "active")
        self.sign(base, "retired")
        self.activate(later)
        self.assertEqual((self.set.barcode, base.replaced_by_ids), (later.code, later))

    def test_a_second_agency_gives_the_base_its_own_identifier(self):
        base = self.activate(self.make_di())
        other = self.make_di("MA.156.M0.100204.13351764", agency="MA", kind="secondary", base_id=base.id)
        self.activate(other)
        self.assertEqual(self.set.barcode, BASE)

    # --- roles --------------------------------------------------------------------------------------------------

    def test_others_read_and_do_not_write(self):
        base = self.make_di()
        for role in ("operator", "quality_manager", "engineering"):
            user = self.make_user(f"udi-{role}", role)
            seen = base.with_user(user)
            self.assertEqual(seen.code, BASE)
            with self.subTest(role=role), self.assertRaises(AccessError):
                seen.package_type = "Box"
            with self.subTest(role=role), self.assertRaises(AccessError):
                seen.action_allocate()

    def test_who_has_no_role_reads_products_as_before(self):
        self.make_di()
        product = self.set.with_user(self.make_user("udi-nobody"))
        self.assertNotIn("udi_di_ids", product.fields_get())
        self.assertEqual(product.read(["name", "udi_di_count"])[0]["udi_di_count"], 1)

    def test_over_rpc_an_active_identifier_stays(self):
        base = self.activate(self.make_di())
        for method, arguments in (
            ("write", ([base.id], {"state": "draft"})), ("write", ([base.id], {"code": "09506000149301"})),
            ("unlink", ([base.id],)),
        ):  # fmt: skip
            with self.subTest(method=method), self.assertRaises(xmlrpc.client.Fault):
                self.xmlrpc(
                    self.regulatory, "meddev.udi.di", method, *arguments,
                    context={"meddev_gate": True, "_force_unlink": True},
                )  # fmt: skip
        self.assertEqual((base.state, base.code), ("active", BASE))

    def test_over_rpc_nothing_becomes_active_unsigned(self):
        base = self.make_di()
        self.xmlrpc(self.regulatory, "meddev.udi.di", "action_activate", [base.id])
        self.assertEqual(base.state, "draft")
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc(self.regulatory, "meddev.udi.di", "_move_to", [base.id], "active")

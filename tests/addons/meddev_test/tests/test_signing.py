import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .signing import SigningCase


@tagged("post_install", "-at_install")
class TestSigning(SigningCase):
    """The way of a dossier through its signatures, and what stands in that way."""

    def test_the_last_signature_moves_the_record(self):
        self.sign(self.author, "approved")
        self.sign(self.inspector, "approved")
        self.assertEqual(self.dossier.state, "draft")
        self.sign(self.second, "approved")
        self.assertEqual(self.dossier.state, "approved")

    def test_a_signature_says_who_when_what_and_why(self):
        signature = self.release()
        self.assertEqual(signature.signer_name, self.manager.name)
        self.assertEqual(signature.job_title, "Title of sign-manager")
        self.assertEqual((signature.meaning, signature.reason), ("release", "All tests passed"))
        self.assertEqual((signature.method, signature.validity), ("password", "valid"))
        self.assertIn("Asia/Shanghai (UTC+0800)", signature.signed_on_local)
        self.assertEqual(json.loads(signature.content)["amount"], "1.500")
        self.assertEqual(json.loads(signature.content)["line_ids"][0]["value"], "2.0")

    def test_nothing_is_signed_about_another_record(self):
        self.release()
        other = self.make_dossier("D2")
        self.assertFalse(other.signature_ids)

    def test_a_step_is_not_skipped(self):
        message = "Author of D1 is signed by .*Engineering, which sign-inspector"
        with self.assertRaisesRegex(AccessError, message):
            self.sign(self.inspector, "approved")

    def test_a_later_transition_is_not_signed_early(self):
        with self.assertRaisesRegex(UserError, "D1 is Draft and cannot become Released"):
            self.sign(self.manager, "released", reason="x")

    def test_a_signed_transition_is_not_taken_without_signatures(self):
        with self.assertRaisesRegex(UserError, "D1 becomes Approved by signature. Next to sign: Author"):
            self.dossier.with_user(self.author)._move_to("approved")

    def test_nobody_approves_their_own_work(self):
        both = self.person("sign-both", "engineering", "quality_user")
        dossier = self.env["meddev.test.dossier"].with_user(both).create({"name": "Own"})
        self.sign(self.author, "approved", dossier)
        with self.assertRaisesRegex(AccessError, "wrote Own. Review is for somebody else"):
            self.sign(both, "approved", dossier)

    def test_who_changed_the_content_of_another_is_an_author_too(self):
        self.sign(self.author, "approved")
        self.dossier.with_user(self.inspector).amount = 3
        self.sign(self.author, "approved")
        with self.assertRaisesRegex(AccessError, "wrote D1. Review is for somebody else"):
            self.sign(self.inspector, "approved")

    def test_who_changed_a_line_of_another_is_an_author_too(self):
        self.dossier.line_ids.with_user(self.inspector).value = 3
        self.sign(self.author, "approved")
        with self.assertRaisesRegex(AccessError, "wrote D1"):
            self.sign(self.inspector, "approved")

    def test_nobody_signs_a_step_twice(self):
        self.sign(self.author, "approved")
        self.sign(self.inspector, "approved")
        with self.assertRaisesRegex(AccessError, "signed Review of D1 already. Another person signs next"):
            self.sign(self.inspector, "approved")

    def test_nobody_signs_two_steps_that_are_for_different_persons(self):
        both = self.person("sign-both", "engineering", "quality_user")
        self.sign(both, "approved")
        with self.assertRaisesRegex(AccessError, "signed another step of D1. Review is for somebody else"):
            self.sign(both, "approved")

    def test_a_required_reason_is_not_left_out(self):
        self.approve()
        for reason in ("", "   "):
            with self.assertRaisesRegex(UserError, "Release of D1 needs a reason. Write why, then sign."):
                self.sign(self.manager, "released", reason=reason)

    def test_an_administrator_signs_nothing_by_being_administrator(self):
        administrator = self.person("sign-admin", "system")
        for user in (administrator, self.env.ref("base.user_admin")):
            self.assertFalse(user.has_group("meddev_base.group_engineering"))
        with self.assertRaisesRegex(AccessError, "is signed by"):
            self.sign(administrator, "approved")

    def test_an_operator_does_not_sign_what_is_for_others(self):
        with self.assertRaisesRegex(AccessError, "is signed by"):
            self.sign(self.person("sign-operator", "operator"), "approved")

    def test_a_signature_is_used_up_by_the_state_it_led_to(self):
        self.release()
        self.dossier.with_user(self.manager).action_block()
        with self.assertRaisesRegex(UserError, "D1 becomes Released by signature"):
            self.dossier.with_user(self.manager)._move_to("released")
        self.sign(self.manager, "released")
        self.assertEqual(self.dossier.state, "released")

    def test_what_needs_no_signature_is_not_signed(self):
        self.release()
        with self.assertRaisesRegex(UserError, "no signature is needed to become Blocked"):
            self.sign(self.manager, "blocked")

    def test_all_records_are_signed_or_none(self):
        dossiers = self.dossier | self.make_dossier("D2")
        self.sign(self.author, "approved", dossiers[1])
        with self.assertRaises(AccessError):
            self.sign(self.author, "approved", dossiers)
        self.assertFalse(self.dossier.signature_ids)

    def test_several_records_carry_a_signature_each(self):
        dossiers = self.dossier | self.make_dossier("D2") | self.make_dossier("D3")
        signatures = self.release(dossiers)
        self.assertEqual(signatures.mapped("record_name"), ["D1", "D2", "D3"])
        self.assertEqual(set(dossiers.mapped("state")), {"released"})

    def test_signing_many_records_asks_the_database_no_more_for_each(self):
        def queries(count):
            dossiers = self.env["meddev.test.dossier"].concat(*(self.make_dossier(f"Q{n}") for n in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.sign(self.author, "approved", dossiers)
            return self.env.cr.sql_log_count - before

        queries(2)
        few, many = queries(5), queries(25)
        self.assertLess((many - few) / 20, 20, "queries for each further record")


@tagged("post_install", "-at_install")
class TestIdentification(SigningCase):
    """Who may say: this is me."""

    def refusal(self, user, **typed):
        """What the user is told. Without assertRaises, whose savepoint would take back the attempt's own record."""
        try:
            self.dossier.with_user(user)._sign("approved", {**self.credentials(user), **typed})
        except UserError as error:
            return str(error)
        raise AssertionError("signed")

    def test_a_wrong_password_signs_nothing(self):
        self.assertIn("The password is wrong. Nothing was signed.", self.refusal(self.author, password="guess"))
        self.assertIn("The password is wrong", self.refusal(self.author, password=""))
        self.assertFalse(self.dossier.signature_ids)

    def test_the_user_id_is_part_of_the_signature(self):
        self.assertIn("The user ID is not that of", self.refusal(self.author, login="sign-manager"))
        self.assertIn("The user ID is not that of", self.refusal(self.author, login=""))

    def test_another_persons_password_does_not_do(self):
        self.assertIn("The password is wrong", self.refusal(self.author, password="sign-manager-secret"))

    def test_an_api_key_is_no_password(self):
        expires = fields.Datetime.now() + timedelta(days=1)
        key = self.env["res.users.apikeys"].with_user(self.author)._generate("rpc", "test", expires)
        self.assertIn("The password is wrong", self.refusal(self.author, password=key))

    def test_an_archived_user_signs_nothing(self):
        self.author.active = False
        self.assertIn("is archived and signs nothing", self.refusal(self.author))

    def test_a_password_that_an_administrator_chose_does_not_sign(self):
        self.author.password = "chosen-by-admin"
        text = self.refusal(self.author, password="chosen-by-admin")
        self.assertIn("Somebody else chose the password of", text)
        self.author.with_user(self.author).change_password("chosen-by-admin", "my-own-one")
        self.assertIn("until a quality manager has met", self.refusal(self.author, password="my-own-one"))
        self.author.with_user(self.manager).action_confirm_identity()
        self.env.invalidate_all()
        self.dossier.with_user(self.author)._sign("approved", self.credentials(self.author, password="my-own-one"))

    def test_nobody_declares_a_password_to_be_somebodys_own(self):
        administrator = self.person("sign-admin", "system")
        with self.assertRaisesRegex(AccessError, "Only the users themselves"):
            self.author.with_user(administrator).has_own_password = True
        with self.assertRaisesRegex(AccessError, "Only the users themselves"):
            vals = {"name": "New", "login": "new", "password": "chosen-by-admin", "has_own_password": True}
            self.env["res.users"].with_user(administrator).create(vals)
        users = self.env["res.users"].with_user(administrator).with_context(default_has_own_password=True)
        self.assertFalse(users.create({"name": "New", "login": "new"}).has_own_password)

    def test_five_wrong_attempts_lock_signing_and_tell_the_security_contact(self):
        contact = self.person("sign-security", "quality_user")
        self.author.company_id.security_contact_id = contact
        self.env.flush_all()  # the identification reads it in a transaction of its own
        for _attempt in range(4):
            self.assertNotIn("locked", self.refusal(self.author, password="guess"))
        self.assertIn("Signing is locked for", self.refusal(self.author, password="guess"))
        self.assertIn("Signing is locked for", self.refusal(self.author))
        told = [("partner_ids", "in", contact.partner_id.ids), ("subject", "like", "Signing locked for")]
        self.assertEqual(self.env["mail.message"].search_count(told), 1)

    def test_attempts_are_recorded_with_their_outcome(self):
        self.refusal(self.author, password="guess")
        self.sign(self.author, "approved")
        attempts = self.env["meddev.signature.attempt"].search([("user_id", "=", self.author.id)])
        self.assertEqual(attempts.mapped("outcome"), ["signed", "password"])
        self.assertEqual(attempts.mapped("subject"), ["D1", "D1"])

    def test_a_success_ends_the_row_of_failures(self):
        for _round in range(2):
            for _attempt in range(4):
                self.refusal(self.author, password="guess")
            self.sign(self.author, "approved", self.make_dossier())

    def test_trying_without_authority_is_recorded(self):
        self.assertIn("is signed by", self.refusal(self.inspector))
        last = self.env["meddev.signature.attempt"].search([("user_id", "=", self.inspector.id)], limit=1)
        self.assertEqual(last.outcome, "refused")

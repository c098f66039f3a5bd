import base64
import time

from odoo.exceptions import ConcurrencyError, UserError
from odoo.service import model
from odoo.tests import tagged

from odoo.addons.auth_totp.models.totp import TIMESTEP, hotp
from odoo.addons.meddev_signature.tests.common import SignatureCase

SECRET = base64.b32encode(b"of the manager alone").decode()
WRONG = "The one-time code is wrong, or was used before. Wait for the next one."


@tagged("post_install", "-at_install")
class TestSigningWithCode(SignatureCase):
    """User ID, password and the code of an authenticator app."""

    def setUp(self):
        super().setUp()
        self.manager.totp_secret = SECRET
        self.authenticate(self.manager.login, f"{self.manager.login}-secret")

    def code(self, steps=0):
        """The code of ``steps`` times half a minute from now."""
        return f"{hotp(base64.b32decode(SECRET), int(time.time() / TIMESTEP) + steps):06}"

    def assert_refused(self, **typed):
        self.assertEqual(self.press_sign(self.wizard(), **typed), WRONG)
        self.policy.invalidate_recordset()
        self.assertFalse(self.policy.signature_ids)
        self.assertEqual(self.policy.state, "draft")

    def test_the_form_asks_for_the_code(self):
        self.assertTrue(self.wizard().needs_token)

    def test_who_has_no_second_factor_is_not_asked(self):
        other = self.person("other-manager", "quality_manager")
        self.assertFalse(self.wizard(other).needs_token)
        self.assertEqual(self.sign(user=other).method, "password")

    def test_the_right_code_signs(self):
        self.assertEqual(self.press_sign(self.wizard(), token=self.code()), "")
        self.policy.invalidate_recordset()
        self.assertEqual(self.policy.signature_ids.method, "password_totp")
        self.assertEqual(self.policy.state, "effective")
        self.assertEqual(self.outcomes(), ["signed"])

    def test_blanks_in_the_code_do_not_matter(self):
        code = self.code()
        self.assertEqual(self.sign(token=f" {code[:3]} {code[3:]} ").method, "password_totp")

    def test_a_wrong_code_signs_nothing(self):
        wrong = {f"{number:06}" for number in range(9)} - {self.code(step) for step in range(-2, 3)}
        self.assert_refused(token=min(wrong))

    def test_no_code_signs_nothing(self):
        self.env["ir.config_parameter"].set_param("meddev_signature.max_attempts", 99)
        for missing in ("", "abc", "12345", "٣٣٣٣٣٣", None, ["1"], 0):
            self.assertEqual(self.refusal(token=missing), WRONG)

    def test_an_expired_code_signs_nothing(self):
        self.assert_refused(token=self.code(-4))

    def test_a_code_of_later_signs_nothing(self):
        self.assert_refused(token=self.code(4))

    def test_a_code_serves_once(self):
        code, second = self.code(), self.make_policy("Second")
        self.assertEqual(self.press_sign(self.wizard(), token=code), "")
        self.assertEqual(self.press_sign(self.wizard(policy=second), token=code), WRONG)
        second.invalidate_recordset()
        self.assertFalse(second.signature_ids)

    def test_the_next_code_serves_the_next_signature(self):
        self.sign(token=self.code())
        self.assertEqual(self.sign(self.make_policy("Second"), token=self.code(1)).method, "password_totp")

    def test_a_request_that_postgresql_makes_start_over_needs_no_second_code(self):
        """Two decisions at once: one of the requests is begun anew, with the code that it used up already."""
        move, conflicts, uses = type(self.policy)._move_to, [], []

        def conflict_once(policies, target, **stamps):
            if not conflicts:
                conflicts.append(target)
                raise ConcurrencyError("as when another user changed the same row")
            return move(policies, target, **stamps)

        def use(user, typed):
            uses.append(typed)
            return len(uses) == 1

        self.patch(type(self.policy), "_move_to", conflict_once)
        self.patch(type(self.manager), "_use_code", use)
        self.patch(model.random, "uniform", lambda *_range: 0)
        self.assertEqual(self.press_sign(self.wizard(), token=self.code()), "")
        self.policy.invalidate_recordset()
        self.assertEqual((self.policy.state, len(conflicts), len(uses)), ("effective", 1, 1))

    def test_a_code_older_than_the_last_one_used_signs_nothing(self):
        self.sign(token=self.code(1))
        with self.assertRaisesRegex(UserError, WRONG):
            self.sign(self.make_policy("Second"), token=self.code())

    def test_the_code_does_not_replace_the_password(self):
        with self.assertRaisesRegex(UserError, "The password is wrong"):
            self.sign(password="", token=self.code())
        self.assertEqual(self.sign(token=self.code()).method, "password_totp", "the code was not used up by that")

    def test_wrong_codes_are_recorded_and_lock(self):
        refusals = [self.refusal(token="") for _attempt in range(5)]
        self.assertEqual(refusals[0], WRONG)
        self.assertIn("Signing is locked", self.refusal(token=self.code()))
        self.assertEqual(self.outcomes(), ["locked", *["token"] * 5])

    def test_a_program_signs_with_a_code_too(self):
        wizard = self.wizard()
        context = {"signature_login": self.manager.login, "signature_password": f"{self.manager.login}-secret"}
        self.assertEqual(self.json2(self.manager, wizard._name, "action_sign", ids=wizard.ids, context=context)[0], 422)
        context["signature_token"] = self.code()
        self.assertEqual(self.json2(self.manager, wizard._name, "action_sign", ids=wizard.ids, context=context)[0], 200)
        self.policy.invalidate_recordset()
        self.assertEqual(self.policy.signature_ids.method, "password_totp")

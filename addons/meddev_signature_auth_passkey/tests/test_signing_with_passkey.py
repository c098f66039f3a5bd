import json

from odoo.exceptions import AccessError
from odoo.http import root
from odoo.tests import tagged
from odoo.tools import mute_logger

from .authenticator import PRESENT, PasskeyCase

REFUSED = (
    "The passkey was not accepted. Use one that you registered with a password of your own, or sign with the password."
)


@tagged("post_install", "-at_install")
class TestSigningWithPasskey(PasskeyCase):
    """What the server accepts as a passkey's signature, over the calls that the browser makes."""

    def setUp(self):
        super().setUp()
        self.phone = self.register(self.manager)
        self.authenticate(self.manager.login, f"{self.manager.login}-secret")

    def challenge(self):
        return self.make_jsonrpc_request("/auth/passkey/start-auth")["challenge"]

    def answer(self, device=None, **other):
        return (device or self.phone).answer(self.challenge(), self.base_url(), **other)

    def press_with(self, answer, policy=None):
        return self.press_sign(self.wizard(policy=policy), login="", password="", passkey=answer)

    def assert_signed(self, policy=None, method="passkey"):
        policy = policy or self.policy
        policy.invalidate_recordset()
        self.assertEqual(policy.signature_ids.method, method)
        self.assertEqual(policy.state, "effective")

    def assert_refused(self, answer, wording=REFUSED):
        self.assertEqual(self.press_with(answer), wording)
        self.policy.invalidate_recordset()
        self.assertFalse(self.policy.signature_ids)

    def test_a_passkey_signs(self):
        self.assertEqual(self.press_with(self.answer()), "")
        self.assert_signed()

    def test_the_password_still_signs(self):
        self.assertEqual(self.press_sign(self.wizard()), "")
        self.assert_signed(method="password")

    def test_the_form_offers_the_passkey_to_who_has_one(self):
        self.assertEqual((self.wizard().has_passkey, self.wizard().identify_by), (True, "passkey"))
        other = self.wizard(self.person("other-manager", "quality_manager"))
        self.assertEqual((other.has_passkey, other.identify_by), (False, "password"))

    def test_an_answer_serves_once(self):
        second, answer = self.make_policy("Second"), self.answer()
        self.assertEqual(self.press_with(answer), "")
        self.assertEqual(self.press_with(answer, second), REFUSED)
        second.invalidate_recordset()
        self.assertFalse(second.signature_ids)

    def test_an_answer_to_an_older_challenge_signs_nothing(self):
        answer = self.answer()
        self.challenge()
        self.assert_refused(answer)

    def test_an_answer_of_another_web_session_signs_nothing(self):
        answer = self.answer()
        self.authenticate(self.manager.login, f"{self.manager.login}-secret")
        self.assert_refused(answer)
        self.challenge()
        self.assert_refused(answer)

    def test_an_answer_without_the_user_verified_signs_nothing(self):
        self.assert_refused(self.answer(flags=PRESENT))

    def test_an_answer_for_another_site_signs_nothing(self):
        self.assert_refused(self.phone.answer(self.challenge(), "http://example.com"))
        self.assert_refused(self.answer(domain="example.com"))

    def test_a_passkey_of_somebody_else_signs_nothing(self):
        other = self.register(self.person("other-manager", "quality_manager"), "other phone")
        self.assert_refused(self.answer(other))

    def test_a_signature_by_another_key_signs_nothing(self):
        stolen = self.register(self.manager, "tablet")
        stolen.identifier = self.phone.identifier
        self.assert_refused(self.answer(stolen))

    def test_an_answer_that_is_none_signs_nothing(self):
        whole = json.loads(self.answer())
        for answer in (
            "x", "[]", "{}", "null", '{"id": 1}', {"id": 1}, True,
            json.dumps({**whole, "response": {}}),
            json.dumps({**whole, "response": {**whole["response"], "authenticatorData": "AA"}}),
            json.dumps({**whole, "response": {**whole["response"], "clientDataJSON": "AA"}}),
            json.dumps({**whole, "response": {**whole["response"], "signature": ""}}),
        ):  # fmt: skip
            self.challenge()
            self.assert_refused(answer)

    def test_what_is_not_accepted_is_recorded_and_locks(self):
        refusals = [self.refusal(passkey="{}") for _attempt in range(5)]
        self.assertEqual(refusals[0], REFUSED)
        self.assertIn("Signing is locked", refusals[-1])
        self.assertEqual(self.outcomes(), ["passkey"] * 5)
        self.assertIn("Signing is locked", self.press_with(self.answer()))

    def test_an_archived_user_signs_nothing(self):
        self.manager.active = False
        self.assertIn("is archived and signs nothing", self.refusal(passkey="{}"))

    def test_outside_a_web_session_no_passkey_signs(self):
        self.assertEqual(self.refusal(passkey=self.answer()), REFUSED)

    # --- whose passkey it is ------------------------------------------------------------------------------------

    def test_a_passkey_from_before_the_password_was_one_s_own_signs_nothing(self):
        user = self.make_user("new-manager", "quality_manager")
        device = self.register(user, "somebody's phone")
        user.with_user(user).sudo()._change_password(f"{user.login}-secret")
        self.assertFalse(self.wizard(user).has_passkey)
        self.manager = user
        self.authenticate(user.login, f"{user.login}-secret")
        self.assert_refused(self.answer(device))

    def test_after_somebody_else_changed_the_password_no_passkey_signs(self):
        self.manager.password = "chosen by the administrator"
        self.authenticate(self.manager.login, "chosen by the administrator")
        self.assert_refused(
            self.answer(),
            f"Somebody else chose the password of {self.manager.name}. Change it under My Preferences, then sign.",
        )

    def test_nobody_says_by_hand_that_a_passkey_may_sign(self):
        key = self.manager.auth_passkey_key_ids
        self.assertTrue(key.can_sign)
        for rights in (key.with_user(self.manager), key.sudo()):
            with self.assertRaisesRegex(AccessError, "Register the passkey anew under My Preferences"):
                rights.can_sign = True
        user = self.make_user("new-manager", "quality_manager")
        vals = {"name": "x", "credential_identifier": "y", "can_sign": True}
        self.assertFalse(self.env["auth.passkey.key"].with_user(user).sudo().create(vals).can_sign)

    def test_a_stolen_session_registers_no_passkey(self):
        """Odoo asks for the password once in ten minutes: whoever finds the session open is not asked."""
        self.session["identity-check-last"] = 4102444800
        root.session_store.save(self.session)
        for password in (None, "guess"):
            said = self.make_key(present_password=password)
            self.assertEqual(said, "The present password is wrong. Nothing was changed.")
        said = self.make_key(present_password=f"{self.manager.login}-secret")
        self.assertNotIn("present password", said, "the device's answer is what is looked at then")
        self.assertEqual(self.outcomes(), ["checked", "password", "password"])

    def test_a_passkey_registered_before_the_person_was_met_signs_nothing(self):
        self.manager.with_user(self.env.ref("base.public_user")).sudo().password = "through the link"
        self.env.invalidate_all()
        self.register(self.manager, "somebody's phone")
        self.assertFalse(self.manager.auth_passkey_key_ids[0].can_sign)

    def make_key(self, **context):
        """What the web client sends once the device answered; the error's text."""

        def call(method, *args, **kwargs):
            params = {"model": "auth.passkey.key.create", "method": method, "args": args, "kwargs": kwargs}
            with mute_logger("odoo.http"):
                return self.url_open(
                    f"/web/dataset/call_kw/auth.passkey.key.create/{method}", json={"params": params}
                ).json()

        wizard = call("create", [{"name": "thief's phone"}])["result"]
        answer = call("make_key", wizard, {"id": "x"}, context=context)
        return answer.get("error", {}).get("data", {}).get("message", "")

    def test_the_dialog_for_a_new_passkey_sends_the_present_password_along(self):
        self.session["identity-check-last"] = 4102444800
        root.session_store.save(self.session)

        def call(model, method, *args, **kwargs):
            params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
            return self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).json()["result"]

        action = call("res.users", "action_create_passkey", self.manager.ids)
        typed = {"name": "phone", "current_password": "x"}
        shown = {"name": {}, "current_password": {}}
        saved = call(action["res_model"], "web_save", [action["res_id"]], typed, specification=shown)
        self.assertEqual(saved[0]["current_password"], "x")

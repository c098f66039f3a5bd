from odoo.tests import tagged

from .signing import SigningCase


@tagged("post_install", "-at_install")
class TestContinuousSession(SigningCase):
    """Later signatures of one session with the password alone (21 CFR 11.200(a)(1)): a setting, off by default."""

    def allow(self, minutes):
        self.env["ir.config_parameter"].set_param("meddev_signature.session_minutes", minutes)

    def sign_in_browser(self, **typed):
        """What the web client sends when the author presses Sign for a new dossier; the error's text, or ""."""
        dossier = self.make_dossier()
        action = self.call("meddev.test.dossier", "action_sign", dossier.ids, "approved")
        context = {f"signature_{name}": value for name, value in typed.items()}
        answer = self.call("meddev.signature.wizard", "action_sign", [action["res_id"]], context=context)
        self.method = dossier.signature_ids.method
        return answer.get("message", "")

    def call(self, model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}", json={"jsonrpc": "2.0", "params": params}
        ).json()
        return answer["error"]["data"] if "error" in answer else answer["result"]

    def setUp(self):
        super().setUp()
        self.authenticate(self.author.login, f"{self.author.login}-secret")
        self.everything = {"login": self.author.login, "password": f"{self.author.login}-secret"}
        self.password = {"password": self.everything["password"]}

    def test_without_the_setting_every_signature_takes_all_components(self):
        self.assertEqual(self.sign_in_browser(**self.everything), "")
        self.assertIn("The user ID is not that of", self.sign_in_browser(**self.password))

    def test_the_first_signature_takes_all_components_and_the_next_the_password(self):
        self.allow(15)
        self.assertIn("The user ID is not that of", self.sign_in_browser(**self.password))
        self.assertEqual(self.sign_in_browser(**self.everything), "")
        self.assertEqual(self.method, "password")
        self.assertEqual(self.sign_in_browser(**self.password), "")
        self.assertEqual(self.method, "session")

    def test_another_session_of_the_same_person_begins_anew(self):
        self.allow(15)
        self.sign_in_browser(**self.everything)
        self.authenticate(self.author.login, f"{self.author.login}-secret")
        self.assertIn("The user ID is not that of", self.sign_in_browser(**self.password))

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import API, ApiCase


@tagged("post_install", "-at_install")
class TestVerifyOverRpc(ApiCase):
    def test_both_protocols_give_the_same_verdict(self):
        for role in ("quality_manager", "regulatory", "auditor", "system"):
            answers = self.both(self.make_user(f"rpc-{role}-verifier", role), API, "verify", scope="seals")
            self.assertEqual(answers.status, 200, answers.json2)
            self.assertEqual(answers.xmlrpc.keys(), {"ok", "checked", "broken"}, role)
            self.assertEqual(answers.xmlrpc["broken"], answers.json2["broken"], role)

    def test_what_is_broken_is_told_with_its_record_and_reason(self):
        self.env.cr.execute("ALTER TABLE meddev_signature DISABLE TRIGGER meddev_append_only_rows")
        answer = self.both(self.caller, API, "verify", scope="audit")
        self.assertFalse(answer.json2["ok"])
        self.assert_plain(answer.json2)
        self.assertIn(("meddev.signature", 0), [(row["model"], row["id"]) for row in answer.xmlrpc["broken"]])

    @mute_logger("odoo.http")
    def test_an_unknown_scope_is_refused_with_the_known_ones(self):
        status, answer = self.json2(self.caller, API, "verify", scope="everything")
        self.assertEqual(status, 422)
        self.assertIn("There is no scope everything. There are: all, signatures, audit, seals.", answer["message"])

    @mute_logger("odoo.http")
    def test_an_operator_may_not_ask(self):
        status, answer = self.json2(self.make_user("rpc-operator", "operator"), API, "verify")
        self.assertEqual(status, 403)
        self.assertIn("has none of the roles that may ask this", answer["message"])

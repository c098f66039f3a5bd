import xmlrpc.client

from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase

API = "meddev.api.v1"
KEYS = {
    "agency", "di", "lot", "serial", "expiry", "production", "quantity", "valid", "errors", "product", "package_level",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestUdiOverRpc(RpcCase):
    def test_a_code_is_answered_alike_over_both_protocols(self):
        caller = self.make_user("rpc-udi", "operator")
        answer = self.both(
            caller, API, "udi_parse", code="]d20109506000134352172712311012AB\x1d21S1".replace("\x1d", "{GS}")
        )
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json2, answer.xmlrpc)
        self.assertEqual(set(answer.json2), KEYS)
        self.assertEqual((answer.json2["lot"], answer.json2["serial"]), ("12AB", "S1"))

    def test_a_bad_code_is_answered_and_not_refused(self):
        caller = self.make_user("rpc-udi", "operator")
        for code in ("", "nonsense", "(01)123"):
            answer = self.both(caller, API, "udi_parse", code=code)
            self.assertEqual(answer.json2, answer.xmlrpc)
            self.assertFalse(answer.json2["valid"])
            self.assertTrue(answer.json2["errors"])

    def test_characters_that_no_database_keeps_are_answered_too(self):
        caller = self.make_user("rpc-udi", "operator")
        for code in (
            "AHM\x00",
            "AHM\ud800",
            "(01)\x0009506000134352",
            "(01)09506000134352(10)\udfff",
            "\x00",
            "MA.\ud83d",
        ):
            status, answer = self.json2(caller, API, "udi_parse", code=code)
            self.assertEqual((status, answer["valid"], bool(answer["errors"])), (200, False, True), repr(code))
        # XML has no such characters, Odoo's own reader refuses them: the nearest that XML-RPC can send.
        for code in ("AHM\ufffd", "AHM\x7f", "AHM"):
            answer = self.xmlrpc(caller, API, "udi_parse", code=code)
            self.assertFalse(answer["valid"])

    def test_what_is_no_text_is_answered_too(self):
        caller = self.make_user("rpc-udi", "operator")
        for code in (None, 5, 1.5, True, [], ["(01)"], {"a": 1}):
            status, answer = self.json2(caller, API, "udi_parse", code=code)
            self.assertEqual((status, answer["valid"]), (200, False), repr(code))

    def test_a_user_without_a_role_is_refused(self):
        with self.assertRaisesRegex(xmlrpc.client.Fault, "none of the roles of Medical Devices"):
            self.xmlrpc(self.make_user("rpc-nobody"), API, "udi_parse", code="(01)09506000134352")

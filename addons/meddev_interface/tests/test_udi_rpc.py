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

    def test_a_user_without_a_role_is_refused(self):
        with self.assertRaisesRegex(xmlrpc.client.Fault, "none of the roles of Medical Devices"):
            self.xmlrpc(self.make_user("rpc-nobody"), API, "udi_parse", code="(01)09506000134352")

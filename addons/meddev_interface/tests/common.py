"""One lot that was received and shipped, and programs that ask about it over both protocols."""

import xmlrpc.client

from odoo.addons.meddev_base.tests.common import RpcCase
from odoo.addons.meddev_genealogy.tests.common import GenealogyCase

API = "meddev.api.v1"


class ApiCase(GenealogyCase, RpcCase):
    def setUp(self):
        super().setUp()
        self.caller = self.make_user("rpc-regulatory", "regulatory")

    def refused_both(self, user, method, model=API, **kwargs):
        """The texts of a refusal over XML-RPC and JSON-2, and JSON-2's status."""
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.xmlrpc(user, model, method, **kwargs)
        status, answer = self.json2(user, model, method, **kwargs)
        self.assertGreaterEqual(status, 400)
        return caught.exception.faultString, answer["message"], status

    def assert_plain(self, answer, path="answer"):
        """Only what JSON and every other language know as text, number, list or object; False and None are no text."""
        if isinstance(answer, dict):
            for key, value in answer.items():
                self.assertIs(type(key), str, path)
                self.assert_plain(value, f"{path}.{key}")
        elif isinstance(answer, list):
            for number, value in enumerate(answer):
                self.assert_plain(value, f"{path}[{number}]")
        else:
            allowed = (bool,) if path in ("answer.truncated", "answer.ok") else (str, int, float)
            self.assertIn(type(answer), allowed, path)

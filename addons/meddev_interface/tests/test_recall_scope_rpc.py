from odoo.tests import tagged

from .common import API, ApiCase


@tagged("post_install", "-at_install")
class TestRecallScopeOverRpc(ApiCase):
    """What another system gets when it asks what a recall would reach."""

    def setUp(self):
        super().setUp()
        self.steel = self.make_lot("STEEL-1", self.make_product("Steel", default_code="STEEL"))
        self.receive((self.steel, 10))
        self.ship((self.steel, 3))

    def test_both_protocols_answer_the_same_in_plain_types(self):
        answers = self.both(self.caller, API, "recall_scope", lots=[{"lot": "STEEL-1", "product": "STEEL"}])
        self.assertEqual(answers.xmlrpc, answers.json2)
        self.assert_plain(answers.json2)
        [shipped] = answers.json2["shipped"]
        self.assertEqual((shipped["partner"], shipped["quantity"]), ("City Clinic", 3.0))
        [balance] = answers.json2["balance"]
        self.assertEqual((balance["made"], balance["on_hand"], balance["difference"]), (10.0, 7.0, 0.0))

    def test_an_unknown_lot_and_one_name_on_two_products_are_refused(self):
        self.assertIn("There is no lot", self.refused_both(self.caller, "recall_scope", lots=[{"lot": "NO"}])[0])
        self.make_lot("STEEL-1", self.make_product("Other"))
        self.assertIn(
            "2 lots are called STEEL-1", self.refused_both(self.caller, "recall_scope", lots=[{"lot": "STEEL-1"}])[1]
        )

    def test_what_is_no_list_of_lots_is_refused(self):
        for wrong in ([], "STEEL-1", {"lot": "STEEL-1"}):
            self.assertIn("Name the lots as a list", self.refused_both(self.caller, "recall_scope", lots=wrong)[0])
        for wrong in (["STEEL-1"], [{"product": "STEEL"}], [{"lot": "STEEL-1", "lots": 1}]):
            self.assertIn("Each lot is", self.refused_both(self.caller, "recall_scope", lots=wrong)[0])

    def test_a_caller_without_a_role_is_refused(self):
        nobody = self.make_user("rpc-nobody")
        refused = self.refused_both(nobody, "recall_scope", lots=[{"lot": "STEEL-1"}])
        self.assertIn("none of the roles", refused[0])

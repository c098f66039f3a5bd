from odoo.tests import tagged

from .common import API, ApiCase


@tagged("post_install", "-at_install")
class TestLotStatusOverRpc(ApiCase):
    """Whether a lot may be used, as a warehouse system asks."""

    def setUp(self):
        super().setUp()
        product = self.make_product("Pump", default_code="PUMP", lot_release="required")
        self.lot = self.make_lot("Q-1", product)
        self.receive((self.lot, 4))

    def test_both_protocols_answer_the_same_in_plain_types(self):
        answers = self.both(self.caller, API, "lot_status", lot="Q-1")
        self.assertEqual(answers.xmlrpc, answers.json2)
        self.assert_plain(answers.json2)
        self.assertEqual(
            answers.json2,
            {"lot": "Q-1", "product": "PUMP", "status": "quarantine", "expiry": "", "on_hand": 4.0,
             "reasons": ["Quality status: Quarantine."]},
        )  # fmt: skip

    def test_an_unknown_lot_and_one_name_on_two_products_are_refused(self):
        self.assertIn("There is no lot", self.refused_both(self.caller, "lot_status", lot="NO")[0])
        self.make_lot("Q-1", self.make_product("Other"))
        self.assertIn("2 lots are called Q-1", self.refused_both(self.caller, "lot_status", lot="Q-1")[1])

    def test_a_caller_without_a_role_is_refused(self):
        nobody = self.make_user("rpc-nobody")
        self.assertIn("none of the roles", self.refused_both(nobody, "lot_status", lot="Q-1")[0])

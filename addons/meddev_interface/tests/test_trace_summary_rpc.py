from odoo.tests import tagged

from .common import API, ApiCase


@tagged("post_install", "-at_install")
class TestTraceSummaryOverRpc(ApiCase):
    """The short answer of a trace as other programs get it."""

    def setUp(self):
        super().setUp()
        self.lot = self.make_lot("STEEL-1", self.make_product("Steel Pin", default_code="PIN"))
        self.receive((self.lot, 10))
        self.ship((self.lot, 3.5))

    def test_both_protocols_tell_who_has_how_much(self):
        answers = self.both(self.caller, API, "trace_summary", lot="STEEL-1")
        self.assertEqual((answers.status, answers.xmlrpc), (200, answers.json2))
        self.assertEqual(answers.json2, {
            "lots": 1, "products": [{"product": "PIN", "lots": 1}], "grade": "exact", "hidden": 0,
            "partners": [{"key": f"res.partner:{self.clinic.id}", "name": "City Clinic", "role": "customer",
                          "product": "PIN", "quantity": 3.5, "uom": "Units", "lots": 1}],
        })  # fmt: skip

    def test_upwards_it_tells_who_supplied_it(self):
        answer = self.json2(self.caller, API, "trace_summary", lot="STEEL-1", direction="up")[1]
        self.assertEqual([(one["name"], one["quantity"]) for one in answer["partners"]], [("Steel Works", 10.0)])

    def test_an_unknown_lot_and_a_direction_that_is_none_are_refused(self):
        for arguments in ({"lot": "NONE-1"}, {"lot": "STEEL-1", "direction": "both"}):
            self.assertEqual(self.json2(self.caller, API, "trace_summary", **arguments)[0], 422)

    def test_who_has_no_role_is_refused(self):
        self.assertEqual(self.json2(self.make_user("summary-nobody"), API, "trace_summary", lot="STEEL-1")[0], 403)

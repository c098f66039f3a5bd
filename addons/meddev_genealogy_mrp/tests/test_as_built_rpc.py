import xmlrpc.client

from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase

from .as_built_common import AsBuiltCase

MODEL = "meddev.as.built"


@tagged("post_install", "-at_install")
class TestAsBuiltOverRpc(AsBuiltCase, RpcCase):
    """An MES records over both protocols, and nobody walks around the gate."""

    def setUp(self):
        super().setUp()
        self.mes = self.make_user("rpc-mes", "operator")
        self.order = self.planned("P1", "P2")

    def refused(self, message, user, *call, model=MODEL, **kwargs):
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.xmlrpc(user, model, *call, **kwargs)
        self.assertIn(message, caught.exception.faultString)

    def test_both_protocols_record_and_answer_the_same(self):
        call = {
            "production": self.order.name,
            "unit": "P1",
            "components": [{"lot": "R1"}, {"lot": "S1", "quantity": 1}],
        }
        answers = self.both(self.mes, MODEL, "record", **call)
        self.assertEqual((answers.status, answers.xmlrpc), (200, answers.json2))
        self.assertEqual(answers.json2["missing"], [{"product": "Steel", "quantity": 1.0, "uom": "Units"}])
        answers = self.both(self.mes, MODEL, "missing", production=self.order.name)
        self.assertEqual((answers.status, answers.xmlrpc), (200, answers.json2))
        self.assertEqual(len(answers.json2["missing"]), 3)

    def test_the_order_is_not_closed_over_rpc_with_something_missing(self):
        self.xmlrpc(self.mes, MODEL, "record", production=self.order.name, unit="P1", components=[{"lot": "R1"}])
        context = {"skip_consumption": True, "skip_backorder": True, "skip_mo_check": True, "meddev_gate": True,
                   "mo_ids_to_backorder": self.order.ids}  # fmt: skip
        self.refused("not recorded", self.mes, "button_mark_done", self.order.ids, model="mrp.production",
                     context=context)  # fmt: skip
        for model, records, refusal in (
            ("mrp.production", self.order, "not recorded"),
            ("stock.move", self.order.move_finished_ids, "never by hand"),
        ):
            self.refused(refusal, self.mes, "write", records.ids, {"state": "done"}, model=model)

    def test_the_table_is_not_written_over_rpc(self):
        self.into(self.order, "P1", "R1")
        entry = self.order.as_built_ids
        values = {"production_id": self.order.id, "lot_id": self.order.lot_producing_ids[0].id,
                  "component_id": self.steel.id, "component_lot_id": self.bars[0].id, "quantity": 1}  # fmt: skip
        for user in (self.mes, self.make_user("rpc-qa", "quality_manager"), self.make_user("rpc-admin", "system")):
            self.refused("not allowed", user, "create", [values])
            self.refused("not allowed", user, "write", entry.ids, {"quantity": 9})
            self.refused("not allowed", user, "unlink", entry.ids)
            self.refused("", user, "write", self.order.ids, {"as_built_ids": [(0, 0, values)]}, model="mrp.production")
        self.assertEqual(self.entries(self.order), {("P1", "R1", 1.0)})

    def test_a_caller_without_the_role_is_refused(self):
        call = {"production": self.order.name, "unit": "P1", "components": [{"lot": "R1"}]}
        for role in ("engineering", "auditor", "system"):
            self.refused("recorded by operators and quality", self.make_user(f"rpc-{role}", role), "record", **call)
        self.refused("read by every role", self.make_user("rpc-nobody"), "missing", production=self.order.name)

    def test_private_methods_stay_private(self):
        self.refused("", self.mes, "_put", [], self.order.id)

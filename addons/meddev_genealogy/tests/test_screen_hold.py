from xmlrpc.client import Fault

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.meddev_base.tests.common import RpcCase

from .test_screen_questions import ScreenCase


@tagged("post_install", "-at_install")
class TestScreenHold(ScreenCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspector = new_test_user(cls.env, "screen-inspector", groups="meddev_base.group_quality_user")
        product = cls.make_product("Pump", default_code="PUMP")
        cls.lots = cls.env["stock.lot"].create([{"name": f"P-{n}", "product_id": product.id} for n in range(3)])

    def test_all_lots_are_held_at_once(self):
        answer = self.screen(self.inspector).hold(self.lots.ids)
        self.assertEqual(answer, {"held": 3, "left": []})
        self.assertEqual(set(self.lots.mapped("state")), {"hold"})

    def test_why_lots_were_held_is_kept_with_each_of_them(self):
        self.env.flush_all()
        self.cr.precommit.run()
        self.screen(self.inspector).hold(self.lots[:2].ids, " Complaint 14: leaks\0 ")
        self.screen(self.inspector).hold(self.lots[2].ids)
        self.env.flush_all()
        self.cr.precommit.run()
        last = [lot.message_ids[0] for lot in self.lots]
        told = "<p>Put on hold: Complaint 14: leaks\N{REPLACEMENT CHARACTER}</p>"
        self.assertEqual([str(one.body) for one in last], [told, told, ""])
        for message in last:
            self.assertEqual(message.author_id, self.inspector.partner_id)
            self.assertEqual(message.sudo().tracking_value_ids.new_value_char, "On Hold")

    def test_which_lots_could_not_be_held_is_told_with_the_reason(self):
        self.lots[0].action_hold()
        answer = self.screen(self.inspector).hold(self.lots.ids)
        self.assertEqual(
            answer, {"held": 2, "left": [{"lot": "P-0", "product": "PUMP", "reason": "It is already On Hold."}]}
        )

    def test_no_lot_left_to_hold_is_no_error(self):
        self.lots.action_hold()
        answer = self.screen(self.inspector).hold(self.lots.ids)
        self.assertEqual((answer["held"], len(answer["left"])), (0, 3))

    def test_an_operator_and_a_reader_are_refused(self):
        for user in (self.operator, self.reader):
            with self.assertRaisesRegex(AccessError, "Only inspectors and quality managers stop lots"):
                self.screen(user).hold(self.lots.ids)
        self.assertEqual(set(self.lots.mapped("state")), {"released"})

    def test_the_lots_of_a_recall_scope_are_named_by_their_ids(self):
        self.receive(*[(lot, 1) for lot in self.lots])
        scope = self.screen().recall_scope(self.lots[1:].ids)
        told = {(one["id"], one["lot"], one["status_label"]) for one in scope["lots"]}
        self.assertEqual(told, {(lot.id, lot.name, "Released") for lot in self.lots[1:]})


@tagged("post_install", "-at_install")
class TestScreenHoldRpc(ScreenCase, RpcCase):
    def test_nobody_but_quality_holds_over_rpc_whatever_context_they_send(self):
        lot = self.make_lot("SCR-1")
        context = {"uid": 1, "su": True, "meddev_gate": True}
        for role in ("operator", "regulatory", "auditor", "system"):
            user = self.make_user(f"rpc-{role}", role)
            with self.assertRaisesRegex(Fault, "Only inspectors and quality managers stop lots"):
                self.xmlrpc(user, "meddev.genealogy", "hold", lot.ids, context=context)
            status, answer = self.json2(user, "meddev.genealogy", "hold", lot_ids=lot.ids, context=context)
            self.assertEqual((status, answer["name"]), (403, "odoo.exceptions.AccessError"))
        self.assertEqual(lot.state, "released")

    def test_an_inspector_holds_over_rpc(self):
        lot = self.make_lot("SCR-1")
        inspector = self.make_user("rpc-inspector", "quality_user")
        self.assertEqual(self.xmlrpc(inspector, "meddev.genealogy", "hold", lot.ids), {"held": 1, "left": []})
        lot.invalidate_recordset()
        self.assertEqual(lot.state, "hold")

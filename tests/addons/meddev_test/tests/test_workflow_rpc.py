import xmlrpc.client

from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase


@tagged("post_install", "-at_install")
class TestWorkflowOverRpc(RpcCase):
    """The gate as another program meets it: it chooses the context, the method and the values."""

    def setUp(self):
        super().setUp()
        self.inspector = self.make_user("rpc-inspector", "quality_user")
        self.review = self.env["meddev.test.review"].create({"name": "R1"})
        self.review._move_to("open")

    def refused(self, method, *args, **kwargs):
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            self.xmlrpc(self.inspector, "meddev.test.review", method, *args, **kwargs)
        return caught.exception.faultString

    def test_a_guarded_field_is_not_written_over_xmlrpc(self):
        text = self.refused("write", self.review.ids, {"state": "passed"})
        self.assertIn("State is set by the buttons of the form, never by hand.", text)

    def test_no_context_a_caller_can_send_opens_the_gate(self):
        for forged in (True, {"model": "meddev.test.review", "ids": self.review.ids}, "Gate"):
            text = self.refused("write", self.review.ids, {"state": "passed"}, context={"meddev_gate": forged})
            self.assertIn("never by hand", text)

    def test_a_guarded_field_is_not_written_over_json2_either(self):
        status, answer = self.json2(
            self.inspector, "meddev.test.review", "write",
            ids=self.review.ids, vals={"state": "passed"}, context={"meddev_gate": True},
        )  # fmt: skip
        self.assertEqual(status, 403)
        self.assertIn("never by hand", answer["message"])

    def test_a_record_is_not_created_in_a_decided_state(self):
        self.assertIn("never by hand", self.refused("create", [{"name": "R2", "state": "passed"}]))

    def test_a_default_in_the_context_does_not_decide(self):
        ids = self.xmlrpc(
            self.inspector, "meddev.test.review", "create", [{"name": "R2"}], context={"default_state": "passed"}
        )
        self.assertEqual(self.env["meddev.test.review"].browse(ids).state, "draft")

    def test_the_act_itself_cannot_be_called(self):
        self.assertIn("cannot be called remotely", self.refused("_move_to", self.review.ids, "passed"))

    def test_the_button_can_be_called_and_meets_the_same_rule(self):
        self.xmlrpc(self.inspector, "meddev.test.review", "action_pass", self.review.ids)
        self.review.invalidate_recordset()
        self.assertEqual(self.review.decided_by_id, self.inspector)
        self.assertIn("which is final", self.refused("action_pass", self.review.ids))

    def test_a_context_of_uninstallation_deletes_nothing(self):
        """Odoo skips its own deletion guards for a caller who sends this flag."""
        self.assertIn("stays on file", self.refused("unlink", self.review.ids, context={"_force_unlink": True}))

    def test_a_context_of_uninstallation_deletes_no_sealed_line(self):
        line = self.env["meddev.test.review.line"].create({"review_id": self.review.id})
        self.review._move_to("passed")
        with self.assertRaises(xmlrpc.client.Fault) as caught:
            forged = {"_force_unlink": True}
            self.xmlrpc(self.inspector, "meddev.test.review.line", "unlink", line.ids, context=forged)
        self.assertIn("its lines can no longer change", caught.exception.faultString)

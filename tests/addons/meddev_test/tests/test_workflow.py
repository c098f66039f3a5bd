from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.meddev_base import workflow
from odoo.addons.meddev_base.models.workflow_mixin import Gate


@tagged("post_install", "-at_install")
class TestWorkflow(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspector = new_test_user(cls.env, "test-inspector", groups="meddev_base.group_quality_user")
        cls.reviews = cls.env["meddev.test.review"].with_user(cls.inspector)

    def make_review(self, state="draft"):
        review = self.reviews.create({"name": "R1", "line_ids": [(0, 0, {"value": 1.0})]})
        if state != "draft":
            review._move_to("open")
        if state not in {"draft", "open"}:
            review._move_to(state)
        return review

    def test_a_review_goes_through_its_states_and_keeps_who_decided(self):
        review = self.make_review("open")
        review.action_pass()
        self.assertEqual((review.state, review.decided_by_id), ("passed", self.inspector))

    def test_a_state_that_does_not_follow_is_refused_and_the_next_ones_are_named(self):
        review = self.make_review()
        with self.assertRaisesRegex(UserError, "R1 is Draft and cannot become Passed. What can follow: Open."):
            review.action_pass()

    def test_a_final_state_is_final(self):
        review = self.make_review("passed")
        with self.assertRaisesRegex(UserError, "R1 is Passed, which is final."):
            review._move_to("open")

    def test_of_several_records_all_move_or_none(self):
        ready, not_ready = self.make_review("open"), self.make_review()
        with self.assertRaises(UserError):
            (ready + not_ready).action_pass()
        self.assertEqual(ready.state, "open")

    def test_a_guarded_field_is_never_written_by_hand(self):
        review = self.make_review("open")
        with self.assertRaisesRegex(AccessError, "State is set by the buttons of the form, never by hand."):
            review.write({"state": "passed"})
        with self.assertRaisesRegex(AccessError, "Decided by"):
            review.write({"decided_by_id": self.inspector.id, "remark": "along with it"})

    def test_sudo_does_not_open_the_gate(self):
        with self.assertRaises(AccessError):
            self.make_review("open").sudo().write({"state": "passed"})

    def test_an_invented_context_key_does_not_open_the_gate(self):
        review = self.make_review("open")
        for forged in (True, 1, "open", {"model": review._name, "ids": review.ids}, [review.id]):
            with self.assertRaises(AccessError):
                review.with_context(meddev_gate=forged).write({"state": "passed"})

    def test_a_gate_opens_its_own_records_only(self):
        mine, other = self.make_review("open"), self.make_review("open")
        with self.assertRaises(AccessError):
            other.with_context(meddev_gate=Gate(mine)).write({"state": "passed"})

    def test_a_record_is_not_created_in_a_decided_state(self):
        with self.assertRaisesRegex(AccessError, "State is set by the buttons"):
            self.reviews.create({"name": "R2", "state": "passed"})

    def test_a_default_in_the_context_does_not_decide(self):
        review = self.reviews.with_context(default_state="passed").create({"name": "R2"})
        self.assertEqual(review.state, "draft")

    def test_a_default_kept_by_the_user_does_not_decide(self):
        self.env["ir.default"].with_user(self.inspector).set("meddev.test.review", "state", "passed", user_id=True)
        self.assertEqual(self.reviews.create({"name": "R2"}).state, "draft")

    def test_an_import_does_not_decide(self):
        answer = self.reviews.load(["name", "state"], [["R2", "Passed"]])
        self.assertFalse(answer["ids"])
        self.assertIn("State is set by the buttons", answer["messages"][0]["message"])

    def test_a_copy_starts_from_the_beginning(self):
        self.assertEqual(self.make_review("passed").copy().state, "draft")

    def test_what_was_begun_stays_on_file(self):
        self.make_review().unlink()
        message = "R1 is Open and stays on file. Only records in state Draft can be deleted."
        with self.assertRaisesRegex(UserError, message):
            self.make_review("open").unlink()

    def test_sealed_fields_freeze_in_a_final_state_and_others_do_not(self):
        review = self.make_review("failed")
        with self.assertRaisesRegex(UserError, "R1 is Failed: Name can no longer change."):
            review.name = "R1 corrected"
        review.remark = "seen"
        self.assertEqual(review.remark, "seen")

    def test_lines_freeze_with_their_record_on_create_write_and_delete(self):
        review = self.make_review("passed")
        line = review.line_ids
        attempts = {
            "create": lambda: line.create({"review_id": review.id, "value": 2.0}),
            "write": lambda: line.write({"value": 2.0}),
            "delete": line.unlink,
            "through the record": lambda: review.write({"line_ids": [(0, 0, {"value": 2.0})]}),
        }
        for attempt, act in attempts.items():
            with self.subTest(attempt), self.assertRaisesRegex(UserError, "can no longer change"):
                act()
        line.remark = "an open field"
        self.assertEqual(line.remark, "an open field")

    def test_a_line_is_not_moved_into_a_sealed_record(self):
        sealed, opened = self.make_review("passed"), self.make_review("open")
        with self.assertRaisesRegex(UserError, "its lines can no longer change"):
            opened.line_ids.write({"review_id": sealed.id})

    def test_who_may_not_write_may_not_move(self):
        review = self.make_review("open")
        reader = new_test_user(self.env, "test-operator", groups="meddev_base.group_operator")
        with self.assertRaises(AccessError):
            review.with_user(reader)._move_to("passed")

    def test_the_definition_of_this_workflow_holds(self):
        review = self.env["meddev.test.review"]
        states = dict(review._fields["state"].selection)
        errors = workflow.definition_errors(states, "draft", review._transitions, review._final_states)
        self.assertFalse(errors)

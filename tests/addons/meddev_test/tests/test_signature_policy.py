from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .signing import SigningCase


@tagged("post_install", "-at_install")
class TestSignaturePolicy(SigningCase):
    """A company's own policy: signed before it counts, and then it counts."""

    def make_policy(self, *steps, transition="meddev.test.dossier|draft|approved", **vals):
        roles = steps or ("engineering",)
        lines = [
            {"name": f"Step {role}", "group_id": self.env.ref(f"meddev_base.group_{role}").id}
            if isinstance(role, str)
            else role
            for role in roles
        ]
        values = {"name": "One step", "transition": transition, "step_ids": [(0, 0, line) for line in lines], **vals}
        return self.env["meddev.signature.policy"].with_user(self.manager).create(values)

    def put_into_effect(self, policy):
        self.sign(self.manager, "effective", policy, "Agreed in the meeting")
        return policy

    def test_a_draft_does_not_count(self):
        self.make_policy()
        self.assertEqual([step.name for step in self.dossier._steps_to("approved")], ["Author", "Review"])

    def test_a_signed_policy_replaces_the_delivered_steps(self):
        self.put_into_effect(self.make_policy("quality_manager"))
        self.sign(self.manager, "approved")
        self.assertEqual(self.dossier.state, "approved")

    def test_a_policy_is_put_into_effect_by_signature_alone(self):
        policy = self.make_policy()
        with self.assertRaisesRegex(UserError, "becomes Effective by signature"):
            policy._move_to("effective")
        with self.assertRaisesRegex(AccessError, "never by hand"):
            policy.state = "effective"

    def test_only_a_quality_manager_puts_it_into_effect(self):
        policy = self.make_policy()
        for role in ("quality_user", "system", "engineering", "regulatory"):
            with self.assertRaises(AccessError):
                self.sign(self.person(f"policy-{role}", role), "effective", policy, "x")

    def test_no_policy_governs_policies(self):
        with self.assertRaisesRegex(ValidationError, "no policy governs this transition"):
            self.make_policy(transition="meddev.signature.policy|draft|effective")

    def test_a_transition_that_is_none_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "no policy governs this transition"):
            self.make_policy(transition="meddev.test.dossier|draft|released")

    def test_a_policy_without_steps_is_not_put_into_effect(self):
        policy = self.make_policy()
        policy.step_ids.unlink()
        with self.assertRaisesRegex(UserError, "has no steps"):
            self.put_into_effect(policy)

    def test_an_effective_policy_no_longer_changes(self):
        policy = self.put_into_effect(self.make_policy())
        with self.assertRaisesRegex(UserError, "can no longer change"):
            policy.valid_to = date.today()
        with self.assertRaisesRegex(UserError, "can no longer change"):
            policy.step_ids.required = 5
        with self.assertRaisesRegex(UserError, "stays on file"):
            policy.unlink()

    def test_before_and_after_its_time_it_does_not_count(self):
        tomorrow, yesterday = date.today() + timedelta(2), date.today() - timedelta(2)
        self.put_into_effect(self.make_policy("quality_manager", valid_from=tomorrow))
        self.put_into_effect(self.make_policy("quality_manager", valid_from=date(2020, 1, 1), valid_to=yesterday))
        self.assertEqual([step.name for step in self.dossier._steps_to("approved")], ["Author", "Review"])

    def test_its_days_are_those_of_the_companys_time_zone_and_not_of_the_callers(self):
        policies = self.env["meddev.signature.policy"]
        company = self.env.company
        days = set()
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # 25 hours apart: never the same date
            company.partner_id.tz = zone
            days.add(policies.with_context(tz="UTC")._today(company))
            self.assertEqual(policies.new({}).valid_from, policies._today(company))
        self.assertEqual(len(days), 2)

    def test_named_persons_are_meant_personally(self):
        step = {"name": "Named", "group_id": self.env.ref("meddev_base.group_quality_user").id, "required": 1,
                "user_ids": [(6, 0, self.second.ids)]}  # fmt: skip
        self.put_into_effect(self.make_policy(step))
        with self.assertRaisesRegex(AccessError, "signed by named persons"):
            self.sign(self.inspector, "approved")
        self.sign(self.second, "approved")

    def test_more_signatures_than_persons_are_refused(self):
        step = {"name": "Named", "group_id": self.env.ref("meddev_base.group_quality_user").id, "required": 2,
                "user_ids": [(6, 0, self.second.ids)]}  # fmt: skip
        with self.assertRaisesRegex(ValidationError, "asks for 2 signatures of 1 persons"):
            self.make_policy(step)

    def test_a_retired_policy_leaves_the_delivered_steps(self):
        policy = self.put_into_effect(self.make_policy())
        self.sign(self.manager, "retired", policy, "Replaced")
        self.assertEqual([step.name for step in self.dossier._steps_to("approved")], ["Author", "Review"])

    def test_the_requirements_list_what_counts_today(self):
        rows = self.env["meddev.signature.requirement"].with_user(self.inspector)
        domain = [("res_model", "=", "meddev.test.dossier"), ("source_state", "=", "draft")]
        self.assertEqual(rows.search(domain).mapped("step"), ["Author", "Review"])
        policy = self.put_into_effect(self.make_policy("quality_manager"))
        self.env.invalidate_all()
        self.assertEqual(rows.search(domain).mapped("step"), ["Step quality_manager"])
        self.assertEqual(rows.search(domain).policy_id, policy)

    def test_signatures_under_a_former_policy_do_not_count_for_a_new_one(self):
        self.sign(self.author, "approved")
        self.put_into_effect(self.make_policy("engineering", "quality_manager"))
        self.assertEqual(self.dossier._pending_step("approved").name, "Step engineering")

from dataclasses import replace
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.meddev_audit.exceptions import ReasonRequired
from odoo.addons.meddev_base.tests.common import BrowserCase, RpcCase
from odoo.addons.meddev_signature.tests.common import SignatureCase

from .common import AuditCase


def require_reason(env, model, *names, states=""):
    rule = env["meddev.audit.rule"].search([("model", "=", model)])
    found = [env["ir.model.fields"]._get(model, name).id for name in names]
    rule._through_gate({"reason_field_ids": [Command.set(found)], "reason_states": states})
    env.flush_all()
    env.cr.precommit.clear()  # what follows is as in a transaction of its own
    return rule


@tagged("post_install", "-at_install")
class TestReasons(AuditCase):
    """A reason is kept with its change, and where one is required nothing changes without it."""

    def make_partner(self, **values):
        return self.settle(super().make_partner(**values))

    def test_a_reason_is_kept_with_its_change_and_with_no_other(self):
        partner = self.make_partner()
        partner.city = "Suzhou"
        partner.write({"zip": "555", "audit_reason": "  moved \n house "})
        partner.street = "Lake Road 1"
        self.assertEqual(
            [(entry["changes"], entry["reason"]) for entry in self.entries(partner)[-3:]],
            [
                ({"city": [None, "Suzhou"]}, ""),
                ({"zip": [None, "555"]}, "moved house"),
                ({"street": [None, "Lake Road 1"]}, ""),
            ],
        )

    def test_a_new_record_may_carry_a_reason(self):
        self.assertEqual(
            self.last(self.make_partner(audit_reason="asked for by sales"))["reason"], "asked for by sales"
        )

    def test_a_field_marked_so_does_not_change_without_a_reason(self):
        require_reason(self.env, "res.partner", "vat")
        partner = self.make_partner(vat="BE0477472701")
        message = "Tax ID of City Clinic can't change without a reason. Give it in 'Reason for Change'"
        for caller in (partner, partner.sudo(), partner.with_context(audit_reason="forged")):
            for reason in ({}, {"audit_reason": ""}, {"audit_reason": "   "}):
                with self.assertRaisesRegex(UserError, message):
                    caller.write({"vat": False, **reason})
        partner.write({"vat": "BE0477472701", "phone": "1"})
        partner.write({"vat": False, "audit_reason": "was mistyped"})
        self.assertEqual(self.last(partner)["reason"], "was mistyped")

    def test_many_values_count_by_name_too(self):
        require_reason(self.env, "res.partner", "category_id")
        with self.assertRaisesRegex(UserError, "can't change without a reason"):
            self.make_partner().write({"category_id": [Command.clear()]})

    def test_a_creation_needs_no_reason_and_what_creates_may_write_on(self):
        require_reason(self.env, "res.partner", "vat")
        partner = AuditCase.make_partner(self)
        partner.vat = "BE0477472701"
        self.env.cr.flush()
        self.settle(partner)
        with self.assertRaises(ReasonRequired):
            partner.vat = False

    def test_a_record_in_a_state_marked_so_does_not_change_without_a_reason(self):
        policy = self.make_policy()
        policy.name = "Any"
        require_reason(self.env, "meddev.signature.policy", states="draft")
        with self.assertRaisesRegex(UserError, "Policy of Any can't change without a reason|Name of Any can't change"):
            policy.name = "Another"
        policy.write({"name": "Another", "audit_reason": "clearer"})
        self.assertEqual(self.last(policy)["reason"], "clearer")

    def make_policy(self):
        step = {"name": "Release", "group_id": self.env.ref("meddev_base.group_quality_manager").id}
        policies = self.env["meddev.signature.policy"]
        transition = policies._selection_transition()[0][0]
        return self.settle(
            policies.create({"name": "Any", "transition": transition, "step_ids": [Command.create(step)]})
        )

    # --- ways around --------------------------------------------------------------------------------------------

    def test_roles_given_from_the_side_of_the_role_need_the_reason_too(self):
        require_reason(self.env, "res.users", "group_ids")
        clerk, group = self.settle(self.clerk), self.env.ref("meddev_base.group_engineering")
        message = "Groups of .*test-clerk.* can't change without a reason"
        for attempt, act in {
            "link": lambda: group.write({"user_ids": [Command.link(clerk.id)]}),
            "new role": lambda: group.create({"name": "Side Door", "user_ids": [Command.link(clerk.id)]}),
            "take away": lambda: self.env.ref("meddev_base.group_operator").write({"user_ids": [Command.clear()]}),
        }.items():
            with self.subTest(attempt), self.assertRaisesRegex(ReasonRequired, message), self.env.cr.savepoint():
                act()
        group.write({"user_ids": [Command.unlink(clerk.id)]})  # changes nothing
        group.write({"user_ids": [Command.link(clerk.id)], "audit_reason": "joined engineering"})
        self.assertEqual(self.last(clerk)["reason"], "joined engineering")

    def test_lines_written_by_themselves_need_the_reason_of_their_record(self):
        policy = self.make_policy()
        step = self.settle(policy.step_ids)
        for marked in ({"states": "draft"}, {"names": ["step_ids"]}):
            require_reason(self.env, "meddev.signature.policy", *marked.get("names", ()),
                           states=marked.get("states", ""))  # fmt: skip
            values = {"policy_id": policy.id, "name": "More", "group_id": step.group_id.id}
            for attempt, act in {
                "write": lambda: step.write({"required": 2}),
                "create": lambda values=values: step.create(values),
                "create by default": lambda values=values: step.with_context(default_policy_id=policy.id).create(
                    {"name": "More", "group_id": values["group_id"]}
                ),
                "delete": step.unlink,
            }.items():
                with (
                    self.subTest(attempt, marked=marked),
                    self.assertRaisesRegex(ReasonRequired, "Steps of Any can't change without a reason"),
                    self.env.cr.savepoint(),
                ):
                    act()
        step.write({"required": 2, "audit_reason": "two eyes more"})
        self.assertEqual(self.last(step)["reason"], "two eyes more")

    def test_what_is_computed_or_written_by_sql_is_refused_before_the_transaction_ends(self):
        require_reason(self.env, "res.partner", "commercial_company_name", "vat")
        partner = self.make_partner(is_company=True)
        with self.assertRaisesRegex(ReasonRequired, "Company Name Entity of General Hospital"):
            partner.name = "General Hospital"
            self.env.cr.flush()

    def test_our_own_sql_is_refused_before_the_transaction_ends(self):
        require_reason(self.env, "res.partner", "vat")
        partner = self.make_partner()
        partner._tell_actor()
        self.env.cr.execute("UPDATE res_partner SET vat = 'BE0477472701' WHERE id = %s", (partner.id,))
        with self.assertRaisesRegex(ReasonRequired, "Tax ID of City Clinic can't change"):
            self.env.cr.flush()

    def test_a_state_that_is_computed_needs_the_reason_too(self):
        require_reason(self.env, "meddev.signature.policy", states="draft")
        policy = self.make_policy()
        policy._tell_actor()
        policy._write({"state": "retired"})
        with self.assertRaisesRegex(ReasonRequired, "State of Any can't change"):
            self.env.cr.flush()

    # --- giving it ----------------------------------------------------------------------------------------------

    def test_a_reason_outlives_a_savepoint(self):
        require_reason(self.env, "res.partner", "vat")
        partner = self.make_partner()
        with partner._because("from the register"):
            with self.env.cr.savepoint():
                partner.vat = "BE0477472701"
            partner.vat = False
        self.assertEqual([entry["reason"] for entry in self.entries(partner)[-2:]], ["from the register"] * 2)

    def test_any_act_can_be_given_a_reason(self):
        require_reason(self.env, "res.partner", "vat")
        partner = self.make_partner()
        reasons = self.env["meddev.audit.reason"].with_user(self.clerk)
        reasons.call("registered", "res.partner", "write", [partner.ids, {"vat": "BE0477472701"}])
        self.assertEqual(self.last(partner)["reason"], "registered")
        for empty in ("", "  ", None, 7):
            with self.subTest(empty), self.assertRaisesRegex(ReasonRequired, "The reason is empty"):
                reasons.call(empty, "res.partner", "write", [partner.ids, {"vat": False}])
        with self.assertRaises(AccessError):
            reasons.call("why not", "res.partner", "_write", [partner.ids, {"vat": False}])
        with self.assertRaises(AccessError):
            reasons.call("why not", "res.users", "write", [self.clerk.ids, {"group_ids": [Command.clear()]}])
        partner.sudo().with_user(self.env.ref("base.user_admin"))
        self.env["meddev.audit.reason"].call("a duplicate", "res.partner", "unlink", [partner.ids])
        self.assertEqual((self.last(partner)["operation"], self.last(partner)["reason"]), ("D", "a duplicate"))

    def test_what_a_scheduled_action_is_for_is_its_reason(self):
        require_reason(self.env, "res.partner", "vat")
        partner = self.make_partner()
        cron = self.env.ref("meddev_audit.audit_seal_cron")
        actions = self.env.registry["ir.actions.server"]
        self.startPatcher(patch.object(actions, "run", lambda _action: partner.write({"vat": "BE0477472701"})))
        self.startPatcher(patch.object(self.env.cr, "commit", self.env.cr.flush))
        cron._callback(cron.name, cron.ir_actions_server_id.id)
        self.assertEqual((self.last(partner)["reason"], self.last(partner)["origin"]), (cron.name, "cron"))

    def test_what_changes_with_a_reason_only_is_not_deleted(self):
        require_reason(self.env, "res.partner", "vat")
        with self.assertRaisesRegex(UserError, "City Clinic can't be deleted without a reason"):
            self.make_partner().unlink()

    def test_a_state_that_is_not_there_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "has no state sleeping. It has: none."):
            require_reason(self.env, "res.partner", states="sleeping")

    def test_a_field_that_another_record_keeps_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Name is not kept in User. Require the reason in the kind"):
            require_reason(self.env, "res.users", "name")

    def test_what_changed_and_was_deleted_at_once_is_refused_by_its_number(self):
        require_reason(self.env, "res.partner", "vat")
        partner = self.make_partner()
        partner._tell_actor()
        self.env.cr.execute("UPDATE res_partner SET vat = 'BE0477472701' WHERE id = %s", (partner.id,))
        self.env.cr.execute("DELETE FROM res_partner WHERE id = %s", (partner.id,))
        with self.assertRaisesRegex(ReasonRequired, f"Tax ID of Contact {partner.id} can't change"):
            self.env.cr.flush()

    def test_the_form_asks_for_the_reason_where_one_is_needed(self):
        view = self.env["res.partner"].get_view(view_type="form")["arch"]
        self.assertNotIn("audit_reason", view)
        require_reason(self.env, "res.partner", "vat")
        partner = self.make_partner()
        with Form(partner.with_user(self.clerk)) as form:
            form.vat = "BE0477472701"
            form.audit_reason = "first given"
        self.assertEqual(self.last(partner)["reason"], "first given")

    def test_an_import_carries_its_reason(self):
        require_reason(self.env, "res.partner", "vat")
        partner = self.make_partner()
        answer = partner.load([".id", "vat"], [[str(partner.id), "BE0477472701"]])
        self.assertIn("can't change without a reason", answer["messages"][0]["message"])
        answer = partner.load([".id", "vat", "audit_reason"], [[str(partner.id), "BE0477472701", "from the register"]])
        self.assertEqual(answer["ids"], partner.ids)
        self.assertEqual(self.last(partner)["reason"], "from the register")


@tagged("post_install", "-at_install")
class TestReasonsOverRpc(RpcCase):
    def test_another_program_gives_a_reason_or_is_refused(self):
        require_reason(self.env, "res.partner", "vat")
        clerk = self.make_user("rpc-clerk", "operator", "base.group_partner_manager")
        number = self.xmlrpc(clerk, "res.partner", "create", [{"name": "City Clinic"}])[0]
        self.settle(self.env["res.partner"].browse(number))
        vals = {"vat": "BE0477472701"}
        with self.assertRaisesRegex(Exception, "can't change without a reason"):
            self.xmlrpc(clerk, "res.partner", "write", [number], vals, context={"audit_reason": "x"})
        status, answer = self.json2(clerk, "res.partner", "write", ids=[number], vals=vals)
        self.assertEqual(status, 422, answer)
        self.json2(clerk, "res.partner", "write", ids=[number], vals={**vals, "audit_reason": "registered"})
        entry = self.env["meddev.audit.entry"].search(
            [("model", "=", "res.partner"), ("record_id", "=", number)], limit=1
        )
        self.assertEqual(entry.reason, "registered")

    def test_another_program_gives_a_reason_for_an_act_that_takes_no_values(self):
        clerk = self.make_user("rpc-clerk", "operator", "base.group_partner_manager")
        number = self.xmlrpc(clerk, "res.partner", "create", [{"name": "City Clinic"}])[0]
        require_reason(self.env, "res.partner", "active")
        self.settle(self.env["res.partner"].browse(number))
        with self.assertRaisesRegex(Exception, "can't change without a reason"):
            self.xmlrpc(clerk, "res.partner", "action_archive", [number])
        self.xmlrpc(clerk, "meddev.audit.reason", "call", "closed", "res.partner", "action_archive", [[number]])
        status, answer = self.json2(clerk, "meddev.audit.reason", "call", reason="open again", res_model="res.partner",
                                    act="action_unarchive", args=[[number]])  # fmt: skip
        self.assertEqual(status, 200, answer)
        entries = self.env["meddev.audit.entry"].search(
            [("model", "=", "res.partner"), ("record_id", "=", number)], limit=2
        )
        self.assertEqual(entries.mapped("reason"), ["open again", "closed"])
        status, answer = self.json2(clerk, "meddev.audit.reason", "call", reason="x", res_model="res.partner",
                                    act="_write", args=[[number], {}])  # fmt: skip
        self.assertNotEqual(status, 200, answer)

    triggers_off, settle = AuditCase.triggers_off, AuditCase.settle


@tagged("post_install", "-at_install")
class TestReasonsOfSigners(SignatureCase):
    """Who signs gave the reason already."""

    triggers_off, settle = AuditCase.triggers_off, AuditCase.settle

    def reasons(self, record):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT reason FROM meddev_audit_entry WHERE model = %s AND record_id = %s AND changes LIKE '%%\"state\"%%'"
            " AND operation = 'U'",
            (record._name, record.id),
        )
        return [reason for (reason,) in self.env.cr.fetchall()]

    def test_the_signer_s_reason_is_the_reason_in_the_audit_trail(self):
        signature = self.sign()
        self.assertEqual(self.reasons(self.policy), ["Agreed in the meeting of 3 May"])
        self.env.cr.execute(
            "SELECT reason FROM meddev_audit_entry WHERE model = 'meddev.signature' AND record_id = %s", signature.ids
        )
        self.assertEqual(self.env.cr.fetchone()[0], "Agreed in the meeting of 3 May")

    def test_a_signature_satisfies_a_rule_that_requires_a_reason(self):
        self.settle(self.policy)
        require_reason(self.env, "meddev.signature.policy", states="draft")
        self.sign()
        self.assertEqual(self.policy.state, "effective")
        self.env.cr.flush()

    def test_the_signing_form_asks_for_a_reason_where_the_audit_requires_one(self):
        policies = self.env.registry["meddev.signature.policy"]
        delivered = policies._delivered_steps
        self.patch(policies, "_delivered_steps", lambda policy, *way: tuple(
            replace(step, is_reason_required=False) for step in delivered(policy, *way)))  # fmt: skip
        self.assertFalse(self.wizard().is_reason_required)
        require_reason(self.env, "meddev.signature.policy", states="draft")
        self.assertTrue(self.wizard().is_reason_required)


PRESS = """
const until = async (find) => {
    for (let tries = 0; tries < 150; tries++) {
        const found = find();
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`not found: ${find}`);
};
const button = (text) => [...document.querySelectorAll("button")].find(
    (one) => one.textContent.trim() === text && one.offsetParent
);
(async () => {
    (await until(() => button("Switch On"))).click();
    (await until(() => button("Discard"))).click();
    await until(() => document.querySelector(".o_notification_content")?.textContent.includes("without a reason"));
    (await until(() => button("Switch On"))).click();
    const reason = await until(() => document.querySelector(".modal textarea[name=audit_reason]"));
    if (document.querySelector(".o_meddev_reason").textContent.includes("audit_reason")) {
        throw new Error("the dialog tells a person what programs send");
    }
    reason.value = "needed again";
    reason.dispatchEvent(new Event("input", {bubbles: true}));
    (await until(() => !button("Continue").disabled && button("Continue"))).click();
    await until(() => document.querySelector(".o_arrow_button_current")?.textContent.includes("Under audit"));
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestReasonInTheBrowser(BrowserCase):
    def test_a_button_on_a_state_that_requires_a_reason_asks_for_one(self):
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.country.state")]) or self.env[
            "meddev.audit.rule"
        ].create({"model_id": self.env["ir.model"]._get("res.country.state").id})
        self.settle(rule)
        system = new_test_user(self.env, "browser-system", groups="meddev_base.group_system")
        rule._through_gate({"state": "off"})
        require_reason(self.env, "meddev.audit.rule", states="off")
        self.browser_js(f"/odoo/m-meddev.audit.rule/{rule.id}", PRESS, "odoo.isReady === true", login=system.login)
        rule.invalidate_recordset()
        self.assertEqual(rule.state, "on")
        entry = self.env["meddev.audit.entry"].search(
            [("model", "=", "meddev.audit.rule"), ("record_id", "=", rule.id)], limit=1
        )
        self.assertEqual(entry.reason, "needed again")

    triggers_off, settle = AuditCase.triggers_off, AuditCase.settle

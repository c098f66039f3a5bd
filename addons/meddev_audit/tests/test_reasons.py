from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import AuditCase


def require_reason(env, model, *names, states=""):
    rule = env["meddev.audit.rule"].search([("model", "=", model)])
    found = [env["ir.model.fields"]._get(model, name).id for name in names]
    rule.write({"reason_field_ids": [Command.set(found)], "reason_states": states})
    return rule


@tagged("post_install", "-at_install")
class TestReasons(AuditCase):
    """A reason is kept with its change, and where one is required nothing changes without it."""

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

    def test_a_record_in_a_state_marked_so_does_not_change_without_a_reason(self):
        rules = self.env["meddev.audit.rule"]
        require_reason(self.env, "meddev.audit.rule", states="off")
        rule = rules.search([("model", "=", "res.partner")])
        rule.reason_states = False  # state on: no reason asked
        self.env.cr.execute("UPDATE meddev_audit_rule SET state = 'off' WHERE id = %s", (rule.id,))
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "States That Need a Reason of .* can't change without a reason"):
            rule.reason_states = "x"

    def test_what_changes_with_a_reason_only_is_not_deleted(self):
        require_reason(self.env, "res.partner", "vat")
        with self.assertRaisesRegex(UserError, "City Clinic can't be deleted: its changes need a reason"):
            self.make_partner().unlink()

    def test_a_state_that_is_not_there_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "has no state sleeping. It has: none."):
            require_reason(self.env, "res.partner", states="sleeping")

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

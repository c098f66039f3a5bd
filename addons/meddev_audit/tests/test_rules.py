from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import AuditCase


@tagged("post_install", "-at_install")
class TestRules(AuditCase):
    """What is under audit, and who may change that."""

    def test_everything_of_ours_and_the_core_of_the_trade_is_under_audit(self):
        audited = self.env["meddev.audit.rule"]._audited_models()
        wanted = {"res.users", "res.groups", "ir.config_parameter", "meddev.audit.rule", "meddev.seal.key"}
        wanted |= {"stock.lot", "mrp.bom", "product.template"} & set(self.env.registry)
        self.assertFalse(wanted - audited)

    def test_a_rule_is_not_deleted(self):
        rule = self.env["meddev.audit.rule"].search([], limit=1)
        with self.assertRaises(AccessError):
            rule.with_user(self.system).unlink()
        with self.assertRaisesRegex(UserError, "stays on file"):
            rule.unlink()

    def rule(self, model="res.partner", user=None):
        return self.env["meddev.audit.rule"].search([("model", "=", model)]).with_user(user or self.system)

    def field(self, name, model="res.partner"):
        return self.env["ir.model.fields"]._get(model, name)

    def test_a_rule_is_widened_freely_and_narrowed_by_signature_only(self):
        rule = self.rule()
        rule.write({"reason_field_ids": [Command.set([self.field("vat").id, self.field("name").id])]})
        for state in ("on", "off"):
            rule.sudo()._through_gate({"state": state})
            for attempt, vals in {
                "leave out": {"ignored_field_ids": [Command.link(self.field("phone").id)]},
                "leave all out": {"ignored_field_ids": [Command.set(self.stored_fields().ids)]},
                "a reason less": {"reason_field_ids": [Command.unlink(self.field("vat").id)]},
                "no reason": {"reason_field_ids": [Command.clear()], "reason_states": False},
            }.items():
                for caller in (rule, rule.sudo(), rule.with_user(self.manager), rule.with_context(meddev_gate=True)):
                    with (
                        self.subTest(attempt, state=state, user=caller.env.user.login),
                        self.assertRaisesRegex(UserError, "Contact would cover less: .*quality manager's signature"),
                        self.env.cr.savepoint(),
                    ):
                        caller.write(vals)
        rule.write({"reason_field_ids": [Command.link(self.field("phone").id)]})
        self.assertEqual(len(rule.reason_field_ids), 3)

    def stored_fields(self):
        return self.env["ir.model.fields"].search([("model", "=", "res.partner"), ("store", "=", True)])

    def test_states_that_need_a_reason_are_not_dropped_without_a_signature(self):
        rule = self.rule("meddev.signature.policy")
        rule.reason_states = "draft, effective"
        rule.reason_states = "effective,draft,retired"
        with self.assertRaisesRegex(UserError, "would cover less: draft"):
            rule.reason_states = "effective, retired"

    def test_a_rule_stays_with_its_kind_of_record(self):
        rule = self.rule()
        for state in ("on", "off"):
            rule.sudo()._through_gate({"state": state})
            with self.subTest(state), self.assertRaisesRegex(UserError, "stays with its kind"), self.env.cr.savepoint():
                rule.model_id = self.env["ir.model"]._get("res.country")

    def test_a_field_of_another_kind_of_record_leaves_nothing_out(self):
        rule = self.rule()
        rule.ignored_field_ids = [Command.link(self.field("email", "res.company").id)]
        self.assertNotIn("email", rule._columns()["ignored"])

    def test_a_narrowing_counts_for_nothing_until_it_is_signed(self):
        narrowing = self.narrowing(ignored_field_ids=[Command.link(self.field("phone").id)])
        self.assertFalse(narrowing.rule_id.ignored_field_ids)
        with self.assertRaises(AccessError):
            narrowing.state = "approved"
        with self.assertRaisesRegex(UserError, "by signature"):
            narrowing._move_to("approved")

    def narrowing(self, user=None, **vals):
        values = {"rule_id": self.rule().id, **vals}
        return self.env["meddev.audit.narrowing"].with_user(user or self.system).create(values)

    def test_a_narrowing_names_fields_of_its_rule_and_at_least_one(self):
        with self.assertRaisesRegex(ValidationError, "is no field of Contact"):
            self.narrowing(ignored_field_ids=[Command.link(self.field("email", "res.company").id)])
        with self.assertRaisesRegex(UserError, "names nothing"):
            self.narrowing(self.manager).action_approve()

    def test_a_new_rule_watches_its_table_at_once(self):
        model = self.env["ir.model"]._get("res.country")
        self.env["meddev.audit.rule"].with_user(self.system).create({"model_id": model.id})
        country = self.env["res.country"].create({"name": "Utopia", "code": "UU"})
        self.assertEqual(self.last(country)["operation"], "I")

    def test_fields_left_out_are_not_recorded(self):
        model = self.env["ir.model"]._get("res.country")
        field = self.env["ir.model.fields"]._get("res.country", "phone_code")
        self.env["meddev.audit.rule"].create({"model_id": model.id, "ignored_field_ids": [field.id]})
        country = self.env["res.country"].create({"name": "Utopia", "code": "UU", "phone_code": 999})
        self.assertNotIn("phone_code", self.last(country)["changes"])
        self.assertIn("code", self.last(country)["changes"])

    def test_a_trigger_that_was_switched_off_is_put_back_and_the_gap_stays_on_record(self):
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")]).with_user(self.system)
        with self.assertRaisesRegex(UserError, "All triggers of Contact are in place"):
            rule.action_put_back()
        self.env.cr.execute("ALTER TABLE res_partner DISABLE TRIGGER meddev_audit_update")
        rule.action_put_back()
        self.assertFalse(self.env["meddev.audit.check"]._unsound(rule._triggers()))
        last = self.env["meddev.audit.coverage"].search([("table_name", "=", "res_partner")], limit=1)
        self.assertEqual((last.trigger_name, last.event), ("meddev_audit_update", "restored"))

    def test_only_a_system_administrator_puts_triggers_back(self):
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")])
        with self.assertRaisesRegex(AccessError, "Only a system administrator"):
            rule.with_user(self.manager).action_put_back()

    def test_a_model_without_a_table_is_refused(self):
        model = self.env["ir.model"]._get("mail.thread")
        with self.assertRaisesRegex(ValidationError, "has no table of its own"):
            self.env["meddev.audit.rule"].create({"model_id": model.id})

    def test_only_a_system_administrator_adds_a_rule(self):
        model = self.env["ir.model"]._get("res.country")
        for user in (self.clerk, self.inspector, self.manager, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["meddev.audit.rule"].with_user(user).create({"model_id": model.id})

    def test_nobody_switches_a_rule_off_without_signing(self):
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")])
        for user in (self.system, self.manager):
            with self.subTest(user.login), self.assertRaises(UserError):
                rule.with_user(user)._move_to("off")
            with self.subTest(user.login), self.assertRaises(AccessError):
                rule.with_user(user).write({"state": "off"})
        self.assertEqual(rule.state, "on")

    def test_a_trigger_that_somebody_dropped_is_not_put_back_in_silence(self):
        self.env.cr.execute("DROP TRIGGER meddev_audit_update ON res_partner")
        self.env["meddev.audit.rule"]._install_triggers()
        self.env.cr.execute("SELECT 1 FROM pg_trigger WHERE tgname = 'meddev_audit_update'"
                            " AND tgrelid = 'res_partner'::regclass")  # fmt: skip
        self.assertFalse(self.env.cr.fetchone())


@tagged("post_install", "-at_install")
class TestSwitchingOff(RpcCase):
    def test_a_signed_narrowing_is_carried_out_and_seen(self):
        manager = self.make_user("rule-manager", "quality_manager")
        manager.with_user(manager).sudo()._change_password("rule-manager-secret")
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")])
        phone, vat = (self.env["ir.model.fields"]._get("res.partner", name) for name in ("phone", "vat"))
        rule.write({"reason_field_ids": [Command.set(vat.ids)]})
        narrowing = self.env["meddev.audit.narrowing"].create(
            {"rule_id": rule.id, "ignored_field_ids": [Command.set(phone.ids)],
             "reason_field_ids": [Command.set(vat.ids)]}
        )  # fmt: skip
        typed = {"login": manager.login, "password": "rule-manager-secret", "token": ""}
        narrowing.with_user(manager)._sign("approved", typed, "numbers are kept elsewhere")
        self.assertEqual((rule.ignored_field_ids, rule.reason_field_ids), (phone, vat.browse()))
        self.assertEqual(rule.state, "on")
        partner = self.env["res.partner"].create({"name": "City Clinic", "phone": "555"})
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT changes FROM meddev_audit_entry WHERE model = 'res.partner' AND record_id = %s", partner.ids
        )
        self.assertNotIn("phone", self.env.cr.fetchone()[0])
        with self.assertRaisesRegex(UserError, "can no longer change"):
            narrowing.ignored_field_ids = [Command.clear()]

    def test_more_left_out_after_switching_off_does_not_switch_on_again(self):
        manager = self.make_user("rule-manager", "quality_manager")
        manager.with_user(manager).sudo()._change_password("rule-manager-secret")
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")])
        typed = {"login": manager.login, "password": "rule-manager-secret", "token": ""}
        rule.with_user(manager)._sign("off", typed, "moved to another system")
        phone = self.env["ir.model.fields"]._get("res.partner", "phone")
        with self.assertRaisesRegex(UserError, "would cover less"), self.env.cr.savepoint():
            rule.ignored_field_ids = phone
        rule.reason_field_ids = phone
        self.assertEqual((rule.state, rule.signature_status), ("off", "valid"))

    def test_a_quality_manager_switches_a_rule_off_by_signature_and_it_stays_visible(self):
        manager = self.make_user("rule-manager", "quality_manager")
        manager.with_user(manager).sudo()._change_password("rule-manager-secret")
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")])
        typed = {"login": manager.login, "password": "rule-manager-secret", "token": ""}
        rule.with_user(manager)._sign("off", typed, "moved to another system")
        self.assertEqual(rule.state, "off")
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT changes FROM meddev_audit_entry WHERE model = 'meddev.audit.rule' AND record_id = %s
                  AND changes LIKE '%%"off"%%'""",
            (rule.id,),
        )
        self.assertIn('"state": ["on", "off"]', self.env.cr.fetchone()[0])
        partner = self.env["res.partner"].create({"name": "Unwatched"})
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT 1 FROM meddev_audit_entry WHERE model = 'res.partner' AND record_id = %s", partner.ids
        )
        self.assertFalse(self.env.cr.fetchone())
        released = self.env["meddev.audit.coverage"].search([("table_name", "=", "res_partner")], limit=1)
        self.assertEqual(released.event, "released")
        self.assertEqual(self.env["meddev.audit.check"]._trigger_problems(), [])

from odoo.exceptions import AccessError, UserError, ValidationError
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

    def test_what_is_left_out_does_not_change_while_the_rule_is_on(self):
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")]).with_user(self.system)
        field = self.env["ir.model.fields"]._get("res.partner", "phone")
        with self.assertRaisesRegex(UserError, "is Under audit: Fields Left Out can no longer change."):
            rule.ignored_field_ids = field

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

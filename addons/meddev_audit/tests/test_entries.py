import hashlib

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.meddev_audit.models.origin import coming_from

from .common import AuditCase


@tagged("post_install", "-at_install")
class TestEntries(AuditCase):
    """Whatever changes a row, PostgreSQL writes down what it was and what it became."""

    def test_a_new_record_is_recorded_with_its_values_and_its_author(self):
        entry = self.entries(self.make_partner(phone="555"))[0]
        self.assertEqual((entry["operation"], entry["user_id"], entry["origin"]), ("I", self.clerk.id, "server"))
        self.assertEqual((entry["changes"]["name"], entry["changes"]["phone"]), ("City Clinic", "555"))

    def test_a_change_is_recorded_with_the_old_and_the_new_value_and_nothing_else(self):
        partner = self.make_partner()
        partner.city = "Suzhou"
        self.assertEqual(self.last(partner)["changes"], {"city": [None, "Suzhou"]})

    def test_a_deletion_keeps_the_last_values_and_who_deleted(self):
        partner = self.make_partner(city="Suzhou")
        partner.with_user(self.system).sudo().unlink()
        entry = self.last(partner)
        self.assertEqual((entry["operation"], entry["user_id"]), ("D", self.system.id))
        self.assertEqual(entry["changes"]["city"], "Suzhou")

    def test_saving_without_a_change_is_no_entry(self):
        partner = self.make_partner(city="Suzhou")
        count = len(self.entries(partner))
        partner.write({"city": "Suzhou"})
        self.env.cr.execute("UPDATE res_partner SET write_date = now() WHERE id = %s", (partner.id,))
        self.assertEqual(len(self.entries(partner)), count)

    def test_plain_sql_is_recorded_and_names_nobody_it_does_not_know(self):
        partner = self.make_partner()
        self.env.cr.execute("SELECT set_config('meddev.actor', '', true)")
        self.env.cr.execute("UPDATE res_partner SET city = 'Wuxi' WHERE id = %s", (partner.id,))
        entry = self.last(partner)
        self.assertEqual(entry["changes"], {"city": [None, "Wuxi"]})
        self.assertEqual((entry["origin"], entry["user_id"]), ("sql", None))
        self.assertTrue(entry["db_user"])

    def test_what_the_orm_computes_later_is_recorded_under_who_caused_it(self):
        parent = self.make_partner(is_company=True)
        child = self.make_partner(name="Ward 3", parent_id=parent.id)
        parent.with_user(self.system).name = "General Hospital"
        entry = self.last(child)
        self.assertEqual(entry["changes"]["commercial_company_name"], ["City Clinic", "General Hospital"])
        self.assertEqual(entry["user_id"], self.system.id)

    def test_a_cascade_in_the_database_is_recorded(self):
        tag = self.env["res.partner.category"].create({"name": "Soon gone"})
        partner = self.make_partner(category_id=[Command.set(tag.ids)])
        self.env.cr.execute("DELETE FROM res_partner_category WHERE id = %s", (tag.id,))
        self.assertEqual(self.last(partner)["changes"], {"category_id": [tag.id, None]})

    def test_what_our_own_code_writes_by_sql_is_somebodys_act(self):
        attempts = self.env["meddev.signature.attempt"].with_user(self.manager).sudo()
        attempts._record(self.manager, "password", "a lot", "web", "")
        last = self.last(attempts.search([("user_id", "=", self.manager.id)], limit=1))
        self.assertEqual((last["user_id"], last["origin"]), (self.manager.id, "server"))

    def test_two_users_in_one_transaction_each_answer_for_their_own(self):
        partner = self.make_partner()
        partner.city = "Suzhou"
        partner.with_user(self.system).zip = "555"
        self.assertEqual(
            [(entry["user_id"], entry["changes"]) for entry in self.entries(partner)[-2:]],
            [(self.clerk.id, {"city": [None, "Suzhou"]}), (self.system.id, {"zip": [None, "555"]})],
        )

    def test_membership_of_a_group_is_recorded_on_the_user_and_on_the_group(self):
        group = self.env.ref("meddev_base.group_engineering")
        self.clerk.write({"group_ids": [Command.link(group.id)]})
        self.assertEqual(self.last(self.clerk)["changes"], {"group_ids": [None, group.id]})
        self.assertEqual(self.last(group)["changes"], {"user_ids": [None, self.clerk.id]})
        self.clerk.write({"group_ids": [Command.unlink(group.id)]})
        self.assertEqual(self.last(self.clerk)["changes"], {"group_ids": [group.id, None]})

    def test_a_password_is_recorded_as_changed_and_never_itself(self):
        self.clerk.password = "another-secret"
        old, new = self.last(self.clerk)["changes"].pop("password")
        for told in (old, new):
            self.assertRegex(told, r"^\*\*\* [0-9a-f]{64}$")
        self.assertNotEqual(old, new)
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", (self.clerk.id,))
        plain = hashlib.sha256(self.env.cr.fetchone()[0].encode()).hexdigest()
        self.assertNotIn(plain, new, "who reads the trail could try values")

    def test_equal_secrets_do_not_look_equal(self):
        parameters = self.env["ir.config_parameter"]
        found = set()
        for key in ("some.api_key", "other.api_key"):
            parameters.set_param(key, "hush")
            found.add(self.last(parameters.search([("key", "=", key)]))["changes"]["value"])
        self.assertEqual(len(found), 2)

    def test_a_secret_parameter_is_masked_and_an_ordinary_one_is_not(self):
        parameters = self.env["ir.config_parameter"]
        for key, shown in (("some.api_key", r"\*\*\* [0-9a-f]{64}"), ("some.limit", "hush")):
            parameters.set_param(key, "hush")
            parameter = parameters.search([("key", "=", key)])
            self.assertRegex(self.last(parameter)["changes"]["value"], f"^{shown}$")
            parameters.set_param(key, "louder")
            self.assertRegex(self.last(parameter)["changes"]["value"][0], f"^{shown}$")

    def test_a_secret_that_gets_an_innocent_name_is_not_told_by_it(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("some.api_key", "hush")
        parameter = parameters.search([("key", "=", "some.api_key")])
        parameter.key = "some.setting"
        self.assertNotIn("hush", str(self.entries(parameter)))

    def test_a_scheduled_action_and_an_import_are_told_apart(self):
        with coming_from("cron"):
            self.assertEqual(self.last(self.make_partner())["origin"], "cron")
        partners = self.env["res.partner"].with_user(self.clerk)
        found = partners.browse(partners.load(["name"], [["Imported"]])["ids"])
        self.assertEqual(self.entries(found)[0]["origin"], "import")
        self.assertEqual(self.last(self.make_partner())["origin"], "server")

    def test_a_table_that_was_emptied_says_so(self):
        self.env.cr.execute("TRUNCATE meddev_audit_rule_ignored_rel")
        self.env.cr.execute("SELECT model, operation, changes FROM meddev_audit_entry ORDER BY id DESC LIMIT 1")
        self.assertEqual(
            self.env.cr.fetchone(), ("meddev.audit.rule", "T", '{"table": "meddev_audit_rule_ignored_rel"}')
        )

    def test_an_entry_knows_the_company_of_its_record(self):
        partner = self.make_partner(company_id=self.env.company.id)
        self.assertEqual(self.last(partner)["company_id"], self.env.company.id)

# ruff: noqa: S608 - names and numbers of our own
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import ENTRY, SEAL, SealedCase


@tagged("post_install", "-at_install")
class TestVerification(SealedCase):
    """Whoever may switch PostgreSQL's triggers off can change anything, and is found out."""

    def test_untouched_evidence_holds_in_every_scope(self):
        for scope in ("all", "signatures", "audit", "seals"):
            self.assertEqual(self.verify(scope), [], scope)
        self.assertGreater(self.env["meddev.audit.check"]._verify()["checked"], 2)

    def test_a_record_deleted_with_its_tags_is_no_finding(self):
        """PostgreSQL empties the table of its tags after the record itself is gone."""
        tag = self.env["res.partner.category"].create({"name": "Tag"})
        partner = self.env["res.partner"].create({"name": "Gone", "category_id": [(4, tag.id)]})
        self.env.flush_all()
        partner.unlink()
        self.seal()
        self.assertEqual(self.verify("audit"), [])

    def test_an_unknown_scope_is_an_error_that_names_the_others(self):
        with self.assertRaisesRegex(ValidationError, "There is no scope everything. There are: all, signatures"):
            self.verify("everything")

    # --- entries ------------------------------------------------------------------------------------------------

    def test_a_changed_entry_is_found(self):
        number = self.last(self.partner)["id"]
        for change in ("changes = '{}'", "user_id = 1", "reason = 'because'", "record_id = 1", "origin = 'rpc'"):
            with self.subTest(change), self.env.cr.savepoint() as undo:
                self.sql(f"UPDATE {ENTRY} SET {change} WHERE id = {number}", ENTRY)
                self.assert_found("an entry is not what was sealed", "meddev.audit.seal", self.last_seal()["id"])
                undo.rollback()

    def test_a_deleted_entry_is_found(self):
        self.sql(f"DELETE FROM {ENTRY} WHERE id = {self.last(self.partner)['id']}", ENTRY)
        self.assert_found("sealed entries are missing", "meddev.audit.seal", self.last_seal()["id"])

    def test_an_entry_put_in_later_is_found(self):
        txid = self.last_seal()["from_xid"]
        self.sql(
            f"INSERT INTO {ENTRY} (txid, model, operation, changes) VALUES ({txid}, 'res.partner', 'U', '{{}}')", ENTRY
        )
        self.assert_found("entries were inserted after sealing")

    def test_a_back_dated_entry_is_found(self):
        self.partner.city = "Nanjing"
        self.env.flush_all()
        self.sql(f"UPDATE {ENTRY} SET moment = '2020-01-01' WHERE id = {self.last(self.partner)['id']}", ENTRY)
        self.seal()
        self.assert_found("before its transaction can have begun")

    # --- seals --------------------------------------------------------------------------------------------------

    def test_a_cut_off_tail_is_found_against_an_anchor(self):
        anchor = self.env["meddev.audit.anchor"]._content()
        last = self.last_seal()
        self.sql(f"DELETE FROM {SEAL} WHERE number = {last['number']}", SEAL)
        self.sql(f"DELETE FROM {ENTRY} WHERE id BETWEEN {last['first_id']} AND {last['last_id']}", ENTRY)
        self.assertFalse(self.verify("seals"), "without an anchor there is nothing to see")
        self.assert_found(f"seal {last['number']} of", scope="seals", anchors=[anchor])

    def test_a_chain_made_anew_is_found_against_an_anchor(self):
        anchor = self.env["meddev.audit.anchor"]._content()
        anchor["seals"][-1]["hash"] = "0" * 64
        self.assert_found("is not the one that the anchor", anchors=[anchor])

    def test_a_changed_seal_is_found(self):
        for change in ("count = count + 1", "root = 'ff'", "sealed_on = '2020-01-01'", "statement = statement || ' '"):
            with self.subTest(change), self.env.cr.savepoint() as undo:
                self.sql(f"UPDATE {SEAL} SET {change}", SEAL)
                self.assert_found("the row does not say what was signed")
                undo.rollback()

    def test_a_seal_that_is_missing_in_the_middle_is_found(self):
        self.partner.city = "Nanjing"
        self.seal()
        self.sql(f"DELETE FROM {SEAL} WHERE number = 1", SEAL)
        self.assert_found("seal 1 is missing")

    def test_a_seal_of_another_key_is_found(self):
        self.sql(f"UPDATE {SEAL} SET key_signature = 'AAAA'", SEAL)
        self.assert_found("this server's key did not sign it")

    def test_an_epoch_ends_when_the_database_moves_and_both_sides_verify(self):
        self.partner.city = "Nanjing"
        self.env.flush_all()
        seals = self.env["meddev.audit.seal"]
        # As after a restore: the other cluster counts from lower numbers.
        self.sql(f"UPDATE {ENTRY} SET txid = 3 WHERE id > {self.last_seal()['last_id']}", ENTRY)
        seals._write_closing(self.last_seal())
        self.partner.city = "Beijing"
        self.env.flush_all()
        self.sql(f"UPDATE {ENTRY} SET txid = 4 WHERE id > {self.last_seal()['last_id']}", ENTRY)
        seals._seal_up_to(5, 5)
        self.assertEqual([seal["epoch"] for seal in seals._chain()][-2:], [1, 2])
        self.assertEqual(self.verify(), [])
        self.sql(f"UPDATE {ENTRY} SET reason = 'x' WHERE txid = 3", ENTRY)
        self.assert_found("an entry is not what was sealed")

    # --- triggers -----------------------------------------------------------------------------------------------

    def test_a_trigger_that_is_off_dropped_or_another_is_found(self):
        attempts = {
            "is switched off": "ALTER TABLE res_partner DISABLE TRIGGER meddev_audit_update",
            "was dropped": "DROP TRIGGER meddev_audit_update ON res_partner",
            "does something else": "CREATE OR REPLACE TRIGGER meddev_audit_update AFTER UPDATE ON res_partner FOR EACH"
            " ROW EXECUTE FUNCTION meddev_audit_update('res.partner', '{city}', '{}', '{}');"
            " ALTER TABLE res_partner ENABLE ALWAYS TRIGGER meddev_audit_update",
        }
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for reason, statement in attempts.items():
            with self.subTest(reason), self.env.cr.savepoint() as undo:
                self.env.cr.execute(statement)
                self.assert_found(f"trigger meddev_audit_update of table res_partner {reason}")
                undo.rollback()

    def test_a_function_that_was_replaced_is_found(self):
        self.env.cr.execute(
            "CREATE OR REPLACE FUNCTION meddev_audit_update() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NULL; END $$"
        )
        self.assert_found("function meddev_audit_update in the database is not the one of this software")

    def test_a_ledger_without_protection_is_found(self):
        self.env.cr.execute("ALTER TABLE meddev_signature DISABLE TRIGGER meddev_append_only_rows")
        self.assert_found("protecting trigger meddev_append_only_rows", "meddev.signature", 0)
        self.env.cr.execute("DROP TRIGGER meddev_audit_refuse ON meddev_audit_entry")
        self.assert_found("protecting trigger meddev_audit_refuse", "meddev.audit.entry", 0)

    # --- data ---------------------------------------------------------------------------------------------------

    def test_data_changed_with_the_triggers_off_are_found_though_these_are_on_again(self):
        number = self.partner.id
        self.sql(f"UPDATE res_partner SET city = 'Forged', street = 'New' WHERE id = {number}", "res_partner")
        self.assert_found("city, street: not what the audit trail recorded last", "res.partner", number)

    def test_a_secret_swapped_with_the_triggers_off_is_found(self):
        self.clerk.password = "another-secret"
        self.seal()
        self.assertFalse([row for row in self.verify("audit") if row["model"] == "res.users"])
        self.sql(f"UPDATE res_users SET password = 'theirs' WHERE id = {self.clerk.id}", "res_users")
        self.assert_found("password: not what the audit trail recorded last", "res.users", self.clerk.id)

    def test_a_parameter_changed_with_the_triggers_off_is_found_secret_or_not(self):
        parameters = self.env["ir.config_parameter"]
        for key in ("some.limit", "some.api_key"):
            parameters.set_param(key, "hush")
        self.seal()
        self.assertEqual(self.verify("audit"), [])
        for key in ("some.limit", "some.api_key"):
            parameter = parameters.search([("key", "=", key)])
            with self.subTest(key), self.env.cr.savepoint() as undo:
                self.sql(f"UPDATE ir_config_parameter SET value = 'x' WHERE id = {parameter.id}", "ir_config_parameter")
                self.assert_found("value: not what the audit trail recorded last", "ir.config_parameter", parameter.id)
                undo.rollback()

    def test_a_secret_parameter_with_another_name_still_verifies(self):
        self.env["ir.config_parameter"].set_param("some.api_key", "hush")
        self.env["ir.config_parameter"].search([("key", "=", "some.api_key")]).key = "some.setting"
        self.seal()
        self.assertEqual(self.verify("audit"), [])

    def test_triggers_off_and_on_again_are_found_whatever_was_done_between(self):
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with self.triggers_off("res_partner"):
            pass
        self.assert_found("trigger meddev_audit_update of table res_partner was switched off and on again")
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")])
        rule.with_user(self.system).action_put_back()
        self.seal()
        self.assertEqual(self.verify("audit"), [], "looked at, and the gap is on record")

    def test_a_restored_table_brings_other_triggers_and_no_alarm(self):
        self.sql("UPDATE meddev_audit_coverage SET table_oid = '1', identity = '1/1'", "meddev_audit_coverage")
        found = [row["reason"] for row in self.verify("audit") if "switched off and on" in row["reason"]]
        self.assertEqual([one for one in found if "meddev_audit_coverage" not in one], [])

    def test_a_row_deleted_with_the_triggers_off_is_found(self):
        self.sql(f"DELETE FROM res_partner WHERE id = {self.partner.id}", "res_partner")
        self.assert_found("is gone, and the audit trail has no deletion", "res.partner", self.partner.id)

    def test_a_row_put_in_with_the_triggers_off_is_found(self):
        forge = "INSERT INTO ir_config_parameter (id, key, value) VALUES (987654, 'forged', 'x')"
        self.sql(forge, "ir_config_parameter")
        self.assert_found("is there, and the audit trail has no creation", "ir.config_parameter", 987654)

    def test_membership_given_with_the_triggers_off_is_found(self):
        group = self.env.ref("meddev_base.group_operator")
        table = self.env["res.users"]._fields["group_ids"].relation
        self.sql(f"DELETE FROM {table} WHERE uid = {self.clerk.id} AND gid = {group.id}", table)
        self.assert_found("group_ids: not what the audit trail recorded last", "res.users", self.clerk.id)
        quality = self.env.ref("meddev_base.group_quality_manager")
        self.sql(f"INSERT INTO {table} (uid, gid) VALUES ({self.clerk.id}, {quality.id})", table)
        self.assert_found("group_ids: there is more", "res.users", self.clerk.id)

    # --- signatures ---------------------------------------------------------------------------------------------

    def test_a_forged_signature_row_is_found(self):
        self.sql(
            """INSERT INTO meddev_signature (id, res_model, res_id, meaning, user_id, signer_login, signer_name,
                   signed_on, method, content, content_hash, essence_hash, statement, key, key_signature, step_key)
               SELECT 987654, 'res.partner', 1, 'approval', 1, 'x', 'x', now(), 'password', '{}', '00', '00', '{}',
                      '00', 'AAAA', ''""",
            "meddev_signature",
        )
        broken = [row["reason"] for row in self.verify("signatures") if row["id"] == 987654]
        self.assertTrue(any("past the triggers" in reason for reason in broken), broken)
        self.assertTrue(any("signed" in reason for reason in broken), broken)

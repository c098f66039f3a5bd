# ruff: noqa: S608 - names and numbers of our own
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.meddev_audit.models import places

from .common import SealedCase


@tagged("post_install", "-at_install")
class TestBaseline(SealedCase):
    """What was there before the trail, or left it for an archive, cannot be changed in silence either."""

    def setUp(self):
        super().setUp()
        # As if they had been there before the audit: nothing of them is in the trail.
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with self.triggers_off("res_partner"):
            self.old = self.env["res.partner"].create([{"name": f"Old {n}", "city": "Suzhou"} for n in range(3)])
            self.env.flush_all()
            self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")])
        self.baselines = self.env["meddev.audit.baseline"]
        self.baselines._take(self.rule, "res_partner")

    def copy_of(self, partner, number):
        """SQL that puts a copy of a row into the table under another number."""
        self.env.cr.execute(
            f"CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT * FROM res_partner WHERE id = {partner}"
        )
        self.env.cr.execute(f"UPDATE copied SET id = {number}")
        return "INSERT INTO res_partner SELECT * FROM copied"

    @contextmanager
    def in_a_folder(self):
        with tempfile.TemporaryDirectory() as folder, patch.object(places, "archives", lambda _env: Path(folder)):
            yield

    def problems(self):
        self.env.flush_all()
        return [problem["reason"] for problem in self.baselines._problems(self.rule, "res_partner")]

    def assert_odd(self):
        [reason] = self.problems()
        first = self.old[0].id // 1000 * 1000
        self.assertRegex(reason, f"^records {first} to {first + 999}: not all are what they were on ")

    def test_an_old_record_changed_past_the_triggers_is_found_by_verification(self):
        self.assertEqual(self.problems(), [])
        self.sql(f"UPDATE res_partner SET city = 'Forged' WHERE id = {self.old[1].id}", "res_partner")
        self.assert_odd()
        self.seal()
        self.assertIn("not all are what they were", " ".join(row["reason"] for row in self.verify("audit")))

    def test_an_old_record_removed_or_put_in_past_the_triggers_is_found(self):
        copy = self.copy_of(self.old[0].id, -5)
        for statement in (f"DELETE FROM res_partner WHERE id = {self.old[1].id}", copy):
            with self.subTest(statement), self.env.cr.savepoint() as undo:
                self.sql(statement, "res_partner")
                self.assertEqual(len(self.problems()), 1)
                undo.rollback()
                self.env.invalidate_all()

    def test_what_is_changed_and_deleted_in_the_open_is_no_finding(self):
        one, two, _three = self.old
        one.city = "Wuxi"
        self.env.flush_all()
        one.write({"city": False, "phone": "555"})
        two.city = "Wuxi"
        self.env.flush_all()
        two.unlink()
        self.make_partner().unlink()
        self.make_partner(city="Nanjing")
        self.assertEqual(self.problems(), [])
        self.sql(f"UPDATE res_partner SET phone = '556' WHERE id = {one.id}", "res_partner")
        self.assertEqual(self.problems(), [], "its entries tell of the column: verification compares with them")
        self.sql(f"UPDATE res_partner SET street = 'Forged' WHERE id = {one.id}", "res_partner")
        self.assert_odd()

    def test_a_number_used_again_after_a_deletion_is_no_finding(self):
        number = self.old[2].id
        self.old[2].unlink()
        self.env.flush_all()
        self.env.cr.execute(self.copy_of(self.old[0].id, number))
        self.env.cr.execute("UPDATE res_partner SET city = 'Wuxi' WHERE id = %s", (number,))
        self.assertEqual(self.problems(), [])

    def test_secrets_and_parameters_are_compared_and_not_shown(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("some.api_key", "hush")
        rules = {name: self.env["meddev.audit.rule"].search([("model", "=", name)])
                 for name in ("res.users", "ir.config_parameter")}  # fmt: skip
        for name, rule in rules.items():
            self.baselines._take(rule, self.env[name]._table)
        self.clerk.password = "another-secret"
        parameters.set_param("some.api_key", "other")
        self.env.flush_all()
        for name, rule in rules.items():
            self.assertEqual(self.baselines._problems(rule, self.env[name]._table), [], name)
        self.sql(f"UPDATE res_users SET password = 'theirs' WHERE id = {self.system.id}", "res_users")
        self.assertTrue(self.baselines._problems(rules["res.users"], "res_users"))

    def test_a_column_that_came_later_changes_nothing_and_one_that_went_asks_for_a_new_baseline(self):
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.env.cr.execute("ALTER TABLE res_partner ADD COLUMN x_shoe_size int DEFAULT 40")
        self.assertEqual(self.problems(), [])
        self.baselines._take(self.rule, "res_partner")
        self.env.cr.execute("ALTER TABLE res_partner DROP COLUMN x_shoe_size")
        self.assertEqual(self.problems(), [])
        count = self.baselines.search_count([("table_name", "=", "res_partner")])
        self.baselines._take_missing()
        self.baselines._take_missing()
        self.assertEqual(self.baselines.search_count([("table_name", "=", "res_partner")]), count + 1)

    def test_a_record_whose_entries_are_all_archived_is_still_compared(self):
        self.seal()
        archives = self.env["meddev.audit.archive"]
        with self.in_a_folder():
            self.assertTrue(archives._archive_until(fields.Datetime.now() + timedelta(days=1)))
            self.assertEqual(self.entries(self.partner), [])
            self.assertEqual(self.problems(), [])
            self.sql(f"UPDATE res_partner SET city = 'Forged' WHERE id = {self.partner.id}", "res_partner")
            self.assert_odd()

    def test_what_was_changed_past_the_triggers_is_not_archived_away(self):
        self.sql(f"UPDATE res_partner SET city = 'Forged' WHERE id = {self.old[1].id}", "res_partner")
        self.seal()
        with self.in_a_folder(), self.assertRaisesRegex(UserError, "not all are what .* Verify before archiving."):
            self.env["meddev.audit.archive"]._archive_until(fields.Datetime.now() + timedelta(days=1))

    def test_nobody_writes_a_baseline(self):
        for user in self.roles.values():
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.baselines.with_user(user).create({"model": "res.partner"})
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.baselines.search([], limit=1).with_user(user).write({"blocks": "{}"})

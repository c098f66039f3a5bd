# ruff: noqa: S608 - names and numbers of our own
import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.meddev_audit import column_function, triggers

from .common import ENTRY, AuditCase, SealedCase

TABLE, MODEL = "meddev_audit_sample", "x.sample"
VALUES = {
    "bool": ("true", "NULL"),
    "int4": ("1", "2"),
    "int8": ("0", "9007199254740993"),
    "float8": ("0.1", "'NaN'"),
    "numeric": ("1.10", "1.2"),
    "varchar": ("'a\"b'", "E'\\\\ \\n\\t'"),
    "text": ("''", "NULL"),
    "date": ("NULL", "'2026-02-28'"),
    "timestamp": ("'2026-01-01 10:00'", "'2026-01-01 10:00:00.5'"),
    "timestamptz": ("now()", "now() + interval '1 day'"),
    "jsonb": ('\'{"en_US": "Lot"}\'', '\'{"en_US": "批"}\''),
    "uuid": ("gen_random_uuid()", "'6f1f6f0e-0000-4000-8000-000000000000'"),
}


@tagged("post_install", "-at_install")
class TestColumnFunction(AuditCase):
    """The function made for a table tells an update as a comparison of whole rows would."""

    def setUp(self):
        super().setUp()
        columns = ", ".join(f"{kind}_1 {kind}, {kind}_2 {kind}" for kind in VALUES)
        self.env.cr.execute(
            f"CREATE TABLE {TABLE} (id serial PRIMARY KEY, company_id int, write_date timestamp, {columns})"
        )
        self.install()
        first = ", ".join(f"{kind}_{number}" for kind in VALUES for number in (1, 2))
        before = ", ".join(old for old, _new in VALUES.values() for _number in (1, 2))
        self.env.cr.execute(f"INSERT INTO {TABLE} (company_id, {first}) VALUES (7, {before})")

    def install(self):
        columns, attributes = self.env["meddev.audit.rule"]._table_columns(TABLE)
        sets = {"ignored": {"write_date"}, "masked": {"text_2"}, "hashed": set()}
        for trigger in triggers.row_triggers(MODEL, TABLE, columns, attributes, **sets):
            for statement in trigger.statements:
                self.env.cr.execute(statement)
        self.assertIn("meddev_audit_of_meddev_audit_sample(", trigger_call(self.env.cr))

    def update(self, assignments):
        """The changes that an update is recorded with, and its company; None for no entry."""
        self.env.cr.execute(f"SELECT coalesce(max(id), 0) FROM {ENTRY}")
        last = self.env.cr.fetchone()[0]
        self.env.cr.execute(f"UPDATE {TABLE} SET {assignments}")
        self.env.cr.execute(f"SELECT changes, company_id FROM {ENTRY} WHERE model = %s AND id > %s", (MODEL, last))
        rows = self.env.cr.fetchall()
        self.assertLessEqual(len(rows), 1)
        return (json.loads(rows[0][0]), rows[0][1]) if rows else None

    def compared_as_rows(self, assignments):
        """The same update without the function that was made for the table."""
        with self.env.cr.savepoint() as undo:
            self.env.cr.execute(
                f"CREATE OR REPLACE TRIGGER meddev_audit_update AFTER UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION "
                f"meddev_audit_update('{MODEL}', '{{write_date}}', '{{text_2}}', '{{}}')"
            )
            found = self.update(assignments)
            undo.rollback()
        return found

    def test_every_type_is_told_as_a_comparison_of_rows_tells_it(self):
        for kind, (_old, new) in VALUES.items():
            with self.subTest(kind), self.env.cr.savepoint() as undo:
                told = self.update(f"{kind}_1 = {new}")
                undo.rollback()
                self.assertEqual(told, self.compared_as_rows(f"{kind}_1 = {new}"))
                self.assertEqual((list(told[0]), told[1]), ([f"{kind}_1"], 7))

    def test_all_columns_at_once_and_an_empty_value_on_either_side(self):
        everything = ", ".join(f"{kind}_1 = NULL, {kind}_2 = NULL" for kind in VALUES)
        told = self.compared_as_rows(everything)
        self.assertEqual(self.update(everything), told)
        self.assertGreater(len(told[0]), len(VALUES))

    def test_what_is_left_out_is_no_entry_and_a_secret_is_told_without_its_value(self):
        self.assertIsNone(self.update("write_date = now()"))
        self.assertIsNone(self.update("int4_1 = int4_1"))
        old, new = self.update("text_2 = 'hush', int4_1 = 5")[0]["text_2"]
        self.assertRegex(f"{old} {new}", r"^\*\*\* [0-9a-f]{64} \*\*\* [0-9a-f]{64}$")

    def test_a_column_that_was_added_past_odoo_is_recorded_with_and_without_others(self):
        self.env.cr.execute(f"ALTER TABLE {TABLE} ADD COLUMN extra text")
        self.assertEqual(self.update("extra = 'x'"), ({"extra": [None, "x"]}, 7))
        self.assertEqual(self.update("extra = 'y', int4_1 = 3"), ({"extra": ["x", "y"], "int4_1": [1, 3]}, 7))

    def test_a_column_added_by_a_transaction_that_wrote_before_is_recorded_by_itself_and_after_odoo_made_it(self):
        self.update("int4_1 = 8")
        self.env.cr.execute(f"ALTER TABLE {TABLE} ADD COLUMN extra text")
        self.assertEqual(self.update("extra = 'x'"), ({"extra": [None, "x"]}, 7))
        self.env.cr.execute("SELECT set_config(%s, '', true)", (column_function.mark(TABLE),))
        self.assertEqual(self.update("extra = 'y', int4_1 = 3"), ({"extra": ["x", "y"], "int4_1": [8, 3]}, 7))

    def test_a_column_that_was_dropped_renamed_or_made_json_past_odoo_breaks_no_update(self):
        for change in ("DROP COLUMN int8_1", "RENAME COLUMN int8_1 TO other", "ALTER COLUMN jsonb_1 TYPE json"):
            with self.subTest(change), self.env.cr.savepoint() as undo:
                self.env.cr.execute(f"ALTER TABLE {TABLE} {change}")
                self.assertEqual(self.update("int4_1 = 3"), ({"int4_1": [1, 3]}, 7))
                undo.rollback()

    def test_a_dropped_company_breaks_no_update(self):
        self.env.cr.execute(f"ALTER TABLE {TABLE} DROP COLUMN company_id")
        self.assertEqual(self.update("int4_1 = 3"), ({"int4_1": [1, 3]}, None))

    def test_more_than_a_hundred_columns(self):
        more = ", ".join(f"ADD COLUMN c{number} int" for number in range(230))
        self.env.cr.execute(f"ALTER TABLE {TABLE} {more}")
        self.install()
        self.assertEqual(self.update("c229 = 1, c0 = 2")[0], {"c0": [None, 2], "c229": [None, 1]})

    def test_a_table_of_other_types_keeps_the_comparison_of_rows(self):
        for columns in ({"id": "int4", "shape": "point"}, {"id": "int8"}, {"id": "int4", 'a"b': "int4"}):
            self.assertFalse(column_function.fits(columns, set()), columns)
        self.assertFalse(column_function.fits({"id": "int4", "company_id": "int4"}, {"company_id"}))


def trigger_call(cr):
    cr.execute(
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'meddev_audit_update'",
        (TABLE,),
    )
    return cr.fetchone()[0]


@tagged("post_install", "-at_install")
class TestColumnFunctionIsWatched(SealedCase):
    def replace_function(self):
        self.env.cr.execute(
            "CREATE OR REPLACE FUNCTION meddev_audit_of_res_partner() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NULL; END $$"
        )

    def test_a_tables_own_function_that_was_replaced_is_found_and_not_put_back_in_silence(self):
        self.replace_function()
        self.env["meddev.audit.rule"]._install_triggers()
        self.assert_found("function meddev_audit_of_res_partner in the database is not the one of this software")

    def test_putting_triggers_back_puts_their_function_back(self):
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.replace_function()
        rule = self.env["meddev.audit.rule"].search([("model", "=", "res.partner")]).with_user(self.system)
        rule.action_put_back()
        self.seal()
        self.assertEqual(self.verify("audit"), [])
        with self.assertRaisesRegex(UserError, "All triggers of Contact are in place"):
            rule.action_put_back()

    def test_a_new_column_makes_the_function_anew_and_the_change_is_on_record(self):
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.env.cr.execute("ALTER TABLE res_partner ADD COLUMN x_shoe_size int")
        self.env["meddev.audit.rule"]._install_triggers()
        self.env.cr.execute("SELECT prosrc FROM pg_proc WHERE proname = 'meddev_audit_of_res_partner'")
        self.assertIn("x_shoe_size", self.env.cr.fetchone()[0])
        last = self.env["meddev.audit.coverage"].search([("table_name", "=", "res_partner")], limit=1)
        self.assertEqual((last.trigger_name, last.event), ("meddev_audit_update", "changed"))
        self.seal()
        self.assertEqual(self.verify("audit"), [])

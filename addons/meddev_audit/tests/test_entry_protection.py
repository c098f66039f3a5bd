# ruff: noqa: S608 - names and numbers of our own
import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import AuditCase

ENTRY = "meddev.audit.entry"
FORGED = {"model": "res.partner", "record_id": 1, "operation": "U", "changes": "{}"}
SQL = {
    "insert": "INSERT INTO meddev_audit_entry (model, record_id, operation, changes, moment, txid, db_user, reason,"
    " origin) VALUES ('res.partner', 1, 'U', '{}', '2020-01-01', 1, 'x', '', 'web')",
    "update": "UPDATE meddev_audit_entry SET changes = '{}'",
    "back-date": "UPDATE meddev_audit_entry SET moment = '2020-01-01'",
    "delete": "DELETE FROM meddev_audit_entry",
    "truncate": "TRUNCATE meddev_audit_entry",
}


@tagged("post_install", "-at_install")
class TestEntryProtection(AuditCase):
    """Nobody writes, changes, back-dates or deletes an entry."""

    def test_no_role_and_no_administrator_writes_an_entry_through_the_orm(self):
        entry = self.env[ENTRY].search([], limit=1)
        for user in (*self.roles.values(), self.env.ref("base.user_admin"), self.env.ref("base.user_root")):
            mine = entry.with_user(user)
            attempts = {
                "create": lambda mine=mine: mine.create(FORGED),
                "write": lambda mine=mine: mine.write({"reason": "forged"}),
                "delete": lambda mine=mine: mine.unlink(),
                "as superuser": lambda mine=mine: mine.sudo().write({"moment": "2020-01-01 00:00:00"}),
            }
            for attempt, act in attempts.items():
                with self.subTest(user=user.login, attempt=attempt), self.assertRaises(AccessError):
                    act()

    def test_an_import_of_entries_is_refused(self):
        answer = self.env[ENTRY].load(list(FORGED), [[str(value) for value in FORGED.values()]])
        self.assertFalse(answer["ids"])
        self.assertIn("are evidence", answer["messages"][0]["message"])

    @mute_logger("odoo.sql_db")
    def test_sql_is_refused_too(self):
        for attempt, statement in SQL.items():
            with (
                self.subTest(attempt),
                self.assertRaisesRegex(psycopg2.errors.InsufficientPrivilege, "refused"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    @mute_logger("odoo.sql_db")
    def test_code_inside_a_trigger_writes_of_this_moment_and_transaction_only(self):
        for column, value in (("moment", "'2020-01-01'"), ("txid", "1"), ("db_user", "'nobody'")):
            with (
                self.subTest(column),
                self.assertRaisesRegex(psycopg2.errors.InsufficientPrivilege, "of now: INSERT refused"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"""CREATE FUNCTION pg_temp.forge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        INSERT INTO meddev_audit_entry (model, operation, changes, {column})
                        VALUES ('forged', 'U', '{{}}', {value}); RETURN NULL; END $$;
                    CREATE TEMP TABLE forging (id int);
                    CREATE TRIGGER forge AFTER INSERT ON forging FOR EACH ROW EXECUTE FUNCTION pg_temp.forge();
                    INSERT INTO forging VALUES (1)"""
                )

    def test_who_may_read_the_entries(self):
        entries = self.env[ENTRY]
        for login, may in (
            ("test-clerk", False),
            ("test-inspector", True),
            ("test-system", True),
            ("test-auditor", True),
        ):
            self.assertEqual(entries.with_user(self.roles[login]).has_access("read"), may, login)

    def test_entries_of_another_company_are_not_shown(self):
        other = self.env["res.company"].create({"name": "Another Company"})
        partner = self.env["res.partner"].create({"name": "Theirs", "company_id": other.id})
        self.env.flush_all()
        mine = self.env[ENTRY].with_user(self.auditor)
        domain = [("model", "=", "res.partner"), ("record_id", "=", partner.id)]
        self.assertFalse(mine.search(domain))
        self.assertTrue(mine.sudo().search(domain))


@tagged("post_install", "-at_install")
class TestEntryProtectionOverRpc(RpcCase):
    @mute_logger("odoo.http")
    def test_no_other_program_writes_an_entry(self):
        system = self.make_user("rpc-system", "system")
        number = self.env[ENTRY].search([], limit=1).id
        calls = {
            "create": {"vals_list": [FORGED]},
            "write": {"ids": [number], "vals": {"reason": "forged"}},
            "unlink": {"ids": [number]},
        }
        for method, body in calls.items():
            status, answer = self.json2(system, ENTRY, method, **body)
            self.assertEqual((status, method), (403, method), answer)
        for method, arguments in (
            ("create", [[FORGED]]),
            ("write", [[number], {"reason": "x"}]),
            ("unlink", [[number]]),
        ):
            with self.subTest(method), self.assertRaisesRegex(Exception, "not allowed|evidence"):
                self.xmlrpc(system, ENTRY, method, *arguments)

    def test_a_change_over_rpc_says_so(self):
        steward = self.make_user("rpc-clerk", "operator", "base.group_partner_manager")
        for number in (
            self.xmlrpc(steward, "res.partner", "create", [{"name": "Over XML-RPC"}])[0],
            self.json2(steward, "res.partner", "create", vals_list=[{"name": "Over JSON-2"}])[1][0],
        ):
            entries = self.env[ENTRY].search([("model", "=", "res.partner"), ("record_id", "=", number)])
            self.assertEqual((set(entries.mapped("origin")), entries.user_id), ({"rpc"}, steward))

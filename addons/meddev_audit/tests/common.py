# ruff: noqa: S608 - names and numbers of our own
"""Entries of a record as a test can compare them."""

import json
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user

ENTRY, SEAL = "meddev_audit_entry", "meddev_audit_seal"


class AuditCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "test-clerk", groups="meddev_base.group_operator,base.group_partner_manager")
        cls.inspector = new_test_user(cls.env, "test-inspector", groups="meddev_base.group_quality_user")
        cls.manager = new_test_user(cls.env, "test-manager", groups="meddev_base.group_quality_manager")
        cls.system = new_test_user(cls.env, "test-system", groups="meddev_base.group_system")
        cls.auditor = new_test_user(cls.env, "test-auditor", groups="meddev_base.group_auditor")
        cls.roles = {user.login: user for user in (cls.clerk, cls.inspector, cls.manager, cls.system, cls.auditor)}

    def make_partner(self, **values):
        """A partner made by the clerk."""
        partner = self.env["res.partner"].with_user(self.clerk).create({"name": "City Clinic", **values})
        self.env.flush_all()
        return partner

    def entries(self, record, after=0):
        """The entries of ``record`` in order, ``changes`` as data."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM meddev_audit_entry WHERE model = %s AND record_id = %s AND id > %s ORDER BY id",
            (record._name, record.id, after),
        )
        return [{**row, "changes": json.loads(row["changes"])} for row in self.env.cr.dictfetchall()]

    @contextmanager
    def triggers_off(self, *tables):
        for table in tables:
            self.env.cr._obj.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            self.env.cr._obj.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            self.env.cr.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
                                " AND tgname LIKE 'meddev_audit%%'", (table,))  # fmt: skip
            for (name,) in self.env.cr.fetchall():
                self.env.cr._obj.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")

    def settle(self, records):
        """``records``, as if an earlier transaction had created them."""
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with self.triggers_off(ENTRY):
            self.env.cr.execute(
                f"UPDATE {ENTRY} SET txid = 1 WHERE model = %s AND record_id = ANY(%s)", (records._name, records.ids)
            )
        return records

    def last(self, record):
        return self.entries(record)[-1]

    def changes(self, record):
        return [(entry["operation"], entry["changes"]) for entry in self.entries(record)]

    def last_id(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT coalesce(max(id), 0) FROM meddev_audit_entry")
        return self.env.cr.fetchone()[0]


class SealedCase(AuditCase):
    """A sealed trail, and what somebody can do to it who may switch PostgreSQL's triggers off."""

    def setUp(self):
        super().setUp()
        # The tests of a class share a transaction, in which now() stands still.
        self.startPatcher(patch("odoo.addons.meddev_audit.verification.TOLERANCE", timedelta(minutes=30)))
        # A sealer works in a transaction of its own and would wait for this one: here the test seals.
        self.startPatcher(patch.object(self.env.registry["meddev.audit.seal"], "_seal", lambda _self: 0))
        self.partner = self.make_partner(city="Suzhou")
        self.partner.city = "Wuxi"
        self.seal()

    def seal(self):
        """Seal this very transaction, which a sealer outside would wait for."""
        self.env.flush_all()
        self.env.cr.execute("SELECT pg_current_xact_id()::text::bigint + 1")
        mine = self.env.cr.fetchone()[0]
        last = self.env["meddev.audit.seal"]._last()
        if last and last["to_xid"] >= mine:  # a second block of this transaction: as if it were another
            self.sql(f"UPDATE {ENTRY} SET txid = {last['to_xid']} WHERE txid = pg_current_xact_id()::text::bigint"
                     f" AND id > {last['last_id']}", ENTRY)  # fmt: skip
            mine = last["to_xid"] + 1
        return self.env["meddev.audit.seal"]._seal_up_to(mine, mine)

    def sql(self, statement, *tables):
        """What a superuser does with the triggers of ``tables`` off; afterwards they are on again."""
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with self.triggers_off(*tables):
            self.env.cr.execute(statement)

    def verify(self, scope="all", anchors=None):
        answer = self.env["meddev.audit.check"].with_user(self.auditor)._verify(scope, anchors)
        self.assertEqual(answer["ok"], not answer["broken"])
        return answer["broken"]

    def assert_found(self, reason, model=None, number=None, scope="all", anchors=None):
        broken = self.verify(scope, anchors)
        found = [row for row in broken if reason in row["reason"]]
        self.assertTrue(found, broken)
        if model:
            self.assertEqual((found[0]["model"], found[0]["id"]), (model, number))

    def last_seal(self):
        return self.env["meddev.audit.seal"]._last()

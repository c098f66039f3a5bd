import xmlrpc.client

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .signing import SigningCase

EVERYBODY = ("operator", "quality_manager", "regulatory", "engineering", "data_steward", "system")
LEDGERS = ("meddev.signature", "meddev.signature.void", "meddev.signature.attempt", "meddev.seal.key")


@tagged("post_install", "-at_install")
class TestSignatureAttacks(SigningCase):
    """Attempts to forge, change or remove a signature, each kept."""

    def setUp(self):
        super().setUp()
        self.signature = self.release()
        self.everybody = self.person("sign-everybody", *EVERYBODY)

    def callers(self, model):
        administrator = self.env.ref("base.user_admin")
        return [
            self.env[model],
            self.env[model].sudo(),
            *(self.env[model].with_user(user) for user in (administrator, self.everybody)),
        ]

    def test_nobody_writes_a_ledger_through_the_orm(self):
        for name in LEDGERS:
            for model in self.callers(name):
                row = model.browse(self.env[name].search([], limit=1).ids)
                with self.assertRaisesRegex(AccessError, "are evidence"):
                    model.create({"user_id": self.manager.id})
                with self.assertRaisesRegex(AccessError, "are evidence"):
                    row.write({"user_id": self.author.id})
                with self.assertRaisesRegex(AccessError, "are evidence"):
                    row.unlink()

    def test_nobody_imports_a_signature(self):
        answer = self.env["meddev.signature"].load(["res_model", "signer_name"], [["meddev.test.dossier", "Forged"]])
        self.assertFalse(answer["ids"])

    def test_nobody_writes_a_ledger_over_rpc_with_any_context(self):
        context = {"_force_unlink": True, "meddev_gate": True, "install_mode": True, "default_state": "released"}
        for method, arguments in (
            ("write", (self.signature.ids, {"signer_name": "Forged"})),
            ("create", ([{"signer_name": "Forged"}],)),
            ("unlink", (self.signature.ids,)),
            ("copy", (self.signature.ids,)),
        ):
            with self.assertRaises(xmlrpc.client.Fault, msg=method):
                self.xmlrpc(self.everybody, "meddev.signature", method, *arguments, context=context)
        status, _answer = self.json2(
            self.everybody, "meddev.signature", "unlink", ids=self.signature.ids, context=context
        )
        self.assertEqual(status, 403)

    def test_the_acts_themselves_cannot_be_called(self):
        for model, method in (
            ("meddev.test.dossier", "_sign"), ("meddev.signature", "_append"),
            ("meddev.signature.void", "_append"), ("meddev.seal.key", "_rotate"), ("meddev.seal.key", "_sign"),
            ("res.users", "_identify_for_signature"), ("meddev.test.dossier", "_count_signatures"),
        ):  # fmt: skip
            with self.assertRaises(xmlrpc.client.Fault) as caught:
                self.xmlrpc(self.everybody, model, method, [])
            self.assertIn("cannot be called remotely", caught.exception.faultString, method)

    def test_sql_neither_changes_deletes_nor_empties_a_ledger(self):
        for name in LEDGERS:
            table = self.env[name]._table
            self.dossier.with_user(self.author).amount += 1
            queries = f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"  # noqa: S608
            for query in queries:
                with (
                    self.assertRaisesRegex(psycopg2.errors.InsufficientPrivilege, "append-only"),
                    mute_logger("odoo.sql_db"),
                    self.env.cr.savepoint(),
                ):
                    self.env.cr.execute(query)

    def test_a_copied_row_does_not_hold(self):
        with mute_logger("odoo.sql_db"):
            self.insert_copy(res_id=self.make_dossier("D9").id)
        forged = self.env["meddev.signature"].search([], limit=1)
        self.assertEqual(forged.validity, "forged")
        problems = self.env["meddev.signature"]._problems()
        self.assertEqual([problem["id"] for problem in problems], forged.ids)

    def test_a_forged_row_counts_for_nothing(self):
        other = self.make_dossier("D9")
        self.insert_copy(res_id=other.id, source_state="draft", target_state="approved", step_key="delivered, 1")
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "Author of D9"):
            self.sign(self.inspector, "approved", other)

    def test_a_signature_is_not_dated_back(self):
        with (
            self.assertRaisesRegex(psycopg2.errors.InsufficientPrivilege, "carries the time it was made"),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.insert_copy(signed_on="2020-01-01 00:00:00")

    def test_the_columns_of_the_code_are_not_written(self):
        for name in ("signature_count", "signature_floor"):
            with self.assertRaisesRegex(AccessError, "never by hand"):
                self.dossier.with_user(self.everybody).write({name: 0})

    def test_a_signer_is_neither_deleted_nor_renamed_into_another(self):
        administrator = self.env.ref("base.user_admin")
        user = self.manager.with_user(administrator).sudo()
        with self.assertRaisesRegex(UserError, "Archive the user instead"):
            user.unlink()
        with self.assertRaisesRegex(UserError, "Archive the user instead"):
            user.with_context(_force_unlink=True).unlink()
        with self.assertRaisesRegex(UserError, "belongs to one person for good"):
            user.login = "somebody-else"
        user.active = False

    def test_a_signers_contact_is_not_merged(self):
        other = self.env["res.partner"].create({"name": "Other", "email": "o@example.com"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with self.assertRaisesRegex(UserError, "stays a contact of their own"):
            wizard._merge((self.manager.partner_id | other).ids, other)

    def test_a_session_of_another_does_not_sign_without_the_password(self):
        dossier = self.make_dossier("D5")
        self.authenticate(self.author.login, f"{self.author.login}-secret")
        wizard = self.show(self.author, dossier, "approved")
        params = {"model": "meddev.signature.wizard", "method": "action_sign", "args": [wizard.ids], "kwargs": {}}
        response = self.url_open(
            "/web/dataset/call_kw/meddev.signature.wizard/action_sign", json={"jsonrpc": "2.0", "params": params}
        )
        self.assertIn("user ID is not that of", response.json()["error"]["data"]["message"])

    def test_a_form_opened_by_one_person_does_not_sign_for_another(self):
        dossier = self.make_dossier("D5")
        wizard = self.show(self.author, dossier, "approved")
        with self.assertRaises(xmlrpc.client.Fault):
            context = {"signature_login": "sign-author", "signature_password": "sign-author-secret"}
            self.xmlrpc(self.inspector, "meddev.signature.wizard", "action_sign", wizard.ids, context=context)
        self.assertFalse(dossier.signature_ids)

    def test_signing_over_rpc_meets_the_same_rules(self):
        dossier = self.make_dossier("D6")
        action = self.xmlrpc(self.author, "meddev.test.dossier", "action_sign", dossier.ids, "approved")
        context = {"signature_login": "sign-author", "signature_password": "sign-author-secret"}
        self.xmlrpc(self.author, "meddev.signature.wizard", "action_sign", [action["res_id"]], context=context)
        dossier.invalidate_recordset()
        self.assertEqual(dossier.signature_ids.user_id, self.author)
        self.assertTrue(dossier.signature_ids.origin.startswith("rpc"))

    def insert_copy(self, **changed):
        """Copy the signature's row by SQL, with other values in some columns."""
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'meddev_signature' AND column_name <> 'id'"
        )
        names = [name for (name,) in self.env.cr.fetchall()]
        values = ", ".join("%s" if name in changed else f'"{name}"' for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        query = f"INSERT INTO meddev_signature ({columns}) SELECT {values} FROM meddev_signature WHERE id = %s"  # noqa: S608 - our own names
        self.env.cr.execute(query, [*(changed[name] for name in names if name in changed), self.signature.id])
        self.env.invalidate_all()

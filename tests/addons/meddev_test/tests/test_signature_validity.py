from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.meddev_audit.tests.common import AuditCase
from odoo.addons.meddev_audit.tests.test_reasons import require_reason
from odoo.addons.meddev_signature.content import essence_digest

from .signing import SigningCase


@tagged("post_install", "-at_install")
class TestSignatureValidity(SigningCase):
    """A signature stands as long as its content stands."""

    triggers_off, settle = AuditCase.triggers_off, AuditCase.settle

    def test_changed_content_voids_the_signatures_and_the_record_falls_back(self):
        signature = self.release()
        self.dossier.with_user(self.author).amount = 9
        self.assertEqual(self.dossier.state, "draft")
        self.assertEqual(signature.validity, "void")
        self.assertIn("the content changed after signing", signature.validity_text)
        self.assertEqual(set(self.dossier.signature_ids.mapped("validity")), {"void"})

    def test_the_moment_of_the_void_is_told_in_the_reader_s_zone(self):
        signature = self.release()
        self.dossier.with_user(self.author).amount = 9
        local = signature.void_ids.voided_on + timedelta(hours=8)
        told = signature.with_context(tz="Asia/Shanghai").validity_text
        self.assertIn(f"since {local:%Y-%m-%d %H:%M:%S} Asia/Shanghai (UTC+0800)", told)

    def test_the_signature_is_shown_in_words(self):
        signature = self.release()
        self.assertEqual((signature.kind, signature.transition), ("Dossier of a Test", "Approved → Released"))
        self.assertIn("<th>Amount</th><td>1.500</td>", signature.content_in_words)

    def test_the_reason_of_a_change_is_also_that_of_the_state_that_falls_back(self):
        self.release()
        self.settle(self.dossier)
        require_reason(self.env, "meddev.test.dossier", states="released")
        self.dossier.with_user(self.author).write({"amount": 9, "audit_reason": "weighed again"})
        self.env.cr.flush()
        self.assertEqual(self.dossier.state, "draft")
        entry = self.env["meddev.audit.entry"].search(
            [("model", "=", "meddev.test.dossier"), ("record_id", "=", self.dossier.id), ("changes", "like", "state")],
            limit=1,
        )
        self.assertEqual(entry.reason, "weighed again")

    def test_a_changed_line_voids_them_too(self):
        for change in ("write", "create", "unlink"):
            dossier = self.make_dossier(change)
            self.approve(dossier)
            lines = dossier.line_ids.with_user(self.author)
            {
                "write": lambda lines=lines: lines.write({"value": 7}),
                "create": lambda dossier=dossier: dossier.write({"line_ids": [(0, 0, {"value": 1})]}),
                "unlink": lines.unlink,
            }[change]()
            self.assertEqual((dossier.state, dossier.signature_status), ("draft", "void"), change)

    def test_another_file_voids_them_too(self):
        vals = {"name": "a.txt", "raw": b"one", "res_model": self.dossier._name, "res_id": self.dossier.id}
        attachment = self.env["ir.attachment"].create(vals)
        self.approve()
        attachment.raw = b"two"
        self.assertEqual(self.dossier.state, "draft")
        self.approve()
        attachment.unlink()
        self.assertEqual(self.dossier.state, "draft")

    def test_many_records_are_read_as_each_of_them_alone(self):
        partner = self.env["res.partner"].create({"name": "Steel Works"})
        sister = self.env["res.company"].create({"name": "Sister"})
        dossiers = self.dossier | self.make_dossier("D2", line_ids=[(0, 0, {"value": 3}), (0, 0, {"value": 4})])
        dossiers |= self.make_dossier("D3", partner_id=partner.id, line_ids=[])
        dossiers |= self.dossier.sudo().create({"name": "D4", "company_id": sister.id, "partner_id": partner.id})
        for dossier in dossiers[1:]:
            for name in ("a.txt", "b.txt"):
                vals = {"name": name, "raw": dossier.name.encode(), "res_model": dossier._name, "res_id": dossier.id}
                self.env["ir.attachment"].create(vals)
        found = dossiers._signature_contents()
        self.assertEqual(found, {dossier.id: dossier._signature_content() for dossier in dossiers})
        self.assertEqual(
            found[dossiers[2].id]["partner_id"], {"id": partner.id, "model": "res.partner", "name": "Steel Works"}
        )
        self.assertEqual([len(found[dossier.id]["line_ids"]) for dossier in dossiers], [1, 2, 0, 0])
        self.assertEqual([len(found[dossier.id]["attachments"]) for dossier in dossiers], [0, 2, 2, 2])
        essences = {number: essence_digest(content) for number, content in found.items()}
        self.assertEqual(dossiers._signature_essences(), essences)

    def test_what_is_not_content_changes_freely(self):
        signature = self.release()
        self.dossier.with_user(self.author).remark = "filed"
        self.dossier.with_user(self.author).amount = 1.5
        self.assertEqual((self.dossier.state, signature.validity), ("released", "valid"))

    def test_a_better_name_of_a_partner_is_no_other_partner(self):
        partner = self.env["res.partner"].create({"name": "Old name"})
        dossier = self.make_dossier(partner_id=partner.id)
        signature = self.release(dossier)
        partner.name = "New name"
        signature.invalidate_recordset()
        self.assertEqual(signature.validity, "valid")
        dossier.with_user(self.author).partner_id = self.env["res.partner"].create({"name": "New name"})
        self.assertEqual(signature.validity, "void")

    def test_a_change_by_sql_shows_and_counts_no_more(self):
        self.sign(self.author, "approved")
        self.env.flush_all()
        self.env.cr.execute("UPDATE meddev_test_dossier SET amount = 8 WHERE id = %s", (self.dossier.id,))
        self.env.invalidate_all()
        self.assertEqual(self.dossier.signature_ids.validity, "void")
        with self.assertRaisesRegex(AccessError, "Author of D1 is signed by"):
            self.sign(self.inspector, "approved")

    def test_a_blocked_record_stays_blocked(self):
        self.release()
        self.dossier.with_user(self.manager).action_block()
        self.dossier.with_user(self.author).amount = 9
        self.assertEqual(self.dossier.state, "blocked")

    def test_the_same_content_again_does_not_revive_a_signature(self):
        signature = self.release()
        self.dossier.with_user(self.author).amount = 9
        self.dossier.with_user(self.author).amount = 1.5
        self.assertEqual(signature.validity, "void")

    def test_the_change_is_told_in_the_record(self):
        plain = self.dossier
        self.release()
        plain.with_user(self.author).amount = 9
        self.assertIn("No longer valid", plain.message_ids[0].body)

    def test_content_that_changed_while_it_was_shown_is_not_signed(self):
        wizard = self.show(self.author, self.dossier, "approved")
        self.dossier.with_user(self.inspector).amount = 9
        typed = {"signature_login": self.author.login, "signature_password": f"{self.author.login}-secret"}
        with self.assertRaisesRegex(UserError, "D1 is not what was shown: the content changed. Nothing was signed."):
            wizard.with_context(**typed).action_sign()

    def test_the_form_shows_what_is_signed_and_what_changed_since(self):
        self.approve()
        self.dossier.with_user(self.author).amount = 9
        wizard = self.show(self.author, self.dossier, "approved")
        self.assertIn("1.500", wizard.changes)
        self.assertIn("9.000", wizard.changes)
        self.assertIn("D1", wizard.summary)
        self.press_sign(self.author, self.dossier, "approved")
        self.assertEqual(self.dossier.signature_status, "partly")

    def test_the_credentials_are_stored_nowhere(self):
        self.press_sign(self.author, self.dossier, "approved")
        self.env.flush_all()
        self.env.cr.execute("SELECT to_jsonb(w)::text FROM meddev_signature_wizard w")
        self.assertNotIn("secret", str(self.env.cr.fetchall()))

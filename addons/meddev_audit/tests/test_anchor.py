# ruff: noqa: S608 - names and numbers of our own
import json
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.meddev_audit.models import places

from .common import ENTRY, SEAL, SealedCase


@tagged("post_install", "-at_install")
class TestAnchorAndVerification(SealedCase):
    """What is kept outside, and what is told when something is broken."""

    def setUp(self):
        super().setUp()
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.startPatcher(patch.object(places, "anchors", lambda _env: self.folder))
        self.system.email = "security@example.com"
        self.manager.email = "quality@example.com"
        self.env.company.security_contact_id = self.system
        self.seal()

    def mails(self, subject):
        return self.env["mail.mail"].search([("subject", "like", subject)])

    def test_the_daily_anchor_is_written_and_queued_to_the_security_contact(self):
        path = Path(self.env["meddev.audit.anchor"]._export())
        self.assertEqual(json.loads(path.read_text())["format"], "meddev-anchor/1")
        mail = self.mails("Anchor of the audit trail")
        self.assertIn("security@example.com", mail.email_to)
        self.assertEqual(mail.state, "outgoing", "mail leaves after the transaction")
        self.assertEqual(mail.attachment_ids.mapped("name"), [f"meddev-anchor-{path.name}"])

    def test_a_tail_cut_off_is_found_with_the_anchor_that_this_server_wrote(self):
        self.env["meddev.audit.anchor"]._export()
        last = self.last_seal()
        self.sql(f"DELETE FROM {SEAL} WHERE number = {last['number']}", SEAL)
        self.sql(f"DELETE FROM {ENTRY} WHERE id >= {last['first_id']}", ENTRY)
        self.assert_found("is in the anchor and not in the database", scope="seals")

    def test_a_verification_is_kept_on_file_with_its_result(self):
        verifications = self.env["meddev.audit.verification"]
        self.assertTrue(verifications.with_user(self.auditor)._run("seals")["ok"])
        kept = verifications.search([], limit=1)
        self.assertEqual((kept.user_id, kept.scope, kept.is_ok, kept.broken_text), (self.auditor, "seals", True, ""))
        with self.assertRaises(AccessError):
            kept.sudo().write({"is_ok": True})

    def test_the_nightly_verification_tells_security_and_quality_what_is_broken(self):
        self.env["meddev.audit.verification"]._run_nightly()
        self.assertFalse(self.mails("failed"))
        self.seal()
        self.sql(f"UPDATE {ENTRY} SET reason = 'forged' WHERE id = {self.last(self.partner)['id']}", ENTRY)
        self.env["meddev.audit.verification"]._run_nightly()
        mails = self.mails("Verification of signatures and audit trail failed")
        receivers = " ".join(mails.mapped("email_to"))
        self.assertIn("security@example.com", receivers)
        self.assertIn("quality@example.com", receivers)
        self.assertIn("an entry is not what was sealed", mails[0].body_html)
        self.assertIn(
            "an entry is not what was sealed", self.env["meddev.audit.verification"].search([], limit=1).broken_text
        )

    def test_an_operator_does_not_verify(self):
        with self.assertRaises(AccessError):
            self.env["meddev.audit.verification"].with_user(self.clerk).action_verify()

    def test_verify_now_opens_its_own_result(self):
        action = self.env["meddev.audit.verification"].with_user(self.auditor).action_verify()
        result = self.env["meddev.audit.verification"].browse(action["res_id"])
        self.assertEqual((result.user_id, result.is_ok), (self.auditor, True))

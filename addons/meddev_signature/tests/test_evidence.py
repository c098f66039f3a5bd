import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SignatureCase


@tagged("post_install", "-at_install")
class TestEvidence(SignatureCase):
    """The bundle that leaves the house, checked as an inspector does it: with the verifier in it and nothing else."""

    def setUp(self):
        super().setUp()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def unpack(self, policy=None, user=None):
        policy = (self.policy if policy is None else policy).with_user(user or self.manager)
        self.unzip(self.env["meddev.signature.evidence"].with_user(user or self.manager)._bundle(policy))

    def unzip(self, packed):
        zipfile.ZipFile(io.BytesIO(packed)).extractall(self.folder)

    def verify(self):
        """``(exit code, what it said)`` of the verifier in the bundle."""
        command = [sys.executable, "-I", "-S", "verify.py", "."]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def assert_verified(self, *texts):
        code, said = self.verify()
        self.assertEqual(code, 0, said)
        for text in ("RESULT: all checks hold", *texts):
            self.assertIn(text, said)

    def change(self, old, new):
        path = self.folder / "evidence.json"
        self.assertIn(old, path.read_text())
        path.write_text(path.read_text().replace(old, new, 1))

    def test_a_real_bundle_holds_and_says_who_signed_what(self):
        signature = self.sign()
        self.unpack()
        key = self.env["meddev.seal.key"].search([], order="id desc", limit=1).fingerprint
        self.assert_verified("Signature 1: VALID", signature.signer_name, "Agreed in the meeting of 3 May", key)

    def test_a_bundle_holds_every_signature_of_the_record(self):
        self.sign()
        self.policy.with_user(self.manager)._sign(
            "retired", {"login": self.manager.login, "password": f"{self.manager.login}-secret"}, "Replaced"
        )
        self.unpack()
        self.assert_verified("Signature 1: VALID", "Signature 2: VALID")

    def test_a_changed_byte_is_found(self):
        self.sign()
        for old, new in (
            ("Agreed in the meeting", "Agreed in the neeting"),
            ("Release of lots", "Release of Lots"),
            (f'\\"login\\":\\"{self.manager.login}', '\\"login\\":\\"somebody-else'),
            ('"seals": []', '"seals": {}'),
        ):
            self.unpack()
            self.change(old, new)
            code, said = self.verify()
            self.assertIn(code, (1, 2), said)
            self.assertNotIn("all checks hold", said)

    def test_a_signature_that_was_left_out_is_found(self):
        self.sign()
        self.unpack()
        path = self.folder / "evidence.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "signatures": []}))
        code, said = self.verify()
        self.assertEqual(code, 1)
        self.assertIn("BROKEN  The signatures are all that there were", said)

    def test_content_that_changed_behind_the_system_is_said(self):
        self.sign()
        self.env.flush_all()
        self.env.cr.execute("UPDATE meddev_signature_policy SET name = 'Other' WHERE id = %s", (self.policy.id,))
        self.policy.invalidate_recordset()
        self.unpack()
        self.assert_verified("Signature 1: CONTENT CHANGED SINCE")

    def test_a_signature_that_the_system_voided_is_said(self):
        policy = self.make_policy("Changed")
        step = {"name": "Second", "group_id": self.env.ref("meddev_base.group_quality_manager").id}
        delivered = {("draft", "effective"): tuple(self.two_steps())}
        self.patch(type(policy), "_signed_transitions", delivered)
        self.sign(policy)
        policy.step_ids = [(0, 0, step)]
        self.unpack(policy)
        self.assert_verified("Signature 1: VOID since", "the content changed after signing")

    def two_steps(self):
        group = "meddev_base.group_quality_manager"
        return [{"name": name, "group": group, "meaning": "approval"} for name in ("First", "Second")]

    def test_another_name_of_a_referred_record_changes_nothing(self):
        signature = self.sign()
        self.env.ref("meddev_base.group_quality_manager").sudo().name = "Head of Quality"
        self.assertNotEqual(self.policy._signature_content(), json.loads(signature.content))
        self.assertEqual(signature.validity, "valid")
        self.unpack()
        self.assert_verified("Signature 1: VALID")

    def test_what_was_never_signed_has_no_bundle(self):
        with self.assertRaisesRegex(UserError, "Release of lots was never signed: there is nothing to prove"):
            self.unpack()

    def test_only_who_may_read_the_record_gets_its_bundle(self):
        policy = self.make_policy("Elsewhere", company_id=self.env["res.company"].create({"name": "Other"}).id)
        with self.assertRaises(AccessError):
            self.unpack(policy)

    # --- over HTTP ----------------------------------------------------------------------------------------------

    def download(self, record, user):
        self.authenticate(user.login, f"{user.login}-secret")
        return self.url_open(f"/meddev/evidence/{record._name}/{record.id}")

    def assert_refused(self, record, status, wording):
        response = self.download(record, self.manager)
        self.assertEqual(response.status_code, status)
        self.assertIn(wording, response.text)
        self.assertNotIn("application/zip", response.headers["Content-Type"])

    def test_a_reader_downloads_the_bundle(self):
        self.sign()
        response = self.download(self.policy, self.person("evidence-reader", "auditor"))
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertIn("evidence-Release-of-lots.zip", response.headers["Content-Disposition"])
        self.unzip(response.content)
        self.assert_verified("Signature 1: VALID")

    def test_the_button_leads_to_the_download(self):
        action = self.policy.action_evidence_bundle()
        self.assertEqual(action["url"], f"/meddev/evidence/meddev.signature.policy/{self.policy.id}")

    def test_nobody_downloads_without_signing_in(self):
        response = self.url_open(f"/meddev/evidence/meddev.signature.policy/{self.policy.id}", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_a_record_of_another_company_is_refused(self):
        policy = self.make_policy("Elsewhere", company_id=self.env["res.company"].create({"name": "Other"}).id)
        self.assert_refused(policy, 403, "access to:<br>- Signature Policy (meddev.signature.policy)")

    def test_a_record_that_was_never_signed_is_refused(self):
        self.assert_refused(self.policy, 422, "Release of lots was never signed: there is nothing to prove.")

    def test_a_kind_of_record_that_nobody_signs_is_refused(self):
        self.assert_refused(self.env.company, 404, "Records of this kind are not signed.")
        self.assert_refused(self.sign(), 404, "Records of this kind are not signed.")

    def test_a_record_that_is_gone_is_refused(self):
        self.policy.unlink()
        self.assert_refused(self.policy, 404, "This record is gone.")

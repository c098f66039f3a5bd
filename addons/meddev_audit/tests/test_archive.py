# ruff: noqa: S608 - names and numbers of our own
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.meddev_audit.models import places
from odoo.addons.meddev_signature.models.evidence import VERIFIER
from odoo.addons.meddev_signature.models.ledger_mixin import write_signed

from .common import ENTRY, SealedCase


@tagged("post_install", "-at_install")
class TestArchive(SealedCase):
    """Old entries leave the database whole, provable, and only into a file that holds them."""

    def setUp(self):
        super().setUp()
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.startPatcher(patch.object(places, "archives", lambda _env: self.folder))

    def archive(self):
        return self.env["meddev.audit.archive"]._archive_until(fields.Datetime.now() + timedelta(days=1))

    def count(self):
        self.env.cr.execute(f"SELECT count(*) FROM {ENTRY}")
        return self.env.cr.fetchone()[0]

    def test_archived_entries_leave_the_database_and_still_verify(self):
        self.env["meddev.audit.baseline"]._take_missing()
        before, checked = self.count(), self.env["meddev.audit.check"]._verify("audit")["checked"]
        archive = self.archive()
        self.assertEqual(before - self.count(), archive.count)
        self.assertGreater(archive.count, 2)
        # The archive's own row is a change under nobody's audit: the ledger is protected by its signature.
        self.assertEqual(self.verify(), [])
        self.assertEqual(self.env["meddev.audit.check"]._verify("audit")["checked"], checked)

    def test_an_entry_in_no_archive_is_not_deleted(self):
        self.archive()
        self.partner.city = "Nanjing"
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(psycopg2.errors.InsufficientPrivilege, "an entry in no archive refused"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(f"DELETE FROM {ENTRY}")

    def test_a_changed_or_missing_file_is_found(self):
        archive = self.archive()
        path = self.folder / archive.file_name
        original = path.read_bytes()
        path.write_bytes(original[:-9] + b"x" + original[-8:])
        self.assert_found("is not the one that was written", "meddev.audit.archive", archive.id)
        path.unlink()
        self.assert_found("is missing: restore it from the backup", "meddev.audit.archive", archive.id)

    def test_what_does_not_verify_is_not_archived(self):
        count = self.count()
        self.sql(f"UPDATE {ENTRY} SET reason = 'forged' WHERE id = {self.last(self.partner)['id']}", ENTRY)
        with self.assertRaisesRegex(UserError, "are not those that were sealed. Verify before archiving."):
            self.archive()
        self.assertEqual(self.count(), count)

    def test_killed_between_file_and_row_nothing_is_lost_and_the_next_run_goes_on(self):
        count = self.count()
        with (
            patch.object(self.env.registry["meddev.audit.archive"], "_write_row", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            self.archive()
        self.assertEqual((self.count(), len(list(self.folder.iterdir()))), (count, 1))
        self.assertTrue(self.archive())
        self.assertEqual(self.verify(), [])

    def test_recent_seals_stay(self):
        self.assertFalse(self.env["meddev.audit.archive"]._archive_until(fields.Datetime.now() - timedelta(days=365)))

    def test_a_retention_that_is_no_number_is_an_error_with_the_way_out(self):
        for wrong in ("0", "two years", "-3"):
            self.env["ir.config_parameter"].set_param("meddev_audit.archive_after_months", wrong)
            with self.subTest(wrong), self.assertRaisesRegex(UserError, "must be a number of months, 1 or more"):
                self.env["meddev.audit.archive"]._archive_old()

    def test_a_file_holds_one_month(self):
        seal = {"epoch": 1, "to_xid": 9}
        days = ("2024-01-30", "2024-01-31", "2024-02-01", "2024-03-01")
        chain = [{**seal, "number": number, "sealed_on": f"{day}T10:00:00Z"} for number, day in enumerate(days, 1)]
        self.startPatcher(patch.object(self.env.registry["meddev.audit.seal"], "_chain", lambda _self: chain))
        run = self.env["meddev.audit.archive"]._seals_to_archive(fields.Datetime.to_datetime("2024-02-15"))
        self.assertEqual([one["number"] for one in run], [1, 2])

    def test_only_whole_months_leave_the_database(self):
        asked = []
        archives = self.env.registry["meddev.audit.archive"]
        self.startPatcher(patch.object(archives, "_archive_until", lambda _self, until: asked.append(until)))
        self.env["meddev.audit.archive"]._archive_old()
        self.assertEqual((asked[0].day, asked[0].hour, asked[0].minute), (1, 0, 0))

    # --- what must still be proven afterwards ---------------------------------------------------------------------

    def signature(self):
        """A signature as the server writes it, sealed."""
        policies = self.env["meddev.signature.policy"].with_user(self.manager)
        step = {"name": "Release", "group_id": self.env.ref("meddev_base.group_quality_manager").id}
        policy = policies.create(
            {"name": "Any", "transition": policies._selection_transition()[0][0], "step_ids": [(0, 0, step)]}
        )
        step = policy._delivered_steps("draft", "effective")[0]
        row = policy._signature_row("effective", step, "password", "agreed", policy._signature_content())
        signature = write_signed(self.env["meddev.signature"].sudo(), [row])
        self.seal()
        return signature

    def test_a_signature_keeps_its_proof_when_its_entry_is_archived(self):
        signature, seals = self.signature(), self.env["meddev.audit.seal"]
        before = seals._evidence_of("meddev.signature", signature.id)
        self.assertTrue(before["proof"])
        self.archive()
        self.assertEqual(seals._evidence_of("meddev.signature", signature.id), before)
        self.assertIsNone(seals._evidence_of("meddev.signature", 987654))

    def test_a_signature_deleted_after_archiving_is_found(self):
        signature = self.signature()
        self.archive()
        self.assertEqual(self.verify("signatures"), [])
        self.sql(f"DELETE FROM meddev_signature WHERE id = {signature.id}", "meddev_signature")
        self.assert_found("was deleted: the audit trail recorded it", "meddev.signature", signature.id, "signatures")

    def test_a_signature_put_in_among_archived_ones_is_found(self):
        signature = self.signature()
        self.archive()
        forged = signature.id - 100_000
        self.sql(
            f"""CREATE TEMP TABLE forged AS SELECT * FROM meddev_signature WHERE id = {signature.id};
            UPDATE forged SET id = {forged}; INSERT INTO meddev_signature SELECT * FROM forged""",
            "meddev_signature",
        )
        self.env.cr.execute("SELECT min(last_row) FROM meddev_audit_coverage WHERE table_name = 'meddev_signature'")
        found = [row["reason"] for row in self.verify("signatures") if row["id"] == forged]
        self.assertTrue(found)

    def test_the_trail_says_what_is_archived_and_shows_it(self):
        action = self.partner.with_user(self.auditor).action_audit_trail()
        self.assertFalse(action["context"]["meddev_archived"])
        archive = self.archive()
        action = self.partner.with_user(self.auditor).action_audit_trail()
        month = fields.Date.today().strftime("%Y-%m")
        self.assertRegex(
            action["context"]["meddev_archived"], f"^{month}: [0-9]+ older entries in {archive.file_name}$"
        )
        self.assertIn("archives", action["name"])
        window = self.partner.with_user(self.auditor).action_audit_archived()
        shown = self.env["meddev.audit.older"].browse(window["res_id"]).entries
        for text in ("City Clinic", "Suzhou", "Wuxi", self.clerk.name):
            self.assertIn(text, shown)

    def test_archived_entries_are_shown_to_nobody_who_may_not_read_them(self):
        self.archive()
        with self.assertRaises(AccessError):
            self.partner.with_user(self.clerk).action_audit_archived()
        field = self.env["res.partner"]._fields["city"]
        self.addCleanup(setattr, field, "groups", field.groups)
        self.addCleanup(self.env.registry.clear_cache)
        field.groups = "base.group_system"
        self.env.registry.clear_cache()
        window = self.partner.with_user(self.inspector).action_audit_archived()
        shown = self.env["meddev.audit.older"].browse(window["res_id"]).entries
        self.assertIn("City Clinic", shown)
        self.assertNotIn("Wuxi", shown)

    def test_the_file_with_everything_as_stored_is_for_auditors_and_administrators(self):
        archive = self.archive()
        for user, may in ((self.auditor, True), (self.system, True), (self.inspector, False), (self.manager, False)):
            with self.subTest(user.login):
                if may:
                    self.assertIn(str(archive.id), archive.with_user(user).action_download()["url"])
                else:
                    with self.assertRaisesRegex(AccessError, "Auditors and system administrators download them"):
                        archive.with_user(user).action_download()

    def test_a_list_of_records_that_hides_some_is_found(self):
        archive = self.archive()
        self.sql("UPDATE meddev_audit_archive SET records = '{}'", "meddev_audit_archive")
        self.assert_found("list of records is not the one of its file", "meddev.audit.archive", archive.id)

    def test_the_stand_alone_verifier_reads_archives(self):
        path = self.folder / self.archive().file_name
        anchor = self.folder / "anchor.json"
        anchor.write_text(json.dumps(self.env["meddev.audit.anchor"]._content()))

        def run(*words):
            command = [sys.executable, "-I", str(VERIFIER), *map(str, words)]
            return subprocess.run(command, capture_output=True, text=True, check=False)

        found = run("--archive", path, "--anchor", anchor)
        self.assertEqual(found.returncode, 0, found.stdout + found.stderr)
        self.assertIn("entries under the seals 1 to", found.stdout)
        forged = self.folder / "forged.jsonl.gz"
        text = gzip.decompress(path.read_bytes()).replace(b"Suzhou", b"Suzhuo", 1)
        forged.write_bytes(gzip.compress(text))
        found = run("--archive", forged, "--anchor", anchor)
        self.assertEqual(found.returncode, 1, found.stderr)
        self.assertIn("an entry is not what was sealed", found.stdout)

# ruff: noqa: S608 - names and numbers of our own
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ENTRY, SealedCase


@tagged("post_install", "-at_install")
class TestArchive(SealedCase):
    """Old entries leave the database whole, provable, and only into a file that holds them."""

    def setUp(self):
        super().setUp()
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        archive = self.env.registry["meddev.audit.archive"]
        self.startPatcher(patch.object(archive, "_folder", lambda _self: self.folder))

    def archive(self):
        return self.env["meddev.audit.archive"]._archive_until(fields.Datetime.now() + timedelta(days=1))

    def count(self):
        self.env.cr.execute(f"SELECT count(*) FROM {ENTRY}")
        return self.env.cr.fetchone()[0]

    def test_archived_entries_leave_the_database_and_still_verify(self):
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

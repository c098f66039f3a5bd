import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.meddev_signature.models import seal_key, server_key


@tagged("post_install", "-at_install")
class TestSealKey(TransactionCase):
    """The server's key: lost, replaced and handed on."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "meddev_seal.key"
        self.keys = self.env["meddev.seal.key"]

    def elsewhere(self):
        """As on a server that has another key file, or none yet."""
        for module in (seal_key, server_key):
            self.startPatcher(patch.object(module, "path", lambda: self.path))

    def test_what_the_key_signs_holds_and_nothing_else_does(self):
        fingerprint, signature = server_key.sign(self.env, "text")
        self.assertTrue(self.keys._holds("text", fingerprint, signature))
        self.assertFalse(self.keys._holds("texts", fingerprint, signature))
        self.assertFalse(self.keys._holds("text", "0" * 64, signature))
        self.assertFalse(self.keys._holds("text", fingerprint, "no signature"))

    def test_a_lost_key_is_not_replaced_in_silence(self):
        self.elsewhere()
        with self.assertRaisesRegex(UserError, "Restore the file from the backup"):
            server_key.sign(self.env, "text")
        self.assertFalse(self.path.exists())

    def test_a_new_key_that_none_endorses_stays_visible(self):
        self.elsewhere()
        self.keys._accept_new_key()
        server_key.sign(self.env, "text")
        reasons = [problem["reason"] for problem in self.keys._problems()]
        self.assertTrue(any("not endorsed by the one before it" in reason for reason in reasons), reasons)

    def test_a_key_that_the_former_one_endorses_is_no_problem(self):
        self.elsewhere()
        self.keys._accept_new_key()
        before = len(self.keys._problems())
        self.keys._rotate()
        server_key.sign(self.env, "text")
        self.assertEqual(len(self.keys._problems()), before)

    def test_a_file_that_holds_no_key_is_said(self):
        self.elsewhere()
        self.path.write_text("nonsense")
        with self.assertRaisesRegex(ValueError, "is no key of this server"):
            server_key.sign(self.env, "text")

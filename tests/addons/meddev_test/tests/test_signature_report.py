from odoo.tests import tagged

from .signing import SigningCase


@tagged("post_install", "-at_install")
class TestSignatureReport(SigningCase):
    """What is printed of a signature (21 CFR 11.50(b))."""

    def setUp(self):
        super().setUp()
        self.signature = self.release()

    def block(self):
        return str(self.env["ir.qweb"]._render("meddev_signature.signature_block", {"doc": self.dossier}))

    def test_the_block_says_who_what_when_and_whether_it_still_holds(self):
        text = self.block()
        for said in (self.manager.name, "Title of sign-manager", "Release", "All tests passed", "(UTC+0800)", "Valid"):
            self.assertIn(said, text)
        self.dossier.with_user(self.author).amount = 9
        self.assertIn("the content changed after signing", self.block())

    def test_a_record_without_signatures_has_no_block(self):
        self.dossier = self.make_dossier("D2")
        self.assertNotIn("o_meddev_signatures", self.block())

    def test_the_signature_record_shows_the_signed_content_in_words(self):
        report = self.env["ir.actions.report"].with_user(self.inspector)
        page = report._render_qweb_html("meddev_signature.signature_record", self.signature.ids)[0].decode()
        for said in ("D1", "1.500", self.signature.content_hash, "Asia/Shanghai"):
            self.assertIn(said, page)

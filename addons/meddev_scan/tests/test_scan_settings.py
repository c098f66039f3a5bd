from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestScanSettings(TransactionCase):
    """A separator that codes use themselves would make other lots of them."""

    def save(self, separator):
        self.env["res.config.settings"].create({"scan_separator": separator}).execute()

    def test_the_separator_is_a_character_that_no_code_has(self):
        self.save("|")
        self.assertEqual(self.env["ir.config_parameter"].get_param("meddev_scan.separator"), "|")
        for character in ("A", "1", "%", "(", "-"):
            with self.assertRaisesRegex(ValidationError, "cannot stand for the separator"):
                self.save(character)
        self.save(False)
        self.assertFalse(self.env["ir.config_parameter"].get_param("meddev_scan.separator"))

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestCompanyIdentifiers(TransactionCase):
    def test_right_identifiers_are_kept(self):
        company = self.env.company
        company.write({"uscc": "91350100M000100Y43", "eu_srn": "CN-MF-000012345", "fda_establishment": "3001234567"})
        self.assertEqual(company.uscc, "91350100M000100Y43")

    def test_a_wrong_check_character_is_refused_and_the_right_one_named(self):
        message = "Unified Social Credit Code 91350100M000100Y44 of .* is wrong: its check character should be 3."
        with self.assertRaisesRegex(ValidationError, message):
            self.env.company.uscc = "91350100M000100Y44"

    def test_a_wrong_registration_number_is_refused_with_its_shape(self):
        with self.assertRaisesRegex(ValidationError, "it must look like DE-MF-000012345"):
            self.env.company.eu_srn = "CN-XX-1"

    def test_a_wrong_establishment_identifier_is_refused_with_its_length(self):
        with self.assertRaisesRegex(ValidationError, "it must have 7 or 10 digits"):
            self.env.company.fda_establishment = "12345"

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

ROLES = ("quality_manager", "regulatory", "auditor", "system")


@tagged("post_install", "-at_install")
class TestCertification(TransactionCase):
    """The letters of 21 CFR 11.100(c): printed, then signed by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"letter-{role}", groups=f"meddev_base.group_{role}")
            for role in (*ROLES, "operator", "quality_user")
        }
        cls.signer = cls.users["quality_user"]
        cls.signer.partner_id.function = "Inspector of incoming goods"

    def page(self, name, records, role):
        report = self.env["ir.actions.report"].with_user(self.users[role])
        return report._render_qweb_html(f"meddev_signature.{name}", records.ids)[0].decode()

    def test_the_company_certifies_that_its_signatures_bind(self):
        for role in ROLES:
            page = self.page("certification_company", self.env.company, role)
            for said in (self.env.company.name, "21 CFR 11.100(c)", "the legally binding equivalent of traditional"):
                self.assertIn(said, page, role)

    def test_a_person_states_that_the_user_id_is_theirs(self):
        for role in ROLES:
            page = self.page("certification_person", self.signer, role)
            for said in (
                self.signer.name,
                "letter-quality_user",
                "Inspector of incoming goods",
                "Handwritten signature",
            ):
                self.assertIn(said, page, role)

    def test_other_roles_print_neither(self):
        for name, records in (("certification_company", self.env.company), ("certification_person", self.signer)):
            for role in ("operator", "quality_user"):
                with self.assertRaisesRegex(AccessError, "is printed by: .*Quality Manager"):
                    self.page(name, records, role)

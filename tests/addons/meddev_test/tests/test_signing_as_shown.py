import xmlrpc.client

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .signing import SigningCase

WIZARD = "meddev.signature.wizard"
FIRST, SECOND = "Verification", "Release"


@tagged("post_install", "-at_install")
class TestSigningAsShown(SigningCase):
    """Nobody signs another thing than the form showed: content, state and step are those on the screen."""

    def setUp(self):
        super().setUp()
        self.other = self.person("sign-other", "quality_manager")

    def open_form(self, user, target, records=None):
        """Open the signing form over RPC; its id."""
        records = self.dossier if records is None else records
        return self.xmlrpc(user, "meddev.test.dossier", "action_sign", records.ids, target)["res_id"]

    def press(self, user, wizard, reason=""):
        """Press Sign over RPC: the refusal's text, "" when it was signed."""
        typed = {f"signature_{name}": value for name, value in self.credentials(user).items()}
        if reason:
            self.xmlrpc(user, WIZARD, "write", [wizard], {"reason": reason})
        try:
            self.xmlrpc(user, WIZARD, "action_sign", [wizard], context=typed)
        except xmlrpc.client.Fault as fault:
            return fault.faultString
        finally:
            self.env.invalidate_all()
        return ""

    def two_steps(self):
        """A policy by which two quality managers verify, then release."""
        group = self.env.ref("meddev_base.group_quality_manager").id
        lines = [{"name": FIRST, "meaning": "verification"}, {"name": SECOND, "meaning": "release"}]
        steps = [(0, 0, {**line, "sequence": place, "group_id": group}) for place, line in enumerate(lines)]
        policies = self.env["meddev.signature.policy"].with_user(self.manager)
        policy = policies.create({"name": "Two", "transition": "meddev.test.dossier|draft|approved", "step_ids": steps})
        self.sign(self.manager, "effective", policy, "Agreed")

    def test_who_was_shown_the_first_step_does_not_sign_the_second(self):
        self.two_steps()
        forms = {user: self.open_form(user, "approved") for user in (self.manager, self.other)}
        self.assertEqual(self.press(self.manager, forms[self.manager]), "")
        said = self.press(self.other, forms[self.other])
        self.assertIn("D1 is not what was shown: the step to sign was Verification and is Release.", said)
        self.assertIn("Nothing was signed. Open the form again", said)
        self.assertEqual((self.dossier.state, self.dossier.signature_ids.mapped("step")), ("draft", [FIRST]))
        self.assertEqual(self.press(self.other, self.open_form(self.other, "approved")), "")
        self.assertEqual((self.dossier.state, self.dossier.signature_ids.mapped("step")), ("approved", [SECOND, FIRST]))

    def test_a_record_that_was_stopped_meanwhile_is_not_released_by_an_open_form(self):
        self.approve()
        wizard = self.open_form(self.manager, "released")
        self.xmlrpc(self.inspector, "meddev.test.dossier", "action_block", self.dossier.ids)
        said = self.press(self.manager, wizard, "All tests passed")
        self.assertIn("D1 is not what was shown: the state was Approved and is Blocked. Nothing was signed.", said)
        self.assertEqual(self.dossier.state, "blocked")

    def test_a_policy_that_took_effect_meanwhile_is_read_first(self):
        wizard = self.open_form(self.author, "approved")
        self.two_steps()
        said = self.press(self.author, wizard)
        self.assertIn("the step to sign was Author and is Verification", said)
        self.assertFalse(self.dossier.signature_ids)

    def test_content_that_changed_meanwhile_is_not_signed_over_rpc(self):
        wizard = self.open_form(self.author, "approved")
        self.xmlrpc(self.inspector, "meddev.test.dossier", "write", self.dossier.ids, {"amount": 9})
        self.assertIn("D1 is not what was shown: the content changed.", self.press(self.author, wizard))

    def test_a_record_that_somebody_else_signed_to_its_end_says_so(self):
        self.approve()
        wizards = {user: self.open_form(user, "released") for user in (self.manager, self.other)}
        self.assertEqual(self.press(self.manager, wizards[self.manager], "Passed"), "")
        said = self.press(self.other, wizards[self.other], "Passed")
        self.assertIn("the state was Approved and is Released, the step to sign was Release and is none", said)

    def test_a_second_signature_of_the_same_step_is_signed_as_shown(self):
        self.sign(self.author, "approved")
        forms = [(user, self.open_form(user, "approved")) for user in (self.inspector, self.second)]
        self.assertEqual([self.press(*form) for form in forms], ["", ""])
        self.assertEqual(self.dossier.state, "approved")

    def test_what_a_form_shows_is_not_rewritten(self):
        wizard = self.env[WIZARD].with_user(self.author).browse(self.open_form(self.author, "approved"))
        for vals in ({"shown": {}}, {"title": "Another"}, {"target_state": "draft"}, {"res_ids": [1]}):
            with self.assertRaisesRegex(AccessError, "stays as it was shown"):
                wizard.write(vals)

    def test_several_records_show_each_what_changed_since_its_own_last_signature(self):
        dossiers = self.dossier | self.make_dossier("D2") | self.make_dossier("D3")
        self.sign(self.author, "approved", dossiers[:2])
        dossiers[0].with_user(self.author).amount = 9
        dossiers[1].with_user(self.author).remark = "no content"
        dossiers[1].with_user(self.author).line_ids = [(0, 0, {"value": 3})]
        dossiers[1].line_ids[-1].with_user(self.author).unlink()
        wizard = self.show(self.author, dossiers, "approved")
        shown = wizard.summary.split("<details")[1:]
        self.assertEqual(len(shown), 3)
        for text in ("Changed since sign-author", "signed: 1.", "1.500", "9.000"):
            self.assertIn(text, shown[0])
        self.assertIn("Nothing changed since sign-author", shown[1])
        self.assertIn("Not signed so far", shown[2])

    def test_five_hundred_records_are_shown_and_signed_at_once(self):
        dossiers = self.make_dossiers(500)
        wizard = self.show(self.author, dossiers, "approved")
        self.assertEqual(wizard.summary.count("<details"), 500)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.press_sign(self.author, dossiers, "approved")
        self.env.flush_all()
        self.assertLess((self.env.cr.sql_log_count - before) / 500, 40, "queries for each record")
        rows = self.env["meddev.signature"].search([("res_model", "=", dossiers._name), ("res_id", "in", dossiers.ids)])
        self.assertEqual(sorted(rows.mapped("res_id")), sorted(dossiers.ids))
        self.assertEqual(set(rows.mapped("validity")), {"valid"})

    def make_dossiers(self, count):
        values = [{"name": f"D{number}", "line_ids": [(0, 0, {"value": number})]} for number in range(count)]
        return self.env["meddev.test.dossier"].with_user(self.author).create(values)

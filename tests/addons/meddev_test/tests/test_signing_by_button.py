from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .signing import SigningCase


@tagged("post_install", "-at_install")
class TestSigningByButton(SigningCase):
    """A policy has a transition signed that is delivered without: its button still does what it says."""

    def setUp(self):
        super().setUp()
        self.release()
        self.make_policy("meddev.test.dossier|released|blocked")
        self.authenticate(self.manager.login, f"{self.manager.login}-secret")

    def make_policy(self, transition):
        step = {"name": "Stop", "group_id": self.env.ref("meddev_base.group_quality_manager").id}
        values = {"name": "Stops are signed", "transition": transition, "step_ids": [(0, 0, step)]}
        policy = self.env["meddev.signature.policy"].with_user(self.manager).create(values)
        self.sign(self.manager, "effective", policy, "Agreed")
        return policy

    def press(self, records, method, model="meddev.test.dossier"):
        """What the web client sends when a button is pressed, and the answer."""
        params = {"model": model, "method": method, "args": [records.ids], "kwargs": {}}
        with mute_logger("odoo.http"):
            return self.url_open(f"/web/dataset/call_button/{model}/{method}", json={"params": params}).json()

    def test_the_button_opens_the_form_and_the_signature_moves_the_record(self):
        action = self.press(self.dossier, "action_block")["result"]
        self.assertEqual((action["res_model"], action["name"]), ("meddev.signature.wizard", "Sign: Stop"))
        wizard = self.env["meddev.signature.wizard"].with_user(self.manager).browse(action["res_id"])
        self.assertIn("D1: Released → Blocked", wizard.title)
        typed = {f"signature_{name}": value for name, value in self.credentials(self.manager).items()}
        wizard.with_context(**typed).action_sign()
        self.assertEqual(self.dossier.state, "blocked")

    def test_several_records_are_signed_in_one_form(self):
        dossiers = self.dossier | self.make_dossier("D2")
        self.release(dossiers[1])
        action = self.press(dossiers, "action_block")["result"]
        wizard = self.env["meddev.signature.wizard"].with_user(self.manager).browse(action["res_id"])
        self.assertEqual(sorted(wizard.res_ids), sorted(dossiers.ids))

    def test_who_has_not_the_authority_is_told(self):
        self.authenticate(self.inspector.login, f"{self.inspector.login}-secret")
        answer = self.press(self.dossier, "action_block")
        self.assertIn("Stop of D1 is signed by", answer["error"]["data"]["message"])

    def test_a_program_is_told_that_a_signature_is_missing(self):
        with self.assertRaisesRegex(UserError, "D1 becomes Blocked by signature. Next to sign: Stop"):
            self.dossier.with_user(self.manager).action_block()

    def test_a_button_that_fails_otherwise_says_why(self):
        answer = self.press(self.make_dossier("D3"), "action_block")
        self.assertIn("D3 is Draft and cannot become Blocked", answer["error"]["data"]["message"])

    def test_what_has_nothing_to_sign_is_governed_by_no_policy(self):
        known = dict(self.env["meddev.signature.policy"]._selection_transition())
        self.assertFalse([name for name in known if name.startswith("meddev.test.review|")])
        with self.assertRaisesRegex(ValidationError, "no policy governs this transition"):
            self.make_policy("meddev.test.review|draft|open")

    def test_nothing_is_not_signed(self):
        self.patch(type(self.dossier), "_signed_content", ())
        with self.assertRaisesRegex(UserError, "D4 has no content that could be signed"):
            self.sign(self.author, "approved", self.make_dossier("D4"))

    # --- the status for lists ---------------------------------------------------------------------------------------

    def test_the_status_is_found_as_it_is_shown(self):
        blocked, draft, part, void = (self.make_dossier(f"S{number}") for number in range(4))
        self.release(blocked)
        self.sign(self.manager, "blocked", blocked)
        self.sign(self.author, "approved", part)
        self.sign(self.author, "approved", void)
        void.with_user(self.author).amount = 7
        earlier = self.make_dossier("S4")
        self.approve(earlier)
        earlier.with_user(self.manager)._move_to("draft")
        dossiers = self.dossier | blocked | draft | part | void | earlier
        expected = ["valid", "valid", "none", "partly", "void", "earlier"]
        self.assertEqual(dossiers.mapped("signature_status"), expected)
        for record, status in zip(dossiers, expected, strict=True):
            found = dossiers.search([("id", "in", dossiers.ids), ("signature_status", "=", status)])
            self.assertIn(record, found, status)
            self.assertEqual(set(found.mapped("signature_status")), {status})
            others = dossiers.search([("id", "in", dossiers.ids), ("signature_status", "!=", status)])
            self.assertEqual(others, dossiers - found)

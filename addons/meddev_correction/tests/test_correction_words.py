from xmlrpc.client import Fault

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CorrectionCase


@tagged("post_install", "-at_install")
class TestCorrectionWords(CorrectionCase):
    """What is signed is what is applied: no name in it changes between the request and the stock."""

    def setUp(self):
        super().setUp()
        self.good = self.make_lot("GOOD-68", self.pump)

    def receipt_of_the_good_lot(self, user=None):
        """The receipt of P2 was really one of GOOD-68, which nobody has used yet."""
        received = self.receipt.move_line_ids.filtered(lambda line: line.lot_id == self.other)
        return received, self.correction((received, {"lot": self.good}), user=user)

    def refused_to_approve(self, says, correction):
        with self.assertRaisesRegex(UserError, says), self.env.cr.savepoint():
            self.approve(correction)
        self.env.invalidate_all()
        self.assertEqual((correction.state, correction.signature_count), ("requested", 0))

    def test_a_lot_that_is_renamed_after_the_request_is_not_applied(self):
        received, correction = self.receipt_of_the_good_lot()
        correction.action_request()
        self.good.with_user(self.clerk).name = "OTHER-68"
        says = "GOOD-68 was renamed or changed since, and is OTHER-68 now. Take the request back, and request it again"
        self.refused_to_approve(says, correction)
        self.assertEqual((received.lot_id, self.on_hand(self.good)), (self.other, 0))

    def test_a_lot_that_is_renamed_while_the_form_is_open_is_not_applied(self):
        received, correction = self.receipt_of_the_good_lot()
        correction.action_request()
        signing = correction.with_user(self.manager)
        wizard = self.env["meddev.signature.wizard"].with_user(self.manager).browse(signing.action_apply()["res_id"])
        self.good.with_user(self.clerk).name = "OTHER-68"
        typed = {"signature_login": self.manager.login, "signature_password": "cor-manager-secret"}
        with self.assertRaisesRegex(UserError, "GOOD-68 was renamed or changed since"), self.env.cr.savepoint():
            wizard.with_context(**typed).action_sign()
        self.env.invalidate_all()
        self.assertEqual((received.lot_id, correction.state), (self.other, "requested"))

    def test_the_stock_is_not_touched_under_another_name_either(self):
        """Whatever was checked before: the act itself compares."""
        received, correction = self.receipt_of_the_good_lot()
        correction.action_request()
        self.good.name = "OTHER-68"
        with self.assertRaisesRegex(UserError, "GOOD-68 was renamed or changed since"), self.env.cr.savepoint():
            correction._apply()
        self.env.invalidate_all()
        self.assertEqual(received.lot_id, self.other)

    def test_a_lot_that_is_renamed_before_the_request_is_not_requested(self):
        _received, correction = self.receipt_of_the_good_lot()
        self.good.name = "OTHER-68"
        with self.assertRaisesRegex(UserError, "is OTHER-68 now. Delete the line, and enter it anew"):
            correction.action_request()

    def test_a_request_that_is_taken_back_names_the_lot_as_it_is_called_now(self):
        received, correction = self.receipt_of_the_good_lot()
        correction.action_request()
        self.good.name = "OTHER-68"
        correction.with_user(self.manager).action_draft()
        self.assertEqual(correction.line_ids.right_text, "OTHER-68")
        correction.action_request()
        self.approve(correction)
        self.assertEqual(received.lot_id, self.good)

    def test_a_right_partner_that_is_renamed_is_not_applied(self):
        correction = self.correction((self.line, {"partner": self.hospital}))
        correction.action_request()
        self.hospital.name = "Veterinary Hospital"
        self.refused_to_approve("General Hospital was renamed or changed since, and is Veterinary Hospital", correction)
        self.assertEqual(self.delivery.partner_id, self.clinic)

    def test_a_recorded_partner_that_is_renamed_is_read_again(self):
        correction = self.correction((self.line, {"partner": self.hospital}))
        correction.action_request()
        self.clinic.name = "Clinic in the City"
        self.refused_to_approve("City Clinic was renamed or changed since, and is Clinic in the City now", correction)
        correction.action_draft()
        correction.action_request()
        self.approve(correction)
        self.assertEqual(correction.line_ids.recorded_text, "Clinic in the City")

    def test_a_place_that_is_renamed_is_not_signed_for(self):
        correction = self.correction((self.line, {"quantity": 3}))
        correction.action_request()
        self.stock.name = "Scrap Yard"
        self.refused_to_approve("was renamed or changed since, and is .*Scrap Yard", correction)
        self.assertEqual(self.line.quantity, 2)

    def test_the_caller_does_not_choose_how_a_partner_is_called(self):
        correction = self.correction((self.line, {"quantity": 3}))
        self.hospital.street = "1 Main Street"
        line = self.env["meddev.correction.line"].with_user(self.clerk).with_context(show_address=True).create({
            "correction_id": correction.id, "move_line_id": self.line.id, "field_name": "partner",
            "right_partner_id": self.hospital.id,
        })  # fmt: skip
        self.assertEqual(line.right_text, "General Hospital")

    def test_what_is_requested_changes_only_after_it_was_taken_back(self):
        correction = self.correction((self.line, {"lot": self.other}))
        correction.action_request()
        line, says = correction.line_ids, "waits for its approval. Take it back, change it, and request it again"
        for model, method, *arguments in (
            ("meddev.correction", "write", correction.ids, {"reason": "Another"}),
            ("meddev.correction", "write", correction.ids, {"line_ids": [(2, line.id)]}),
            ("meddev.correction.line", "write", line.ids, {"right_lot_id": self.good.id}),
            ("meddev.correction.line", "unlink", line.ids),
            ("meddev.correction.line", "create", {"correction_id": correction.id, "move_line_id": self.line.id,
                                                  "field_name": "quantity", "right_quantity": 1}),
        ):  # fmt: skip
            with self.assertRaisesRegex(Fault, says):
                self.xmlrpc(self.clerk, model, method, *arguments)
        correction.action_draft()
        line.right_lot_id = self.good
        self.assertEqual(line.right_text, "GOOD-68")

from xmlrpc.client import Fault

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import CorrectionCase


@tagged("post_install", "-at_install")
class TestCorrectionRefusals(CorrectionCase):
    """What a correction does not do."""

    def refused_to_request(self, says, *lines, **values):
        with self.assertRaisesRegex(UserError, says):
            self.correction(*lines, **values).action_request()

    def test_the_author_does_not_approve(self):
        correction = self.correction((self.line, {"lot": self.other}), user=self.manager)
        correction.action_request()
        with self.assertRaisesRegex(AccessError, "wrote COR/.*is for somebody else"):
            self.approve(correction)

    def test_an_operator_does_not_approve(self):
        correction = self.correction((self.line, {"lot": self.other}))
        correction.action_request()
        with self.assertRaisesRegex(AccessError, "is signed by"):
            self.approve(correction, self.make_user("cor-second", "operator"))

    def test_nothing_is_applied_over_rpc_without_a_signature(self):
        correction = self.correction((self.line, {"lot": self.other}))
        correction.action_request()
        for user in (self.clerk, self.manager):
            with self.assertRaisesRegex(Fault, "never by hand"):
                self.xmlrpc(user, "meddev.correction", "write", correction.ids, {"state": "applied"},
                            context={"meddev_gate": True})  # fmt: skip
        with self.assertRaisesRegex(UserError, "becomes Applied by signature"):
            correction.with_user(self.manager)._move_to("applied")
        self.assertEqual(self.line.lot_id, self.lot)

    def test_what_was_recorded_is_never_typed(self):
        correction = self.correction((self.line, {"lot": self.other}))
        for vals in (
            {"recorded_text": "P9"},
            {"right_text": "P9"},
            {"recorded_lot_id": self.other.id},
            {"movement": "X"},
        ):
            with self.assertRaisesRegex(Fault, "is read from the recorded line, never typed"):
                self.xmlrpc(self.clerk, "meddev.correction.line", "write", correction.line_ids.ids, vals,
                            context={"meddev_snapshot": True})  # fmt: skip
            with self.assertRaisesRegex(Fault, "never typed"):
                values = {"correction_id": correction.id, "move_line_id": self.line.id, "field_name": "quantity"}
                self.xmlrpc(self.clerk, "meddev.correction.line", "create", {**values, "right_quantity": 1, **vals})

    def test_an_applied_correction_is_neither_changed_nor_deleted(self):
        correction = self.correct((self.line, {"lot": self.other}))
        for model, ids, vals in (
            ("meddev.correction", correction.ids, {"reason": "Another"}),
            ("meddev.correction.line", correction.line_ids.ids, {"right_lot_id": self.lot.id}),
        ):
            with self.assertRaisesRegex(Fault, "can no longer change"):
                self.xmlrpc(self.clerk, model, "write", ids, vals)
            with self.assertRaisesRegex(Fault, "stays on file|can no longer change"):
                self.xmlrpc(self.clerk, model, "unlink", ids, context={"_force_unlink": True})

    def test_the_files_of_an_applied_correction_are_those_that_were_signed(self):
        correction = self.correction((self.line, {"lot": self.other}))
        file = {"name": "photo.txt", "raw": "label", "res_model": correction._name, "res_id": correction.id}
        elsewhere = (
            self.env["ir.attachment"]
            .with_user(self.clerk)
            .create({**file, "res_model": "mail.compose.message", "res_id": 0})
        )
        photo = self.env["ir.attachment"].with_user(self.clerk).create(file)
        correction.action_request()
        for state in ("Requested", "Applied"):
            says = {"Requested": "waits for its approval. Take it back", "Applied": "is Applied: Files can no longer"}
            for model, method, *args in (
                ("ir.attachment", "create", file),
                ("ir.attachment", "write", photo.ids, {"raw": "bGFiZWw="}),
                ("ir.attachment", "write", photo.ids, {"res_id": 0, "res_model": False}),
                ("ir.attachment", "write", elsewhere.ids, {"res_id": correction.id, "res_model": correction._name}),
                ("ir.attachment", "unlink", photo.ids),
            ):
                with self.assertRaisesRegex(Fault, says[state]):
                    self.xmlrpc(self.clerk, model, method, *args)
            with self.assertRaisesRegex(Fault, says[state]):
                self.xmlrpc(self.clerk, correction._name, "message_post", correction.ids, body="Look",
                            attachment_ids=elsewhere.ids)  # fmt: skip
            if state == "Requested":
                self.approve(correction)
        self.assertEqual((correction.signature_status, photo.raw), ("valid", b"label"))
        correction.with_user(self.clerk).message_post(body="Words are no content")
        self.assertEqual(correction.signature_status, "valid")

    def test_what_changed_meanwhile_is_not_overwritten(self):
        first = self.correction((self.line, {"quantity": 3}))
        second = self.correction((self.line, {"quantity": 4}))
        (first + second).action_request()
        self.approve(first)
        with self.assertRaisesRegex(UserError, "saw 2 Units in .* which says 3 Units by now. Take the request back"):
            self.approve(second)
        self.assertEqual((self.line.quantity, second.state), (3, "requested"))

    def test_a_request_is_taken_back_and_entered_anew(self):
        first = self.correction((self.line, {"quantity": 3}))
        second = self.correction((self.line, {"quantity": 4}))
        (first + second).action_request()
        self.approve(first)
        second.action_draft()
        second.line_ids.right_quantity = 5
        second.action_request()
        self.approve(second)
        self.assertEqual([line.recorded_text for line in second.line_ids], ["3 Units"])

    def test_a_quantity_that_nobody_entered_is_not_zero(self):
        with self.assertRaisesRegex(UserError, "Right Quantity is missing"):
            self.env["meddev.correction.line"].create({
                "correction_id": self.correction((self.line, {"lot": self.other})).id, "move_line_id": self.line.id,
                "field_name": "quantity",
            })  # fmt: skip

    def test_a_request_needs_lines_a_reason_and_a_difference(self):
        self.refused_to_request("corrects nothing yet")
        self.refused_to_request("gives no reason", (self.line, {"lot": self.other}), reason="  ")
        self.refused_to_request("says that already", (self.line, {"lot": self.lot}))
        self.refused_to_request("says that already", (self.line, {"quantity": 2}))

    def test_a_request_needs_values_that_can_be_right(self):
        valve = self.make_lot("V1", self.make_product("Valve"))
        self.refused_to_request("moved another product than lot V1", (self.line, {"lot": valve}))
        self.refused_to_request("less than nothing", (self.line, {"quantity": -1}))
        self.refused_to_request("has not come yet", (self.line, {"date": "2126-01-01 00:00:00"}))
        planned = self.planned_transfer(self.stock, self.at_customer, (self.lot, 1)).move_line_ids
        self.refused_to_request("is not done yet", (planned, {"quantity": 2}))
        with self.assertRaisesRegex(UserError, "is not done yet"):
            planned.with_user(self.clerk).action_correct()

    def test_a_partner_that_nobody_chose_is_not_right(self):
        nobody = self.env["res.partner"]
        self.refused_to_request("the right partner is missing", (self.line, {"partner": nobody}))
        self.refused_to_request("says that already", (self.line, {"partner": self.clinic}))

    def test_the_receiver_of_a_done_delivery_changes_by_no_other_way(self):
        for record in (self.delivery, self.delivery.move_ids):
            with self.assertRaisesRegex(Fault, "can no longer change.*Request a correction"):
                self.xmlrpc(self.clerk, record._name, "write", record.ids, {"partner_id": self.hospital.id})

    def test_a_lot_does_not_become_less_than_nothing(self):
        empty = self.make_lot("P3", self.pump)
        correction = self.correction((self.line, {"lot": empty}))
        correction.action_request()
        says = "of lot P3 there would be -2 in .*Correct the movement that brought"
        with self.assertRaisesRegex(UserError, says), self.env.cr.savepoint():
            self.approve(correction)
        self.env.invalidate_all()
        self.assertEqual((self.line.lot_id, correction.signature_count), (self.lot, 0))

    def test_the_receipt_is_corrected_along_with_what_followed(self):
        right = self.make_lot("P3", self.pump)
        received = self.receipt.move_line_ids.filtered(lambda line: line.lot_id == self.lot)
        self.correct((received, {"lot": right}), (self.line, {"lot": right}))
        self.assertEqual((self.on_hand(self.lot), self.on_hand(right)), (0, 8))

    def test_a_correction_ships_nothing_unreleased(self):
        stent = self.make_product("Stent", lot_release="required")
        free, held = self.make_lot("S1", stent), self.make_lot("S2", stent)
        self.receive((free, 5), (held, 5))
        free.with_user(self.manager)._sign(
            "released", {"login": self.manager.login, "password": "cor-manager-secret"}, "Passed"
        )
        correction = self.correction((self.ship((free, 1)).move_line_ids, {"lot": held}))
        correction.action_request()
        with self.assertRaisesRegex(UserError, "Lot S2 of Stent is Quarantine"):
            self.approve(correction)

    def test_of_a_held_lot_less_was_shipped_and_no_more(self):
        self.lot.with_user(self.manager).action_hold()
        self.correct((self.line, {"quantity": 1}))
        self.assertEqual(self.line.quantity, 1)
        correction = self.correction((self.line, {"quantity": 2}))
        correction.action_request()
        with self.assertRaisesRegex(UserError, "Lot P1 of Pump is On Hold"):
            self.approve(correction)

    def test_the_auditor_reads_and_requests_nothing(self):
        correction = self.correction((self.line, {"lot": self.other}))
        auditor = new_test_user(self.env, "cor-auditor", groups="meddev_base.group_auditor")
        self.assertEqual(correction.with_user(auditor).line_ids.recorded_text, "P1")
        with self.assertRaises(AccessError):
            correction.with_user(auditor).action_request()

    def test_another_company_sees_nothing_of_it(self):
        correction = self.correction((self.line, {"lot": self.other}))
        sister = self.env["res.company"].create({"name": "Sister"})
        clerk = new_test_user(self.env, "cor-sister", groups="meddev_base.group_operator", company_id=sister.id,
                              company_ids=[(6, 0, sister.ids)])  # fmt: skip
        self.assertFalse(self.env["meddev.correction"].with_user(clerk).search([("id", "=", correction.id)]))
        self.assertFalse(self.env["meddev.correction.line"].with_user(clerk).search([]))

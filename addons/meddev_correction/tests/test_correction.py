from odoo.tests import Form, tagged

from .common import CorrectionCase


@tagged("post_install", "-at_install")
class TestCorrection(CorrectionCase):
    """A wrong record is put right, and both versions stay readable."""

    def test_a_movement_is_chosen_by_its_document_or_lot_and_named_by_both(self):
        lines = self.env["stock.move.line"].with_user(self.clerk).with_context(name_movements=True)
        for words in (self.delivery.name, self.lot.name):
            found = dict(lines.name_search(words, [("state", "=", "done")]))
            self.assertIn(self.line.id, found)
            self.assertRegex(found[self.line.id], f"Pump · {self.delivery.name} · {self.lot.name} · 2 Units · ")
        self.assertEqual(self.line.with_user(self.clerk).display_name, "Pump")

    def test_the_right_lot_is_recorded_and_the_stock_follows(self):
        correction = self.correct((self.line, {"lot": self.other}))
        self.assertEqual((correction.state, self.line.lot_id), ("applied", self.other))
        self.assertEqual((self.on_hand(self.lot), self.on_hand(self.other)), (10, 8))
        at_clinic = self.env["stock.quant"].search([("location_id", "=", self.at_customer.id),
                                                    ("product_id", "=", self.pump.id)])  # fmt: skip
        self.assertEqual({(quant.lot_id.name, quant.quantity) for quant in at_clinic if quant.quantity}, {("P2", 2)})

    def test_the_right_quantity_is_recorded_and_the_stock_follows(self):
        self.correct((self.line, {"quantity": 3}))
        self.assertEqual((self.line.quantity, self.line.move_id.quantity, self.on_hand(self.lot)), (3, 3, 7))

    def test_nothing_moved_is_a_quantity_too(self):
        self.correct((self.line, {"quantity": 0}))
        self.assertEqual((self.line.quantity, self.on_hand(self.lot)), (0, 10))

    def test_the_right_date_is_recorded_on_line_and_movement(self):
        self.correct((self.line, {"date": "2026-01-02 03:04:05"}))
        self.assertEqual({str(self.line.date), str(self.line.move_id.date)}, {"2026-01-02 03:04:05"})

    def test_the_right_receiver_is_recorded_and_told_by_the_trace(self):
        correction = self.correct((self.line, {"partner": self.hospital}))
        self.assertEqual(self.delivery.partner_id | self.delivery.move_ids.partner_id, self.hospital)
        [line] = correction.line_ids
        self.assertEqual((line.recorded_text, line.right_text), ("City Clinic", "General Hospital"))
        self.assertEqual(line.recorded_partner_id, self.clinic)
        self.assertEqual(self.partners(self.trace(self.lot, "down")), {("General Hospital", "customer", 2.0)})
        self.assertIn("was recorded as City Clinic, right is General Hospital", self.delivery.message_ids[0].body)
        self.assertEqual(correction.signature_ids.validity, "valid")

    def test_lot_and_quantity_of_one_line_are_corrected_together(self):
        self.correct((self.line, {"lot": self.other, "quantity": 5}))
        self.assertEqual((self.on_hand(self.lot), self.on_hand(self.other)), (10, 5))

    def test_both_versions_are_readable_for_good(self):
        self.correct((self.line, {"lot": self.other}))
        self.correct((self.line, {"lot": self.lot}))
        lines = self.env["meddev.correction.line"].search([("move_line_id", "=", self.line.id)], order="id")
        self.assertEqual([(one.recorded_text, one.right_text) for one in lines], [("P1", "P2"), ("P2", "P1")])
        self.assertEqual(lines[0].recorded_lot_id, self.lot)
        self.assertIn(f"{self.delivery.name}: Pump", lines[0].movement)

    def test_the_transfer_and_both_lots_tell_it(self):
        correction = self.correct((self.line, {"lot": self.other}))
        for record in (self.delivery, self.lot, self.other):
            body = record.message_ids[0].body
            self.assertIn(correction.name, body)
            self.assertIn("was recorded as P1, right is P2", body)
            self.assertEqual(record.message_ids[0].author_id, self.manager.partner_id)

    def test_the_trace_tells_what_is_right(self):
        self.correct((self.line, {"lot": self.other}))
        self.assertIn(("P2", "shipped", "City Clinic", 2.0), self.told(self.trace(self.other)))
        self.assertNotIn("City Clinic", self.names(self.trace(self.lot)))

    def test_the_signature_stays_valid_after_applying(self):
        correction = self.correct((self.line, {"lot": self.other}))
        self.assertEqual((correction.signature_ids.validity, correction.signature_ids.meaning), ("valid", "approval"))

    def test_corrections_are_numbered(self):
        self.assertRegex(self.correction((self.line, {"quantity": 1})).name, r"^COR/\d{4}/\d{5}$")

    def test_the_button_of_a_transfer_and_of_a_lot_lists_several_done_lines(self):
        for record in (self.receipt, self.lot):
            action = record.with_user(self.clerk).action_correct()
            lines = self.env["stock.move.line"].with_user(self.clerk).search(action["domain"])
            self.assertEqual(len(lines), 2)
            self.assertIn("Tick the lines that are wrong", action["name"])

    def test_the_button_of_a_transfer_with_one_done_line_opens_the_form(self):
        action = self.delivery.with_user(self.clerk).action_correct()
        with Form(self.env["meddev.correction"].with_user(self.clerk).with_context(**action["context"])) as form:
            form.reason = "Wrong label"
            with form.line_ids.edit(0) as line:
                line.right_lot_id = self.other
        self.assertEqual(form.record.line_ids.right_text, "P2")

    def test_who_signs_reads_which_lot_moved(self):
        correction = self.correction((self.line, {"quantity": 3}))
        [signed] = correction.with_user(self.manager)._signature_content()["line_ids"]
        self.assertIn("Pump, lot P1, ", signed["movement"])

    def test_a_movement_that_was_put_in_words_without_its_lot_is_applied_and_stays_signed(self):
        correction = self.correction((self.line, {"quantity": 3}))
        self.write_movement(correction, correction.line_ids._movement_in_words(is_lot_named=False))
        correction.action_request()
        self.approve(correction)
        self.assertNotIn("lot P1", correction.line_ids.movement)
        self.assertEqual((correction.state, correction.signature_ids.validity), ("applied", "valid"))

    def test_a_request_in_another_language_is_signed(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.clerk.lang = "zh_CN"
        correction = self.correction((self.line, {"quantity": 3}))
        correction = correction.with_context(lang="zh_CN")
        correction.line_ids.right_quantity = 4
        correction.action_request()
        self.approve(correction.with_context(lang="en_US"))
        self.assertEqual(correction.state, "applied")

    def test_a_request_is_a_task_of_the_managers_until_one_decides(self):
        correction = self.correction((self.line, {"quantity": 3}))
        correction.action_request()
        tasks = correction.sudo().activity_ids
        self.assertIn(self.manager, tasks.user_id)
        self.assertNotIn(self.clerk, tasks.user_id)
        self.assertEqual(set(tasks.mapped("summary")), {f"Waits for your approval: {correction.name}"})
        self.approve(correction)
        self.assertFalse(correction.sudo().activity_ids)

    def test_the_list_names_documents_and_lots(self):
        correction = self.correction((self.line, {"lot": self.other}))
        self.assertEqual((correction.documents, correction.lots), (self.delivery.name, "P1, P2"))

    def test_it_is_printed_with_both_versions_and_the_signature(self):
        correction = self.correct((self.line, {"lot": self.other}))
        report = self.env["ir.actions.report"].with_user(self.clerk)
        page = report._render_qweb_html("meddev_correction.correction_record", correction.ids)[0].decode()
        for said in (correction.name, "P1", "P2", "Read from the wrong label", self.manager.name, "approval"):
            self.assertIn(said.lower(), page.lower())

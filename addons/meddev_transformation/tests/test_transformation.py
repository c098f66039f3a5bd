from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .common import TransformationCase


@tagged("post_install", "-at_install")
class TestTransformation(TransformationCase):
    """Goods get another lot, the stock follows, and nothing is lost."""

    def test_relabelling_moves_the_goods_to_the_new_lot(self):
        document = self.transform("relabel", [(self.lot, 10)], [("P1-EN", 10)])
        self.assertEqual(document.state, "done")
        self.assertEqual((self.on_hand(self.lot), self.on_hand(self.lot_named("P1-EN"))), (0, 10))
        self.assertEqual(self.lot.name, "P1")

    def test_a_part_of_a_lot_is_relabelled(self):
        self.transform("relabel", [(self.lot, 4)], [("P1-EN", 4)])
        self.assertEqual((self.on_hand(self.lot), self.on_hand(self.lot_named("P1-EN"))), (6, 4))

    def test_splitting_and_merging_keep_the_mass(self):
        self.transform("split", [(self.lot, 10)], [("P1-A", 3), ("P1-B", 7)])
        parts = self.lot_named("P1-A"), self.lot_named("P1-B")
        self.assertEqual([self.on_hand(lot) for lot in (self.lot, *parts)], [0, 3, 7])
        self.transform("merge", [(parts[0], 3), (self.other, 10)], [("P-ALL", 13)])
        self.assertEqual(self.on_hand(self.lot_named("P-ALL")), 13)
        between = self.pump.property_stock_production
        rest = self.env["stock.quant"].search([("product_id", "=", self.pump.id), ("location_id", "=", between.id)])
        self.assertFalse(
            sum(rest.filtered(lambda quant: quant.lot_id == self.lot_named("P-ALL")).mapped("quantity")) + 13
        )
        self.assertEqual(sum(rest.mapped("quantity")), 0)

    def test_the_movements_name_the_transformation(self):
        document = self.transform("relabel", [(self.lot, 10)], [("P1-EN", 10)])
        self.assertEqual(document.move_ids.mapped("state"), ["done", "done"])
        self.assertEqual(set(document.move_ids.mapped("reference")), {document.name})
        self.assertRegex(document.name, r"^TRF/\d{4}/\d{5}$")

    def test_a_serial_number_is_relabelled(self):
        unit = self.make_lot("SN-1", self.make_product("Monitor", tracking="serial"))
        self.receive((unit, 1))
        document = self.transform("relabel", [(unit, 1)], [("SN-2", 1)])
        self.assertEqual(self.on_hand(document.output_ids.lot_id), 1)

    def test_a_held_lot_stays_held_under_its_new_names(self):
        self.lot.with_user(self.inspector).action_hold()
        document = self.transform("split", [(self.lot, 10)], [("P1-A", 3), ("P1-B", 7)])
        self.assertEqual(document.output_ids.lot_id.mapped("state"), ["hold", "hold"])

    def test_a_rejected_lot_stays_rejected(self):
        self.lot.with_user(self.inspector).action_hold()
        self.lot.with_user(self.manager)._sign(
            "rejected", {"login": self.manager.login, "password": "trf-manager-secret"}, "Leaks"
        )
        document = self.transform("relabel", [(self.lot, 10)], [("P1-X", 10)])
        self.assertEqual(document.output_ids.lot_id.state, "rejected")

    def released_stent(self):
        lot = self.make_lot("S1", self.make_product("Stent", lot_release="required"))
        self.receive((lot, 5))
        lot.with_user(self.manager)._sign(
            "released", {"login": self.manager.login, "password": "trf-manager-secret"}, "Passed"
        )
        return lot

    def test_a_release_holds_for_the_new_lot_until_it_is_described_otherwise(self):
        new = self.transform("relabel", [(self.released_stent(), 5)], [("S2", 5)]).output_ids.lot_id
        self.assertEqual(new.state, "released")
        self.ship((new, 1))
        new.ref = "Something else"
        self.assertEqual(new.state, "quarantine")

    def test_a_lot_that_waits_for_release_waits_under_its_new_name(self):
        lot = self.make_lot("S1", self.make_product("Stent", lot_release="required"))
        self.receive((lot, 5))
        document = self.transform("relabel", [(lot, 5)], [("S2", 5)])
        self.assertEqual(document.output_ids.lot_id.state, "quarantine")

    def test_the_earliest_expiry_holds(self):
        if "expiration_date" not in self.lot._fields:
            return
        self.pump.product_tmpl_id.use_expiration_date = True
        self.lot.expiration_date, self.other.expiration_date = "2030-05-01 12:00:00", "2029-05-01 12:00:00"
        document = self.transform("merge", [(self.lot, 5), (self.other, 5)], [("P-ALL", 10)])
        self.assertEqual(document.output_ids.lot_id.expiration_date, datetime(2029, 5, 1, 12))
        document = self.transform("relabel", [(self.lot, 5)], [("P1-NEW", 5, "2031-01-01 00:00:00")])
        self.assertEqual(document.output_ids.lot_id.expiration_date, datetime(2031, 1, 1))

    def test_old_and_new_lots_tell_it_and_lead_to_it(self):
        document = self.transform("relabel", [(self.lot, 10)], [("P1-EN", 10)])
        for lot in (self.lot, document.output_ids.lot_id):
            self.assertIn("P1 became P1-EN", lot.message_ids[0].body)
            lot.invalidate_recordset()
            found = self.env["meddev.transformation"].search(lot.action_transformations()["domain"])
            self.assertEqual((lot.transformation_count, found), (1, document))

    def test_the_button_of_a_lot_opens_a_form_with_its_stock(self):
        action = self.lot.with_user(self.inspector).action_transform()
        with Form(
            self.env["meddev.transformation"].with_user(self.inspector).with_context(**action["context"])
        ) as form:
            form.reason = "Wrong language"
            with form.output_ids.new() as output:
                output.name, output.quantity = "P1-EN", 10
        self.assertEqual(form.record.input_ids.mapped("quantity"), [10])

    def test_the_button_of_a_lot_without_stock_says_so(self):
        self.transform("relabel", [(self.lot, 10)], [("P1-EN", 10)])
        with self.assertRaisesRegex(UserError, "P1 has no free stock inside the company"):
            self.lot.with_user(self.inspector).action_transform()

    def test_the_ticked_lots_of_the_list_open_a_merge(self):
        action = self.env.ref("meddev_transformation.stock_lot_action_transform")
        lots = self.lot + self.other
        ticked = {"active_model": "stock.lot", "active_ids": lots.ids, "active_id": lots[0].id}
        opened = action.with_user(self.inspector).with_context(**ticked).run()
        with Form(self.env[opened["res_model"]].with_user(self.inspector).with_context(**opened["context"])) as form:
            form.reason = "One label"
            with form.output_ids.edit(0) as output:
                output.name = "P-ALL"
        self.assertEqual((form.record.kind, form.record.input_ids.lot_id), ("merge", lots))
        self.assertEqual(form.record.output_ids.mapped("quantity"), [20])
        reader = new_test_user(self.env, "trf-reader", groups="meddev_base.group_auditor")
        for user, is_offered in ((self.inspector, True), (reader, False)):
            offered = self.env["ir.actions.actions"].with_user(user).get_bindings("stock.lot").get("action", ())
            self.assertEqual(action.id in [one["id"] for one in offered], is_offered, user.login)

    def test_who_signs_reads_when_the_new_lots_expire_and_where_they_go(self):
        document = self.transformation("merge", [(self.lot, 10), (self.other, 10)], [("P-ALL", 20)])
        if "expiration_date" in self.lot._fields:
            self.lot.expiration_date, self.other.expiration_date = "2030-05-01 12:00:00", "2029-05-01 12:00:00"
        document.output_ids.location_id = False
        document.action_submit()
        [signed] = document.with_user(self.manager)._signature_content()["output_ids"]
        self.assertEqual(signed["location_id"]["id"], self.stock.id)
        if "expiration_date" in self.lot._fields:
            self.assertEqual(signed["expiry"], "2029-05-01 12:00:00")

    def test_a_submission_is_a_task_of_the_managers_until_it_is_decided(self):
        document = self.transformation("relabel", [(self.lot, 10)], [("P1-EN", 10)])
        document.action_submit()
        tasks = document.sudo().activity_ids
        self.assertIn(self.manager, tasks.user_id)
        self.assertNotIn(self.inspector, tasks.user_id)
        self.assertEqual(set(tasks.mapped("summary")), {f"Waits for your approval: {document.name}"})
        document.action_draft()
        self.assertFalse(document.sudo().activity_ids)

    def test_the_release_record_of_a_new_lot_says_whose_release_it_has(self):
        document = self.transform("split", [(self.lot, 10)], [("P1-A", 3), ("P1-B", 7)])
        report = self.env["ir.actions.report"].with_user(self.inspector)
        page = report._render_qweb_html("meddev_genealogy.lot_release_record", self.lot_named("P1-A").ids)[0].decode()
        words = f"Released along with what it was made of: P1, by {document.name}, signed by {self.manager.name}."
        self.assertIn(words, page)
        self.assertNotIn("asked for no release", page)

    def test_it_is_printed_with_lots_and_signature(self):
        document = self.transform("split", [(self.lot, 10)], [("P1-A", 3), ("P1-B", 7)])
        report = self.env["ir.actions.report"].with_user(self.inspector)
        page = report._render_qweb_html("meddev_transformation.transformation_record", document.ids)[0].decode()
        for said in (document.name, "P1-A", "P1-B", "Labels of the wrong language", self.manager.name):
            self.assertIn(said, page)

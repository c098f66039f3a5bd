from xmlrpc.client import Fault

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import TransformationCase


@tagged("post_install", "-at_install")
class TestTransformationRefusals(TransformationCase):
    """What a transformation does not do."""

    def refused(self, says, kind, taken, made, **values):
        with self.assertRaisesRegex(UserError, says), self.env.cr.savepoint():
            self.transformation(kind, taken, made, **values).action_submit()
        self.env.invalidate_all()

    def test_shapes_that_are_none(self):
        lot, other = (self.lot, 10), (self.other, 10)
        self.refused("does not say what goes in", "relabel", [lot], [])
        self.refused("one lot into one new lot", "relabel", [lot], [("A", 5), ("B", 5)])
        self.refused("one lot into several", "split", [lot], [("A", 10)])
        self.refused("several lots into one", "merge", [lot], [("A", 10)])
        self.refused("several lots into one", "merge", [lot, other], [("A", 10), ("B", 10)])
        self.refused("one name to two new lots", "split", [lot], [("A", 5), ("A", 5)])
        self.refused("above zero", "split", [lot], [("A", 11), ("B", -1)])
        self.refused("gives no reason", "relabel", [lot], [("A", 10)], reason=" ")

    def test_mass_is_neither_lost_nor_won(self):
        for made in (9, 11):
            self.refused(
                "10 Units go in and .* come out. Both must be equal", "relabel", [(self.lot, 10)], [("A", made)]
            )

    def test_nothing_is_shipped_by_a_transformation(self):
        customers = self.env["stock.location"].search([("usage", "=", "customer")], limit=1)
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        document.output_ids.location_id = customers
        with self.assertRaisesRegex(UserError, "is no place of stock"):
            document.action_submit()

    def test_serial_numbers_are_not_split_or_merged(self):
        product = self.make_product("Monitor", tracking="serial")
        units = [self.make_lot(name, product) for name in ("SN-1", "SN-2")]
        self.receive(*[(unit, 1) for unit in units])
        self.refused("relabelled one at a time", "merge", [(unit, 1) for unit in units], [("SN-3", 2)])

    def test_another_product_is_no_transformation(self):
        valve = self.make_lot("V1", self.make_product("Valve"))
        self.receive((valve, 10))
        self.refused(
            "lot V1 is of Valve.*is manufactured", "relabel", [(valve, 10)], [("A", 10)], product_id=self.pump.id
        )

    def test_a_released_lot_is_not_merged_with_a_held_one(self):
        self.other.with_user(self.inspector).action_hold()
        self.refused(
            "different quality status \\(P1: Released, P2: On Hold\\)", "merge", [(self.lot, 5), (self.other, 5)],
            [("A", 10)],
        )  # fmt: skip

    def test_a_name_that_is_taken_stays_with_its_lot(self):
        self.refused("Pump has a lot P2 already", "relabel", [(self.lot, 10)], [("P2", 10)])

    def test_a_split_gives_no_more_time(self):
        if "expiration_date" not in self.lot._fields:
            return
        self.lot.expiration_date = "2029-05-01 12:00:00"
        made = [("A", 5, "2030-01-01 00:00:00"), ("B", 5)]
        self.refused("A would expire later than the goods in it \\(2029-05-01\\)", "split", [(self.lot, 10)], made)

    def test_no_more_than_is_there_and_free(self):
        self.refused("takes 11 Units of lot P1, and 10 are free", "relabel", [(self.lot, 11)], [("A", 11)])
        self.planned_transfer(self.stock, self.at_customer, (self.lot, 4)).action_assign()
        self.refused("takes 10 Units of lot P1, and 6 are free", "relabel", [(self.lot, 10)], [("A", 10)])

    def test_what_was_taken_meanwhile_is_not_transformed(self):
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        document.action_submit()
        self.ship((self.lot, 1))
        with self.assertRaisesRegex(UserError, "and 9 are free"):
            self.approve(document)
        self.assertFalse(self.lot_named("A"))

    def test_the_author_does_not_sign_nor_does_an_inspector(self):
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)], user=self.manager)
        document.action_submit()
        with self.assertRaisesRegex(AccessError, "is for somebody else"):
            self.approve(document)
        with self.assertRaisesRegex(AccessError, "is signed by"):
            self.approve(document, self.inspector)

    def test_nothing_is_carried_out_over_rpc_without_a_signature(self):
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        document.action_submit()
        with self.assertRaisesRegex(Fault, "never by hand"):
            self.xmlrpc(self.inspector, "meddev.transformation", "write", document.ids, {"state": "done"},
                        context={"meddev_gate": True})  # fmt: skip
        with self.assertRaisesRegex(UserError, "becomes Done by signature"):
            document.with_user(self.manager)._move_to("done")

    def test_no_movement_pretends_to_be_a_transformation(self):
        """A held lot would be consumed by it."""
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        move = {"product_id": self.pump.id, "product_uom_qty": 1, "location_id": self.stock.id,
                "location_dest_id": self.pump.property_stock_production.id}  # fmt: skip
        forged = {"meddev_transformation": True, "default_transformation_id": document.id}
        for vals, context in (({**move, "transformation_id": document.id}, {}), (move, forged)):
            with self.assertRaisesRegex(Fault, "made by its signature, never by hand"):
                self.xmlrpc(self.inspector, "stock.move", "create", vals, context=context)

    def test_the_new_lot_is_not_entered_by_hand(self):
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        with self.assertRaisesRegex(Fault, "never by hand"):
            self.xmlrpc(self.inspector, "meddev.transformation.output", "write", document.output_ids.ids,
                        {"lot_id": self.other.id}, context={"meddev_made": True})  # fmt: skip

    def test_what_is_done_is_neither_changed_nor_deleted(self):
        document = self.transform("relabel", [(self.lot, 10)], [("A", 10)])
        for record, vals in ((document, {"reason": "X"}, ), (document.output_ids, {"quantity": 1}),
                             (document.input_ids, {"quantity": 1})):  # fmt: skip
            with self.assertRaisesRegex(Fault, "can no longer change"):
                self.xmlrpc(self.inspector, record._name, "write", record.ids, vals)
            with self.assertRaises(Fault):
                self.xmlrpc(self.inspector, record._name, "unlink", record.ids, context={"_force_unlink": True})

    def test_what_is_done_or_submitted_takes_no_other_file(self):
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        file = {"name": "photo.txt", "raw": "label", "res_model": document._name, "res_id": document.id}
        document.action_submit()
        with self.assertRaisesRegex(Fault, "waits for its approval. Take it back"):
            self.xmlrpc(self.inspector, "ir.attachment", "create", file)
        self.approve(document)
        with self.assertRaisesRegex(Fault, "is Done: Files can no longer change"):
            self.xmlrpc(self.inspector, "ir.attachment", "create", file)
        self.assertEqual(document.signature_status, "valid")

    def test_what_is_submitted_changes_only_after_it_was_taken_back(self):
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        document.action_submit()
        says = "waits for its approval. Take it back, change it, and submit it again"
        for record, vals in ((document, {"reason": "X"}), (document.output_ids, {"name": "B"}),
                             (document.input_ids, {"quantity": 1})):  # fmt: skip
            with self.assertRaisesRegex(Fault, says):
                self.xmlrpc(self.inspector, record._name, "write", record.ids, vals)
        for lines in (document.output_ids, document.input_ids):
            with self.assertRaisesRegex(Fault, says):
                self.xmlrpc(self.inspector, lines._name, "unlink", lines.ids)
        with self.assertRaisesRegex(Fault, says):
            vals = {"transformation_id": document.id, "name": "B", "quantity": 1}
            self.xmlrpc(self.inspector, "meddev.transformation.output", "create", vals)
        document.action_draft()
        document.output_ids.name = "B"
        document.action_submit()
        self.approve(document)
        self.assertEqual(document.output_ids.lot_id.name, "B")

    def test_a_date_that_nobody_signed_is_not_given(self):
        if "expiration_date" not in self.lot._fields:
            return
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        document.action_submit()
        self.lot.expiration_date = "2029-05-01 12:00:00"
        with self.assertRaisesRegex(UserError, "does not say when lot A expires. Take it back, and submit it again"):
            self.approve(document)
        self.assertFalse(self.lot_named("A"))
        document.action_draft()
        document.action_submit()
        self.approve(document)
        self.assertEqual(str(self.lot_named("A").expiration_date), "2029-05-01 12:00:00")

    def test_lots_of_two_products_are_not_merged_from_the_list(self):
        valve = self.make_lot("V1", self.make_product("Valve"))
        self.receive((valve, 10))
        with self.assertRaisesRegex(UserError, "Only lots of one product are merged; these are of Pump, Valve"):
            (self.lot + valve).with_user(self.inspector).action_transform()

    def test_the_auditor_reads_and_submits_nothing(self):
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        auditor = new_test_user(self.env, "trf-auditor", groups="meddev_base.group_auditor")
        self.assertEqual(document.with_user(auditor).input_ids.available, 10)
        with self.assertRaises(AccessError):
            document.with_user(auditor).action_submit()

    def test_another_company_sees_nothing_of_it(self):
        document = self.transformation("relabel", [(self.lot, 10)], [("A", 10)])
        sister = self.env["res.company"].create({"name": "Sister"})
        user = new_test_user(self.env, "trf-sister", groups="meddev_base.group_quality_user", company_id=sister.id,
                             company_ids=[(6, 0, sister.ids)])  # fmt: skip
        self.assertFalse(self.env["meddev.transformation"].with_user(user).search([("id", "=", document.id)]))

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.meddev_genealogy.models.sealed_movement import opened

from .common import GenealogyCase


@tagged("post_install", "-at_install")
class TestGenealogyLinks(GenealogyCase):
    """Links are kept with the movements, and can be derived again from them."""

    def links_of(self, lot):
        links = self.env["meddev.genealogy.link"].search([("lot_id", "=", lot.id)])
        return sorted(links.mapped(lambda link: (link.side, link.kind, link.quantity, link.document)))

    def rebuild(self):
        return self.env["meddev.genealogy.link"]._rebuild()

    def test_a_rebuild_finds_nothing_to_mend_after_movements(self):
        lot = self.make_lot("STEEL-1")
        self.receive((lot, 5))
        self.ship((lot, 2))
        before = self.links_of(lot)
        answer = self.rebuild()
        self.assertEqual((answer["missing"], answer["wrong"], answer["examples"]), (0, 0, []))
        self.assertEqual(self.links_of(lot), before)
        self.assertEqual(len(before), 2)

    def test_a_rebuild_tells_and_mends_what_was_lost_and_what_was_forged(self):
        lot = self.make_lot("STEEL-1")
        self.receive((lot, 5))
        self.ship((lot, 2))
        before = self.links_of(lot)
        self.env.cr.execute("DELETE FROM meddev_genealogy_link WHERE lot_id = %s AND kind = 'received'", (lot.id,))
        self.env.cr.execute(
            "UPDATE meddev_genealogy_link SET quantity = 9 WHERE lot_id = %s AND kind = 'shipped'", (lot.id,)
        )
        answer = self.rebuild()
        self.assertEqual((answer["missing"], answer["wrong"]), (2, 1))
        self.assertTrue(any(text.startswith("wrong: STEEL-1 into shipped, 9") for text in answer["examples"]))
        self.assertEqual(self.links_of(lot), before)

    def test_quality_managers_are_told_at_night_of_links_that_were_changed_behind_odoo(self):
        lot = self.make_lot("STEEL-1")
        self.receive((lot, 5))
        manager = new_test_user(self.env, "test-manager", groups="meddev_base.group_quality_manager")
        manager.email = "manager@example.com"
        mails = self.env["mail.mail"].search([])
        self.env["meddev.genealogy.link"]._compare_nightly()
        self.assertEqual(self.env["mail.mail"].search([]), mails)
        self.env.cr.execute("DELETE FROM meddev_genealogy_link WHERE lot_id = %s", (lot.id,))
        with self.assertLogs("odoo.addons.meddev_genealogy.models.genealogy_rebuild", "WARNING"):
            self.env["meddev.genealogy.link"]._compare_nightly()
        told = self.env["mail.mail"].search([]) - mails
        self.assertIn("manager@example.com", told.email_to)
        self.assertIn("missing: STEEL-1 out of received, 5", told.body_html)

    def test_a_receiver_that_a_correction_changed_is_followed(self):
        lot = self.make_lot("STEEL-1")
        self.receive((lot, 5))
        delivery = self.ship((lot, 2))
        with self.assertRaisesRegex(UserError, "is done: Contact of .* can no longer change"), self.env.cr.savepoint():
            delivery.with_user(self.operator).partner_id = self.hospital
        opened(delivery, {"partner_id"}).write({"partner_id": self.hospital.id})
        self.assertEqual(self.partners(self.trace(lot, "down")), {("General Hospital", "customer", 2.0)})
        self.assertEqual((self.rebuild()["missing"], self.rebuild()["wrong"]), (0, 0))

    def test_nobody_writes_links(self):
        lot = self.make_lot("STEEL-1")
        self.receive((lot, 5))
        link = self.env["meddev.genealogy.link"].with_user(self.operator).search([("lot_id", "=", lot.id)])
        self.assertEqual(len(link), 1)
        for change in (lambda: link.write({"quantity": 1}), link.unlink, lambda: link.copy()):
            with self.assertRaises(AccessError):
                change()


@tagged("post_install", "-at_install")
class TestRecallScope(GenealogyCase):
    def scope(self, *lots):
        lots = self.env["stock.lot"].union(*lots).with_user(self.reader)
        return self.env["meddev.genealogy"].with_user(self.reader)._recall_scope(lots)

    def test_it_tells_where_a_lot_is_who_has_it_and_that_nothing_is_missing(self):
        lot = self.make_lot("STEEL-1")
        self.receive((lot, 10))
        delivery = self.ship((lot, 3))
        back = self.transfer(self.at_customer, self.stock, (lot, 1), partner=self.clinic)
        scope = self.scope(lot)
        [on_hand] = scope["on_hand"]
        self.assertEqual((on_hand["lot"], on_hand["location"], on_hand["quantity"]), ("STEEL-1", "WH/Stock", 8.0))
        shipped = [(row["partner"], row["delivery"], row["quantity"]) for row in scope["shipped"]]
        self.assertEqual(shipped, [("City Clinic", delivery.name, 3.0), ("City Clinic", back.name, -1.0)])
        [balance] = scope["balance"]
        self.assertEqual((balance["made"], balance["on_hand"], balance["shipped"]), (10.0, 8.0, 2.0))
        self.assertEqual(balance["difference"], 0.0)
        self.assertEqual(scope["hidden"], 0)

    def test_a_count_is_an_adjustment_and_no_difference(self):
        lot = self.make_lot("STEEL-1")
        self.receive((lot, 10))
        quant = self.env["stock.quant"].search([("lot_id", "=", lot.id), ("location_id", "=", self.stock.id)])
        quant.inventory_quantity = 7
        quant.action_apply_inventory()
        [balance] = self.scope(lot)["balance"]
        self.assertEqual((balance["adjusted"], balance["on_hand"], balance["difference"]), (3.0, 7.0, 0.0))

    def test_goods_that_left_no_movement_show_as_a_difference(self):
        lot = self.make_lot("STEEL-1")
        self.receive((lot, 10))
        self.env["stock.quant"]._update_available_quantity(lot.product_id, self.stock, -4, lot_id=lot)
        [balance] = self.scope(lot)["balance"]
        self.assertEqual((balance["on_hand"], balance["difference"]), (6.0, 4.0))

    def test_what_went_back_to_the_vendor_and_what_was_sent_directly_balance(self):
        lot, direct = self.make_lot("STEEL-1"), self.make_lot("STEEL-2")
        self.receive((lot, 10))
        self.transfer(self.stock, self.at_vendor, (lot, 4), partner=self.vendor)
        self.transfer(self.at_vendor, self.at_customer, (direct, 2), partner=self.clinic)
        balances = {row["lot"]: row for row in self.scope(lot, direct)["balance"]}
        self.assertEqual((balances["STEEL-1"]["returned_to_vendor"], balances["STEEL-1"]["difference"]), (4.0, 0.0))
        self.assertEqual((balances["STEEL-2"]["shipped"], balances["STEEL-2"]["difference"]), (2.0, 0.0))

    def test_of_a_lot_that_never_moved_nothing_is_told_but_its_name(self):
        scope = self.scope(self.make_lot("STEEL-1"))
        self.assertEqual([row["lot"] for row in scope["lots"]], ["STEEL-1"])
        self.assertEqual((scope["on_hand"], scope["shipped"], scope["consumed"]), ([], [], []))

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.meddev_genealogy.models.sealed_movement import opened

from .common import GenealogyCase
from .upkeep import UpkeepChecks


@tagged("post_install", "-at_install")
class TestUpkeepOfLinks(UpkeepChecks, GenealogyCase):
    """Whoever changes a done movement, and however: the links follow at once."""

    def setUp(self):
        super().setUp()
        self.steel = self.make_product("Steel")
        self.lot, self.other = self.make_lot("STEEL-1", self.steel), self.make_lot("STEEL-2", self.steel)
        self.receipt = self.receive((self.lot, 10), (self.other, 10))
        self.delivery = self.ship((self.lot, 3))
        self.line = self.delivery.move_line_ids

    def kinds(self, lot):
        return sorted(self.env["meddev.genealogy.link"].search([("lot_id", "=", lot.id)]).mapped("kind"))

    # --- lines --------------------------------------------------------------------------------------------------

    def test_another_quantity_lot_date_or_place_of_a_line(self):
        shelf = self.stock.copy({"name": "Shelf"})
        for values in (
            {"quantity": 2},
            {"lot_id": self.other.id},
            {"date": "2026-01-02 03:04:05"},
            {"location_id": shelf.id},
            {"location_dest_id": self.at_vendor.id},
            {"product_uom_id": self.env.ref("uom.product_uom_dozen").id},
            {"quantity": 0},
        ):
            with self.subTest(values=values):
                self.change(self.line, **values)
                self.assert_kept(self.lot, self.other)

    def test_a_line_without_its_lot(self):
        self.change(self.line, lot_id=False)
        self.assert_kept()
        self.assertEqual(self.kinds(self.lot), ["received"])

    def test_a_line_added_to_a_done_movement(self):
        self.add_line(self.line, lot_id=self.other.id, quantity=1)
        self.assert_kept()
        self.assertEqual(self.kinds(self.other), ["received", "shipped"])

    def test_a_line_taken_to_a_movement_that_is_not_done(self):
        planned = self.planned_transfer(self.stock, self.at_customer, (self.other, 1), partner=self.clinic)
        self.change(self.line, move_id=planned.move_ids.id)
        self.assert_kept()

    def test_a_line_taken_to_another_done_movement(self):
        other = self.ship((self.other, 1), partner=self.hospital).move_ids
        self.change(self.line, move_id=other.id)
        self.assert_kept()
        self.assertEqual(self.partners(self.trace(self.lot, "down")), {("General Hospital", "customer", 3.0)})

    # --- movements ----------------------------------------------------------------------------------------------

    def test_a_movement_that_is_not_done_any_more_has_no_links(self):
        for state in ("cancel", "assigned", "draft"):
            with self.subTest(state=state):
                self.change(self.line.move_id, state=state)
                self.assert_kept()
                self.assertEqual(self.kinds(self.lot), ["received"])
                self.change(self.line.move_id, state="done")
                self.assert_kept()
                self.assertEqual(self.kinds(self.lot), ["received", "shipped"])

    def test_another_date_or_place_of_a_movement(self):
        for values in (
            {"date": "2026-01-02 03:04:05"},
            {"location_dest_id": self.at_vendor.id},
        ):
            with self.subTest(values=values):
                self.change(self.line.move_id, **values)
                self.assert_kept()

    def test_another_transfer_or_partner_of_a_movement(self):
        move = self.line.move_id
        for values in ({"picking_id": self.receipt.id}, {"picking_id": False}, {"partner_id": self.hospital.id}):
            with self.subTest(values=values):
                self.change(move, **values)
                self.assert_kept(self.lot)
        self.assertEqual(self.partners(self.trace(self.lot, "down")), {("General Hospital", "customer", 3.0)})

    def test_a_transfer_with_another_name_or_partner(self):
        self.change(self.delivery, name="WH/OUT/RENAMED")
        self.assert_kept(self.lot)
        self.assertIn("WH/OUT/RENAMED", [link["document"] for link in self.trace(self.lot, "down")["links"]])
        self.change(self.delivery, partner_id=False)
        self.assert_kept(self.lot)

    def test_scrap_and_counts_with_another_name(self):
        scrap = self.env["stock.scrap"].create(
            {"product_id": self.steel.id, "lot_id": self.lot.id, "scrap_qty": 1, "location_id": self.stock.id}
        )
        scrap.action_validate()
        self.refuse(scrap, name="SCRAP/RENAMED")
        opened(scrap, {"name"}).name = "SCRAP/RENAMED"
        self.assert_kept(self.lot)
        quant = self.env["stock.quant"].search([("lot_id", "=", self.other.id), ("location_id", "=", self.stock.id)])
        quant.inventory_quantity = 4
        quant.action_apply_inventory()
        move = self.env["stock.move.line"].search([("lot_id", "=", self.other.id)]).move_id.filtered("is_inventory")
        self.refuse(move, inventory_name="Count of the year")
        self.refuse(move, is_inventory=False)
        opened(move, {"inventory_name"}).inventory_name = "Count of the year"
        self.assert_kept(self.other)

    def refuse(self, record, **vals):
        with self.assertRaisesRegex(UserError, "is done: .* can no longer change"), self.env.cr.savepoint():
            record.write(vals)

    def test_done_movements_lines_and_lots_that_moved_are_not_deleted(self):
        for record in (self.line, self.line.move_id, self.delivery):
            with self.subTest(record=record), self.assertRaises(UserError), self.env.cr.savepoint():
                record.unlink()
        self.assert_kept(self.lot)

    def test_a_cancelled_transfer_leaves_none(self):
        planned = self.planned_transfer(self.stock, self.at_customer, (self.lot, 1), partner=self.clinic)
        planned.action_cancel()
        self.assert_kept(self.lot)
        planned.unlink()
        self.assert_kept(self.lot)

    # --- what they point to -------------------------------------------------------------------------------------

    def test_a_place_of_another_kind(self):
        place = self.at_customer.copy({"name": "Consignment"})
        self.transfer(self.stock, place, (self.lot, 2), partner=self.clinic)
        self.transfer(place, self.stock, (self.lot, 2), partner=self.clinic)
        for usage in ("internal", "supplier", "inventory", "customer"):
            with self.subTest(usage=usage):
                place.usage = usage
                self.assert_kept(self.lot)

    def test_merged_partners(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.clinic | self.hospital).ids, self.hospital)
        self.assertFalse(self.clinic.exists())
        self.assert_kept(self.lot)
        self.assertEqual(self.partners(self.trace(self.lot, "down")), {("General Hospital", "customer", 3.0)})

    def test_a_movement_in_parts(self):
        planned = self.planned_transfer(self.stock, self.at_customer, (self.lot, 5), partner=self.clinic)
        self.record(planned.move_ids, (self.lot, 2))
        self.finish(planned)
        self.assert_kept(self.lot)
        planned.backorder_ids.action_cancel()
        self.assert_kept(self.lot)

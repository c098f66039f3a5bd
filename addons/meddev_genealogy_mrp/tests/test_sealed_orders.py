from xmlrpc.client import Fault

from odoo.tests import tagged

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import ManufacturingCase


@tagged("post_install", "-at_install")
class TestSealedOrders(ManufacturingCase, RpcCase):
    """What a done order consumed and made stays as recorded."""

    def setUp(self):
        super().setUp()
        self.maker = self.make_user("seal-maker", "operator", "mrp.group_mrp_manager")
        self.steel, self.stent = self.make_lot("STEEL-1"), self.make_lot("STENT-1")
        self.receive((self.steel, 10))
        self.order_done = self.make([self.stent], [(self.steel, 2)])

    def refused(self, record, vals, says="can no longer change.*Request a correction"):
        with self.assertRaisesRegex(Fault, says):
            self.xmlrpc(self.maker, record._name, "write", record.ids, vals)

    def test_a_consumed_line_is_not_zeroed(self):
        self.refused(self.order_done.move_raw_ids.move_line_ids, {"quantity": 0.0})
        self.refused(self.order_done.move_raw_ids, {"quantity": 0.0})
        self.assertEqual(self.steel.product_qty, 8)

    def test_unlocking_the_order_opens_nothing(self):
        self.xmlrpc(self.maker, "mrp.production", "action_toggle_is_locked", self.order_done.ids)
        line = self.order_done.move_raw_ids.move_line_ids
        self.refused(self.order_done, {"move_raw_ids": [(1, line.move_id.id, {"quantity": 1})]})
        self.refused(self.order_done, {"qty_producing": 5})

    def test_what_was_made_keeps_its_order_quantity_and_date(self):
        self.refused(self.order_done.move_finished_ids, {"production_id": False})
        self.refused(self.order_done, {"date_finished": "2020-01-01 00:00:00"})

    def test_nothing_is_added_to_a_done_order(self):
        values = {"product_id": self.steel.product_id.id, "product_uom_qty": 1, "quantity": 1, "picked": True}
        with self.assertRaisesRegex(Fault, "no (line|movement) of .* is added"):
            done = {"default_raw_material_production_id": self.order_done.id}
            self.xmlrpc(self.maker, "stock.move", "create", {**values, "state": "done"}, context=done)
        # Odoo takes another component as planned; nothing carries it out.
        self.xmlrpc(self.maker, "mrp.production", "write", self.order_done.ids, {"move_raw_ids": [(0, 0, values)]})
        with self.assertRaisesRegex(Fault, "is done: Product of STEEL-1 is neither consumed nor made in it any more"):
            self.xmlrpc(self.maker, "mrp.production", "button_mark_done", self.order_done.ids)
        self.assertEqual(self.steel.product_qty, 8)

    def test_nothing_is_consumed_or_made_in_a_done_order_by_way_of_a_transfer(self):
        places = {"location_id": self.stock.id, "location_dest_id": self.order_done.production_location_id.id}
        back = dict(zip(places, reversed(places.values())))
        scrap = self.env["stock.scrap"].with_user(self.maker).create({"product_id": self.steel.product_id.id})
        for field, lot, ends in (
            ("raw_material_production_id", self.steel, places), ("production_id", self.make_lot("GHOST-1"), back),
        ):  # fmt: skip
            values = {field: self.order_done.id, "product_id": lot.product_id.id, "product_uom_qty": 1, **ends}
            values["scrap_id"] = scrap.id if field == "raw_material_production_id" else False
            move = self.env["stock.move"].with_user(self.maker).create(values)
            picking = (
                self.env["stock.picking"]
                .with_user(self.maker)
                .create({"picking_type_id": self.warehouse.int_type_id.id, **ends})
            )
            move.picking_id = picking
            self.record(move, (lot, 1))
            invented = {"is_scrap": True, "meddev_sealed_movement": True}
            if not move.scrap_id:
                with self.assertRaisesRegex(Fault, "is no scrap. Scrap the goods by a scrap order"):
                    vals = {"scrap_id": scrap.id}
                    self.xmlrpc(self.maker, "stock.move", "write", move.ids, vals, context=invented)
            with self.assertRaisesRegex(Fault, "is neither consumed nor made in it any more"):
                self.xmlrpc(self.maker, "stock.picking", "button_validate", picking.ids, context=invented)
            self.assertNotEqual(move.state, "done")

    def test_orders_and_unbuilds_that_moved_goods_are_not_deleted(self):
        unbuild = self.unbuild(self.order_done, self.stent)
        for record in (self.order_done, unbuild):
            with self.assertRaisesRegex(Fault, "stays on file|cannot be cancelled|cannot delete"):
                self.xmlrpc(self.maker, record._name, "unlink", record.ids, context={"_force_unlink": True})
            self.assertTrue(record.exists())
        self.assertTrue(unbuild.produce_line_ids.unbuild_id)

    def test_name_and_product_of_a_done_order_stay(self):
        self.refused(self.order_done, {"name": "WH/MO/99999"})
        self.refused(self.order_done, {"product_id": self.steel.product_id.id})

    def test_what_was_unbuilt_and_of_which_order_stays(self):
        other, stent = self.make_lot("STENT-2", self.stent.product_id), self.stent
        second = self.make([other], [(self.steel, 2)])
        unbuild = self.unbuild(self.order_done, stent)
        for vals in (
            {"mo_id": second.id}, {"mo_id": False}, {"lot_id": other.id}, {"product_id": self.steel.product_id.id},
            {"product_qty": 9}, {"name": "UB/99999"},
        ):  # fmt: skip
            with self.subTest(vals):
                self.refused(unbuild, vals)
        self.assertEqual((unbuild.mo_id, unbuild.lot_id), (self.order_done, stent))

    def test_an_order_that_is_closed_is_dated_by_odoo(self):
        line = self.order_done.move_finished_ids.move_line_ids
        self.assertEqual(line.date, self.order_done.date_finished)

    def test_a_done_order_is_not_opened_again_by_its_state(self):
        other = self.make_lot("STENT-2", self.stent.product_id)
        for vals in (
            {"state": "draft"},
            {"state": "progress"},
            {"state": "cancel", "name": "WH/MO/FORGED"},
            {"lot_producing_ids": [(6, 0, other.ids)]},
            {"product_qty": 5},
        ):
            with self.subTest(vals):
                self.refused(self.order_done, vals)
        self.assertEqual((self.order_done.state, self.order_done.lot_producing_ids), ("done", self.stent))

    def test_a_done_unbuild_is_not_opened_again_by_its_state(self):
        unbuild = self.unbuild(self.order_done, self.stent)
        self.refused(unbuild, {"state": "draft"})
        self.refused(unbuild, {"state": "draft", "lot_id": self.steel.id})
        self.assertEqual(unbuild.state, "done")

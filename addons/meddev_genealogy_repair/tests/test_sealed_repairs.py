from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RepairCase


@tagged("post_install", "-at_install")
class TestSealedRepairs(RepairCase):
    """Which unit was repaired stays as recorded."""

    def setUp(self):
        super().setUp()
        product = self.make_product("Pump", tracking="serial")
        self.pump, self.other = self.make_lot("PUMP-1", product), self.make_lot("PUMP-2", product)
        self.part = self.make_lot("ROTOR-1", self.make_product("Rotor", tracking="serial"))
        self.receive((self.pump, 1), (self.other, 1), (self.part, 1))
        self.done = self.repair(self.pump, add=[(self.part, 1)])

    def test_the_unit_of_a_done_repair_stays(self):
        with self.assertRaisesRegex(UserError, f"{self.done.name} is done: .* of Pump can no longer change"):
            self.done.sudo().lot_id = self.other

    def test_a_part_of_a_done_repair_stays(self):
        with self.assertRaisesRegex(UserError, "can no longer change"):
            self.done.move_ids.sudo().repair_line_type = "remove"

    def test_a_done_repair_is_not_deleted_even_as_if_uninstalling(self):
        with self.assertRaisesRegex(UserError, "moved Rotor and stays on file"):
            self.done.sudo().with_context(_force_unlink=True).unlink()

    def test_a_done_repair_is_not_opened_again_by_its_state(self):
        for vals in ({"state": "under_repair"}, {"state": "draft", "lot_id": self.other.id}, {"name": "RO-FORGED"}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "is done: .* can no longer change"):
                self.done.with_user(self.operator).write(vals)
        self.assertEqual((self.done.state, self.done.lot_id), ("done", self.pump))

    def test_no_held_part_is_put_in_by_a_movement_that_points_to_stock(self):
        held = self.make_lot("ROTOR-2", self.part.product_id)
        self.receive((held, 1))
        held.action_hold()
        repair = self.env["repair.order"].with_user(self.operator).create({
            "product_id": self.other.product_id.id, "product_qty": 1, "lot_id": self.other.id,
            "product_uom": self.other.product_id.uom_id.id, "picking_type_id": self.warehouse.repair_type_id.id,
            "move_ids": [(0, 0, {
                "product_id": held.product_id.id, "product_uom_qty": 1, "repair_line_type": "add",
            })],
        })  # fmt: skip
        repair._action_repair_confirm()
        with self.assertRaisesRegex(UserError, f"Rotor is a component of {repair.name} and does not go to"):
            repair.move_ids.write({"location_dest_id": self.stock.id, "location_final_id": self.stock.id})
        with self.assertRaisesRegex(UserError, "Lot ROTOR-2 of Rotor is On Hold"):
            self.record(repair.move_ids, (held, 1), location_dest_id=self.stock.id)
        with self.assertRaisesRegex(UserError, f"Rotor is a component of {repair.name} and does not go to"):
            repair.location_dest_id = self.stock

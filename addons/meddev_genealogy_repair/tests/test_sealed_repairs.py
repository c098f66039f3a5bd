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

from odoo.tests import tagged

from odoo.addons.meddev_genealogy.tests.upkeep import UpkeepChecks

from .common import RepairCase


@tagged("post_install", "-at_install")
class TestUpkeepOfRepairs(UpkeepChecks, RepairCase):
    """Whoever changes a done repair: its links follow."""

    def setUp(self):
        super().setUp()
        pump = self.make_product("Pump", tracking="serial")
        self.pump, self.other_pump = self.make_lot("PUMP-1", pump), self.make_lot("PUMP-2", pump)
        self.new, self.old = self.make_lot("ROTOR-NEW"), self.make_lot("ROTOR-OLD")
        self.receive((self.pump, 1), (self.other_pump, 1), (self.new, 5))
        self.done = self.repair(self.pump, add=[(self.new, 2)], remove=[(self.old, 1)])

    def test_another_unit_name_product_or_quantity_of_a_repair(self):
        for values in (
            {"lot_id": self.other_pump.id},
            {"lot_id": False},
            {"name": "WH/RO/RENAMED"},
            {"product_qty": 2},
            {"product_id": self.new.product_id.id},
        ):
            with self.subTest(values=values):
                self.change(self.done, **values)
                self.assert_kept(self.new, self.old)

    def test_a_part_of_another_kind_or_repair(self):
        second = self.repair(self.other_pump, add=[(self.new, 1)])
        added = self.done.move_ids.filtered(lambda move: move.repair_line_type == "add")
        self.change(added, repair_line_type="recycle")
        self.assert_kept()
        self.change(added, repair_line_type="add")
        self.change(added, repair_id=second.id)
        self.assert_kept(self.new, self.old)
        self.change(added, repair_id=False)
        self.assert_kept()

    def test_the_line_that_tells_of_the_unit_corrected_to_nothing(self):
        for line in self.done.move_ids.move_line_ids.sorted():
            self.change(line, quantity=0)
            self.assert_kept(self.new, self.old)

    def test_a_cancelled_repair_leaves_none(self):
        product = self.pump.product_id
        repair = self.env["repair.order"].create(
            {"product_id": product.id, "lot_id": self.pump.id, "picking_type_id": self.warehouse.repair_type_id.id}
        )
        repair._action_repair_confirm()
        repair.action_repair_cancel()
        self.assert_kept(self.pump)

from odoo.tests import tagged

from .as_built_common import AsBuiltCase


@tagged("post_install", "-at_install")
class TestAsBuiltUnbuild(AsBuiltCase):
    """A unit taken apart gives back what was in it."""

    def back(self, unbuild):
        lines = unbuild.produce_line_ids.move_line_ids.filtered(lambda line: line.location_id.usage == "production")
        return {line.lot_id.name: line.quantity for line in lines if line.lot_id}

    def test_the_third_unit_gives_back_its_own_components(self):
        lots = {"P1": ["R1", "S1"], "P2": ["R2", "S1"], "P3": ["R3", ("S1", 0.5), ("S2", 1.5)]}
        order = self.built("P1", "P2", "P3", lots=lots)
        third = order.lot_producing_ids.filtered(lambda lot: lot.name == "P3")
        self.assertEqual(self.back(self.unbuild(order, third)), {"R3": 1, "S1": 0.5, "S2": 1.5})
        first = order.lot_producing_ids.filtered(lambda lot: lot.name == "P1")
        self.assertEqual(self.back(self.unbuild(order, first)), {"R1": 1, "S1": 2})

    def test_a_recovered_serial_number_goes_into_the_next_unit(self):
        order = self.built("P1", lots={"P1": ["R1", "S1"]})
        self.unbuild(order, order.lot_producing_ids)
        other = self.built("P2", lots={"P2": ["R1", "S1"]})
        self.assertEqual(self.consumed(other), {"R1": 1, "S1": 2})

    def test_without_as_built_odoo_chooses_as_ever(self):
        self.pump.is_as_built_required = False
        order = self.close(self.planned("P1", "P2"))
        self.assertEqual(sum(self.back(self.unbuild(order, order.lot_producing_ids[1])).values()), 3)

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.meddev_genealogy_mrp.tests.as_built_common import AsBuiltCase

PUMP, ROTOR, STEEL = "09506000134352", "09506000134369", "09506000134376"


@tagged("post_install", "-at_install")
class TestScanAsBuilt(AsBuiltCase):
    """Labels of units and components fill the grid of an order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for product, barcode in ((cls.pump, PUMP), (cls.rotor, ROTOR), (cls.steel, STEEL)):
            product.barcode = barcode

    def test_components_go_into_units_by_their_labels(self):
        order = self.planned("P1", "P2")
        unit = self.scan(order, f"(01){PUMP}(21)P1")["unit"]
        answer = self.scan(order, f"(01){ROTOR}(21)R1", unit)
        self.assertIn("R1 is in unit P1. Next: Steel", answer["message"])
        self.scan(order, f"(01){STEEL}(10)S1", unit)
        self.assertEqual(self.entries(order), {("P1", "R1", 1), ("P1", "S1", 2)})

    def test_the_label_of_a_new_unit_adds_it_to_the_order(self):
        order = self.planned("P1", quantity=2)
        answer = self.scan(order, f"(01){PUMP}(21)P-NEW")
        self.assertEqual(order.lot_producing_ids.mapped("name"), ["P1", "P-NEW"])
        self.assertIn("Unit P-NEW", answer["message"])
        with self.assertRaisesRegex(UserError, "has its numbers already: P1, P-NEW"):
            self.scan(order, f"(01){PUMP}(21)P-MORE")

    def test_a_unit_of_another_order_is_not_taken(self):
        self.planned("P9")
        order = self.planned("P1", quantity=2)
        with self.assertRaisesRegex(UserError, "P9 is a unit of .*, not of"):
            self.scan(order, f"(01){PUMP}(21)P9")

    def test_a_label_in_two_codes_waits_for_its_second(self):
        order = self.planned("P1")
        unit = order.lot_producing_ids.id
        answer = self.scan(order, ROTOR, unit)
        self.assertIn("Rotor: scan or type its serial number", answer["message"])
        screen = self.env["meddev.as.built.screen"].with_user(self.operator)
        answer = screen.scan(order.name, "R2", unit, None, answer["before"])
        self.assertEqual((answer["before"], self.entries(order)), ([], {("P1", "R2", 1)}))

    def test_a_product_that_the_order_does_not_take_is_refused(self):
        other = self.make_product("Valve", barcode="VALVE-1")
        self.make_lot("V1", other)
        order = self.planned("P1")
        with self.assertRaisesRegex(UserError, "Valve is no component of .* It takes: Rotor, Steel"):
            self.scan(order, "V1")

    def test_an_unknown_component_number_is_refused(self):
        order = self.planned("P1")
        with self.assertRaisesRegex(UserError, "Rotor has no lot or serial number R9"):
            self.scan(order, f"(01){ROTOR}(21)R9")

    def test_the_grid_is_where_such_an_order_is_scanned(self):
        order = self.planned("P1")
        scan = self.env["meddev.scan"].with_user(self.operator)
        self.assertEqual(scan.find(order.name)["action"], "meddev_genealogy_mrp.as_built_screen_action")
        with self.assertRaisesRegex(UserError, "Scan in its As-Built screen"):
            scan.scan("mrp.production", order.id, f"(01){ROTOR}(21)R1")

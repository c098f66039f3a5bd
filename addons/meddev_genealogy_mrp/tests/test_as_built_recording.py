from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .as_built_common import AsBuiltCase


@tagged("post_install", "-at_install")
class TestAsBuiltRecording(AsBuiltCase):
    """Scanning, and what an MES records: which lot may go into which unit."""

    def setUp(self):
        super().setUp()
        self.order = self.planned("P1", "P2")
        self.unit = self.order.lot_producing_ids[0]

    def refused(self, message, *lots, unit="P1", error=UserError):
        before = self.entries(self.order)
        with self.assertRaisesRegex(error, message), self.cr.savepoint():
            self.into(self.order, unit, *lots)
        self.assertEqual(self.entries(self.order), before)

    def test_a_unit_then_its_components_then_the_next_unit(self):
        answer = self.scan(self.order, "P1")
        self.assertEqual((answer["unit"], answer["message"]), (self.unit.id, "Unit P1. Scan its components."))
        answer = self.scan(self.order, "R2", answer["unit"])
        self.assertEqual(answer["message"], "R2 is in unit P1. Next: Steel.")
        answer = self.scan(self.order, " S1 ", answer["unit"])
        self.assertEqual(answer["message"], "S1 completes unit P1. Scan the next unit.")
        self.assertEqual(answer["grid"]["missing"], 2)
        self.assertEqual(self.entries(self.order), {("P1", "R2", 1.0), ("P1", "S1", 2.0)})
        answer = self.scan(self.order, "P2", answer["unit"])
        self.scan(self.order, "R1", answer["unit"])
        answer = self.scan(self.order, "S1", answer["unit"])
        self.assertEqual(answer["message"], "S1 completes unit P2 and the order: nothing is missing.")

    def test_a_component_without_a_unit_is_refused(self):
        with self.assertRaisesRegex(UserError, "R1 is no unit of this order. Scan the serial number of a unit first"):
            self.scan(self.order, "R1")

    def test_the_only_unit_of_an_order_needs_no_scan(self):
        order = self.planned("P9")
        self.assertEqual(self.scan(order, "R1")["message"], "R1 is in unit P9. Next: Steel.")

    def test_a_lot_that_runs_out_is_completed_by_the_next(self):
        self.bars.append(self.make_lot("S3", self.steel))
        self.receive((self.bars[2], 1))
        self.scan(self.order, "S3", "P1")
        self.assertEqual(self.entries(self.order), {("P1", "S3", 1.0)})
        with self.assertRaisesRegex(UserError, "not enough of S3 of Steel left in"):
            self.scan(self.order, "S3", "P1")
        self.scan(self.order, "S1", "P1")
        self.assertEqual(self.entries(self.order), {("P1", "S3", 1.0), ("P1", "S1", 1.0)})

    def test_a_quantity_can_be_said(self):
        self.scan(self.order, "S1", "P1", 0.5)
        self.assertEqual(self.entries(self.order), {("P1", "S1", 0.5)})
        for quantity in (0, -1, "two", True):
            self.refused("Give a number above zero", ("S1", quantity), error=ValidationError)
        self.refused("Unit P1 takes 2 Units of Steel at most, not 3", ("S1", 3))

    def test_a_component_that_the_unit_has_is_refused(self):
        self.scan(self.order, "R1", "P1")
        with self.assertRaisesRegex(UserError, "Unit P1 has all it takes of Rotor"):
            self.scan(self.order, "R2", "P1")
        with self.assertRaisesRegex(UserError, "Unit P1 has all it takes of Rotor"):
            self.scan(self.order, "R1", "P1")

    def test_a_serial_number_goes_into_one_unit(self):
        self.into(self.order, "P1", "R1")
        self.refused(f"R1 is already recorded for unit P1 of {self.order.name}", "R1", unit="P2")
        other = self.planned("P8")
        with self.assertRaisesRegex(UserError, "R1 is already recorded for unit P1"):
            self.into(other, "P8", "R1")

    def test_a_used_serial_number_is_refused(self):
        self.built("P7", lots={"P7": ["R1", "S1"]})
        self.refused("R1 of Rotor is not in WH/Stock: it was used already", "R1")

    def test_a_product_that_is_no_component_is_refused(self):
        self.make_lot("X1", self.make_product("Stranger"))
        self.refused("X1 is Stranger, which is no component of", "X1")

    def test_an_unknown_lot_is_refused(self):
        self.refused("There is no lot or serial number NONE", "NONE", error=ValidationError)

    def test_a_lot_that_is_not_released_is_refused(self):
        self.bars[0].with_user(self.inspector).action_hold()
        self.refused(r"S1 of Steel may not be used. Quality status: On Hold. Take another lot", "S1")

    def test_an_expired_lot_is_refused(self):
        if "expiration_date" not in self.bars[0]._fields:
            self.skipTest("expiry dates are not installed")
        self.steel.use_expiration_date = True
        self.bars[0].expiration_date = fields.Datetime.now() - timedelta(days=1)
        self.refused("S1 of Steel may not be used. Expired on", "S1")

    def test_all_components_of_a_call_or_none(self):
        self.refused("no lot or serial number NONE", "R1", "NONE", error=ValidationError)
        self.assertFalse(self.entries(self.order))

    def test_the_same_call_twice_has_one_effect(self):
        first = self.into(self.order, "P1", "R1", ("S1", 1))
        self.assertEqual(self.into(self.order, "P1", "R1", ("S1", 1)), first)
        self.assertEqual(
            first,
            {
                "production": self.order.name,
                "unit": "P1",
                "recorded": [
                    {"lot": "R1", "product": "Rotor", "quantity": 1.0, "uom": "Units"},
                    {"lot": "S1", "product": "Steel", "quantity": 1.0, "uom": "Units"},
                ],
                "missing": [{"product": "Steel", "quantity": 1.0, "uom": "Units"}],
            },
        )

    def test_a_name_that_other_products_share_means_the_component(self):
        self.make_lot("S1", self.make_product("Stranger"))
        self.into(self.order, "P1", "S1")
        self.assertEqual(self.entries(self.order), {("P1", "S1", 2.0)})

    def test_a_malformed_component_is_refused(self):
        entries = self.env["meddev.as.built"].with_user(self.operator)
        for components in (None, [], "R1", ["R1"], [{"lot": ""}], [{"lot": "R1", "colour": "red"}]):
            with self.assertRaisesRegex(ValidationError, "Component"):
                entries.record(production=self.order.name, unit="P1", components=components)

    def test_an_unknown_order_or_unit_is_refused(self):
        self.refused("R1 is no serial number of", "R1", unit="R1", error=ValidationError)
        with self.assertRaisesRegex(ValidationError, "There is no manufacturing order NONE"):
            self.env["meddev.as.built"].with_user(self.operator).missing("NONE")

    def test_what_was_recorded_by_mistake_is_taken_back(self):
        self.into(self.order, "P1", "R1", "S1")
        entries = self.env["meddev.as.built"].with_user(self.operator)
        answer = entries.remove(production=self.order.name, unit="P1", lot="R1")
        self.assertEqual(answer["missing"], [{"product": "Rotor", "quantity": 1.0, "uom": "Units"}])
        with self.assertRaisesRegex(ValidationError, "Lot R1 is not recorded for unit P1"):
            entries.remove(production=self.order.name, unit="P1", lot="R1")

    def test_what_is_missing_is_told_by_unit(self):
        self.into(self.order, "P1", "R1", "S1")
        self.into(self.order, "P2", "R2")
        answer = self.env["meddev.as.built"].with_user(self.reader).missing(self.order.name)
        steel = {"unit": "P2", "product": "Steel", "quantity": 2.0, "uom": "Units"}
        self.assertEqual(answer, {"production": self.order.name, "required": True, "missing": [steel]})
        self.assertEqual(self.order.as_built_missing, 1)

    def test_a_unit_without_serial_number_lacks_everything(self):
        order = self.planned(quantity=3)
        answer = self.env["meddev.as.built"].with_user(self.operator).missing(order.id)
        self.assertEqual(({one["unit"] for one in answer["missing"]}, len(answer["missing"])), ({""}, 6))

    def test_who_and_when_are_on_record(self):
        self.into(self.order, "P1", "R1", user=self.inspector)
        self.assertEqual(self.order.as_built_ids.recorded_by_id, self.inspector)
        self.assertTrue(self.order.as_built_ids.recorded_on)

    def test_only_operators_and_quality_record(self):
        for number, groups in enumerate(("meddev_base.group_engineering", "mrp.group_mrp_user")):
            user = new_test_user(self.env, f"test-other-{number}", groups=groups)
            with self.assertRaises(AccessError):
                self.into(self.order, "P1", "R1", user=user)

    def test_the_screen_shows_units_components_and_what_is_missing(self):
        self.into(self.order, "P1", "R1", "S1")
        grid = self.env["meddev.as.built.screen"].with_user(self.reader).grid(self.order.id)
        self.assertEqual([column["name"] for column in grid["components"]], ["Rotor", "Steel"])
        first, second = grid["units"]
        self.assertEqual((first["name"], first["is_complete"], second["is_complete"]), ("P1", True, False))
        self.assertEqual([cell["missing"] for cell in second["cells"]], [1, 2])
        self.assertEqual((grid["missing"], grid["is_open"]), (2, True))

    def test_units_of_another_order_are_no_units_of_this_one(self):
        self.planned("P9")
        with self.assertRaisesRegex(UserError, "P9 is Pump, which is no component of|P9 is a unit of .*, not of"):
            self.scan(self.order, "P9", "P1")

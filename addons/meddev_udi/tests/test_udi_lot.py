from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import BASE, CASE, UdiCase


@tagged("post_install", "-at_install")
class TestUdiOfLots(UdiCase):
    """The UDI of a lot or serial number at each package level."""

    def make_lot(self, name="L1", product=None, **values):
        return self.env["stock.lot"].create({"name": name, "product_id": (product or self.set).id, **values})

    def test_each_level_has_its_udi(self):
        base, case, pallet = self.make_levels()
        self.activate(base, case, pallet)
        lot = self.make_lot()
        self.assertEqual(lot._udi()["bracketed"], f"(01){BASE}(10)L1")
        self.assertEqual(lot._udi(1)["plain"], f"01{CASE}10L1")
        self.assertEqual(lot._udi(pallet)["human"], f"(01){pallet.code}(10)L1")
        self.assertEqual([one["quantity"] for one in lot._udi_levels()], [1, 10, 120])

    def test_dates_and_fnc1(self):
        self.activate(self.make_di(has_production_date=True, has_serial=True, has_lot=False))
        self.set.tracking = "serial"
        lot = self.make_lot("S(1)", production_date="2026-01-15")
        udi = lot._udi()
        self.assertEqual(udi["plain"], f"01{BASE}1126011521S(1)")
        self.assertEqual((udi["serial"], udi["lot"], udi["production"]), ("S(1)", "", "2026-01-15"))
        found = self.env["meddev.udi"]._parse(udi["bracketed"])
        self.assertEqual((found["serial"], found["production"]), ("S(1)", "2026-01-15"))

    def test_a_label_may_carry_lot_and_serial_number(self):
        self.activate(self.make_di(has_serial=True))
        self.set.tracking = "serial"
        unit = self.make_lot("S1")
        self.assertEqual(unit._udi()["missing"], ["lot number"])
        unit.label_lot = "L7"
        self.assertEqual(unit._udi()["plain"], f"01{BASE}10L7\x1d21S1")
        self.assertEqual((unit.udi, unit._udi()["lot"]), (f"(01){BASE}(10)L7(21)S1", "L7"))
        with self.refused("批次 cannot be a number of", ValidationError):
            unit.label_lot = "批次"

    def test_a_donation_number_is_asked_for_where_the_label_carries_it(self):
        self.activate(self.make_di("A9999XYZ100T0476", agency="ICCBBA", has_donation_number=True))
        lot = self.make_lot()
        self.assertEqual(lot._udi()["missing"], ["donation number"])
        lot.donation_number = "A99971312345600"
        self.assertEqual(self.env["meddev.udi"]._parse(lot._udi()["plain"])["lot"], "L1")
        self.assertIn("=A99971312345600", lot._udi()["plain"])

    def test_what_people_read_has_no_escapes(self):
        self.activate(self.make_di())
        self.assertEqual(self.make_lot("A(1)").udi, f"(01){BASE}(10)A(1)")

    def test_missing_parts_are_named(self):
        self.activate(self.make_di(has_production_date=True, has_serial=True))
        udi = self.make_lot()._udi()
        self.assertEqual(udi["missing"], ["serial number", "manufacturing date"])
        self.assertEqual((udi["plain"], udi["human"]), ("", ""))

    def test_a_package_has_not_the_serial_number_of_a_device_in_it(self):
        base, case, _pallet = self.make_levels()
        (base | case).write({"has_serial": True, "has_lot": False})
        self.activate(base, case)
        self.set.tracking = "serial"
        lot = self.make_lot("S1")
        self.assertEqual((lot._udi()["serial"], lot._udi(1)["missing"]), ("S1", ["serial number"]))

    def test_without_an_active_identifier_the_next_step_is_named(self):
        self.make_di()
        with self.refused("no active device identifier at package level 0"):
            self.make_lot()._udi()
        self.assertEqual(self.make_lot("L2")._udi_levels(), [])

    def test_other_agencies_have_their_own_form(self):
        base = self.activate(self.make_di("A123BJC5D6E71", agency="HIBCC"))
        self.activate(self.make_di("MA.156.M0.100204.13351764", agency="MA", kind="secondary", base_id=base.id))
        lot = self.make_lot()
        self.assertEqual(lot._udi()["plain"][:17], "+A123BJC5D6E71/$L")
        self.assertEqual(lot._udi(agency="MA")["human"], "MA.156.M0.100204.13351764.LL1")
        self.assertEqual(self.env["meddev.udi"]._parse(lot._udi()["plain"])["lot"], "L1")

    def test_the_form_shows_the_udi_to_whoever_opens_the_lot(self):
        base, case, _pallet = self.make_levels()
        self.activate(base, case)
        lot = self.make_lot()
        reader = self.make_user("udi-reader", "stock.group_stock_user")
        self.assertEqual(lot.with_user(reader).udi, f"(01){BASE}(10)L1")
        self.assertIn(f"(01){CASE}(10)L1", lot.with_user(reader).udi_levels)

    def test_the_expiry_is_the_day_at_the_company(self):
        if "expiration_date" not in self.env["stock.lot"]._fields:
            self.skipTest("product_expiry is not installed")
        self.activate(self.make_di(has_expiry_date=True))
        self.set.use_expiration_date = True
        self.env.company.partner_id.tz = "Asia/Shanghai"
        lot = self.make_lot(expiration_date="2027-12-30 22:00:00")
        self.assertEqual(lot._udi()["bracketed"], f"(01){BASE}(17)271231(10)L1")

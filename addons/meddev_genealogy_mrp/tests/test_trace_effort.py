from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ManufacturingCase


@tagged("post_install", "-at_install")
class TestTraceEffort(ManufacturingCase):
    """Every step of the walk asks the database for all lots at once."""

    def queries_of_trace(self, count):
        """How many queries it takes to trace a lot that is in ``count`` serial numbers, each with its own customer."""
        steel = self.make_lot(f"STEEL-{count}")
        pump = self.make_product(f"Pump {count}", tracking="serial")
        self.receive((steel, 100))
        serials = self.make_serials(pump, *[f"PUMP-{count}-{number}" for number in range(count)])
        self.make(serials, [(steel, count)])
        for serial in serials:
            self.ship((serial, 1), partner=self.env["res.partner"].create({"name": f"Clinic of {serial.name}"}))
        self.trace(steel)  # fills what Odoo keeps in memory anyway, such as access rules
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        answer = self.trace(steel)
        self.assertEqual(len(answer["partners"]), count + 1)
        return self.env.cr.sql_log_count - before

    def test_ten_times_as_many_units_take_the_same_number_of_queries(self):
        self.assertEqual(self.queries_of_trace(30), self.queries_of_trace(3))


@tagged("post_install", "-at_install")
class TestPassages(ManufacturingCase):
    """Where a walk goes on is written with the links: what nobody may take away, and a rebuild puts back."""

    def setUp(self):
        super().setUp()
        self.steel = self.make_lot("STEEL-1")
        pump = self.make_product("Pump", tracking="serial")
        kit = self.make_product("Kit", tracking="serial")
        self.receive((self.steel, 5))
        [self.pump] = self.make_serials(pump, "PUMP-1")
        self.make(self.pump, [(self.steel, 1)])
        [self.kit] = self.make_serials(kit, "KIT-1")
        self.make(self.kit, [(self.pump, 1)])

    def lots_below(self):
        return {node["lot"] for node in self.trace(self.steel, "down")["nodes"] if node["lot"]}

    def test_nobody_writes_passages(self):
        passages = self.env["meddev.genealogy.passage"].search([])
        self.assertIn((self.pump.product_id, "into"), [(one.product_id, one.side) for one in passages])
        for role in ("operator", "quality_manager", "regulatory", "system"):
            user = new_test_user(self.env, f"passage-{role}", groups=f"meddev_base.group_{role}")
            own = passages.with_user(user).with_context(force_delete=True, meddev_genealogy_open=True)
            for change in (own.unlink, lambda own=own: own.write({"side": "out of"}), own[:1].copy):
                with self.subTest(role), self.assertRaises(AccessError):
                    change()

    def test_a_rebuild_puts_back_what_was_taken_away_past_odoo(self):
        everything = {"STEEL-1", "PUMP-1", "KIT-1"}
        self.assertEqual(self.lots_below(), everything)
        self.env.cr.execute("DELETE FROM meddev_genealogy_passage")
        self.assertEqual(self.lots_below(), everything - {"KIT-1"})
        with self.assertLogs("odoo.addons.meddev_genealogy.models.genealogy_rebuild", "WARNING") as told:
            self.env["meddev.genealogy.link"]._compare_nightly()
        self.assertRegex(told.output[0], r"Of \d+ products it was not known that their lots lead on")
        self.assertEqual(self.lots_below(), everything)

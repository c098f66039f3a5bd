from odoo.tests import tagged

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

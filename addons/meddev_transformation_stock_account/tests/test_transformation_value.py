from odoo.tests import tagged

from odoo.addons.meddev_transformation.tests.common import TransformationCase


@tagged("post_install", "-at_install")
class TestTransformationValue(TransformationCase):
    """The stock is worth the same before and after."""

    def value_kept(self, **category):
        values = {"name": "Valued", "property_cost_method": "fifo", **category}
        product = self.make_product("Valued pump", categ_id=self.env["product.category"].create(values).id)
        lots = self.make_lot("F1", product) + self.make_lot("F2", product)
        for lot, cost in zip(lots, (10, 20)):
            product.standard_price = cost
            self.receive((lot, 5))
        product.invalidate_recordset()
        before = product.total_value
        document = self.transform("split", [(lots[0], 5)], [("F1-A", 2), ("F1-B", 3)])
        self.transform("merge", [(document.output_ids.lot_id[0], 2), (lots[1], 5)], [("F-ALL", 7)])
        product.invalidate_recordset()
        self.assertTrue(before)
        self.assertAlmostEqual(product.total_value, before)

    def test_by_fifo(self):
        self.value_kept()

    def test_by_average(self):
        self.value_kept(property_cost_method="average")

    def test_by_standard_price(self):
        self.value_kept(property_cost_method="standard")

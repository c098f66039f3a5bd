from odoo.fields import Command
from odoo.tests import tagged

from .common import ManufacturingCase


@tagged("post_install", "-at_install")
class TestTraceOfKits(ManufacturingCase):
    def setUp(self):
        super().setUp()
        self.pin, self.screw = self.make_lot("PIN-1"), self.make_lot("SCREW-1")
        self.receive((self.pin, 10), (self.screw, 10))
        self.kit = self.make_product("Fixation Set", tracking="none", is_storable=False)
        parts = [(self.pin.product_id, 2), (self.screw.product_id, 4)]
        self.env["mrp.bom"].create({
            "product_tmpl_id": self.kit.product_tmpl_id.id,
            "type": "phantom",
            "bom_line_ids": [Command.create({"product_id": part.id, "product_qty": needed}) for part, needed in parts],
        })  # fmt: skip

    def test_each_lot_in_a_delivered_kit_reaches_the_customer(self):
        delivery = self.planned_transfer(self.stock, self.at_customer, (self.kit, 1), partner=self.clinic)
        delivery.move_ids.picked = True
        self.finish(delivery)
        for lot, quantity in ((self.pin, 2.0), (self.screw, 4.0)):
            answer = self.trace(lot, "down")
            self.assertEqual(self.told(answer), {(lot.name, "shipped", "City Clinic", quantity)})
            self.assertEqual(answer["links"][0]["document"], delivery.name)

    def test_a_kit_in_an_order_is_its_parts(self):
        order = self.order([batch := self.make_lot("BATCH-1")], [(self.kit, 1)], quantity=1)
        self.produce(order, [batch], [(self.pin, 2), (self.screw, 4)], 1)
        consumed = {link for link in self.told(self.trace(batch, "up")) if link[1] == "consumed"}
        self.assertEqual(consumed, {("PIN-1", "consumed", order.name, 2.0), ("SCREW-1", "consumed", order.name, 4.0)})

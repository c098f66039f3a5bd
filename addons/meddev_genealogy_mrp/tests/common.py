"""Manufacturing orders and unbuilds, done by the operator, on top of the lots and transfers of the genealogy."""

from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.meddev_genealogy.tests.common import GenealogyCase


class ManufacturingCase(GenealogyCase):
    def make_serials(self, product, *names):
        return [self.make_lot(name, product) for name in names]

    def order(self, lots, parts, quantity=None, byproducts=()):
        """A confirmed order for ``quantity`` (else as many units as ``lots``) from ``parts`` (pairs)."""
        product = self.product_of(lots[0])
        quantity = quantity or len(lots)
        order = self.env["mrp.production"].with_user(self.operator).create({
            "product_id": product.id,
            "product_qty": quantity,
            "bom_id": False,
            "move_raw_ids": [
                Command.create({"product_id": part.id, "product_uom_qty": needed})
                for part, needed in self.needs(parts).items()
            ],
            "move_byproduct_ids": [
                Command.create({"product_id": self.product_of(lot).id, "product_uom_qty": made})
                for lot, made in byproducts
            ],
        })  # fmt: skip
        order.action_confirm()
        return order

    def needs(self, parts):
        needs = {}
        for lot, quantity in parts:
            product = self.product_of(lot)
            needs[product] = needs.get(product, 0) + quantity
        return needs

    def make(self, lots, parts, quantity=None, byproducts=()):
        """A done order: ``lots`` were made of ``parts``, which are pairs of lot or product and quantity."""
        order = self.order(lots, parts, quantity, byproducts)
        return self.produce(order, lots, parts, quantity or len(lots), byproducts)

    def produce(self, order, lots, parts, quantity, byproducts=()):
        if lots[0]._name == "stock.lot":
            order.lot_producing_ids = [lot.id for lot in lots]
        order.qty_producing = quantity
        order._set_qty_producing()
        for move in order.move_raw_ids:
            self.record(move, *[(lot, taken) for lot, taken in parts if self.product_of(lot) == move.product_id])
        for move in order.move_byproduct_ids:
            self.record(move, *[(lot, made) for lot, made in byproducts if self.product_of(lot) == move.product_id])
        return self.close(order)

    def close(self, order):
        """Mark as done, answering yes when asked for a backorder."""
        action = order.button_mark_done()
        if isinstance(action, dict) and action.get("res_model") == "mrp.production.backorder":
            asked = order.env[action["res_model"]].with_context(**action["context"])
            Form(asked).save().action_backorder()
        self.assertEqual(order.state, "done")
        return order

    def unbuild(self, order, lot, quantity=1):
        values = {"mo_id": order.id, "product_id": lot.product_id.id, "lot_id": lot.id, "product_qty": quantity}
        unbuild = self.env["mrp.unbuild"].with_user(self.operator).create(values)
        unbuild.action_unbuild()
        self.assertEqual(unbuild.state, "done")
        return unbuild

"""Transformations by an inspector, signed by a quality manager, on top of the lots and transfers of the genealogy."""

from odoo.fields import Command

from odoo.addons.meddev_base.tests.common import RpcCase
from odoo.addons.meddev_genealogy.tests.common import GenealogyCase


class TransformationCase(GenealogyCase, RpcCase):
    def setUp(self):
        super().setUp()
        self.inspector = self.make_user("trf-inspector", "quality_user")
        self.manager = self.make_user("trf-manager", "quality_manager")
        self.manager.with_user(self.manager).sudo()._change_password("trf-manager-secret")
        self.pump = self.make_product("Pump")
        self.lot, self.other = self.make_lot("P1", self.pump), self.make_lot("P2", self.pump)
        self.receive((self.lot, 10), (self.other, 10))

    def transformation(self, kind, taken, made, user=None, **values):
        """A draft; ``taken`` are pairs of lot and quantity, ``made`` pairs of name and quantity."""
        document = {
            "kind": kind,
            "product_id": taken[0][0].product_id.id if taken else self.pump.id,
            "reason": "Labels of the wrong language",
            "input_ids": [
                Command.create({"lot_id": lot.id, "location_id": self.stock.id, "quantity": quantity})
                for lot, quantity in taken
            ],
            "output_ids": [
                Command.create({"name": name, "quantity": quantity, **dict(zip(("expiry",), more))})
                for name, quantity, *more in made
            ],
        }  # fmt: skip
        return self.env["meddev.transformation"].with_user(user or self.inspector).create({**document, **values})

    def approve(self, document, user=None):
        user = user or self.manager
        return document.with_user(user)._sign("done", {"login": user.login, "password": f"{user.login}-secret"})

    def transform(self, kind, taken, made, **values):
        document = self.transformation(kind, taken, made, **values)
        document.action_submit()
        self.approve(document)
        return document

    def lot_named(self, name):
        return self.env["stock.lot"].search([("name", "=", name), ("product_id", "=", self.pump.id)])

    def on_hand(self, lot):
        lot.invalidate_recordset(["product_qty"])
        return lot.sudo().product_qty

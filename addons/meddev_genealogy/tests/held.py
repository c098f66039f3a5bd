"""Lots that quality releases by signature, or holds; and an operator who attacks over RPC with what he may do."""

from odoo.tests import new_test_user

from odoo.addons.meddev_base.tests.common import RpcCase

from .common import GenealogyCase


class HeldLotCase(GenealogyCase, RpcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspector = new_test_user(cls.env, "test-inspector", groups="meddev_base.group_quality_user")
        cls.manager = new_test_user(cls.env, "test-manager", groups="meddev_base.group_quality_manager")
        cls.manager.with_user(cls.manager).sudo()._change_password("test-manager-own")
        cls.pump = cls.make_product("Pump", lot_release="required")

    def setUp(self):
        super().setUp()
        self.clerk = self.make_user("use-clerk", "operator")

    def received(self, name, quantity=5, product=None, is_released=False):
        lot = self.make_lot(name, product or self.pump)
        self.receive((lot, quantity))
        if is_released:
            self.release(lot)
        return lot

    def release(self, lots, target="released", reason="Tests passed"):
        credentials = {"login": self.manager.login, "password": "test-manager-own"}
        return lots.with_user(self.manager)._sign(target, credentials, reason)

    def hold(self, lot):
        lot.with_user(self.inspector).action_hold()

    def rpc(self, record, method, *args, **kwargs):
        """Call ``method`` of ``record`` as the clerk, from outside."""
        return self.xmlrpc(self.clerk, record._name, method, record.ids, *args, **kwargs)

    def line_of(self, move, lot, quantity=1, **values):
        """Values of a line of ``move``, for a caller over RPC."""
        return {
            "move_id": move.id, "picking_id": move.picking_id.id, "product_id": move.product_id.id, "lot_id": lot.id,
            "quantity": quantity, "location_id": move.location_id.id, "location_dest_id": move.location_dest_id.id,
            "picked": True, **values,
        }  # fmt: skip

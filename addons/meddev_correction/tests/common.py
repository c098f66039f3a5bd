"""Corrections by the operator, approved by a quality manager, on top of the lots and transfers of the genealogy."""

from odoo.fields import Command

from odoo.addons.meddev_base.tests.common import RpcCase
from odoo.addons.meddev_genealogy.tests.common import GenealogyCase


class CorrectionCase(GenealogyCase, RpcCase):
    def setUp(self):
        super().setUp()
        self.clerk = self.make_user("cor-clerk", "operator")
        self.manager = self.make_user("cor-manager", "quality_manager")
        self.manager.with_user(self.manager).sudo()._change_password("cor-manager-secret")
        self.pump = self.make_product("Pump")
        self.lot, self.other = self.make_lot("P1", self.pump), self.make_lot("P2", self.pump)
        self.receipt = self.receive((self.lot, 10), (self.other, 10))
        self.delivery = self.ship((self.lot, 2))
        self.line = self.delivery.move_line_ids

    def correction(self, *lines, reason="Read from the wrong label", user=None):
        """A draft; ``lines`` are pairs of a done line and values, as ``{"lot": P2}``."""
        columns = {"lot": "right_lot_id", "quantity": "right_quantity", "date": "right_date",
                   "partner": "right_partner_id"}  # fmt: skip
        return self.env["meddev.correction"].with_user(user or self.clerk).create({
            "reason": reason,
            "line_ids": [
                Command.create({
                    "move_line_id": line.id, "field_name": name,
                    columns[name]: value.id if hasattr(value, "id") else value,
                })
                for line, values in lines
                for name, value in values.items()
            ],
        })  # fmt: skip

    def write_movement(self, correction, words):
        """Have the lines say ``words``, as a version before this one wrote them."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE meddev_correction_line SET movement = %s WHERE correction_id = %s", (words, correction.id)
        )
        correction.line_ids.invalidate_recordset()

    def approve(self, correction, user=None):
        user = user or self.manager
        return correction.with_user(user)._sign("applied", {"login": user.login, "password": f"{user.login}-secret"})

    def correct(self, *lines):
        correction = self.correction(*lines)
        correction.action_request()
        self.approve(correction)
        return correction

    def on_hand(self, lot):
        lot.invalidate_recordset(["product_qty"])
        return lot.sudo().product_qty

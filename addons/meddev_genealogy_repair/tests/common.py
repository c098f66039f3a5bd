"""Repairs done by the operator, on top of the lots and transfers of the genealogy."""

from odoo.fields import Command

from odoo.addons.meddev_genealogy.tests.common import GenealogyCase


class RepairCase(GenealogyCase):
    def repair(self, unit, **parts):
        """A done repair of ``unit`` (a lot, or a product without lots).

        :param parts: pairs of lot or product and quantity, as ``add``, ``remove`` and ``recycle``
        """
        product = self.product_of(unit)
        repair = self.env["repair.order"].with_user(self.operator).create({
            "product_id": product.id,
            "product_qty": 1,
            "product_uom": product.uom_id.id,
            "lot_id": unit.id if unit != product else False,
            "picking_type_id": self.warehouse.repair_type_id.id,
            "move_ids": [
                Command.create({
                    "product_id": self.product_of(lot).id, "product_uom_qty": quantity, "repair_line_type": kind
                })
                for kind, goods in parts.items()
                for lot, quantity in goods
            ],
        })  # fmt: skip
        repair._action_repair_confirm()
        repair.action_repair_start()
        for move in repair.move_ids:
            goods = parts[move.repair_line_type]
            self.record(move, *[pair for pair in goods if self.product_of(pair[0]) == move.product_id])
        repair.action_repair_end()
        self.assertEqual(repair.state, "done")
        return repair

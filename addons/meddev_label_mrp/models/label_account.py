from odoo import fields, models


class MeddevLabelAccount(models.Model):
    """The labels of all lots that an order makes are kept in one account."""

    _inherit = "meddev.label.account"

    production_id = fields.Many2one(
        "mrp.production",
        "Manufacturing Order",
        check_company=True,
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    _one_open_order = models.UniqueIndex(
        "(production_id, level) WHERE state = 'open' AND production_id IS NOT NULL",
        "This order has an open label account already.",
    )

    def _guarded_names(self):
        return {*super()._guarded_names(), "production_id"}

    def _of_lot(self, lot, level=0):
        """While a lot is being made, its labels are its order's."""
        orders = self.env["mrp.production"].search(
            [("lot_producing_ids", "in", lot.ids), ("state", "not in", ("draft", "done", "cancel"))], limit=1
        )
        return self._of_order(orders, level) if orders else super()._of_lot(lot, level)

    def _of_order(self, order, level=0):
        """The open account of ``order``; made where there is none, with as many labels planned as it makes units."""
        found = self.search([("production_id", "=", order.id), ("level", "=", level), ("state", "=", "open")], limit=1)
        if found:
            return found
        about = {"production_id": order.id, "level": level}
        return self._open(order.product_id, order.company_id, planned=0 if level else order._label_quantity(), **about)

    def _covers(self, lot):
        return lot in self.production_id.lot_producing_ids if self.production_id else super()._covers(lot)

    def action_print(self):
        """Open a new print in this account."""
        self.ensure_one()
        return self.production_id.action_print_labels() if self.production_id else super().action_print()

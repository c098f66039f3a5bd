from odoo import api, fields, models


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

    def _of_lots(self, lots, level=0):
        """While a lot is being made, its labels are its order's."""
        orders = lots._orders_making()
        being_made = lots.filtered(orders.get)
        made = {lot: self._of_order(orders[lot], level) for lot in being_made}
        return {**super()._of_lots(lots - being_made, level), **made}

    def _of_order(self, order, level=0):
        """The open account of ``order``; made where there is none."""
        found = self.search([("production_id", "=", order.id), ("level", "=", level), ("state", "=", "open")], limit=1)
        about = {"production_id": order.id, "level": level}
        return found or self._open([(order.product_id, order.company_id, about)])

    @api.depends("production_id")
    def _compute_planned(self):
        return super()._compute_planned()

    def _planned(self):
        order = self.production_id
        return order._first_issue(self.level) if order else super()._planned()

    def _lots(self):
        return self.production_id.lot_producing_ids if self.production_id else super()._lots()

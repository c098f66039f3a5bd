from collections import defaultdict

from odoo import models


class MeddevLabelPrint(models.Model):
    """An order issues as many labels as it makes units, whatever their lots."""

    _inherit = "meddev.label.print"

    def _issues(self):
        orders = self.line_ids.lot_id._orders_making()
        asked = defaultdict(int)
        for line in self.line_ids:
            if order := orders.get(line.lot_id):
                asked[order] += line.quantity
        of_orders = [
            (order._first_issue(self.level), order._labels_issued(self.level), quantity)
            for order, quantity in asked.items()
        ]
        return [*super()._issues(), *of_orders]

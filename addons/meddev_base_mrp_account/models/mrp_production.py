from odoo import fields, models


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    # The entries belong to the order they were posted for. Odoo copies them to each backorder, which only an accountant
    # may, so that an operator could not finish an order in parts.
    wip_move_ids = fields.Many2many(copy=False)

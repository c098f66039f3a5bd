from odoo import fields, models


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    is_other_lot_scanned = fields.Boolean(
        "Accept Other Lots",
        help="When scanning, a lot that is free and released is taken though another one is reserved. Without it only "
        "reserved lots are, so that what expires first leaves first.",
    )

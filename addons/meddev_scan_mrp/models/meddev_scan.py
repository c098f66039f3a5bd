from odoo import models


class MeddevScan(models.AbstractModel):
    _inherit = "meddev.scan"

    def _documents(self):
        return ["mrp.production", *super()._documents()]

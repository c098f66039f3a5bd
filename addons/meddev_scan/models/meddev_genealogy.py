from odoo import models
from odoo.exceptions import UserError


class MeddevGenealogy(models.AbstractModel):
    _inherit = "meddev.genealogy"

    def _find_code(self, code):
        """A UDI names the lot or serial number of its product, or the product where it carries neither."""
        return super()._find_code(code) or self._find_udi(code)

    def _find_udi(self, code):
        try:
            scanned = self.env["meddev.scan.reading"]._read(code)
        except UserError:
            return []  # the screen looks for similar names then
        if not scanned.name:
            return [scanned.product]
        domain = [("product_id", "=", scanned.product.id), ("name", "=", scanned.name)]
        return list(self.env["stock.lot"].search(domain))

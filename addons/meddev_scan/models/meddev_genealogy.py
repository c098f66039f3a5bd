from odoo import models


class MeddevGenealogy(models.AbstractModel):
    _inherit = "meddev.genealogy"

    def _find_code(self, code):
        """A UDI names the lot or serial number of its product, or the product where it carries neither."""
        return super()._find_code(code) or self._find_udi(code)

    def _find_udi(self, code):
        said = self.env["meddev.udi"]._parse(code)
        if not said["valid"] or not said["product"]:
            return []
        product = self.env["product.product"].browse(said["product"]["id"])
        # A serial number is nearer to the unit than the lot it belongs to.
        names = [name for name in (said["serial"], said["lot"]) if name]
        for name in names:
            if lots := self.env["stock.lot"].search([("product_id", "=", product.id), ("name", "=", name)]):
                return list(lots)
        return [] if names else [product]

from odoo import models
from odoo.exceptions import UserError


class MeddevAsBuiltScreen(models.AbstractModel):
    """Labels of components and units are read as what they say; a unit's own label adds it to the order."""

    _inherit = "meddev.as.built.screen"

    def _read_scan(self, order, code, before):
        products = order.product_id | order._as_built_moves().product_id
        scanned = self.env["meddev.scan.reading"]._read(code, before, products)
        if not scanned.name:
            return self.env["stock.lot"], {
                "message": self.env["meddev.scan"]._words_of_wait(scanned),
                "before": list(scanned.codes),
            }
        # A unit that is reworked is its own component, and scanned a second time it is meant as one.
        lot = order._scan_component_lot(scanned) if scanned.product in order._as_built_needs() else None
        if scanned.product == order.product_id and not lot:
            return order._scan_unit(scanned), None
        if not lot:
            raise UserError(
                self.env._(
                    "%(product)s is no component of %(order)s. It takes: %(names)s.",
                    product=scanned.product.display_name,
                    order=order.name,
                    names=", ".join(product.display_name for product in order._as_built_needs()) or "-",
                )
            )
        return lot, None

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.meddev_base.models.workflow_mixin import is_uninstalling

from .meddev_udi import spellings
from .product_product import candidates, check_free


class ProductUom(models.Model):
    _inherit = "product.uom"

    @api.constrains("barcode", "product_id")
    def _check_barcode_is_identifier(self):
        for packaging in self.sudo():
            check_free(packaging.product_id, packaging.barcode, ("package",))

    def write(self, vals):
        kept = {packaging: packaging._active_di() for packaging in self}
        result = super().write(vals)
        for packaging, di in kept.items():
            if di and (
                packaging.barcode not in spellings(di.code)
                or packaging.product_id != di.product_id
                or packaging.uom_id != di.uom_id
            ):
                raise ValidationError(packaging._kept_text(di))
        return result

    def unlink(self):
        if not is_uninstalling(self.env):
            self._check_not_in_use()
        return super().unlink()

    def _check_not_in_use(self):
        for packaging in self:
            if di := packaging._active_di():
                raise UserError(packaging._kept_text(di))

    def _active_di(self):
        """The active identifier that this packaging's barcode is."""
        return self.env["meddev.udi.di"].sudo().search(
            [
                ("code", "in", candidates(self.barcode)), ("product_id", "=", self.product_id.id),
                ("kind", "=", "package"), ("state", "=", "active"),
            ], limit=1,
        )  # fmt: skip

    def _kept_text(self, di):
        return self.env._(
            "%(code)s is the active device identifier of %(product)s in %(unit)s and stays its barcode. "
            "Retire the identifier first.",
            code=di.code,
            product=di.product_id.display_name,
            unit=di.uom_id.display_name,
        )

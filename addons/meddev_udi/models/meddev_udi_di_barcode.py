from odoo import fields, models
from odoo.exceptions import UserError

from .meddev_udi import spellings


class MeddevUdiDi(models.Model):
    """The barcodes of Odoo follow the active identifiers: the product's the base, a packaging's the package."""

    _name = "meddev.udi.di"
    _inherit = ["meddev.udi.di"]

    packaging_id = fields.Many2one(
        "product.uom", "Packaging Barcode", compute="_compute_packaging_id", compute_sudo=True,
        help="The packaging of the product in Inventory that has this identifier as its barcode.",
    )  # fmt: skip

    def _compute_packaging_id(self):
        packagings = self.env["product.uom"].search([("product_id", "in", self.product_id.ids)])
        for di in self:
            codes = spellings(di.code)
            own = packagings.filtered(lambda row, di=di: row.product_id == di.product_id)
            di.packaging_id = own.filtered(lambda row, codes=codes: row.barcode in codes)[:1]

    def _has_packaging(self):
        """Whether the identifier is a packaging's barcode: packages around the base that is the product's."""
        return self.kind == "package" and self.base_id.kind == "base"

    def _check_barcodes(self):
        """Raise when a barcode that the identifier needs is somebody else's."""
        codes = spellings(self.code)
        product = self.sudo().product_id
        other = self.env["product.product"].sudo().with_context(active_test=False).search(
            [("barcode", "in", codes), ("id", "!=", product.id)], limit=1
        )  # fmt: skip
        packaging = self.env["product.uom"].sudo().search([("barcode", "in", codes)], limit=1)
        if packaging and (not self._has_packaging() or packaging.product_id != product):
            other = packaging.product_id
        if self.kind not in ("base", "secondary") and product.barcode in codes:
            other = product
        if other:
            raise UserError(
                self.env._(
                    "%(code)s is the barcode of %(product)s at another level. Remove it there, then sign.",
                    code=self.code,
                    product=other.display_name,
                )
            )
        if self._has_packaging():
            self._check_factor((self.uom_id or packaging.uom_id).sudo())

    def _check_factor(self, uom):
        """Raise when the packaging of Inventory holds another number than the chain of packages says."""
        product = self.sudo().product_id
        if not uom:
            return
        held = uom._compute_quantity(1, product.uom_id, round=False)
        if round(held, 6) != self.base_quantity:
            raise UserError(
                self.env._(
                    "%(package)s holds %(chain)s base packages, its packaging %(unit)s in Inventory %(held)s. "
                    "Correct one of them, then sign.",
                    package=self.display_name,
                    chain=self.base_quantity,
                    unit=uom.display_name,
                    held=held,
                )
            )

    def _put_barcodes(self):
        """Write the barcodes of what became active; regulatory affairs edits no products otherwise."""
        for di in self:
            if di.kind == "base":
                di._put_product_barcode()
            elif di._has_packaging():
                di._put_packaging()

    def _put_product_barcode(self):
        product = self.sudo().product_id
        before = product.barcode
        if before in spellings(self.code):
            return
        product.barcode = self.code
        if before:
            self.message_post(
                body=self.env._("The barcode of the product was %(old)s and is %(new)s.", old=before, new=self.code)
            )

    def _put_packaging(self):
        product = self.sudo().product_id
        packaging = self.env["product.uom"].sudo().search(
            [("barcode", "in", spellings(self.code)), ("product_id", "=", product.id)], limit=1
        )  # fmt: skip
        uom = packaging.uom_id or self.sudo().uom_id or self._make_uom()
        if not packaging:
            self.env["product.uom"].sudo().create(
                {
                    "product_id": product.id, "uom_id": uom.id, "barcode": self.code,
                    "company_id": product.company_id.id,
                }
            )  # fmt: skip
        if uom not in product.uom_ids:
            product.uom_ids += uom
        if self.uom_id != uom:
            self._through_gate({"uom_id": uom.id})

    def _make_uom(self):
        name = self.env._(
            "%(package)s of %(quantity)s",
            package=self.package_type or self.env._("Package"),
            quantity=self.base_quantity,
        )
        return self.env["uom.uom"].sudo().create(
            {
                "name": name,
                "relative_factor": self.base_quantity,
                "relative_uom_id": self.sudo().product_id.uom_id.id,
            }
        )  # fmt: skip

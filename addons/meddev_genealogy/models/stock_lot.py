from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class StockLot(models.Model):
    _inherit = "stock.lot"

    @api.model
    def _find_by_name(self, name, product=None):
        """The one lot or serial number called ``name``.

        :param name: name or database id
        :param product: internal reference, barcode, name or database id; needed where two products share the name
        :raises ValidationError: no such lot, or several; then all of them are named
        """
        lots = self._called(name)
        if not lots:
            raise ValidationError(self.env._("There is no lot or serial number %s. Check the spelling.", name))
        if product not in (None, ""):
            chosen = lots.filtered_domain(self._product_domain(product))
            if not chosen:
                raise ValidationError(
                    self.env._(
                        "Lot %(lot)s is not of product %(product)s but of %(products)s.",
                        lot=name,
                        product=product,
                        products=", ".join(lots.product_id.mapped("display_name")),
                    )
                )
            lots = chosen
        if len(lots) > 1:
            raise lots._ambiguous(name)
        return lots

    @api.model
    def _called(self, name):
        # True is an int to Python, and no id.
        if type(name) is int:
            return self.search([("id", "=", name)])
        return self.search([("name", "=", name)]) if name and isinstance(name, str) else self.browse()

    def _ambiguous(self, name):
        """What to say of these lots that are all called ``name``."""
        words = {"count": len(self), "lot": name}
        if len(self.product_id) == 1:
            # Nothing but the id says which of two companies' lots is meant.
            everybody = self.env._("all companies")
            named = (f"{lot.company_id.name or everybody}: {lot.id}" for lot in self)
            return ValidationError(
                self.env._(
                    "%(count)s lots of %(product)s are called %(lot)s (%(companies)s). "
                    "Give the number behind the company instead of the name.",
                    product=self.product_id.display_name,
                    companies="; ".join(named),
                    **words,
                )
            )
        return ValidationError(
            self.env._(
                "%(count)s lots are called %(lot)s: %(products)s. Name the product too.",
                products="; ".join(self.product_id.mapped("display_name")),
                **words,
            )
        )

    @api.model
    def _product_domain(self, product):
        # True is an int to Python, and to Odoo "any product at all".
        if type(product) is int:
            return Domain("product_id", "=", product)
        if not isinstance(product, str):
            return Domain.FALSE
        return Domain.OR(Domain(f"product_id.{name}", "=", product) for name in ("default_code", "barcode", "name"))

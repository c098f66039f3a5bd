from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError


class ProductCategory(models.Model):
    """Whether these products carry a UDI."""

    _inherit = "product.category"

    is_udi_required = fields.Boolean(
        "Needs a UDI", help="Lot and serial numbers of these products must fit into a UDI. Regulatory affairs decides."
    )

    def write(self, vals):
        if "is_udi_required" in vals and not vals["is_udi_required"] and any(self.mapped("is_udi_required")):
            check_regulatory(self)
        return super().write(vals)

    def unlink(self):
        if any(self.mapped("is_udi_required")):
            check_regulatory(self)
        return super().unlink()


def check_regulatory(records):
    """That a product needs no UDI is decided by regulatory affairs, not by whoever may edit products."""
    user = records.env.user
    # Asked of the user, not of sudo: a product writes its template's fields with all rights.
    if records.env.uid != SUPERUSER_ID and not user.has_group("meddev_base.group_regulatory"):
        raise AccessError(records.env._("That products need no UDI is decided by regulatory affairs."))

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError


class ProductTemplate(models.Model):
    """Whether it is recorded, unit by unit, which component lots went into it."""

    _inherit = "product.template"

    is_as_built_required = fields.Boolean(
        "As-Built per Unit",
        help="An order is closed only when the component lots of each unit are recorded. For implants and active "
        "devices; the product is tracked by serial number.",
    )

    @api.constrains("is_as_built_required", "tracking")
    def _check_as_built_has_serials(self):
        for product in self:
            if product.is_as_built_required and product.tracking != "serial":
                raise ValidationError(
                    self.env._(
                        "%s is not tracked by unique serial number, so there is no unit to record components for. "
                        "Track it by serial number, then ask for as-built.",
                        product.display_name,
                    )
                )

    def write(self, vals):
        if "is_as_built_required" in vals:
            changed = self.filtered(lambda one: one.is_as_built_required != bool(vals["is_as_built_required"]))
            changed._check_may_decide_as_built()
        return super().write(vals)

    def _check_may_decide_as_built(self):
        # Asked of the user, not of sudo: a product writes its template's fields with all rights.
        user = self.env.user
        if not self or self.env.uid == SUPERUSER_ID:
            return
        if not any(user.has_group(f"meddev_base.group_{role}") for role in ("quality_manager", "engineering")):
            raise AccessError(
                self.env._("Whether as-built is recorded per unit is decided by a quality manager or by engineering.")
            )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _is_as_built_kept(self):
        """Whether each unit of this product has a record of its components."""
        return bool(self) and self.is_as_built_required and self.tracking == "serial"

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

GUARDED = {"is_lot_release_required", "lot_release"}


class ProductCategory(models.Model):
    """Whether lots of these products wait for release by quality."""

    _inherit = "product.category"

    is_lot_release_required = fields.Boolean(
        "Lots Wait for Release", help="New lots start in quarantine until a quality manager signs their release."
    )

    @api.model_create_multi
    def create(self, vals_list):
        _check_quality(self, {name for vals in vals_list for name, value in vals.items() if value})
        return super().create(vals_list)

    def write(self, vals):
        _check_quality(self, vals)
        return super().write(vals)

    def unlink(self):
        if strict := self.filtered("is_lot_release_required"):
            _check_quality(strict, GUARDED)
        return super().unlink()


class ProductTemplate(models.Model):
    _inherit = "product.template"

    lot_release = fields.Selection(
        [("category", "As the category says"), ("required", "Lots wait for release"), ("none", "No release needed")],
        default="category",
        required=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        # Of what came out, not of what was sent: a default in the context says it as well.
        if "none" in products.mapped("lot_release"):
            _check_quality(self, {"lot_release"})
        return products

    def write(self, vals):
        _check_quality(self, vals)
        strict = self.filtered(lambda product: product._is_lot_release_required())
        tracked = self.filtered(lambda product: product.tracking != "none")
        result = super().write(vals)
        # Of what came out, not of what was sent: Odoo computes it from other fields, past every write.
        untracked = tracked.filtered(lambda product: product.tracking == "none")
        if untracked & strict:
            _check_quality(untracked, GUARDED)
        untracked._check_no_lots()
        if "categ_id" in vals and not all(product._is_lot_release_required() for product in strict):
            _check_quality(self, {"lot_release"})
        return result

    def _check_no_lots(self):
        """Refuse to give up lots where there are some that moved: goods would leave without one, held ones, too."""
        lots = self.env["stock.lot"].sudo().search([("product_id.product_tmpl_id", "in", self.ids)])
        if used := lots._used()[:1]:
            raise UserError(
                self.env._(
                    "%(product)s has lots that moved, such as %(lot)s, and stays tracked by lot or serial number. "
                    "For goods without lots make a product of its own.",
                    product=used.product_id.display_name,
                    lot=used.name,
                )
            )

    def _is_lot_release_required(self):
        if self.lot_release == "category":
            return self.categ_id.is_lot_release_required
        return self.lot_release == "required"


class ProductProduct(models.Model):
    _inherit = "product.product"

    def write(self, vals):
        strict = self.browse()
        if "product_tmpl_id" in vals:
            strict = self.filtered(lambda product: product.product_tmpl_id._is_lot_release_required())
        result = super().write(vals)
        if not all(product.product_tmpl_id._is_lot_release_required() for product in strict):
            _check_quality(strict, GUARDED)
        return result


def _check_quality(records, names):
    """Whether lots start in quarantine is a decision of quality, not of whoever may edit products."""
    # Asked of the user, not of sudo: a product writes its template's fields with all rights.
    is_allowed = records.env.uid == SUPERUSER_ID or records.env.user.has_group("meddev_base.group_quality_manager")
    if GUARDED.isdisjoint(names) or is_allowed:
        return
    raise AccessError(records.env._("Whether lots wait for release is decided by a quality manager."))

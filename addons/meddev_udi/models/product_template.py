from odoo import api, fields, models

from .product_category import check_regulatory


class ProductTemplate(models.Model):
    _inherit = "product.template"

    udi_rule = fields.Selection(
        [("category", "As the category says"), ("required", "Needs a UDI"), ("none", "Needs no UDI")],
        "UDI", default="category", required=True,
        help="A product with an active device identifier needs a UDI unless this says that it needs none.",
    )  # fmt: skip
    is_udi_required = fields.Boolean(
        "UDI Required", compute="_compute_is_udi_required", compute_sudo=True, search="_search_is_udi_required"
    )

    udi_di_count = fields.Integer("Number of Identifiers", compute="_compute_udi_di_count", compute_sudo=True)

    @api.depends("udi_rule", "categ_id.is_udi_required")
    def _compute_is_udi_required(self):
        active = self.env["meddev.udi.di"].search(
            [("product_id.product_tmpl_id", "in", self.ids), ("state", "=", "active")]
        ).product_id.product_tmpl_id  # fmt: skip
        for product in self:
            by_rule = product.categ_id.is_udi_required or product._origin in active
            product.is_udi_required = product.udi_rule == "required" or (product.udi_rule == "category" and by_rule)

    @api.model
    def _search_is_udi_required(self, operator, value):
        if operator != "in":
            return NotImplemented
        active = self.env["meddev.udi.di"].sudo().search([("state", "=", "active")]).product_id.product_tmpl_id
        needs = [
            "|", ("udi_rule", "=", "required"), "&", ("udi_rule", "=", "category"),
            "|", ("categ_id.is_udi_required", "=", True), ("id", "in", active.ids),
        ]  # fmt: skip
        return needs if True in value else ["!", *needs]

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("udi_rule") == "none" for vals in vals_list):
            check_regulatory(self)
        return super().create(vals_list)

    def write(self, vals):
        # Set by the user, not by sudo: a variant writes its template's fields with all rights.
        needed = self.filtered("is_udi_required") if vals.keys() & {"udi_rule", "categ_id"} else self.browse()
        result = super().write(vals)
        if needed and not all(needed.mapped("is_udi_required")):
            check_regulatory(self)
        return result

    @api.depends("product_variant_ids.udi_di_ids")
    def _compute_udi_di_count(self):
        for product in self:
            product.udi_di_count = len(product.product_variant_ids.udi_di_ids)

    def action_udi_di(self):
        """Open the identifiers of all variants."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("meddev_udi.meddev_udi_di_action")
        return {
            **action,
            "domain": [("product_id.product_tmpl_id", "=", self.id)],
            "context": {"default_product_id": self.product_variant_id.id},
        }

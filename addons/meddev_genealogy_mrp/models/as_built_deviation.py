from odoo import api, fields, models
from odoo.exceptions import AccessError

_ACCEPTED = object()
FIELDS = ("as_built_deviation", "as_built_accepted")
ROLES = ("quality_user", "quality_manager")


class MrpProduction(models.Model):
    """A unit needs what the bill of materials asks for, whatever is left of it in the order.

    Less, or another component, is a deviation that quality accepts, with the reason: from then on what the order said
    at that moment is what its units need at least.
    """

    _name = "mrp.production"
    _inherit = ["mrp.production"]

    as_built_deviation = fields.Text(
        "Accepted Deviation", copy=False, tracking=True,
        help="Why units of this order need not have every component of the bill of materials in their as-built record. "
        "Written by quality, after the components were changed: what the order asks for now is what counts.",
    )  # fmt: skip
    as_built_accepted = fields.Json("Accepted Components", copy=False, readonly=True, groups="base.group_user")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_deviate({name for name, value in vals.items() if value})
        orders = super().create(vals_list)
        # A default in the context says it as well.
        orders._check_may_deviate({name for name in FIELDS if any(orders.mapped(name))})
        return orders

    def write(self, vals):
        self._check_may_deviate(vals)
        result = super().write(vals)
        if "as_built_deviation" in vals and "as_built_accepted" not in vals:
            for order in self:
                has_reason = (order.as_built_deviation or "").strip()
                order._accept_components(order._as_built_planned() if has_reason else {})
        return result

    def _accept_components(self, per_unit):
        accepted = {str(product.id): quantity for product, quantity in (per_unit or {}).items()}
        self.with_context(meddev_accepted=_ACCEPTED).write({"as_built_accepted": accepted})

    def _share_deviation(self, backorders):
        """The rest of an order is made as the first part was."""
        if self.as_built_deviation:
            backorders.with_context(meddev_accepted=_ACCEPTED).write(
                {"as_built_deviation": self.as_built_deviation, "as_built_accepted": self.as_built_accepted}
            )

    def _check_may_deviate(self, names):
        if self.env.context.get("meddev_accepted") is _ACCEPTED:
            return
        if "as_built_accepted" in names:
            raise AccessError(self.env._("What was accepted is taken from the order, never typed."))
        if "as_built_deviation" in names and not any(
            self.env.user.has_group(f"meddev_base.group_{role}") for role in ROLES
        ):
            raise AccessError(
                self.env._("A deviation from the bill of materials is accepted by inspectors and quality managers.")
            )

    # --- what a unit needs --------------------------------------------------------------------------------------

    def _as_built_least(self):
        """``{component: quantity}`` that a unit has at least: accepted by quality, or of the bill of materials."""
        if (self.as_built_deviation or "").strip():
            accepted = self.sudo().as_built_accepted or {}
            products = self.env["product.product"].browse(map(int, accepted)).exists()
            return {product: accepted[str(product.id)] for product in products}
        return self._as_built_of_bom()

    def _as_built_of_bom(self):
        """What the bill of materials asks for in a unit; of an order without one, that of its product."""
        order, units = self.sudo(), self._as_built_count()
        bom = order.bom_id or order.bom_id._bom_find(order.product_id, company_id=order.company_id.id)[order.product_id]
        if not bom or not units or bom.type == "phantom":
            return {}
        times = order.product_uom_id._compute_quantity(order.product_qty, bom.product_uom_id, round=False)
        _boms, lines = bom.explode(
            order.product_id, times / bom.product_qty, picking_type=bom.picking_type_id,
            never_attribute_values=order.never_product_template_attribute_value_ids,
        )  # fmt: skip
        asked = {}
        for line, exploded in lines:
            product = line.product_id
            if product.tracking != "none" and line.child_bom_id.type != "phantom":
                quantity = line.product_uom_id._compute_quantity(
                    exploded["qty"], product.uom_id, rounding_method="HALF-UP"
                )
                asked[product] = asked.get(product, 0) + quantity / units
        return asked

    def _as_built_planned(self):
        """``{component: quantity}`` that the order's own movements ask for in a unit."""
        units, asked = self._as_built_count(), {}
        for move in self._as_built_moves() if units else ():
            quantity = move.product_uom._compute_quantity(
                move.product_uom_qty, move.product_id.uom_id, rounding_method="HALF-UP"
            )
            asked[move.product_id] = asked.get(move.product_id, 0) + quantity / units
        return asked

    def _as_built_count(self):
        return self.product_uom_id._compute_quantity(self.product_qty, self.product_id.uom_id)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.meddev_base.texts import takes_texts

from .. import as_built

WRITERS = ("operator", "quality_user")
READERS = ("operator", "quality_user", "regulatory", "engineering", "data_steward", "auditor", "system")
SEAL = """
CREATE OR REPLACE FUNCTION meddev_as_built_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM mrp_production
                WHERE id IN (OLD.production_id, NEW.production_id) AND state = 'done') THEN
        RAISE EXCEPTION 'the as-built record of a done order is sealed: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE OR REPLACE TRIGGER meddev_as_built_seal BEFORE INSERT OR UPDATE OR DELETE ON meddev_as_built
    FOR EACH ROW EXECUTE FUNCTION meddev_as_built_seal();
ALTER TABLE meddev_as_built ENABLE ALWAYS TRIGGER meddev_as_built_seal;
"""


class MeddevAsBuilt(models.Model):
    """A component lot that is in one unit of an order (ISO 13485 7.5.9.2; GMP for implants: each unit's components).

    Written by :meth:`record`, :meth:`remove` and the scanning screen alone: nobody has a right to the table itself.
    """

    _name = "meddev.as.built"
    _description = "As-Built Component"
    _order = "production_id desc, lot_id, id"
    _rec_name = "component_lot_id"

    production_id = fields.Many2one(
        "mrp.production", "Manufacturing Order", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="production_id.company_id", store=True, index=True)
    lot_id = fields.Many2one(
        "stock.lot", "Serial Number", required=True, index=True, readonly=True, ondelete="restrict"
    )
    product_id = fields.Many2one(related="lot_id.product_id")
    component_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="restrict")
    component_lot_id = fields.Many2one("stock.lot", required=True, index=True, readonly=True, ondelete="restrict")
    quantity = fields.Float(digits="Product Unit", required=True, readonly=True)
    uom_id = fields.Many2one(related="component_id.uom_id", string="Unit of Measure")
    is_serial = fields.Boolean("Component Has Serial Number", readonly=True)
    recorded_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict", default=lambda self: self.env.uid
    )
    recorded_on = fields.Datetime(required=True, readonly=True, default=lambda self: fields.Datetime.now())

    _unit_lot_unique = models.Constraint(
        "unique(production_id, lot_id, component_lot_id)", "This lot is recorded for this unit already."
    )
    _component_idx = models.Index("(production_id, component_lot_id) INCLUDE (quantity)")
    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "A unit has more than nothing of a lot in it.")
    _serial_unique = models.UniqueIndex(
        "(production_id, component_lot_id) WHERE is_serial",
        "This serial number is recorded for another unit of the order already.",
    )

    def init(self):
        self.env.cr.execute(SEAL)

    # --- the seal -----------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for order in self.env["mrp.production"].sudo().browse({vals["production_id"] for vals in vals_list}):
            self._check_order_open(order)
        entries = super().create(vals_list)
        entries.flush_recordset()  # before the order is done in the database, after which the trigger refuses it
        return entries

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        self._check_open()
        self.flush_recordset()
        return result

    def unlink(self):
        self._check_open()
        return super().unlink()

    def _check_open(self):
        for order in self.sudo().production_id:
            self._check_order_open(order)

    def _check_order_open(self, order):
        if order.state == "done":
            raise UserError(
                self.env._(
                    "%s is done: what is in its units can no longer change here. Parts are exchanged by a repair.",
                    order.name,
                )
            )

    # --- for other systems --------------------------------------------------------------------------------------

    @api.model
    @takes_texts
    def record(self, production, unit, components):
        """Record component lots of one unit, all of them or none; the same call twice has one effect.

        :param production: name or database id of the manufacturing order
        :param unit: serial number of a unit of the order
        :param components: ``[{"lot": str, "product"?: reference, barcode, name or id, "quantity"?: number}]``; the
            quantity is in the component's own unit of measure, and replaces what was recorded of that lot in that
            unit; without one it is what the unit still wants
        :return: ``{"production", "unit", "recorded": [{"lot", "product", "quantity", "uom"}], "missing": [{"product",
            "quantity", "uom"}]}`` of that unit
        :raises ValidationError: unknown order, unit, lot; a malformed component
        :raises UserError: the lot may not be used for this unit
        :raises AccessError: the caller is neither operator nor of quality
        """
        order = self._find_order(production, to_write=True)
        found = self._find_unit(order, unit)
        for one in self._components_of(components):
            lot = self._find_lot(order, one["lot"], one.get("product"))
            self._put(order, found, lot, one.get("quantity"), is_repeatable=True)
        return self._unit_answer(order, found)

    @api.model
    @takes_texts
    def remove(self, production, unit, lot, product=None):
        """Take back that ``lot`` is in ``unit``, while the order is open; parameters and answer as in :meth:`record`.

        :raises ValidationError: the lot is not recorded for this unit
        """
        order = self._find_order(production, to_write=True)
        found = self._find_unit(order, unit, order.lot_producing_ids | order._as_built_entries(None).lot_id)
        entries = order._as_built_entries(found).filtered(lambda entry: entry.component_lot_id.name == lot)
        if len(entries) > 1 or product not in (None, ""):
            wanted = self.env["stock.lot"]._find_by_name(lot, product)
            entries = entries.filtered(lambda entry: entry.component_lot_id == wanted)
        if not entries:
            raise ValidationError(
                self.env._("Lot %(lot)s is not recorded for unit %(unit)s.", lot=lot, unit=found.name)
            )
        entries.unlink()
        return self._unit_answer(order, found)

    @api.model
    @takes_texts
    def missing(self, production):
        """What is not recorded yet for an order; nothing for an order whose product does not ask for as-built.

        :return: ``{"production", "required": bool, "missing": [{"unit", "product", "quantity", "uom"}]}``; ``unit`` is
            "" for a unit that has no serial number yet
        :raises ValidationError: unknown order
        :raises AccessError: the caller has none of the roles
        """
        order = self._find_order(production)
        is_required = order._is_as_built_required()
        lacking = order._as_built_missing() if is_required else []
        told = [
            {"unit": "" if isinstance(lack.unit, int) else lack.unit.name, **_told(lack.component, lack.quantity)}
            for lack in lacking
        ]
        return {"production": order.name, "required": is_required, "missing": told}

    # --- what callers name --------------------------------------------------------------------------------------

    def _find_order(self, production, to_write=False):
        """The order that a caller names, if the caller has a role for what he asks."""
        self._check_role(WRITERS if to_write else READERS)
        orders = self.env["mrp.production"]
        if type(production) is int:
            order = orders.search([("id", "=", production)])
        else:
            order = orders.search([("name", "=", production)]) if isinstance(production, str) else orders
        if len(order) > 1:
            companies = ", ".join(order.company_id.mapped("name"))
            raise ValidationError(
                self.env._("%(order)s is an order of several companies: %(names)s.", order=production, names=companies)
            )
        if not order:
            raise ValidationError(self.env._("There is no manufacturing order %s. Check the number.", production))
        if to_write:
            self._check_may_record(order)
        return order

    def _check_may_record(self, order):
        order.check_access("write")
        if not order._is_as_built_required():
            raise UserError(
                self.env._(
                    "%(order)s makes %(product)s, which asks for no as-built per unit. It is set on the product.",
                    order=order.name,
                    product=order.product_id.display_name,
                )
            )
        if order.state == "cancel":
            raise UserError(self.env._("%s is cancelled: nothing is built. Record in another order.", order.name))
        if order.state == "draft":
            raise UserError(self.env._("%s is a draft. Confirm it first.", order.name))
        self._check_order_open(order)

    def _find_unit(self, order, unit, units=None):
        """The unit that a caller names by its serial number or database id, among those of the order."""
        key = "id" if type(unit) is int else "name"
        found = (units or order.lot_producing_ids).filtered(lambda lot: lot[key] == unit)
        if not found:
            raise ValidationError(
                self.env._(
                    "%(unit)s is no serial number of %(order)s. Enter it in the order first, or scan another one.",
                    unit=unit or "-",
                    order=order.name,
                )
            )
        return found

    def _find_lot(self, order, name, product=None):
        """The lot called ``name``; where products share the name, the one that the order uses."""
        if product in (None, "") and isinstance(name, str):
            products = [product.id for product in order._as_built_needs()]
            lots = self.env["stock.lot"].search([("name", "=", name), ("product_id", "in", products)])
            if len(lots) == 1:
                return lots
        return self.env["stock.lot"]._find_by_name(name, product)

    def _components_of(self, components):
        if not isinstance(components, list) or not components:
            raise ValidationError(self.env._("Components are a list of at least one lot."))
        for number, one in enumerate(components, start=1):
            if not isinstance(one, dict) or not one.get("lot") or one.keys() - {"lot", "product", "quantity"}:
                raise ValidationError(
                    self.env._("Component %s: give lot, and if needed product and quantity, nothing else.", number)
                )
        return components

    def _check_role(self, roles):
        if not any(self.env.user.has_group(f"meddev_base.group_{role}") for role in roles):
            raise AccessError(
                self.env._("What is in a unit is recorded by operators and quality, and read by every role.")
            )

    def _unit_answer(self, order, unit):
        entries = order._as_built_entries(unit)
        lacking = as_built.missing([unit], order._as_built_needs(), entries._as_rules())
        return {
            "production": order.name,
            "unit": unit.name,
            "recorded": [
                {"lot": entry.component_lot_id.name, **_told(entry.component_id, entry.quantity)} for entry in entries
            ],
            "missing": [_told(lack.component, lack.quantity) for lack in lacking],
        }

    def _as_rules(self):
        """These entries as the plain rules know them."""
        return [
            as_built.Entry(entry.lot_id, entry.component_id, entry.component_lot_id, entry.quantity) for entry in self
        ]


def _told(product, quantity):
    return {"product": product.default_code or product.name, "quantity": quantity, "uom": product.uom_id.name}

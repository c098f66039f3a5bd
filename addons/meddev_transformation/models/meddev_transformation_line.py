from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.meddev_base.texts import number_in_words

_MADE = object()


class MeddevTransformationInput(models.Model):
    """Goods of one lot at one place that a transformation takes."""

    _name = "meddev.transformation.input"
    _description = "Input of a Transformation"
    _inherit = ["meddev.sealed.line.mixin"]
    _check_company_auto = True

    _parent_field = "transformation_id"

    transformation_id = fields.Many2one("meddev.transformation", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="transformation_id.company_id", store=True, index=True)
    product_id = fields.Many2one(related="transformation_id.product_id")
    uom_id = fields.Many2one(related="product_id.uom_id")
    lot_id = fields.Many2one(
        "stock.lot", "Lot/Serial Number", required=True, ondelete="restrict", index=True, check_company=True,
        domain="[('product_id', '=', product_id)]",
    )  # fmt: skip
    location_id = fields.Many2one(
        "stock.location", "At", required=True, ondelete="restrict", check_company=True,
        domain="[('usage', '=', 'internal')]",
    )  # fmt: skip
    quantity = fields.Float(digits="Product Unit", required=True)
    available = fields.Float("Free There", digits="Product Unit", compute="_compute_available")

    _once = models.Constraint(
        "unique(transformation_id, lot_id, location_id)", "This lot at this place is in the transformation already."
    )

    def _compute_available(self):
        for line in self:
            line.available = line._available() if line.lot_id and line.location_id else 0.0

    def _check_parent_open(self):
        result = super()._check_parent_open()
        self.transformation_id._check_not_submitted()
        return result

    def _available(self):
        """What lies there loose, nobody else's and not reserved, in the product's unit."""
        return (
            self.env["stock.quant"]
            .sudo()
            ._get_available_quantity(self.product_id, self.location_id, lot_id=self.lot_id, strict=True)
        )

    def _check_available(self):
        if self.location_id.usage != "internal":
            raise UserError(
                self.env._("%s is no place of stock. Choose where the goods are.", self.location_id.display_name)
            )
        available = self._available()
        if self.product_id.uom_id.compare(self.quantity, available) > 0:
            raise UserError(
                self.env._(
                    "%(document)s takes %(quantity)s %(unit)s of lot %(lot)s, and %(available)s are free at %(place)s. "
                    "Free what is reserved or packed, or take less.",
                    document=self.transformation_id.name, quantity=number_in_words(self.quantity),
                    unit=self.product_id.uom_id.name, lot=self.lot_id.name, available=number_in_words(available),
                    place=self.location_id.display_name,
                )
            )  # fmt: skip

    def _keep_stock(self):
        """Have nobody take these goods or decide on these lots before this transaction ends."""
        self.env.flush_all()
        for table, column in (("stock_lot", "id"), ("stock_quant", "lot_id")):
            query = f"SELECT id FROM {table} WHERE {column} = ANY(%s) ORDER BY id FOR UPDATE"  # noqa: S608 - our own names
            self.env.cr.execute(query, (self.lot_id.ids,))
        self.env["stock.quant"].invalidate_model()
        self.lot_id.invalidate_recordset()

    def _move_vals(self):
        document = self.transformation_id
        return document._move_vals(self.lot_id, self.quantity, self.location_id, document._place_between())


class MeddevTransformationOutput(models.Model):
    """A new lot that a transformation makes."""

    _name = "meddev.transformation.output"
    _description = "Output of a Transformation"
    _inherit = ["meddev.sealed.line.mixin"]
    _check_company_auto = True

    _parent_field = "transformation_id"
    _open_fields = frozenset({"lot_id"})  # which only the transformation itself writes, when it is done

    transformation_id = fields.Many2one("meddev.transformation", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="transformation_id.company_id", store=True, index=True)
    uom_id = fields.Many2one(related="transformation_id.product_id.uom_id")
    name = fields.Char("New Lot/Serial Number", required=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    expiry = fields.Datetime(
        "Expires", compute="_compute_expiry", store=True, readonly=False, help="Empty: with the first of what goes in."
    )
    location_id = fields.Many2one(
        "stock.location", "To", ondelete="restrict", check_company=True, domain="[('usage', '=', 'internal')]",
        compute="_compute_location", store=True, readonly=False, help="Empty: where the first of what goes in was.",
    )  # fmt: skip
    lot_id = fields.Many2one("stock.lot", "Made", readonly=True, copy=False, ondelete="restrict", index=True)

    @api.depends("transformation_id.input_ids.lot_id")
    def _compute_expiry(self):
        """Whoever signs reads the date that the new lot will have; what is no draft keeps what was submitted."""
        for output in self:
            document = output.transformation_id
            output.expiry = document._earliest_expiry() if document.state == "draft" else output.expiry

    @api.depends("transformation_id.input_ids.location_id")
    def _compute_location(self):
        for output in self:
            document = output.transformation_id
            place = document.input_ids[:1].location_id if document.state == "draft" else output.location_id
            output.location_id = place

    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_made(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("meddev_made") is not _MADE:
            self._check_not_made(vals)
        return super().write(vals)

    def _fill_in(self):
        """Name what an empty field stands for, so that whoever signs reads it. Nobody is the author of that."""
        document = self.transformation_id
        vals = {"expiry": document._earliest_expiry(), "location_id": document.input_ids[:1].location_id.id}
        if document.state == "draft" and (vals := {name: vals[name] for name in vals if vals[name] and not self[name]}):
            self.with_user(SUPERUSER_ID).write(vals)

    def _check_not_made(self, *vals_list):
        if any("lot_id" in vals for vals in vals_list):
            raise AccessError(self.env._("The new lot is made by the transformation, never by hand."))

    def _check_parent_open(self):
        result = super()._check_parent_open()
        self.transformation_id._check_not_submitted()
        return result

    def _make_lot(self):
        document = self.transformation_id
        vals = {"name": self.name.strip(), "product_id": document.product_id.id, **self._expiry_vals()}
        if document.product_id.company_id:
            vals["company_id"] = document.company_id.id
        lot = self.env["stock.lot"].with_company(document.company_id).create(vals)
        lot._inherit_status(document._inherited_status())
        self.with_context(meddev_made=_MADE).lot_id = lot

    def _expiry_vals(self):
        """Dates of the new lot: as entered, or those of what goes in and expires first."""
        first = self.transformation_id._shortest_lived()
        if self.expiry and self.expiry != self.transformation_id._earliest_expiry():
            return {"expiration_date": self.expiry}
        names = ("expiration_date", "use_date", "removal_date", "alert_date")
        return {name: first[name] for name in names if first and first[name]}

    def _move_vals(self):
        document = self.transformation_id
        place = self.location_id or document.input_ids.sorted("id")[:1].location_id
        return document._move_vals(self.lot_id, self.quantity, document._place_between(), place)

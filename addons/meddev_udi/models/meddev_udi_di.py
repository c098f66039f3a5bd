from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ..identifiers import chain_fault, indicator_fault, normalise
from .meddev_udi import in_language

_lt = LazyTranslate(__name__)
AGENCIES = [("GS1", "GS1"), ("HIBCC", "HIBCC"), ("ICCBBA", "ICCBBA"), ("MA", "MA (ZIIOT)"), ("AHM", "AHM (Ali Health)")]
BASES = ("base", "secondary")
ACTIVATION = {"name": _lt("Activation"), "group": "meddev_base.group_regulatory", "meaning": "approval"}
RETIREMENT = {
    "name": _lt("Retirement"),
    "group": "meddev_base.group_regulatory",
    "meaning": "approval",
    "is_reason_required": True,
}


class MeddevUdiDi(models.Model):
    """A device identifier (UDI-DI): one number for one product in one package, given once and for ever.

    21 CFR 830.40, MDR Annex VI Part C, UDI system rules of China (2019 No. 66) Art. 8: never reassigned.
    """

    _name = "meddev.udi.di"
    _description = "Device Identifier"
    _inherit = ["mail.thread", "mail.activity.mixin", "meddev.workflow.mixin"]
    _order = "product_id, base_quantity, kind, id"
    _rec_name = "code"
    _check_company_auto = True

    _transitions = {"draft": {"active", "retired"}, "active": {"retired"}}
    _final_states = frozenset({"active", "retired"})
    _guarded_fields = frozenset({"state"})
    _sealed_fields = frozenset({
        "code", "agency", "kind", "product_id", "company_id", "contains_id", "quantity", "unit_count", "base_id",
        "basic_udi_di", "uom_id", "unit_of_use_id", "direct_marking", "direct_marking_id", "replaces_id",
    })  # fmt: skip
    _signed_transitions = {
        ("draft", "active"): (ACTIVATION,),
        ("draft", "retired"): (RETIREMENT,),
        ("active", "retired"): (RETIREMENT,),
    }
    _signed_content = (
        "code", "agency", "kind", "product_id", "company_id", "contains_id", "quantity", "unit_count", "base_id",
        "basic_udi_di", "unit_of_use_id", "direct_marking", "direct_marking_id", "replaces_id", "has_lot", "has_serial",
        "has_production_date", "has_expiry_date", "has_donation_number", "identifying_answers",
    )  # fmt: skip

    code = fields.Char(
        "Identifier", index="trigram", copy=False, tracking=True,
        help="As databases hold it: 14 digits of GS1; labeler, product and unit of measure of HIBC; MA up to the "
        "product code. A scanned UDI is cut down to it.",
    )  # fmt: skip
    agency = fields.Selection(AGENCIES, "Issuing Agency", required=True, default="GS1")
    kind = fields.Selection(
        [
            ("base", "Base package"),
            ("package", "Package"),
            ("unit_of_use", "Unit of use"),
            ("direct_marking", "Direct marking"),
            ("secondary", "Base package, other agency"),
        ],
        "Package Level",
        required=True,
        default="base",
        help="Base package: the smallest one with an identifier, in China the smallest sales unit.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("retired", "Retired")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True,
    )  # fmt: skip
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    labeler_name = fields.Char(
        "Labeler", compute="_compute_labeler_name", store=True, readonly=False, tracking=True,
        help="The name on the label; another one than the company's where you sell what others make.",
    )  # fmt: skip

    contains_id = fields.Many2one(
        "meddev.udi.di", index=True, ondelete="restrict", check_company=True, copy=False,
        help="The next lower level: the base package, or a smaller package.",
    )  # fmt: skip
    quantity = fields.Integer("Number of Them", default=1, help="How many of the next lower level are in it.")
    base_quantity = fields.Integer(
        "Base Packages", compute="_compute_chain", store=True, recursive=True, help="How many base packages are in it."
    )
    level = fields.Integer(
        compute="_compute_chain", store=True, recursive=True, help="0 is the base package, 1 the package around it."
    )
    base_id = fields.Many2one(
        "meddev.udi.di", "Base Package", compute="_compute_base_id", store=True, recursive=True, readonly=False,
        index=True, ondelete="restrict", check_company=True, copy=False,
    )  # fmt: skip
    package_ids = fields.One2many("meddev.udi.di", "base_id", "Other Levels and Markings", readonly=True)
    package_type = fields.Char(help="As on the label: box, case, pallet.")
    uom_id = fields.Many2one(
        "uom.uom", "Packaging", copy=False,
        help="Unit of Inventory for this package. Left empty, it is made when the identifier becomes active.",
    )  # fmt: skip
    unit_count = fields.Integer("Units of Use", default=1, help="How many units of use are in the base package.")
    unit_of_use_id = fields.Many2one(
        "meddev.udi.di", "Unit-of-Use Identifier", ondelete="restrict", check_company=True, copy=False,
        help="Names one unit where the base package holds several. Base packages of several sizes may share it.",
    )  # fmt: skip
    direct_marking = fields.Selection(
        [("none", "Not marked"), ("same", "Same identifier"), ("other", "Another identifier")],
        default="none",
        required=True,
        help="What is marked on the device itself (21 CFR 801.45, MDR Annex VI Part C 4.10).",
    )
    direct_marking_id = fields.Many2one(
        "meddev.udi.di", "Direct-Marking Identifier", ondelete="restrict", check_company=True, copy=False
    )
    basic_udi_di = fields.Char(
        "Basic UDI-DI", index=True, copy=False, tracking=True,
        help="Key of the product family in EUDAMED with its two check characters; not on the label.",
    )  # fmt: skip
    replaces_id = fields.Many2one(
        "meddev.udi.di", ondelete="restrict", check_company=True, copy=False,
        help="The identifier that the product had before (21 CFR 830.60).",
    )  # fmt: skip
    replaced_by_ids = fields.One2many("meddev.udi.di", "replaces_id", "Replaced by", readonly=True)
    distribution_end = fields.Date("Not Sold Since", copy=False, tracking=True)
    publish_date = fields.Date("Published on", copy=False, help="When the identifier was published by an authority.")

    has_lot = fields.Boolean("Lot", tracking=True)
    has_serial = fields.Boolean("Serial Number", tracking=True)
    has_production_date = fields.Boolean("Manufacturing Date", tracking=True)
    has_expiry_date = fields.Boolean("Expiry Date", tracking=True)
    has_donation_number = fields.Boolean("Donation Number", tracking=True)
    warning = fields.Char(compute="_compute_warning", help="What is unusual and breaks no rule of the chosen markets.")

    _code_unique = models.Constraint(
        "unique(agency, code)", "This device identifier is given already. None is ever used twice."
    )
    _one_active_base = models.UniqueIndex(
        "(product_id) WHERE kind = 'base' AND state = 'active'",
        "The product has an active identifier of its base package already. Retire that one first.",
    )
    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0 AND unit_count > 0)", "A package holds one or more of the next lower level."
    )

    def init(self):
        """PostgreSQL itself keeps what was active, whoever writes (21 CFR 830.40(b))."""
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION meddev_udi_di_keep() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF OLD.state = 'draft' THEN
                    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
                END IF;
                IF TG_OP = 'DELETE' OR NEW.code IS DISTINCT FROM OLD.code OR NEW.agency <> OLD.agency
                        OR NEW.product_id <> OLD.product_id OR NEW.kind <> OLD.kind OR NEW.state = 'draft'
                        OR NEW.contains_id IS DISTINCT FROM OLD.contains_id OR NEW.quantity <> OLD.quantity
                        OR NEW.unit_count <> OLD.unit_count OR NEW.base_id IS DISTINCT FROM OLD.base_id
                        OR NEW.basic_udi_di IS DISTINCT FROM OLD.basic_udi_di
                        OR (OLD.state = 'retired' AND NEW.state <> 'retired') THEN
                    RAISE EXCEPTION 'Device identifier % was in use and stays as it is', OLD.code;
                END IF;
                RETURN NEW;
            END $$;
            DROP TRIGGER IF EXISTS meddev_udi_di_keep ON meddev_udi_di;
            CREATE TRIGGER meddev_udi_di_keep BEFORE UPDATE OR DELETE ON meddev_udi_di
                FOR EACH ROW EXECUTE FUNCTION meddev_udi_di_keep();
        """)

    # --- compute ------------------------------------------------------------------------------------------------

    @api.depends("code", "product_id", "uom_id", "package_type")
    @api.depends_context("show_package")
    def _compute_display_name(self):
        shows_package = self.env.context.get("show_package")
        for di in self:
            product = di.product_id.default_code or di.product_id.name or ""
            if shows_package and (package := di.uom_id.name or di.package_type):
                product = package
            if di.code:
                di.display_name = f"{di.code} ({product})" if product else di.code
            else:
                di.display_name = (
                    self.env._("New identifier of %s", product) if product else self.env._("New identifier")
                )

    @api.depends("agency", "kind", "code")
    @api.depends_context("lang")
    def _compute_warning(self):
        for di in self:
            fault = indicator_fault(di.agency, di.kind, di.code)
            di.warning = fault.render(in_language(self.env)) if fault else False

    @api.depends("company_id")
    def _compute_labeler_name(self):
        for di in self:
            di.labeler_name = di.labeler_name or di.company_id.name

    @api.depends("kind", "quantity", "contains_id.level", "contains_id.base_quantity")
    def _compute_chain(self):
        for di in self:
            inner = di.contains_id if di.kind == "package" else self.browse()
            di.level = inner.level + 1 if inner else 0
            di.base_quantity = di.quantity * inner.base_quantity if inner else int(di.kind in BASES)

    # A method of its own: who enters this field must not keep the others from being computed.
    @api.depends("kind", "contains_id.kind", "contains_id.base_id")
    def _compute_base_id(self):
        for di in self:
            if di.kind == "package":
                di.base_id = di.contains_id if di.contains_id.kind in BASES else di.contains_id.base_id
            elif di.kind == "base":
                di.base_id = False

    # --- create, write ------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("code"):
                vals["code"] = normalise(vals.get("agency") or "GS1", vals["code"]).code
        self._check_not_taken([(vals.get("agency") or "GS1", vals["code"]) for vals in vals_list if vals.get("code")])
        dis = super().create(vals_list)
        dis._fill_values()
        return dis

    def write(self, vals):
        if vals.get("code"):
            agency = vals.get("agency") or self[:1].agency
            vals = {**vals, "code": normalise(agency, vals["code"]).code}
            if self.filtered(lambda di: di.code != vals["code"]):
                self._check_not_taken([(agency, vals["code"])])
        result = super().write(vals)
        if vals.keys() & {"is_for_us", "is_for_eu", "is_for_cn", "kind"}:
            self._fill_values()
        return result

    @api.model
    def _check_not_taken(self, pairs):
        codes = [code for _agency, code in pairs]
        for other in self.sudo().search([("code", "in", codes)]):
            if (other.agency, other.code) in pairs:
                raise ValidationError(
                    self.env._(
                        "%(code)s is given already, to %(product)s (%(state)s). A device identifier is never used "
                        "twice. Take another one.",
                        code=other.code,
                        product=other.product_id.display_name,
                        state=other._state_label(),
                    )
                )
        if len(set(pairs)) < len(pairs):
            raise ValidationError(self.env._("The same device identifier is given twice here."))

    # --- actions ------------------------------------------------------------------------------------------------

    def action_activate(self):
        """Open the form in which regulatory affairs signs that these identifiers go into use."""
        return self.action_sign("active")

    def action_retire(self):
        """Open the form in which regulatory affairs signs that these identifiers are no longer put on labels."""
        return self.action_sign("retired")

    def action_allocate(self):
        """Give each draft its next free number: a base from the company's prefix, a package from its base's."""
        self.check_access("write")
        for di in self:
            di._allocate()

    def action_add_package(self):
        """Open the form of a new package around this one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_product_id": self.product_id.id,
                "default_company_id": self.company_id.id,
                "default_agency": self.agency,
                "default_kind": "package",
                "default_contains_id": self.id,
                "default_labeler_name": self.labeler_name,
                "default_has_lot": self.has_lot,
                "default_has_production_date": self.has_production_date,
                "default_has_expiry_date": self.has_expiry_date,
            },
        }

    # --- the act ------------------------------------------------------------------------------------------------

    def _allocate(self):
        if self.state != "draft" or self.code or self.agency != "GS1":
            raise UserError(self.env._("%s gets no number: only a GS1 draft without one does.", self.display_name))
        inner = self.contains_id.base_id or self.contains_id
        prefixes = self.env["meddev.udi.prefix"]
        self.code = prefixes._package_gtin(inner) if self.kind == "package" else prefixes._next_gtin(self.company_id)

    def _check_can_move(self, target):
        result = super()._check_can_move(target)
        if target == "active":
            self._check_complete()
            self._check_barcodes()
        if target == "retired":
            self._check_no_package_around()
        return result

    def _check_no_package_around(self):
        around = self.search([("contains_id", "=", self.id), ("state", "=", "active")], limit=1)
        if around:
            raise UserError(
                self.env._(
                    "%(package)s is active and contains %(inner)s. Retire the outer package first.",
                    package=around.display_name,
                    inner=self.display_name,
                )
            )

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "active":
            self._put_barcodes()
        return result

    def _check_complete(self):
        """Raise when something is missing without which the identifier names nothing."""
        if not self.code:
            raise UserError(self.env._("%s has no number yet. Type it or press Give Next Number.", self.display_name))
        if self.kind == "package" and chain_fault(self.id, self._contained()):
            raise UserError(
                self.env._("%s does not say what it contains. Enter the next lower level.", self.display_name)
            )
        if self.kind == "package" and self.contains_id.state != "active":
            raise UserError(
                self.env._(
                    "%(package)s contains %(inner)s, which is %(state)s. Activate the lower level first.",
                    package=self.display_name,
                    inner=self.contains_id.display_name,
                    state=self.contains_id._state_label(),
                )
            )
        if self.direct_marking == "other" and not self.direct_marking_id:
            raise UserError(self.env._("%s is marked with another identifier. Enter which one.", self.display_name))
        self._check_only_base()
        self._check_determining_values()

    def _check_only_base(self):
        other = self.search(
            [("product_id", "=", self.product_id.id), ("kind", "=", "base"), ("state", "=", "active")], limit=1
        )
        if self.kind == "base" and other:
            raise UserError(
                self.env._(
                    "%(product)s has the active identifier %(code)s. Retire that one first, then sign this.",
                    product=self.product_id.display_name,
                    code=other.code,
                )
            )

    # --- helpers ------------------------------------------------------------------------------------------------

    def _level_name(self):
        """What ``udi_parse`` answers: "0" the base, "1" the package around it, …; else the kind of identifier."""
        return str(self.level) if self.kind in (*BASES, "package") else self.kind

    def _named_product(self):
        """The one product that the identifier names; none where base packages of several products share it."""
        sharing = self.search([("unit_of_use_id", "=", self.id)]) + self.search([("direct_marking_id", "=", self.id)])
        products = self.product_id | sharing.product_id
        return products if len(products) == 1 else products.browse()

    def _chain(self):
        """The active levels of this base from the base outwards; of packages side by side the smaller comes first."""
        packages = self.search([("base_id", "=", self.id), ("kind", "=", "package"), ("state", "=", "active")])
        return self + packages.sorted(lambda di: (di.base_quantity, di.id))

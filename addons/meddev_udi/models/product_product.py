from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..grammar import faults_for
from .meddev_udi import in_language, spellings

READERS = ",".join(
    f"meddev_base.group_{role}"
    for role in ("operator", "quality_user", "regulatory", "engineering", "data_steward", "auditor", "system")
)


class ProductProduct(models.Model):
    _inherit = "product.product"

    # Only for those who may read them: who reads all fields of a product must not be refused because of this one.
    udi_di_ids = fields.One2many("meddev.udi.di", "product_id", "Device Identifiers", groups=READERS)
    udi_di_count = fields.Integer("Number of Identifiers", compute="_compute_udi_di_count", compute_sudo=True)

    @api.depends("udi_di_ids")
    def _compute_udi_di_count(self):
        for product in self:
            product.udi_di_count = len(product.udi_di_ids)

    @api.constrains("barcode")
    def _check_barcode_is_identifier(self):
        """The barcode of a product with an active identifier is that identifier, and nobody else's barcode is."""
        for product in self.sudo():
            product._check_active_base()
            check_free(product, product.barcode, ("base",))

    def _check_active_base(self):
        active = self.env["meddev.udi.di"].search(
            [("product_id", "=", self.id), ("kind", "=", "base"), ("state", "=", "active")]
        )
        if active and self.barcode not in spellings(active.code):
            raise ValidationError(
                self.env._(
                    "The barcode of %(product)s is its active device identifier %(code)s. "
                    "Retire the identifier first; the barcode follows the next one.",
                    product=self.display_name,
                    code=active.code,
                )
            )

    def action_udi_di(self):
        """Open the identifiers of this product."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("meddev_udi.meddev_udi_di_action")
        return {
            **action,
            "domain": [("product_id", "=", self.id)],
            "context": {"default_product_id": self.id},
        }

    def _base_di(self, agency=None):
        """The active identifier of the base package, of ``agency`` where several agencies gave one."""
        domain = [("product_id", "in", self.ids), ("kind", "in", ("base", "secondary")), ("state", "=", "active")]
        found = self.env["meddev.udi.di"].search(domain + ([("agency", "=", agency)] if agency else []))
        return found.sorted(lambda di: di.kind != "base")[:1]

    def _needs_new_di(self, reference, markets=None):
        """Whether the change ``reference`` of these products needs new identifiers, as assessed and signed.

        What a change order asks. Products without an active identifier of their own need none.

        :param reference: the number under which the assessments were begun (``meddev.udi.assessment._begin``)
        :param markets: "us", "eu", "cn"; the markets of each identifier where not given
        :return: ``{"verdict": "new"|"keep"|"incomplete", "new": [DI], "open": [DI]}``; codes of the identifiers that
            have to be replaced, and of those for which a signed assessment lacks
        """
        dis = self.env["meddev.udi.di"].search(
            [("product_id", "in", self.ids), ("kind", "=", "base"), ("state", "=", "active")]
        )
        new, missing = [], []
        for di in dis:
            assessments = self.env["meddev.udi.assessment"].search(
                [("di_id", "=", di.id), ("reference", "=", reference), ("state", "=", "concluded")]
            )
            said = {market: word for one in reversed(assessments) for market, word in one._by_market().items()}
            wanted = markets or di._markets()
            if not wanted or any(market not in said for market in wanted):
                missing.append(di.code)
            if any(said.get(market) == "new" for market in wanted):
                new.append(di.code)
        return {"verdict": "new" if new else "incomplete" if missing else "keep", "new": new, "open": missing}

    def _check_fits_udi(self, name, is_serial=None):
        """Raise when the lot or serial number ``name`` cannot stand in a UDI of this product.

        :param is_serial: whether it is a serial number; as the product is tracked where not given
        """
        if not name or not self.sudo().is_udi_required:
            return
        dis = self.env["meddev.udi.di"].sudo().search(
            [("product_id", "=", self.id), ("kind", "in", ("base", "secondary")), ("state", "!=", "retired")]
        )  # fmt: skip
        for agency in dict.fromkeys(dis.mapped("agency") or ["GS1"]):
            is_one = self.tracking == "serial" if is_serial is None else is_serial
            for fault in faults_for(agency, name, is_one)[:1]:
                raise ValidationError(self._unfit_text(name, agency, fault))

    def _unfit_text(self, name, agency, fault):
        values = dict(fault.values)
        words = {"code": name, "product": self.display_name, "agency": agency, "position": fault.position + 1}
        if fault.key == "pi_length":
            return self.env._(
                "%(code)s cannot be a number of %(product)s: it has %(length)s characters, and a UDI of %(agency)s "
                "carries at most %(maximum)s. Character %(position)s is the first too many.",
                length=values["length"],
                maximum=values["maximum"],
                **words,
            )
        return self.env._(
            "%(code)s cannot be a number of %(product)s: character %(position)s is %(char)s, and a UDI of %(agency)s "
            "carries only %(allowed)s.",
            char=values["char"],
            allowed=in_language(self.env)(values["allowed"]),
            **words,
        )


def check_free(product, barcode, kinds):
    """Raise when ``barcode`` is a device identifier of another product or of another package level."""
    env = product.env
    for di in env["meddev.udi.di"].sudo().search([("code", "in", candidates(barcode)), ("state", "!=", "draft")]):
        if di.product_id != product or (di.kind not in (*kinds, "secondary") and di.state == "active"):
            raise ValidationError(
                env._(
                    "%(code)s is the device identifier of %(owner)s (%(level)s). It is nobody else's barcode.",
                    code=di.code,
                    owner=di.product_id.display_name,
                    level=dict(di._fields["kind"]._description_selection(env))[di.kind],
                )
            )


def candidates(barcode):
    """Codes of identifiers that the barcode may be."""
    barcode = barcode or ""
    return [barcode, barcode.zfill(14)] if barcode.isdigit() and len(barcode) <= 14 else [barcode]

from odoo import api, models
from odoo.exceptions import ValidationError

from ..identifiers import basic_fault, chain_fault, indicator_fault, normalise
from .meddev_udi import in_language
from .meddev_udi_di import BASES


class MeddevUdiDi(models.Model):
    """What an identifier, its chain of packages and its markings must be, in a draft already."""

    _name = "meddev.udi.di"
    _inherit = ["meddev.udi.di"]

    @api.constrains("code", "agency")
    def _check_code(self):
        for di in self.filtered("code"):
            if faults := normalise(di.agency, di.code).faults:
                raise ValidationError(
                    self.env._(
                        "%(code)s is no identifier of %(agency)s: %(reason)s",
                        code=di.code,
                        agency=di.agency,
                        reason=" ".join(fault.tell(in_language(self.env)) for fault in faults),
                    )
                )

    @api.constrains("code", "agency", "kind", "is_for_cn", "contains_id")
    def _check_indicator(self):
        """China's packages have the indicators that GS1 gave them; elsewhere, and for bases, the form warns."""
        packages = self.filtered("is_for_cn").package_ids | self
        for di in packages.filtered(lambda one: one.kind == "package"):
            fault = indicator_fault(di.agency, di.kind, di.code)
            if fault and di.state == "draft" and (di.is_for_cn or di.base_id.is_for_cn):
                raise ValidationError(
                    self.env._(
                        "%(code)s is no identifier for China: %(reason)s",
                        code=di.code,
                        reason=fault.tell(in_language(self.env)),
                    )
                )

    @api.constrains("basic_udi_di")
    def _check_basic_udi_di(self):
        for di in self.filtered("basic_udi_di"):
            if fault := basic_fault(di.basic_udi_di):
                raise ValidationError(
                    self.env._(
                        "%(code)s of %(record)s is no Basic UDI-DI: %(reason)s",
                        code=di.basic_udi_di,
                        record=di.display_name,
                        reason=fault.tell(in_language(self.env)),
                    )
                )

    @api.constrains("kind", "contains_id", "product_id")
    def _check_chain(self):
        for di in self:
            if di.kind != "package":
                if di.contains_id:
                    raise ValidationError(self.env._("%s is no package and contains none.", di.display_name))
                continue
            fault = chain_fault(di.id, di._contained())
            if fault == "cycle":
                raise ValidationError(
                    self.env._("%s would contain itself. Packages end at the base package.", di.display_name)
                )
            if di.contains_id and di.contains_id.kind not in (*BASES, "package"):
                raise ValidationError(
                    self.env._(
                        "%(package)s contains %(inner)s, which is no package. Choose the base package or a package.",
                        package=di.display_name,
                        inner=di.contains_id.display_name,
                    )
                )
            if di.contains_id and di.contains_id.product_id != di.product_id:
                raise ValidationError(
                    self.env._(
                        "%(package)s is of another product than %(inner)s, which it contains.",
                        package=di.display_name,
                        inner=di.contains_id.display_name,
                    )
                )

    def _contained(self):
        """``{package: what it contains}`` from here down."""
        found, place = {}, self
        while place.kind == "package" and place.id not in found:
            found[place.id] = place.contains_id.id or None
            place = place.contains_id
        return found

    @api.constrains("direct_marking", "direct_marking_id", "unit_of_use_id")
    def _check_markings(self):
        for di in self:
            for name, kind in (("direct_marking_id", "direct_marking"), ("unit_of_use_id", "unit_of_use")):
                other = di[name]
                # A unit that is also sold singly has its base identifier; it is the same unit.
                if other and other.kind not in (kind, "base"):
                    raise ValidationError(
                        self.env._(
                            "%(other)s cannot be the %(field)s of %(record)s: its package level is %(kind)s.",
                            other=other.display_name,
                            field=self._labels([name]),
                            record=di.display_name,
                            kind=dict(self._fields["kind"]._description_selection(self.env))[other.kind],
                        )
                    )

    @api.constrains("base_id", "contains_id", "product_id")
    def _check_base(self):
        for di in self.filtered("base_id"):
            inner = di.contains_id
            expected = (inner if inner.kind in BASES else inner.base_id) if di.kind == "package" else di.base_id
            is_foreign = di.kind != "package" and di.base_id.product_id != di.product_id
            if di.base_id != expected or is_foreign or di.base_id.kind not in BASES:
                raise ValidationError(
                    self.env._(
                        "%(base)s is not the base package of %(record)s.",
                        base=di.base_id.display_name,
                        record=di.display_name,
                    )
                )

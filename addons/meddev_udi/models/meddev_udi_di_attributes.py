from odoo import api, fields, models
from odoo.exceptions import UserError

from ..identifiers import missing
from .meddev_udi_attribute import MARKETS


class MeddevUdiDi(models.Model):
    """What the databases of FDA, the EU and NMPA ask about the device, and what of it is missing."""

    _name = "meddev.udi.di"
    _inherit = ["meddev.udi.di"]

    is_for_us = fields.Boolean("United States", tracking=True)
    is_for_eu = fields.Boolean("European Union", tracking=True)
    is_for_cn = fields.Boolean("China", tracking=True)
    us_value_ids = fields.One2many(
        "meddev.udi.attribute.value", "di_id", "FDA GUDID", domain=[("market", "=", "us")], copy=False
    )
    eu_value_ids = fields.One2many(
        "meddev.udi.attribute.value", "di_id", "EUDAMED", domain=[("market", "=", "eu")], copy=False
    )
    cn_value_ids = fields.One2many(
        "meddev.udi.attribute.value", "di_id", "NMPA UDID", domain=[("market", "=", "cn")], copy=False
    )
    us_missing = fields.Text("Missing for FDA", compute="_compute_missing")
    eu_missing = fields.Text("Missing for EUDAMED", compute="_compute_missing")
    cn_missing = fields.Text("Missing for NMPA", compute="_compute_missing")
    missing_count = fields.Integer("Missing Attributes", compute="_compute_missing")
    identifying_answers = fields.Text(
        compute="_compute_identifying_answers", help="The answers whose change needs another identifier, as signed."
    )

    @api.depends(
        "is_for_us", "is_for_eu", "is_for_cn", "us_value_ids.value", "us_value_ids.option_id", "eu_value_ids.value",
        "eu_value_ids.option_id", "cn_value_ids.value", "cn_value_ids.option_id", "code", "basic_udi_di", "unit_count",
        "unit_of_use_id", "direct_marking", "direct_marking_id", "has_lot", "has_serial", "publish_date",
        "labeler_name", "product_id", "company_id", "agency",
    )  # fmt: skip
    def _compute_missing(self):
        for di in self:
            lacking = {market: di._missing(market) for market, _label in MARKETS}
            for market, attributes in lacking.items():
                di[f"{market}_missing"] = ", ".join(attributes.mapped("name"))
            di.missing_count = sum(map(len, lacking.values()))

    def _compute_identifying_answers(self):
        for di in self:
            lines = (di.us_value_ids | di.eu_value_ids | di.cn_value_ids).sorted(
                lambda one: (one.market, one.attribute_id.code)
            )
            di.identifying_answers = "\n".join(
                f"{line.market} {line.attribute_id.code}: {line._answer()}"
                for line in lines
                if line.attribute_id.is_determining and line._answer()
            )

    def _markets(self):
        """The markets for which this identifier is meant."""
        return [market for market, _label in MARKETS if self[f"is_for_{market}"]]

    def _definitions(self, market):
        return self.env["meddev.udi.attribute"].search([("market", "=", market)])

    def _missing(self, market):
        """The attributes that ``market`` requires and that have no answer; none where it is not sold."""
        if self.kind != "base" or not self[f"is_for_{market}"]:
            return self.env["meddev.udi.attribute"]
        definitions = self._definitions(market)
        lacking = set(missing(definitions._rules(), self._answers(market)))
        return definitions.filtered(lambda one: one.code in lacking)

    def _answers(self, market):
        """``{attribute code: answer}`` for ``market``: codes of choices, text, numbers; "" where there is none.

        What a submission sends. Attributes with a source are read from the identifier, its company or product.
        """
        given = {line.attribute_id.id: line._answer() for line in self[f"{market}_value_ids"]}
        return {
            one.code: self._source_answer(one.source) if one.source else given.get(one.id, "")
            for one in self._definitions(market)
        }

    def _source_answer(self, path):
        value, field = self.sudo(), None
        for name in path.split("."):
            field = value._fields.get(name)
            if not field:
                return ""
            value = value[name]
        if field.type == "boolean":
            return "yes" if value else "no"
        if field.relational:
            return value.display_name if value else ""
        return value or ""

    def _fill_values(self):
        """Give each base the lines of its markets that it does not have yet."""
        rows = []
        for market, _label in MARKETS:
            asked = self._definitions(market).filtered(lambda one: not one.source)
            for di in self.filtered(lambda di, market=market: di.kind == "base" and di[f"is_for_{market}"]):
                present = di[f"{market}_value_ids"].attribute_id
                rows += [{"di_id": di.id, "attribute_id": one.id} for one in asked - present]
        if rows:
            self.env["meddev.udi.attribute.value"].create(rows)

    def _check_determining_values(self):
        """Raise when an answer lacks whose change would need another identifier: it must be there from the start."""
        for market in self._markets():
            if lacking := self._missing(market).filtered("is_determining"):
                raise UserError(
                    self.env._(
                        "%(record)s lacks what identifies the device in %(market)s: %(attributes)s. Fill it in first.",
                        record=self.display_name,
                        market=dict(
                            self.env["meddev.udi.attribute"]._fields["market"]._description_selection(self.env)
                        )[market],
                        attributes=", ".join(lacking.mapped("name")),
                    )
                )

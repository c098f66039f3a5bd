from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.meddev_base.models.workflow_mixin import is_uninstalling


class MeddevUdiAttributeValue(models.Model):
    """What one identifier answers to one attribute."""

    _name = "meddev.udi.attribute.value"
    _description = "Attribute of a Device Identifier"
    _order = "di_id, sequence, attribute_id"
    _rec_name = "attribute_id"

    di_id = fields.Many2one("meddev.udi.di", "Device Identifier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="di_id.company_id", store=True, index=True)
    attribute_id = fields.Many2one("meddev.udi.attribute", required=True, ondelete="restrict")
    market = fields.Selection(related="attribute_id.market", store=True)
    sequence = fields.Integer(related="attribute_id.sequence", store=True)
    category = fields.Selection(related="attribute_id.category")
    kind = fields.Selection(related="attribute_id.kind")
    clause = fields.Char(related="attribute_id.clause")
    option_id = fields.Many2one(
        "meddev.udi.attribute.option", "Choice", domain="[('attribute_id', '=', attribute_id)]", ondelete="restrict"
    )
    value = fields.Char("Answer")
    is_missing = fields.Boolean("Missing", compute="_compute_is_missing")

    _once = models.Constraint("unique(di_id, attribute_id)", "The identifier has an answer to this attribute already.")

    @api.depends("value", "option_id", "di_id.us_value_ids.option_id", "di_id.eu_value_ids.option_id",
                 "di_id.cn_value_ids.option_id")  # fmt: skip
    def _compute_is_missing(self):
        for di in self.di_id:
            lacking = {market: di._missing(market) for market in ("us", "eu", "cn")}
            for value in self.filtered(lambda one, di=di: one.di_id == di):
                value.is_missing = value.attribute_id in lacking[value.market]

    def _answer(self):
        """The answer as a code or text; "" where there is none."""
        return self.option_id.code or (self.value or "").strip()

    @api.constrains("attribute_id", "option_id", "value")
    def _check_answer(self):
        for line in self:
            attribute = line.attribute_id
            words = {"field": attribute.name, "record": line.di_id.display_name, "answer": line.value or ""}
            if line.option_id and line.option_id.attribute_id != attribute:
                raise ValidationError(self.env._("%(field)s of %(record)s: choose one of its own answers.", **words))
            if line.value and attribute.kind == "choice":
                raise ValidationError(
                    self.env._("%(field)s of %(record)s is chosen from its list, not written.", **words)
                )
            if line.value and not line._is_well_formed():
                raise ValidationError(
                    self.env._(
                        "%(field)s of %(record)s cannot be %(answer)s. A number is written 12.5, a date 2027-12-31, "
                        "an address with https://.",
                        **words,
                    )
                )

    def _is_well_formed(self):
        text = self.value.strip()
        try:
            if self.attribute_id.kind == "number":
                float(text)
            elif self.attribute_id.kind == "date":
                fields.Date.from_string(text)
        except ValueError:
            return False
        return self.attribute_id.kind != "url" or text.startswith(("http://", "https://"))

    def write(self, vals):
        if vals.keys() & {"value", "option_id"}:
            self.filtered(lambda line: line._changes(vals))._check_free()
        if vals.keys() & {"di_id", "attribute_id"}:
            self._check_free()
        result = super().write(vals)
        if identifying := self.filtered("attribute_id.is_determining").di_id.filtered(lambda di: di.state == "draft"):
            identifying._content_changed()
        return result

    def unlink(self):
        if not is_uninstalling(self.env):
            self._check_free()
        return super().unlink()

    def _changes(self, vals):
        """Whether ``vals`` give another answer than the one there; filling in a missing one is none."""
        now = {"value": self.value or "", "option_id": self.option_id.id or False}
        return bool(self._answer()) and any(
            (vals[name] or "") != (now[name] or "") for name in now.keys() & vals.keys()
        )

    def _check_free(self):
        for line in self:
            if line.attribute_id.is_determining and line._answer() and line.di_id.state != "draft":
                raise UserError(
                    self.env._(
                        "%(field)s of %(record)s can no longer change: it would need a new identifier. "
                        "Assess the change, then make one.",
                        field=line.attribute_id.name,
                        record=line.di_id.display_name,
                    )
                )

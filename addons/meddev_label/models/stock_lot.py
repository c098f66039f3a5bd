from odoo import fields, models
from odoo.exceptions import UserError

from ..carried import carried
from ..reconciliation import packages
from ..symbols import Label

OUTSIDE = ("supplier", "inventory", "production")
INSIDE = ("internal", "transit")


class StockLot(models.Model):
    _inherit = "stock.lot"

    label_account_ids = fields.One2many("meddev.label.account", "lot_id", "Label Accounts")

    def action_print_labels(self):
        """Open a print of the labels of these lots."""
        return self._print_form()

    def _print_form(self, level=0):
        """The form in which these lots' labels are printed, at one package level."""
        product = self.product_id
        di = product._label_package(level) if level and len(product) == 1 else None
        template = product[:1].label_template_id or self.env["meddev.label.template"].search([], limit=1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Labels"),
            "res_model": "meddev.label.print",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_company_id": (self[:1].company_id or self.env.company).id,
                "default_template_id": template.id,
                "default_di_id": di.id if di else False,
                "default_line_ids": [(0, 0, {"lot_id": lot.id}) for lot in self],
            },
        }

    def _choose_labels(self, place):
        """Open one print of the labels of these lots, which are in ``place``."""
        if not self:
            raise UserError(self.env._("%s has no lots yet. Enter them, then print their labels.", place))
        return self._print_form()

    # --- how many labels the goods take -------------------------------------------------------------------------

    def _first_issue(self, level=0, di=None):
        """How many labels these goods take at a package level: one for each package, a serial number one.

        :param di: the package, where several stand at the same level
        """
        self.ensure_one()
        if self.product_id.tracking == "serial":
            return 1
        di = di or self.sudo().product_id._label_package(level)
        return packages(self.sudo()._label_units(), di.base_quantity if level else 1)

    def _label_units(self):
        """Units of this lot that came into being here, by receipt, count or manufacture, or that are in stock."""
        domain = [("lot_id", "=", self.id), ("state", "not in", ("draft", "cancel"))]
        came = self._line_sum([*domain, ("location_id.usage", "in", OUTSIDE), ("location_dest_id.usage", "in", INSIDE)])
        left = self._line_sum([*domain, ("location_id.usage", "in", INSIDE), ("location_dest_id.usage", "in", OUTSIDE)])
        groups = self.env["stock.quant"]._read_group(
            [("lot_id", "=", self.id), ("location_id.usage", "in", INSIDE)], [], ["quantity:sum"]
        )
        return max(came - left, groups[0][0] or 0)

    def _line_sum(self, domain):
        return self.env["stock.move.line"]._read_group(domain, [], ["quantity_product_uom:sum"])[0][0] or 0

    def _labels_issued(self, level=0):
        """``{lot: labels}`` that came out at this package level, in whichever account."""
        groups = (
            self.env["meddev.label.entry"]
            .sudo()
            ._read_group(
                [("kind", "=", "issued"), ("lot_id", "in", self.ids), ("account_id.level", "=", level)],
                ["lot_id"],
                ["quantity:sum"],
            )
        )
        return {lot.with_env(self.env): quantity for lot, quantity in groups}

    # --- what the label says ------------------------------------------------------------------------------------

    def _label_udi(self, level=0):
        """The UDI for a label, complete.

        :return: as ``_udi``: agency, ``plain`` and ``human`` form, the parts as text
        :raises UserError: there is no identifier, or a part of the UDI is missing or wrong
        """
        self.ensure_one()
        udi = self._udi(level)
        if udi["missing"] or udi["errors"]:
            raise UserError(
                self.env._(
                    "Lot %(lot)s of %(product)s makes no UDI. Missing: %(missing)s. Wrong: %(wrong)s.",
                    lot=self.name,
                    product=self.product_id.display_name,
                    missing=", ".join(udi["missing"]) or "-",
                    wrong="; ".join(map(str, udi["errors"])) or "-",
                )
            )
        return udi

    def _label(self, template, level=0):
        """What the label of this lot says, on a label like ``template``."""
        udi = self._label_udi(level)
        carrier, data, readable = carried(udi, template.carrier, template.link_stem)
        inside = [self.with_context(lang=lang) for lang in template._langs()]
        company = self.company_id or self.env.company
        return Label(
            carrier=carrier,
            data=data,
            readable=readable,
            names=_distinct(lot.product_id.name for lot in inside),
            fields=self._label_fields(udi, inside),
            maker=_distinct(company.with_env(lot.env)._label_maker() for lot in inside),
            notes=_distinct(lot.product_id.label_note for lot in inside),
            symbols=self.product_id.product_tmpl_id._label_symbols(),
            representative=_distinct([company.label_ec_rep if self.product_id.is_label_ec_rep else ""]),
        )

    def _label_fields(self, udi, inside):
        values = {
            "lot": udi["lot"],
            "serial": udi["serial"],
            "production_date": udi["production"],
            "use_by": udi["expiry"],
            "catalogue": self.product_id.default_code,
            "temperature": self.product_id.product_tmpl_id._label_temperature(),
        }
        captions = [lot._label_captions() for lot in inside]
        return tuple(
            (name, " ".join(_distinct(words[name] for words in captions)), value)
            for name, value in values.items()
            if value
        )

    def _label_captions(self):
        return {
            "lot": self.env._("Lot"),
            "serial": self.env._("Serial No."),
            "production_date": self.env._("Made on"),
            "use_by": self.env._("Use by"),
            "catalogue": self.env._("Ref."),
            "temperature": self.env._("Store at"),
        }


def _distinct(texts):
    return tuple(dict.fromkeys(text for text in texts if text))

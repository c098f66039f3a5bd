from odoo import fields, models
from odoo.exceptions import UserError

from ..carried import carried
from ..symbols import Label


class StockLot(models.Model):
    _inherit = "stock.lot"

    label_account_ids = fields.One2many("meddev.label.account", "lot_id", "Label Accounts")

    def action_print_labels(self, level=0):
        """Open a print of this lot's labels.

        :param level: package level, 0 for the base package
        """
        self.ensure_one()
        account = self.env["meddev.label.account"]._of_lot(self, level)
        return self.env["meddev.label.print"]._open_form(account, self)

    def _choose_labels(self, place):
        """Print the labels of these lots, which are in ``place``: at once where there is one, else from a list."""
        if not self:
            raise UserError(self.env._("%s has no lots yet. Enter them, then print their labels.", place))
        if len(self) == 1:
            return self.action_print_labels()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lots of %s", place),
            "res_model": "stock.lot",
            "view_mode": "list,form",
            "domain": [("id", "in", self.ids)],
        }

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
        )

    def _label_fields(self, udi, inside):
        values = {
            "lot": udi["lot"],
            "serial": udi["serial"],
            "production_date": udi["production"],
            "use_by": udi["expiry"],
            "catalogue": self.product_id.default_code,
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
        }


def _distinct(texts):
    return tuple(dict.fromkeys(text for text in texts if text))

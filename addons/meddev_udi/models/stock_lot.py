from datetime import date, datetime, time

from markupsafe import Markup
from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..writing import PARTS, write_udi
from .meddev_udi import in_language

_FLAGS = {"production": "has_production_date", "expiry": "has_expiry_date"}


class StockLot(models.Model):
    """The production identifiers of a UDI: lot or serial number, manufacturing date and expiry of a device."""

    _inherit = "stock.lot"

    production_date = fields.Date("Manufacturing Date", tracking=True, help="As on the label.")
    label_lot = fields.Char(
        "Lot on Label", tracking=True, help="Of a serial number: the lot that its label names beside it."
    )
    donation_number = fields.Char(tracking=True, help="Of human tissue and cells: the donation identification number.")
    is_udi_required = fields.Boolean(related="product_id.is_udi_required")
    udi_tracking = fields.Selection(related="product_id.tracking", string="Tracking for the Label")
    udi = fields.Char("UDI", compute="_compute_udi", compute_sudo=True)
    udi_levels = fields.Html("UDI of Each Package", compute="_compute_udi", compute_sudo=True, sanitize=False)

    @api.depends(lambda self: self._udi_fields())
    @api.depends_context("lang")
    def _compute_udi(self):
        for lot in self:
            levels = lot._udi_levels() if lot.name else []
            lot.udi = levels[0]["human"] if levels else ""
            lot.udi_levels = lot._udi_table(levels) if levels else False

    def _udi_fields(self):
        dates = [name for name in ("expiration_date", "production_date") if name in self._fields]
        return ["name", "label_lot", "donation_number", "product_id.udi_di_ids.state", *dates]

    @api.constrains("name", "label_lot", "product_id")
    def _check_name_fits_udi(self):
        for lot in self:
            lot.product_id._check_fits_udi(lot.name)
            lot.product_id._check_fits_udi(lot.label_lot, is_serial=False)

    # --- UDI ----------------------------------------------------------------------------------------------------

    def _udi(self, level=None, agency=None):
        """The UDI of this lot or serial number at one package level: what labels, files and messages carry.

        :param level: None or 0 for the base package, 1 for the package around it, …, or a ``meddev.udi.di``
        :param agency: "GS1", "HIBCC", "ICCBBA", "MA", "AHM"; where several gave the product identifiers
        :return: ``{"di", "agency", "level", "package", "quantity", "bracketed", "plain", "human", "lot", "serial",
            "production", "expiry", "donation_number", "missing": [str], "errors": [str]}``. ``bracketed`` is
            the GS1 element string with AIs in brackets, ``plain`` what the symbol holds (GS1: separators where FNC1 is
            due, the leading FNC1 left to the symbol), ``human`` the text for people, ``quantity`` the base packages in
            it. With anything in ``missing`` (in words) or ``errors`` the three forms are "".
        :raises UserError: the product has no active identifier at this level
        """
        self.ensure_one()
        di = level if isinstance(level, models.BaseModel) else self._di_of_level(level or 0, agency)
        carried = [name for name in PARTS if di[_FLAGS.get(name, f"has_{name}")]]
        parts = self._production_identifiers()
        if di.base_quantity > 1:
            parts["serial"] = parts["donation_number"] = ""  # of a device, not of the package around several of them
        written = write_udi(di.agency, di.code, carried, parts)
        return {
            "di": di.code,
            "agency": di.agency,
            "level": di.level,
            "package": di.uom_id.name or di.package_type or "",
            "quantity": di.base_quantity,
            "bracketed": written.bracketed,
            "plain": written.plain,
            "human": written.human,
            **{name: self._plain_part(parts[name]) if name in carried else "" for name in PARTS},
            "missing": [self._part_label(name) for name in written.missing],
            "errors": [found.tell(in_language(self.env)) for found in written.faults],
        }

    def _udi_levels(self, agency=None):
        """:meth:`_udi` at each level that has an active identifier, from the base outwards."""
        self.ensure_one()
        base = self.product_id._base_di(agency)
        return [self._udi(di) for di in base._chain()] if base else []

    def _di_of_level(self, level, agency):
        base = self.product_id._base_di(agency)
        found = base._chain().filtered(lambda di: di.level == level) if base else base
        if not found:
            raise UserError(
                self.env._(
                    "%(product)s has no active device identifier at package level %(level)s. "
                    "Regulatory affairs makes it under Identification.",
                    product=self.product_id.display_name,
                    level=level,
                )
            )
        return found[:1]

    def _production_identifiers(self):
        is_serial = self.product_id.tracking == "serial"
        return {
            "lot": self.label_lot or "" if is_serial else self.name,
            "serial": self.name if is_serial else "",
            "production": self.production_date or None,
            "expiry": self._expiry_day(),
            "donation_number": self.donation_number or "",
        }

    def _expiry_day(self):
        """The day of the expiry where the company is: a label does not depend on who prints it."""
        moment = self.expiration_date if "expiration_date" in self._fields else False
        if not moment:
            return None
        return utc.localize(moment).astimezone(self._zone()).date()

    def _expiry_moment(self, day):
        """The end of the day that a label names as expiry, where the company is, in UTC: until then it may be used."""
        last = datetime.combine(day, time(23, 59, 59))
        return self._zone().localize(last).astimezone(utc).replace(tzinfo=None)

    def _zone(self):
        return timezone((self.company_id or self.env.company).partner_id.tz or "UTC")

    def _plain_part(self, value):
        return value.isoformat() if isinstance(value, date) else value or ""

    def _part_label(self, name):
        return {
            "lot": self.env._("lot number"),
            "serial": self.env._("serial number"),
            "production": self.env._("manufacturing date"),
            "expiry": self.env._("expiry date"),
            "donation_number": self.env._("donation number"),
        }[name]

    def _udi_table(self, levels):
        row = Markup("<tr><td>%s</td><td>%s</td><td class='font-monospace'>%s</td></tr>")
        body = Markup("").join(
            row % (one["package"] or self.env._("Base package"), one["di"], self._udi_or_reason(one)) for one in levels
        )
        head = Markup("<tr><th>%s</th><th>%s</th><th>%s</th></tr>") % (
            self.env._("Package"), self.env._("Identifier"), self.env._("UDI"),
        )  # fmt: skip
        return Markup("<table class='table table-sm'><thead>%s</thead><tbody>%s</tbody></table>") % (head, body)

    def _udi_or_reason(self, udi):
        if udi["missing"]:
            return self.env._("Missing: %s.", ", ".join(udi["missing"]))
        return udi["human"] or " ".join(udi["errors"])

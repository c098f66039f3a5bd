from dataclasses import replace
from datetime import date

from odoo import api, models
from odoo.exceptions import UserError

from ..scanning import Scanned, as_element, is_unsure, number_of, with_separators

SEPARATOR = "meddev_scan.separator"
MOST_CODES = 4
"""Codes that one label spreads its UDI over, at most."""
LONGEST = 7089
"""Characters that the largest carrier of a UDI holds."""


class MeddevScanReading(models.AbstractModel):
    """What was scanned, in our own records' terms: product, lot or serial number, dates, quantity."""

    _name = "meddev.scan.reading"
    _description = "Reading of Scanned Codes"

    @api.model
    def _text(self, code):
        """``code`` as its label means it: with separators where the scanner sends another character for them."""
        if not isinstance(code, str):
            return ""
        separator = self.env["ir.config_parameter"].sudo().get_param(SEPARATOR) or ""
        text = with_separators(code.strip(" \t\r\n"), separator)
        if len(text) > LONGEST or "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
            raise UserError(self.env._("This is no code of a label: it is too long, or has characters that none has."))
        return text

    @api.model
    def _read(self, code, before=(), products=None):
        """What a scan says.

        :param code: text as scanned or typed
        :param before: codes of the same label that were scanned just before and say the product
        :param products: those of the work at hand, among whose lots a bare lot number is sought
        :return: ``Scanned``; its ``name`` is "" where the label has no lot or serial number, or not yet
        :raises UserError: the code names nothing of ours; which one, where its fault is and by which rule
        """
        text = self._text(code)
        if not text:
            raise UserError(self.env._("Nothing was scanned. Scan or type a code, then Enter."))
        said = self.env["meddev.udi"]._parse(text)
        if found := self._of_udi((text,), said) or self._of_barcode(text):
            return found
        if first := self._begun(before):
            return self._of_label(first, text, said)
        if found := self._of_lot(text, products):
            return found
        raise UserError(self._words_of_refusal(text, said))

    def _begun(self, before):
        """What the codes that were scanned before say of their label, or None."""
        codes = [code for code in before if isinstance(code, str)] if isinstance(before, (list, tuple)) else []
        if not codes:
            return None
        first = self._read(codes[0])
        for text in map(self._text, codes[1:MOST_CODES]):
            first = self._of_label(first, text, self.env["meddev.udi"]._parse(text))
        return first

    def _of_udi(self, codes, said):
        """A right code with an identifier of ours, or None."""
        if not said["valid"] or not said["product"]:
            return None
        product = self.env["product.product"].browse(said["product"]["id"])
        packed = self.env["meddev.udi"]._base_quantity(said["agency"], said["di"], product)
        # A serial number is nearer to the unit than the lot it belongs to; goods kept by lot are named by their lot.
        names = (said["lot"], said["serial"]) if product.tracking == "lot" else (said["serial"], said["lot"])
        return Scanned(
            codes=codes,
            product=product,
            name=next((name for name in names if name), ""),
            expiry=_day(said["expiry"]),
            production=_day(said["production"]),
            quantity=packed * (said["quantity"] or 1),
        )

    def _of_label(self, first, text, said):
        """A further code of the label whose first codes said the product, or the number that is printed on it.

        A code of any agency that does not go with the first one is no lot number: it is refused.
        """
        if self.env["stock.lot"].search_count([("name", "=", text), ("product_id", "=", first.product.id)], limit=1):
            return first.named(text)
        if number := number_of(text):
            return first.named(number)
        codes = (*first.codes, as_element(text))
        found = self._of_udi(codes, self.env["meddev.udi"]._parse_label(codes))
        if found and replace(found, codes=first.codes) != first:
            if is_unsure(text):
                raise UserError(self._words_of_doubt(text))
            return found
        if said["agency"]:
            words = (self._words_of_refusal(text, said), self._words_of_doubt(text))
            raise UserError(" ".join(words))
        return first.named(text)

    def _words_of_doubt(self, text):
        return self.env._("If %(code)s is the lot or serial number itself, type (10)%(code)s.", code=text)

    def _of_barcode(self, text):
        """A barcode of ours that is no identifier of any agency."""
        if product := self.env["product.product"].search([("barcode", "=", text)], limit=1):
            return Scanned(codes=(text,), product=product)
        packaging = self.env["product.uom"].search([("barcode", "=", text)], limit=1)
        if not packaging:
            return None
        product = packaging.product_id
        return Scanned(
            codes=(text,),
            product=product,
            quantity=packaging.uom_id._compute_quantity(1, product.uom_id, round=False),
        )

    def _of_lot(self, text, products):
        """The one lot of this name: of the products of the work at hand, or else of any."""
        lots = self.env["stock.lot"].search([("name", "=", text)], limit=20)
        lots = lots.filtered(lambda lot: products and lot.product_id in products) or lots
        lots = lots.filtered(lambda lot: lot.company_id == self.env.company) or lots
        if len(lots) > 1:
            raise UserError(
                self.env._(
                    "%(code)s is a number of several products: %(names)s. Scan the product first, then the number.",
                    code=text,
                    names=", ".join(lots.product_id.mapped("display_name")),
                )
            )
        return Scanned(codes=(text,), product=lots.product_id, name=text) if lots else None

    def _words_of_refusal(self, text, said):
        if said["valid"] and not said["di"]:
            return self.env._("%s names no product: it is the label of a parcel. Scan the labels of the goods.", text)
        if said["agency"] and said["valid"]:
            return self.env._(
                "%(di)s is a right identifier of %(agency)s, and no product of ours has it. "
                "Set the goods aside; regulatory affairs knows under Identification which are ours.",
                di=said["di"],
                agency=said["agency"],
            )
        if said["agency"]:
            return self.env._("%(code)s cannot be read. %(errors)s", code=text, errors=" ".join(said["errors"]))
        return self.env._(
            "%s is no UDI, no barcode of a product and no lot number that is known here. Check it, or scan the product "
            "first.",
            text,
        )


def _day(text):
    return date.fromisoformat(text) if text else None

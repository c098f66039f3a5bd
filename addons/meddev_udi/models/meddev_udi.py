import re

from odoo import api, models
from odoo.tools.translate import get_translation

from ..grammar import parse, parse_label

# Neither is in any code, and neither can be looked up or sent: the end of a C string, and halves of characters.
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")


def in_language(env):
    """What makes sentences of the grammar speak the language of ``env``."""
    lang = env.lang or "en_US"
    return lambda template: get_translation("meddev_udi", lang, template, ())


def speakable(code):
    """``code`` with U+FFFD for what cannot be looked up; it is as wrong there."""
    return _UNSPEAKABLE.sub("\ufffd", code) if isinstance(code, str) else code


def spellings(identifier):
    """The ways in which a barcode may be written: a GTIN with or without leading zeros."""
    if not identifier or _UNSPEAKABLE.search(identifier):
        return []
    if not identifier.isdigit() or len(identifier) != 14:
        return [identifier]
    return [identifier[-length:] for length in (14, 13, 12, 8) if not identifier[:-length].strip("0")]


class MeddevUdi(models.AbstractModel):
    """What a scanned or typed device identifier says, and which product of ours it names."""

    _name = "meddev.udi"
    _description = "Unique Device Identifier"

    @api.model
    def _parse(self, code):
        """The parts of ``code``, the product it names and at which package level.

        Retired identifiers are answered too: labels that carry them are still about. A direct marking or unit of use
        that several products share names no single one, and ``product`` is None.

        :param code: what was scanned or typed; anything is answered, nothing raises
        :return: see ``udi_parse`` of the API; ``product`` is None where no product the user may read has the code
        """
        return self._answered(parse(speakable(code)))

    @api.model
    def _parse_label(self, codes):
        """:meth:`_parse` of several codes of one label, scanned one after the other."""
        return self._answered(parse_label([speakable(code) for code in codes]))

    def _answered(self, udi):
        found = udi.to_dict(in_language(self.env))
        di = self._find_di(found["agency"], found["di"])
        if di:
            return {**found, "product": self._answer(di._named_product()), "package_level": di._level_name()}
        return {**found, "product": self._answer(self._product_with_barcode(found["di"]))}

    @api.model
    def _base_quantity(self, agency, identifier, product):
        """How many base units of ``product`` are in one package that has the identifier; 1 where nothing says more."""
        di = self._find_di(agency, identifier)
        if di:
            return di.base_quantity or 1
        packaging = self.env["product.uom"].search(
            [("barcode", "in", spellings(identifier)), ("product_id", "=", product.id)], limit=1
        )  # fmt: skip
        return packaging.uom_id._compute_quantity(1, product.uom_id, round=False) if packaging else 1

    @api.model
    def _find_di(self, agency, identifier):
        """The device identifier that the user may read, or an empty one."""
        dis = self.env["meddev.udi.di"]
        if not identifier or _UNSPEAKABLE.search(identifier):
            return dis
        # An opaque code is read whole and kept whole.
        return dis.search([("agency", "=", agency), ("code", "=", identifier)], limit=1)

    def _product_with_barcode(self, identifier):
        barcodes = spellings(identifier)
        product = self.env["product.product"].search([("barcode", "in", barcodes)], limit=1) if barcodes else None
        if barcodes and not product:
            product = self.env["product.uom"].search([("barcode", "in", barcodes)], limit=1).product_id
        return product

    def _answer(self, product):
        return {"id": product.id, "code": product.default_code or "", "name": product.name} if product else None

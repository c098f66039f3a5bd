from odoo import api, models

from ..grammar import parse


class MeddevUdi(models.AbstractModel):
    """What a scanned or typed device identifier says, and which product of ours it names."""

    _name = "meddev.udi"
    _description = "Unique Device Identifier"

    @api.model
    def _parse(self, code):
        """The parts of ``code`` and the product it names.

        :param code: what was scanned or typed; anything is answered, nothing raises
        :return: see ``udi_parse`` of the API; ``product`` is None where no product the user may read has the code
        """
        found = parse(code).to_dict()
        return {**found, "product": self._product_of(found["di"])}

    def _product_of(self, identifier):
        if not identifier:
            return None
        barcodes = self._spellings(identifier)
        product = self.env["product.product"].search([("barcode", "in", barcodes)], limit=1)
        if not product:
            product = self.env["product.uom"].search([("barcode", "in", barcodes)], limit=1).product_id
        return {"id": product.id, "code": product.default_code or "", "name": product.name} if product else None

    def _spellings(self, identifier):
        """The ways in which a master record may have written the identifier: a GTIN with or without leading zeros."""
        if not identifier.isdigit() or len(identifier) != 14:
            return [identifier]
        return [identifier[-length:] for length in (14, 13, 12, 8) if not identifier[:-length].strip("0")]

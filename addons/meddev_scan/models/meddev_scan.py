from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..scanning import packages_of


class MeddevScan(models.AbstractModel):
    """What the scanning screen asks and does. Rights and checks are those of the records that a scan changes."""

    _name = "meddev.scan"
    _description = "Scanning"

    @api.model
    @api.readonly
    def find(self, code):
        """What a scan opens where no work was begun: a document by its number, a place to count, a lot, a product.

        :return: ``{"model", "id", "name", "is_sheet": whether it is a document that is scanned into, "action": the
            screen in which that is done where it is another one, or ""}``
        :raises UserError: the code names nothing, or several records
        """
        text = self.env["meddev.scan.reading"]._text(code)
        for model in self._documents() if text else ():
            if self.env[model].has_access("read"):
                found = self.env[model]._scan_find(text)
                if found:
                    return self._found(found)
        scanned = self.env["meddev.scan.reading"]._read(code)
        lot = self.env["stock.lot"].search(
            [("name", "=", scanned.name), ("product_id", "=", scanned.product.id)], limit=1
        )  # fmt: skip
        if scanned.name and not lot:
            raise UserError(
                self.env._(
                    "%(product)s has no lot or serial number %(lot)s yet. It is made when goods are received or built.",
                    product=scanned.product.display_name,
                    lot=scanned.name,
                )
            )
        return self._found(lot or scanned.product)

    @api.model
    @api.readonly
    def waiting(self):
        """What is ready to be scanned, for those who do not have its number at hand.

        :return: ``[{"model", "id", "name", "about", "is_sheet", "action"}]``, what is due first comes first
        """
        found = []
        for model in self._documents():
            if self.env[model].has_access("write"):
                found += self.env[model]._scan_waiting()
        return [{**self._found(one), "about": one._scan_about()} for one in found]

    @api.model
    @api.readonly
    def sheet(self, model, id):  # noqa: A002 - what RPC callers know it by
        """What there is to scan in one document, and what was scanned.

        :param model: "stock.picking", "stock.location", or what a bridge adds
        :return: ``{"model", "id", "name", "about", "is_open", "closed", "missing", "finish", "lines": [{"id", "code",
            "product", "uom", "wanted": number|None, "taken", "is_next", "lots": [{"id", "name", "quantity", "expiry"}],
            "more", "reserved": [{"lot", "quantity", "place"}]}]}``; ``closed`` says why nothing can be scanned,
            ``lots`` are the latest, ``more`` counts the others, ``reserved`` says what is to be fetched
        :raises ValidationError: no such document
        """
        return self._document(model, id)._scan_sheet()

    @api.model
    def scan(self, model, id, code, before=(), packages=None):  # noqa: A002
        """Take what was scanned into a document, or change nothing and say why.

        :param code: what the scanner sent
        :param before: what the last answer had as ``before``: codes of the same label
        :param packages: how many packages of the scanned kind there are, 1 if not given
        :return: ``{"message", "before": [codes], "sheet"}``; with ``before`` not empty the label's lot or serial number
            is still to be scanned, and nothing was taken yet
        :raises UserError: what was refused and why
        """
        document = self._document(model, id)
        document._check_scan_open()
        number = packages_of(packages)
        if number is None:
            raise UserError(self.env._("%s is no number of packages. Type a number above 0, or nothing.", packages))
        reading = self.env["meddev.scan.reading"]
        scanned = reading._read(code, before, document._scan_products())
        document._check_scan_product(scanned)
        if scanned.product.tracking != "none" and not scanned.name:
            return self._answer(document, self._words_of_wait(scanned), list(scanned.codes))
        document._scan_lock()
        return self._answer(document, document._scan_take(scanned, number))

    @api.model
    def undo(self, model, id, line):  # noqa: A002
        """Take back one scanned entry of a document.

        :param line: ``id`` of an entry of ``lots`` in the sheet
        :return: as of :meth:`scan`
        """
        document = self._document(model, id)
        document._check_scan_open()
        document._scan_lock()
        return self._answer(document, document._scan_undo(line if type(line) is int else 0))

    def _documents(self):
        """Models that are scanned into, in the order in which a scanned number is sought among them."""
        return ["stock.picking", "stock.location"]

    def _document(self, model, record_id):
        if not isinstance(model, str) or model not in self._documents():
            raise ValidationError(self.env._("%s is nothing that is scanned into.", model))
        record = self.env[model].browse(record_id if type(record_id) is int else 0).exists()
        if not record:
            raise ValidationError(self.env._("This document is no longer there. Scan its number again."))
        record.check_access("read")
        return record

    def _found(self, record):
        is_sheet = record._name in self._documents()
        return {
            "model": record._name,
            "id": record.id,
            "name": record.display_name,
            "is_sheet": is_sheet,
            "action": record._scan_screen() if is_sheet else "",
        }

    def _answer(self, document, message, before=()):
        return {"message": message, "before": list(before), "sheet": document._scan_sheet()}

    def _words_of_wait(self, scanned):
        if scanned.product.tracking == "serial":
            return self.env._("%s: scan or type its serial number.", scanned.product.display_name)
        return self.env._("%s: scan or type its lot number.", scanned.product.display_name)

from odoo import models
from odoo.exceptions import UserError

WAITING = 12
"""So many documents of one kind are offered where none was scanned."""


class MeddevScanDocument(models.AbstractModel):
    """Something that is scanned into. The methods of this class are what the scanning screen asks of it."""

    _name = "meddev.scan.document"
    _description = "Document That Is Scanned Into"

    _scan_name = "name"

    def _scan_find(self, text):
        """The one document that a scanned number names, or none."""
        found = self.search([(self._scan_name, "=", text)], limit=20)
        found = found.filtered(lambda one: one.company_id == self.env.company) or found
        return found if len(found) == 1 else self.browse()

    def _scan_waiting(self):
        """Documents that are ready to be scanned into, at most WAITING, what is due first before."""
        return self.browse()

    def _scan_about(self):
        """What a person should know of the document, in few words."""
        return ""

    def _scan_screen(self):
        """XML id of the screen in which it is scanned into, where that is not the common one."""
        return ""

    def action_scan(self):
        """Open the screen in which this document is scanned into."""
        self.ensure_one()
        action = self._scan_screen() or "meddev_scan.scan_action"
        params = {"model": self._name, "id": self.id}
        return {
            **self.env["ir.actions.client"]._for_xml_id(action),
            "params": params,
            "context": {"active_id": self.id},
        }

    def _scan_sheet(self):
        """What there is to scan and what was: see ``meddev.scan.sheet``."""
        raise NotImplementedError

    def _scan_closed(self):
        """Why nothing can be scanned into it, or ""."""
        raise NotImplementedError

    def _scan_products(self):
        """Products of the work at hand; empty where any product may come."""
        return self.env["product.product"]

    def _check_scan_product(self, scanned):
        """Refuse a product that does not belong here."""

    def _scan_take(self, scanned, packages):
        """Record what was scanned, and say it in one sentence."""
        raise NotImplementedError

    def _scan_undo(self, line_id):
        """Take back one entry, and say it."""
        raise NotImplementedError

    def _check_scan_open(self):
        self.ensure_one()
        self.check_access("write")
        if reason := self._scan_closed():
            raise UserError(reason)

    def _scan_lock(self):
        """Of two people who scan into one document at once, the second sees what the first one did.

        Waiting for a row alone would leave the second with what it read before; after this update its request is run
        again from the start.
        """
        self.env.cr.execute(f"UPDATE {self._table} SET write_date = write_date WHERE id = %s", (self.id,))  # noqa: S608 - our own table's name

    def _scan_entry(self, record, name, quantity, expiry=None):
        return {"id": record.id, "name": name, "quantity": quantity, "expiry": expiry.isoformat() if expiry else ""}

    def _scan_number(self, quantity):
        """A quantity as people write it."""
        return f"{round(quantity, 6):g}"

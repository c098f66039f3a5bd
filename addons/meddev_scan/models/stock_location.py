from odoo import fields, models
from odoo.exceptions import UserError

from .scan_moves import SHOWN


class StockLocation(models.Model):
    """A place whose goods are counted by scanning. What was counted waits to be applied in the physical inventory."""

    _name = "stock.location"
    _inherit = ["stock.location", "meddev.scan.document", "meddev.scan.lot.checks"]

    _scan_name = "complete_name"

    def _scan_find(self, text):
        place = self.search([("barcode", "=", text)], limit=1) or super()._scan_find(text)
        return place if len(place) == 1 and place.usage in ("internal", "transit") else self.browse()

    def _scan_about(self):
        return self.env._("Count what is here. Counts are applied in the physical inventory.")

    def _check_scan_open(self):
        # Counting writes into the stock of a place, not into the place.
        self.ensure_one()
        self.env["stock.quant"].check_access("write")
        if reason := self._scan_closed():
            raise UserError(reason)

    def _scan_closed(self):
        if self.usage not in ("internal", "transit"):
            return self.env._("%s is no place with stock of ours. Choose another one to count.", self.display_name)
        if not self.env.user.has_group("stock.group_stock_user"):
            return self.env._("Goods are counted by users of Inventory.")
        return ""

    def _check_scan_product(self, scanned):
        if not scanned.product.is_storable:
            raise UserError(self.env._("%s is not kept in stock: it is not counted.", scanned.product.display_name))

    def _scan_take(self, scanned, packages):
        # What is found and was never recorded gets a lot.
        lot = self._lot_on_file(scanned, self.company_id)
        if not lot and scanned.product.tracking != "none":
            lot = self._make_scanned_lot(scanned)
        self._check_dates_agree(scanned, lot)
        quant = self._counted_quant(scanned.product, lot)
        counted = quant.inventory_quantity if quant.inventory_quantity_set else 0
        quantity = scanned.quantity * packages
        self._check_scan_quantity(scanned, quantity)
        if scanned.product.tracking == "serial":
            self._check_one_unit(scanned, quantity)
            self._check_not_elsewhere(lot)
            if counted:
                raise UserError(self._words_of_repeat(scanned))
        self._count(quant, scanned.product, lot, counted + quantity)
        return self.env._(
            "%(what)s: %(quantity)s counted.",
            what=scanned.name or scanned.product.display_name,
            quantity=self._scan_number(counted + quantity),
        )

    def _check_not_elsewhere(self, lot):
        if quant := self._stock_of(lot).filtered(lambda one: one.location_id != self)[:1]:
            raise UserError(
                self.env._(
                    "Serial number %(lot)s is on record in %(place)s. Transfer it from there to %(here)s first.",
                    lot=lot.name,
                    place=quant.location_id.display_name,
                    here=self.display_name,
                )
            )

    def _counted_quant(self, product, lot):
        """What is on record here of these goods; in packages or of several owners it is not counted piece by piece."""
        quants = self.env["stock.quant"].search(
            [("location_id", "=", self.id), ("product_id", "=", product.id), ("lot_id", "=", lot.id if lot else False)]
        )
        if quants.package_id or quants.owner_id:
            raise UserError(
                self.env._(
                    "%(what)s lies in %(place)s in packages or for several owners. Count it in the physical inventory, "
                    "line by line.",
                    what=lot.name if lot else product.display_name,
                    place=self.display_name,
                )
            )
        return quants[:1]

    def _count(self, quant, product, lot, quantity):
        counting = self.env["stock.quant"].with_context(inventory_mode=True)
        if not quant:
            values = {"product_id": product.id, "location_id": self.id, "lot_id": lot.id if lot else False}
            counting.create({**values, "inventory_quantity": quantity})
            return
        # As Odoo does where somebody counts a quant that is there: who may count was checked when scanning began.
        quant.sudo().write(
            {"inventory_quantity": quantity, "user_id": self.env.uid, "inventory_date": fields.Date.context_today(self)}
        )

    def _scan_undo(self, line_id):
        quant = self.env["stock.quant"].search(
            [("id", "=", line_id), ("location_id", "=", self.id), ("inventory_quantity_set", "=", True)]
        )
        if not quant:
            raise UserError(self.env._("This entry is no longer there. Look at what is scanned."))
        quant.sudo().action_clear_inventory_quantity()
        return self.env._("The count of %s was taken back.", quant.lot_id.name or quant.product_id.display_name)

    def _scan_sheet(self):
        self.ensure_one()
        closed = self._scan_closed()
        domain = [("location_id", "=", self.id), ("inventory_quantity_set", "=", True)]
        quants = self.env["stock.quant"].search(domain, order="write_date desc, id desc", limit=SHOWN)
        totals = {
            product: (quantity, count)
            for product, quantity, count in self.env["stock.quant"]._read_group(
                domain, ["product_id"], ["inventory_quantity:sum", "__count"]
            )
        }
        return {
            "model": self._name,
            "id": self.id,
            "name": self.display_name,
            "about": self._scan_about(),
            "is_open": not closed,
            "closed": closed,
            "missing": 0,
            "finish": "",
            "lines": [
                self._counted_row(product, found, *totals[product])
                for product, found in quants.grouped("product_id").items()
            ],
        }

    def _counted_row(self, product, quants, quantity, count):
        return {
            "id": product.id,
            "code": product.default_code or "",
            "product": product.with_context(display_default_code=False).display_name,
            "uom": product.uom_id.name,
            "wanted": None,
            "taken": round(quantity, 6),
            "is_next": False,
            "lots": [
                self._scan_entry(
                    quant,
                    quant.lot_id.name or "",
                    quant.inventory_quantity,
                    quant.lot_id and quant.lot_id._expiry_day(),
                )
                for quant in quants
            ],
            "more": count - len(quants),
            "reserved": [],
        }

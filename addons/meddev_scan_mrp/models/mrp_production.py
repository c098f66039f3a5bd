from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.meddev_scan.models.scan_document import WAITING
from odoo.addons.meddev_scan.models.scan_moves import SHOWN


class MrpProduction(models.Model):
    """An order whose components, and the units it makes, are recorded by scanning."""

    _name = "mrp.production"
    _inherit = ["mrp.production", "meddev.scan.moves"]

    def _scan_screen(self):
        return "meddev_genealogy_mrp.as_built_screen_action" if self._is_as_built_required() else ""

    def _scan_waiting(self):
        # A subcontractor's order closes with the receipt of what he made.
        domain = [
            ("state", "in", ("confirmed", "progress", "to_close")),
            "|", ("bom_id", "=", False), ("bom_id.type", "!=", "subcontract"),
        ]  # fmt: skip
        return self.search(domain, order="date_start, id", limit=WAITING)

    def _scan_moves(self):
        is_over = self.state in ("done", "cancel")
        return self.move_raw_ids.filtered(
            lambda move: is_over or move.state not in ("done", "cancel", "draft")
        ).sorted()

    def _scan_products(self):
        made = self.product_id.filtered(lambda product: product.tracking != "none")
        return super()._scan_products() | made

    def _is_other_lot_taken(self):
        return self.picking_type_id.is_other_lot_scanned

    def _scan_about(self):
        made = self.env._(
            "%(quantity)s %(uom)s of %(product)s",
            quantity=self._scan_number(self.product_qty),
            uom=self.product_uom_id.name,
            product=self.product_id.display_name,
        )
        numbers = ", ".join(self.lot_producing_ids[:5].mapped("name"))
        return f"{made} · {numbers}" if numbers else made

    def _scan_closed(self):
        if self.state == "draft":
            return self.env._("%s is a draft. Confirm it, then scan.", self.name)
        if self.state in ("done", "cancel"):
            return self.env._("%s is closed: nothing is scanned into it.", self.name)
        if self._is_as_built_required():
            return self.env._("%s records what is in each unit. Scan in its As-Built screen, unit by unit.", self.name)
        return ""

    def _scan_take(self, scanned, packages):
        if scanned.product == self.product_id and scanned.product not in self._scan_moves().product_id:
            unit = self._scan_unit(scanned)
            return self.env._("%(lot)s is made by %(order)s.", lot=unit.name, order=self.name)
        return super()._scan_take(scanned, packages)

    def _scan_undo(self, line_id):
        """A number of what is made has its lot's id below zero, so that no line of a component has the same."""
        unit = self.lot_producing_ids.filtered(lambda lot: lot.id == -line_id)
        if not unit:
            return super()._scan_undo(line_id)
        self.lot_producing_ids = [Command.unlink(unit.id)]
        return self.env._("%s was taken off the order.", unit.name)

    def _scan_sheet(self):
        sheet = super()._scan_sheet()
        return {**sheet, "lines": [*sheet["lines"], *self._scan_made()]}

    def _scan_made(self):
        """The row of what the order makes: the numbers that it has."""
        product, units = self.product_id, self.lot_producing_ids
        if product.tracking == "none":
            return []
        return [
            {
                "id": 0,
                "code": product.default_code or "",
                "product": product.with_context(display_default_code=False).display_name,
                "uom": self.env._("numbers"),
                "wanted": self._scan_most_units(),
                "taken": len(units),
                "is_next": False,
                "lots": [
                    {**self._scan_entry(lot, lot.name, 1, lot._expiry_day()), "id": -lot.id} for lot in units[-SHOWN:]
                ],
                "more": max(len(units) - SHOWN, 0),
                "reserved": [],
            }
        ]

    def _scan_most_units(self):
        if self.product_id.tracking != "serial":
            return 1
        return round(self.product_uom_id._compute_quantity(self.product_qty, self.product_id.uom_id))

    def _scan_into(self, move, quantity, values):
        result = super()._scan_into(move, quantity, values)
        move.manual_consumption = True  # what was scanned is not computed anew when the quantity made changes
        return result

    def _scan_component_lot(self, scanned):
        """The lot of a component on file, after the checks of every scan."""
        moves = self._scan_moves().filtered(lambda move: move.product_id == scanned.product)
        lot = self._scan_lot(scanned, moves)
        self._check_dates_agree(scanned, lot)
        self._check_not_expired(scanned, lot)
        lot._check_released()
        return lot

    def _scan_unit(self, scanned):
        """The lot or serial number that this order makes; a new one is put on the order."""
        lot = self._lot_on_file(scanned, self.company_id)
        self._check_dates_agree(scanned, lot)
        if lot in self.lot_producing_ids and lot:
            return lot
        self._check_scan_unit(scanned, lot)
        lot = lot or self._make_scanned_lot(scanned)
        self.lot_producing_ids = [Command.link(lot.id)]
        return lot

    def _check_scan_unit(self, scanned, lot):
        if lot and scanned.product.tracking == "serial":
            self._check_not_made_elsewhere(lot)
            self._check_not_in_stock(lot)
        if len(self.lot_producing_ids) >= self._scan_most_units():
            raise UserError(
                self.env._(
                    "%(order)s has its numbers already: %(names)s. %(lot)s belongs to another order, or the order's "
                    "quantity is changed first.",
                    order=self.name,
                    names=", ".join(self.lot_producing_ids[:5].mapped("name")),
                    lot=scanned.name,
                )
            )

    def _check_not_made_elsewhere(self, lot):
        other = self.search(
            [("lot_producing_ids", "in", lot.ids), ("id", "!=", self.id), ("state", "not in", ("done", "cancel"))],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(lot)s is a unit of %(other)s, not of %(order)s. Scan its own label.",
                    lot=lot.name,
                    other=other.name,
                    order=self.name,
                )
            )

from datetime import datetime

from pytz import utc

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.meddev_genealogy.lot_status import is_use

from ..scanning import differs

IN_STOCK = ("internal", "transit")


class MeddevScanLotChecks(models.AbstractModel):
    """What is refused while it is scanned, instead of when the document is closed; the gates there stay."""

    _name = "meddev.scan.lot.checks"
    _description = "Checks of Scanned Lots"

    def _lot_on_file(self, scanned, company):
        """The lot that the label names, of ``company`` or of all."""
        lots = self.env["stock.lot"]
        if scanned.product.tracking == "none":
            return lots
        return lots.search(
            [
                ("name", "=", scanned.name),
                ("product_id", "=", scanned.product.id),
                ("company_id", "in", [False, company.id]),
            ],
            limit=1,
        )

    def _make_scanned_lot(self, scanned):
        """A new lot with the dates of its label; it starts where its product's lots do."""
        lots = self.env["stock.lot"]
        values = {"name": scanned.name, "product_id": scanned.product.id, "production_date": scanned.production}
        if scanned.expiry and "expiration_date" in lots._fields:
            values["expiration_date"] = lots._expiry_moment(scanned.expiry)
        return lots.create(values)

    def _scan_lot(self, scanned, moves):
        """The lot that is on file, or none where it is made when the goods come in."""
        lot = self._lot_on_file(scanned, moves.company_id)
        if scanned.product.tracking == "none":
            return lot
        if not lot and not self._is_lot_made(moves):
            raise UserError(
                self.env._(
                    "%(product)s has no lot or serial number %(lot)s. Check the label.",
                    product=scanned.product.display_name,
                    lot=scanned.name,
                )
            )
        if not lot:
            scanned.product._check_fits_udi(scanned.name)
        return lot

    def _is_lot_made(self, moves):
        return all(move._should_bypass_reservation() and move.picking_type_id.use_create_lots for move in moves)

    def _check_scan_goods(self, scanned, lot, moves, quantity):
        """Refuse goods that this document may not take, in the order in which a person would find out."""
        used = any(is_use(move.location_id.usage, move.location_dest_id.usage) for move in moves)
        received = any(self._is_received(move) for move in moves)
        if used or received:
            self._check_not_expired(scanned, lot)
        if scanned.product.tracking != "none":
            self._check_dates_agree(scanned, lot)
            self._check_returned(scanned, lot, moves)
            self._check_serial(scanned, lot, moves, quantity)
            if not lot:
                self._check_same_label(scanned, moves)
        if used and lot:
            lot._check_released()
        if not all(move._should_bypass_reservation() for move in moves):
            self._check_free(scanned, lot, moves, quantity)

    def _is_received(self, move):
        """Whether goods come from a vendor, or from a subcontractor, whose place is one of ours to Odoo."""
        return move.location_id.usage == "supplier" or ("is_subcontract" in move._fields and move.is_subcontract)

    def _check_scan_quantity(self, scanned, quantity):
        """Refuse what the product's unit of measure would round to something else."""
        uom = scanned.product.uom_id
        if uom.compare(uom.round(quantity), quantity) or uom.is_zero(quantity):
            raise UserError(
                self.env._(
                    "%(quantity)s %(uom)s of %(product)s cannot be counted: its unit is not divided that far.",
                    quantity=self._scan_number(quantity),
                    uom=uom.name,
                    product=scanned.product.display_name,
                )
            )

    def _check_returned(self, scanned, lot, moves):
        """What comes back is what went out, as far as that is on record."""
        origin = moves.origin_returned_move_id
        lots = origin.move_line_ids.lot_id
        if lots and lot not in lots:
            raise UserError(
                self.env._(
                    "%(lot)s did not move with %(document)s, which this returns. Returned can be: %(lots)s.",
                    lot=scanned.name,
                    document=", ".join(sorted(set(filter(None, origin.mapped("reference"))))),
                    lots=", ".join(lots[:5].mapped("name")),
                )
            )

    def _check_same_label(self, scanned, moves):
        """Of a lot that is only being made, labels with other dates are refused, and missing dates filled in."""
        lines = self.env["stock.move.line"].search(
            [("move_id", "in", moves.ids), ("picked", "=", True), ("lot_name", "=", scanned.name)]
        )
        for line in lines:
            self._check_dates(scanned, line.expiry_on_label, line.production_date)
        missing = lines.filtered(
            lambda line: (scanned.expiry and not line.expiry_on_label)
            or (scanned.production and not line.production_date)
        )
        if missing:
            missing.write(self._scan_dates(scanned))

    def _check_dates_agree(self, scanned, lot):
        if lot:
            self._check_dates(scanned, lot._expiry_day(), lot.production_date)

    def _check_dates(self, scanned, expiry, production):
        dates = (
            (self.env._("expiry date"), scanned.expiry, expiry),
            (self.env._("manufacturing date"), scanned.production, production),
        )
        for label, said, recorded in dates:
            if differs(said, recorded):
                raise UserError(
                    self.env._(
                        "The label of %(lot)s says %(date)s as its %(label)s, and %(recorded)s is on file. "
                        "It is another lot or a wrong label: set it aside and tell quality.",
                        lot=scanned.name,
                        date=said.isoformat(),
                        label=label,
                        recorded=recorded.isoformat(),
                    )
                )

    def _check_one_unit(self, scanned, quantity):
        if quantity != 1:
            raise UserError(
                self.env._(
                    "%(product)s is counted by serial number: scan each unit, not a package of %(quantity)s.",
                    product=scanned.product.display_name,
                    quantity=self._scan_number(quantity),
                )
            )

    def _words_of_repeat(self, scanned):
        return self.env._("Serial number %s is scanned already.", scanned.name)

    def _check_serial(self, scanned, lot, moves, quantity):
        if scanned.product.tracking != "serial":
            return
        self._check_one_unit(scanned, quantity)
        known = [("lot_id", "=", lot.id)] if lot else [("lot_name", "=", scanned.name)]
        if self.env["stock.move.line"].search_count(
            [("move_id", "in", moves.ids), ("picked", "=", True), *known], limit=1
        ):
            raise UserError(self._words_of_repeat(scanned))
        if lot and all(move.location_id.usage not in IN_STOCK or self._is_received(move) for move in moves):
            self._check_not_in_stock(lot)

    def _stock_of(self, lot):
        """Where the lot is in stock."""
        return self.env["stock.quant"].search(
            [("lot_id", "=", lot.id), ("quantity", ">", 0), ("location_id.usage", "in", IN_STOCK)]
        )

    def _check_not_in_stock(self, lot):
        if quant := self._stock_of(lot)[:1]:
            raise UserError(
                self.env._(
                    "Serial number %(lot)s is in stock already, in %(place)s. One number is one unit.",
                    lot=lot.name,
                    place=quant.location_id.display_name,
                )
            )

    def _check_not_expired(self, scanned, lot):
        lots = lot or self.env["stock.lot"]
        day = scanned.expiry or (lot._expiry_day() if lot else None)
        today = utc.localize(datetime.utcnow()).astimezone(lots._zone()).date()
        if day and day < today:
            raise UserError(
                self.env._(
                    "%(lot)s of %(product)s expired on %(date)s. Set it aside.",
                    lot=scanned.name or "-",
                    product=scanned.product.display_name,
                    date=day.isoformat(),
                )
            )

    def _check_free(self, scanned, lot, moves, quantity):
        """Refuse what is not where it is taken from, is reserved for others, or is not what is reserved here."""
        place = moves[:1].location_id
        quants = self._scan_quants(moves, scanned.product, lot)
        planned = self.env["stock.move.line"].search(
            [("move_id", "in", moves.ids), ("picked", "=", False), ("quantity", ">", 0)]
        )
        own = sum(planned.filtered(lambda line: line.lot_id == lot).mapped("quantity_product_uom"))
        others = planned.lot_id - lot
        free = sum(quants.mapped("available_quantity")) + own
        words = {"lot": scanned.name or scanned.product.display_name, "place": place.display_name}
        if sum(quants.mapped("quantity")) <= 0:
            raise UserError(self.env._("%(lot)s is not in %(place)s. Check the label and the place.", **words))
        uom = scanned.product.uom_id
        if uom.compare(quantity, own) > 0 and others and not self._is_other_lot_taken():
            raise UserError(
                self.env._(
                    "%(lot)s is not what is reserved for %(document)s, or not as much of it. Reserved: %(lots)s.",
                    document=self.display_name,
                    lots=", ".join(planned.lot_id[:5].mapped("name")),
                    **words,
                )
            )
        if uom.compare(quantity, free) > 0:
            raise UserError(
                self.env._(
                    "Of %(lot)s %(free)s are free in %(place)s, and %(quantity)s were scanned. "
                    "The others are reserved for other documents.",
                    free=self._scan_number(max(free, 0)),
                    quantity=self._scan_number(quantity),
                    **words,
                )
            )

    def _scan_quants(self, moves, product, lot):
        return self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", moves.location_id.ids),
                ("lot_id", "=", lot.id if lot else False),
                ("quantity", ">", 0),
            ],
            order="in_date, id",
        )

    def _check_scan_wanted(self, scanned, moves, quantity, lacking):
        """Refuse more than the document asks for; from a vendor more may come, and is said."""
        is_more = scanned.product.uom_id.compare(quantity, lacking) > 0
        if not is_more or all(self._is_received(move) for move in moves):
            return
        values = {"product": scanned.product.display_name, "document": self.display_name}
        if not lacking:
            raise UserError(self.env._("All of %(product)s in %(document)s is scanned already.", **values))
        raise UserError(
            self.env._(
                "%(document)s asks for %(lacking)s more of %(product)s, and %(quantity)s were scanned.",
                lacking=self._scan_number(lacking),
                quantity=self._scan_number(quantity),
                **values,
            )
        )

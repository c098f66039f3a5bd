from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..scanning import shares

PLACE = ("location_id", "location_dest_id", "package_id", "result_package_id", "owner_id")
SHOWN = 30
"""So many of the latest entries of a document are shown."""


class MeddevScanMoves(models.AbstractModel):
    """A document that moves goods: what was scanned are its picked lines, the others are planned or reserved.

    A scan turns as much of what is planned into a picked line, so that Odoo's own completion, backorders and
    reservations work on as they do: lines that nobody scanned are left out of a transfer in which others were.
    """

    _name = "meddev.scan.moves"
    _description = "Movements That Are Scanned"
    _inherit = ["meddev.scan.document", "meddev.scan.lot.checks"]

    def _scan_moves(self):
        """The movements that are scanned, in the order of the sheet."""
        raise NotImplementedError

    def _is_other_lot_taken(self):
        """Whether a lot may be scanned that is free, where another one is reserved."""
        return False

    def _scan_products(self):
        return self._scan_moves().product_id

    def _check_scan_product(self, scanned):
        products = self._scan_products()
        if scanned.product not in products:
            raise UserError(
                self.env._(
                    "%(product)s does not belong to %(document)s. It asks for: %(names)s.",
                    product=scanned.product.display_name,
                    document=self.display_name,
                    names=", ".join(products[:5].mapped("display_name")) or "-",
                )
            )

    # --- what is taken ------------------------------------------------------------------------------------------

    def _scan_take(self, scanned, packages):
        moves = self._scan_moves().filtered(lambda move: move.product_id == scanned.product)
        quantity = scanned.quantity * packages
        self._check_scan_quantity(scanned, quantity)
        lot = self._scan_lot(scanned, moves)
        wanted = self._scan_lacking(moves)
        self._check_scan_goods(scanned, lot, moves, quantity)
        self._check_scan_wanted(scanned, moves, quantity, sum(wanted))
        for move, part in zip(moves, shares(quantity, wanted), strict=True):
            if part:
                self._scan_into(move, part, self._scan_line_values(scanned, lot))
        words = [self._words_of_scan(scanned, quantity, sum(wanted)), "" if lot else self._words_of_loss(scanned)]
        return " ".join(filter(None, words))

    def _scan_lacking(self, moves):
        """How much of each move is still to be scanned, in the product's unit of measure."""
        taken = self._scan_taken(moves)
        return [max(round(move.product_qty - taken.get(move, 0), 6), 0) for move in moves]

    def _scan_taken(self, moves):
        return dict(
            self.env["stock.move.line"]._read_group(
                [("move_id", "in", moves.ids), ("picked", "=", True)], ["move_id"], ["quantity_product_uom:sum"]
            )
        )

    def _scan_line_values(self, scanned, lot):
        if scanned.product.tracking == "none":
            return {}
        if lot:
            return {"lot_id": lot.id, "lot_name": False}
        return {"lot_id": False, "lot_name": scanned.name, **self._scan_dates(scanned)}

    def _scan_dates(self, scanned):
        """The dates of a label for the lot that it makes."""
        dates = {"production_date": scanned.production} if scanned.production else {}
        if scanned.expiry:
            dates["expiry_on_label"] = scanned.expiry
            if "expiration_date" in self.env["stock.move.line"]._fields:
                dates["expiration_date"] = self.env["stock.lot"]._expiry_moment(scanned.expiry)
        return dates

    def _scan_into(self, move, quantity, values):
        """Pick ``quantity`` of what is planned for ``move``; ``values`` name the lot."""
        lot = self.env["stock.lot"].browse(values.get("lot_id") or ())
        is_free = move._should_bypass_reservation()
        for line in self._scan_planned(move, lot, is_free):
            part = min(line.quantity_product_uom, quantity)
            if part <= 0:
                break
            quantity -= part
            self._scan_turn(line, part, values, is_kept=is_free or line.lot_id == lot)
        for place, part in self._scan_places(move, lot, quantity, is_free):
            self._scan_add(move, part, {**values, **place})

    def _scan_planned(self, move, lot, is_free):
        """Lines that nobody scanned yet: those of the lot, and where any may be taken the others behind them."""
        domain = Domain([("move_id", "=", move.id), ("picked", "=", False), ("quantity", ">", 0)])
        lines = self.env["stock.move.line"]
        own = lines.search(domain & Domain("lot_id", "=", lot.id)) if lot else lines
        others = lines.search(domain & Domain("lot_id", "!=", lot.id if lot else -1), order="id", limit=SHOWN)
        return own + others if is_free or not lot else own + others.sorted(lambda line: (bool(line.lot_id), line.id))

    def _scan_turn(self, line, part, values, is_kept):
        """Make ``part`` of a planned line a picked one; what was planned of another lot only makes room."""
        move, uom = line.move_id, line.product_id.uom_id
        is_whole = uom.compare(part, line.quantity_product_uom) == 0
        place = _place(line, is_whole)
        if is_kept and is_whole and not self._scan_picked(move, {**values, **place}):
            line.write({**values, "picked": True})
            return
        if is_whole:
            line.unlink()
        else:
            # In the product's unit: a rest of dozens would be rounded.
            line.write({"product_uom_id": uom.id, "quantity": uom.round(line.quantity_product_uom - part)})
        lot = self.env["stock.lot"].browse(values.get("lot_id") or ())
        for where, share in [(place, part)] if is_kept else self._scan_places(move, lot, part, False):
            self._scan_add(move, share, {**values, **where})

    def _scan_places(self, move, lot, quantity, is_free):
        """``[(place, quantity)]`` where goods lie that are not planned for this move."""
        usual = {"location_id": move.location_id.id, "location_dest_id": move.location_dest_id.id}
        if quantity <= 0:
            return []
        if is_free:
            return [(usual, quantity)]
        quants = self._scan_quants(move, move.product_id, lot).filtered(lambda quant: quant.available_quantity > 0)
        parts = shares(quantity, quants.mapped("available_quantity")) or [quantity]
        places = [
            {
                **usual,
                "location_id": quant.location_id.id,
                "package_id": quant.package_id.id,
                "owner_id": quant.owner_id.id,
            }
            for quant in quants
        ] or [usual]
        return [(place, part) for place, part in zip(places, parts, strict=True) if part]

    def _scan_add(self, move, quantity, values):
        """Add to the picked line of the same lot and place, or make one."""
        if line := self._scan_picked(move, values):
            line.quantity += line.product_id.uom_id._compute_quantity(
                quantity, line.product_uom_id, rounding_method="HALF-UP"
            )
            return
        self.env["stock.move.line"].create(
            {
                "move_id": move.id,
                "picking_id": move.picking_id.id,
                "product_id": move.product_id.id,
                "product_uom_id": move.product_id.uom_id.id,
                "company_id": move.company_id.id,
                "quantity": quantity,
                "picked": True,
                **values,
            }
        )

    def _scan_picked(self, move, values):
        """The picked line to which goods of the same lot, owner and places are added; a closed package stays closed."""
        same = [(name, "=", values.get(name) or False) for name in (*PLACE, "lot_id")]
        if not values.get("lot_id"):
            same.append(("lot_name", "=", values.get("lot_name") or False))
        return self.env["stock.move.line"].search([("move_id", "=", move.id), ("picked", "=", True), *same], limit=1)

    # --- what is taken back -------------------------------------------------------------------------------------

    def _scan_undo(self, line_id):
        line = self.env["stock.move.line"].search(
            [("id", "=", line_id), ("move_id", "in", self._scan_moves().ids), ("picked", "=", True)]
        )
        if not line:
            raise UserError(self.env._("This entry is no longer there. Look at what is scanned."))
        name = line.lot_id.name or line.lot_name or line.product_id.display_name
        if line.move_id._should_bypass_reservation():
            self._scan_free(line)
        else:
            line.picked = False
        return self.env._("%s was taken back.", name)

    def _scan_free(self, line):
        """Make a picked line a planned one again: of no lot, and of no more than is still wanted."""
        move, no_date = line.move_id, dict.fromkeys(("production_date", "expiry_on_label"), False)
        if "expiration_date" in line._fields:
            no_date["expiration_date"] = False
        line.write({"picked": False, "lot_id": False, "lot_name": False, **no_date})
        surplus = sum(move.move_line_ids.mapped("quantity_product_uom")) - move.product_qty
        if surplus > 0 and line.quantity_product_uom > surplus:
            line.write({
                "product_uom_id": line.product_id.uom_id.id, "quantity": line.quantity_product_uom - surplus,
            })  # fmt: skip
        elif surplus > 0:
            line.unlink()

    # --- what is shown ------------------------------------------------------------------------------------------

    def _scan_sheet(self):
        self.ensure_one()
        moves = self._scan_moves()
        taken, entries = self._scan_taken(moves), self._scan_entries(moves)
        closed = self._scan_closed()
        lines = [self._scan_row(move, taken.get(move, 0), entries) for move in moves]
        lacking = [line for line in lines if line["taken"] < line["wanted"]]
        for line in lacking[:1]:
            line["is_next"] = not closed
        return {
            "model": self._name,
            "id": self.id,
            "name": self.display_name,
            "about": self._scan_about(),
            "is_open": not closed,
            "closed": closed,
            "missing": len(lacking),
            "finish": self._scan_finish() if not closed and any(taken.values()) else "",
            "lines": lines,
        }

    def _scan_finish(self):
        """What the button below the sheet does: "validate", or "" for none."""
        return ""

    def _scan_entries(self, moves):
        """``({move: latest picked lines}, {move: how many}, {move: reserved lines})``, at most SHOWN of each."""
        lines = self.env["stock.move.line"]
        reserved = lines.search(
            [("move_id", "in", moves.ids), ("picked", "=", False), ("lot_id", "!=", False), ("quantity", ">", 0)],
            order="id",
            limit=SHOWN,
        )
        domain = [("move_id", "in", moves.ids), ("picked", "=", True), ("quantity", ">", 0)]
        latest = lines.search(domain, order="date desc, id desc", limit=SHOWN).grouped("move_id")
        return latest, dict(lines._read_group(domain, ["move_id"], ["__count"])), reserved.grouped("move_id")

    def _scan_row(self, move, taken, entries):
        latest, counts, reserved = entries
        product = move.product_id
        shown = latest.get(move, self.env["stock.move.line"])
        return {
            "id": move.id,
            "code": product.default_code or "",
            "product": product.with_context(display_default_code=False).display_name,
            "uom": product.uom_id.name,
            "wanted": round(move.product_qty, 6),
            "taken": round(taken, 6),
            "is_next": False,
            "lots": [
                self._scan_entry(
                    line, line.lot_id.name or line.lot_name or "", line.quantity_product_uom, self._expiry_of(line)
                )
                for line in shown
            ],
            "more": counts.get(move, 0) - len(shown),
            "reserved": [
                {
                    "id": line.id,
                    "lot": line.lot_id.name,
                    "quantity": round(line.quantity_product_uom, 6),
                    "place": line.location_id.display_name,
                }
                for line in reserved.get(move, ())
            ],
        }

    def _expiry_of(self, line):
        if line.lot_id:
            return line.lot_id._expiry_day()
        moment = line.expiration_date if line.lot_name and "expiration_date" in line._fields else None
        return moment and moment.date()

    # --- words --------------------------------------------------------------------------------------------------

    def _words_of_scan(self, scanned, quantity, wanted):
        values = {
            "quantity": self._scan_number(quantity),
            "uom": scanned.product.uom_id.name,
            "product": scanned.product.display_name,
        }
        done = self.env._("%(quantity)s %(uom)s of %(product)s.", **values)
        if scanned.name:
            done = self.env._("%(lot)s: %(quantity)s %(uom)s of %(product)s.", lot=scanned.name, **values)
        if quantity > wanted:
            surplus = self.env._("%s more than was ordered.", self._scan_number(quantity - wanted))
            return f"{done} {surplus}"
        return f"{done} {self._words_of_next()}"

    def _words_of_loss(self, scanned):
        """Say when a date of the label has no place on the lot that it makes."""
        keeps = "use_expiration_date" in scanned.product._fields and scanned.product.use_expiration_date
        if not scanned.expiry or scanned.product.tracking == "none" or keeps:
            return ""
        return self.env._(
            "The expiry date %(date)s is not kept: %(product)s has no expiration dates. They are switched on in the "
            "product.",
            date=scanned.expiry.isoformat(),
            product=scanned.product.display_name,
        )

    def _words_of_next(self):
        moves = self._scan_moves()
        for move, lacking in zip(moves, self._scan_lacking(moves)):
            if lacking > 0:
                return self.env._(
                    "Next: %(product)s, %(quantity)s missing.",
                    product=move.product_id.display_name,
                    quantity=self._scan_number(lacking),
                )
        return self.env._("Everything is scanned.")


def _place(line, is_whole):
    """Where a planned line takes from and puts to; a package that is opened does not arrive as one."""
    place = {name: line[name].id for name in PLACE}
    if not is_whole and line.result_package_id == line.package_id:
        place["result_package_id"] = False
    return place

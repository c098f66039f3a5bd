from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import as_built

SHOWN = 5


class MrpProduction(models.Model):
    """An order whose product asks for as-built is closed unit by unit: each unit's component lots are on record.

    What the record says is what is consumed: closing takes the component lots over into the consumption.
    """

    _inherit = "mrp.production"

    as_built_ids = fields.One2many("meddev.as.built", "production_id", "As-Built")
    is_as_built_required = fields.Boolean("As-Built per Unit", compute="_compute_as_built", compute_sudo=True)
    as_built_missing = fields.Integer("Missing in As-Built", compute="_compute_as_built", compute_sudo=True)

    @api.depends(
        "product_id.is_as_built_required", "product_qty", "state", "lot_producing_ids", "as_built_ids.quantity",
        "move_raw_ids.product_uom_qty", "move_raw_ids.state", "bom_id", "as_built_deviation", "as_built_accepted",
    )  # fmt: skip
    def _compute_as_built(self):
        for order in self:
            order.is_as_built_required = order._is_as_built_required()
            order.as_built_missing = len(order._as_built_missing()) if order.is_as_built_required else 0

    # --- closing ------------------------------------------------------------------------------------------------

    def pre_button_mark_done(self):
        """Say what is missing before Odoo asks anything, and consume what the record says."""
        self._check_no_units_aside()
        self._close_as_built()
        return super().pre_button_mark_done()

    def _post_inventory(self, cancel_backorder=False):
        self._check_no_units_aside()
        self._close_as_built()
        for order in self._as_built_orders():
            order._as_built_of_other_units().unlink()
        return super()._post_inventory(cancel_backorder=cancel_backorder)

    def write(self, vals):
        begun = self._as_built_orders().filtered(lambda order: order.state != "draft")
        result = super().write(vals)
        begun._check_as_built_still_required()
        if vals.get("state") == "done":
            self._check_as_built()
        return result

    def unlink(self):
        # Odoo deletes cancelled orders only; what was recorded for them was never built.
        self.env["meddev.as.built"].sudo().search([("production_id", "in", self.ids)]).unlink()
        return super().unlink()

    def _split_productions(self, amounts=False, cancel_remaining_qty=False, set_consumed_qty=False):
        """What was recorded for a unit that is not closed now follows it to the backorder."""
        before = {order: order.production_group_id.production_ids for order in self}
        orders = super()._split_productions(amounts, cancel_remaining_qty, set_consumed_qty)
        for order in self._as_built_orders():
            backorders = order.production_group_id.production_ids - before[order]
            if backorders:
                order._share_deviation(backorders)
                order._as_built_of_other_units().production_id = backorders[:1]
        return orders

    def _check_no_units_aside(self):
        """Refuse units that ask for as-built and come out beside the product: nothing would be recorded for them."""
        for order in self.sudo():
            aside = order.move_finished_ids.filtered(
                lambda move, order=order: (
                    move.state != "cancel" and move.product_id != order.product_id and any(move.mapped("quantity"))
                )
            )
            for product in aside.product_id.filtered(lambda product: product._is_as_built_kept()):
                raise UserError(
                    self.env._(
                        "%(product)s asks for as-built per unit and is no by-product of %(order)s. Make it by an order "
                        "of its own.",
                        product=product.display_name,
                        order=order.name,
                    )
                )

    def _close_as_built(self):
        for order in self._as_built_orders():
            if order.lot_producing_ids:
                order._check_as_built_complete()
                order._take_over_as_built()
            elif order._auto_production_checks():
                raise UserError(
                    self.env._(
                        "%s has no serial number yet. Generate or enter it, scan its components with the As-Built "
                        "button, then close the order.",
                        order.name,
                    )
                )

    def _check_as_built(self):
        """Refuse unless each unit has its components, and the units together have what was consumed."""
        for order in self._as_built_orders():
            order._check_as_built_complete()
            order._check_as_built_agrees()

    def _check_as_built_still_required(self):
        """Refuse another product or bill of materials by which a begun order would get around its as-built."""
        if escaped := (self - self._as_built_orders())[:1]:
            raise UserError(
                self.env._(
                    "%s has begun with as-built per unit, which its new product or bill of materials does not ask "
                    "for. Cancel it, and make an order of its own.",
                    escaped.name,
                )
            )

    # --- what an order needs ------------------------------------------------------------------------------------

    def _as_built_orders(self):
        return self.sudo().filtered(lambda order: order._is_as_built_required())

    def _is_as_built_required(self):
        """Whether units of this order need it; a bridge leaves out orders that somebody else makes."""
        return self.product_id._is_as_built_kept()

    def _as_built_units(self):
        """The units that the order makes, or, once there are any, has made."""
        made = self._as_built_lines(self.move_finished_ids.filtered(lambda move: move.product_id == self.product_id))
        return made.filtered(lambda line: line.state == "done").lot_id or self.lot_producing_ids

    def _as_built_needs(self):
        """``{component: Need}`` of one unit: everything tracked that its order takes, or should have taken."""
        asked = self._as_built_planned()
        for product, quantity in self._as_built_least().items():
            asked[product] = max(asked.get(product, 0), quantity)
        return {
            product: as_built.Need(quantity, 1 if product.tracking == "serial" else product.uom_id.rounding)
            for product, quantity in asked.items()
            if quantity
        }

    def _as_built_moves(self):
        return self.move_raw_ids.filtered(
            lambda move: move.state != "cancel" and move.product_id.tracking != "none" and move._is_component()
        )

    def _as_built_lines(self, moves):
        return moves.move_line_ids.filtered("quantity")

    def _as_built_consumed(self):
        """``{component lot: quantity}`` of what the consumption lines say."""
        consumed = {}
        for line in self._as_built_lines(self._as_built_moves()):
            consumed[line.lot_id] = consumed.get(line.lot_id, 0) + line.quantity_product_uom
        return consumed

    # --- what is recorded ---------------------------------------------------------------------------------------

    def _as_built_entries(self, units):
        """Entries of these units; None for all that were ever recorded for the order."""
        entries = self.env["meddev.as.built"].sudo().search([("production_id", "=", self.id)])
        return entries if units is None else entries.filtered(lambda entry: entry.lot_id in units)

    def _as_built_of_other_units(self):
        """Entries of units that the order does not make now: they are built later, or never."""
        return self._as_built_entries(None).filtered(lambda entry: entry.lot_id not in self.lot_producing_ids)

    def _as_built_missing(self):
        """What is not recorded; a unit without a serial number yet lacks everything."""
        if self.state in ("done", "cancel"):
            return []
        units, needs = self._as_built_units(), self._as_built_needs()
        unnamed = max(round(self.product_qty) - len(units), 0)
        return as_built.missing([*units, *range(unnamed)], needs, self._as_built_entries(units)._as_rules())

    def _check_as_built_complete(self):
        units, needs = self._as_built_units(), self._as_built_needs()
        entries = self._as_built_entries(units)._as_rules()
        if problems := [
            *map(self._words_of_lack, as_built.missing(units, needs, entries)),
            *map(self._words_of_surplus, as_built.surplus(units, needs, entries)),
            *map(self._words_of_shared, as_built.shared(entries, self._serials_in(entries))),
        ]:
            raise UserError(self._as_built_refusal(problems))

    def _serials_in(self, entries):
        return {entry.lot for entry in entries if entry.component.tracking == "serial"}

    def _check_as_built_agrees(self):
        entries = self._as_built_entries(self._as_built_units())._as_rules()
        differing = as_built.differences(entries, self._as_built_consumed())
        if problems := [self._words_of_difference(lot, *quantities) for lot, quantities in differing.items()]:
            raise UserError(self._as_built_refusal(problems))

    # --- what is consumed ---------------------------------------------------------------------------------------

    def _take_over_as_built(self):
        """Consume what is recorded, instead of what Odoo reserved; what somebody typed in is not overwritten."""
        if not self.qty_producing:
            self.qty_producing = len(self.lot_producing_ids)
        entries = self._as_built_entries(self.lot_producing_ids)._as_rules()
        moves = self._as_built_moves().filtered(lambda move: move.state != "done")
        part = len(self.lot_producing_ids) / (self.product_qty or 1)
        for product in moves.product_id:
            own = moves.filtered(lambda move, product=product: move.product_id == product)
            lots = as_built.totals([entry for entry in entries if entry.component == product])
            demands = [move.product_qty * part for move in own]
            for move, share in zip(own, as_built.shares(lots, demands), strict=True):
                move._consume_as_built(share)
        self._check_as_built_agrees()

    # --- words --------------------------------------------------------------------------------------------------

    def _as_built_refusal(self, problems):
        shown = problems[:SHOWN]
        if len(problems) > SHOWN:
            shown.append(self.env._("… and %s more.", len(problems) - SHOWN))
        if self.state == "done":
            return self.env._(
                "%(order)s is done, and the records of its units say otherwise:\n%(problems)s\nPut them right by a "
                "repair of the unit: it takes the wrong lot out and puts the right one in.",
                order=self.name,
                problems="\n".join(f"- {line}" for line in shown),
            )
        return self.env._(
            "%(order)s cannot be closed:\n%(problems)s\nScan what is in each unit with the As-Built button, then close "
            "the order.",
            order=self.name,
            problems="\n".join(f"- {line}" for line in shown),
        )

    def _words_of_lack(self, lack):
        if lack.component not in self._as_built_planned():
            return self.env._(
                "Unit %(unit)s: %(component)s of the bill of materials is not in the order. Add it, or have quality "
                "write the accepted deviation.",
                unit=lack.unit.name,
                component=lack.component.display_name,
            )
        return self.env._(
            "Unit %(unit)s: %(quantity)s %(uom)s of %(component)s not recorded.",
            unit=lack.unit.name,
            quantity=f"{lack.quantity:g}",
            uom=lack.component.uom_id.name,
            component=lack.component.display_name,
        )

    def _words_of_surplus(self, surplus):
        unit, component, quantity = surplus
        return self.env._(
            "Unit %(unit)s: %(quantity)s %(uom)s of %(component)s recorded, more than a unit takes. Remove the wrong "
            "lot.",
            unit=unit.name,
            quantity=f"{quantity:g}",
            uom=component.uom_id.name,
            component=component.display_name,
        )

    def _words_of_shared(self, lot):
        return self.env._(
            "Serial number %(lot)s of %(component)s is recorded in two units. Remove it from the wrong one.",
            lot=lot.name,
            component=lot.product_id.display_name,
        )

    def _words_of_difference(self, lot, recorded, consumed):
        if not lot:
            return self.env._("%s is consumed without naming the lot. Name it.", f"{consumed:g}")
        return self.env._(
            "Lot %(lot)s of %(component)s: %(recorded)s %(uom)s recorded in units, %(consumed)s consumed. Correct the "
            "one that is wrong.",
            lot=lot.name,
            component=lot.product_id.display_name,
            recorded=f"{recorded:g}",
            consumed=f"{consumed:g}",
            uom=lot.product_id.uom_id.name,
        )

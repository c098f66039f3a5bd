from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.meddev_base.texts import number_in_words
from odoo.addons.meddev_genealogy.models.sealed_movement import opened

SNAPSHOT = frozenset({
    "movement", "recorded_lot_id", "recorded_quantity", "recorded_date", "recorded_partner_id", "recorded_text",
    "right_text",
})  # fmt: skip
RIGHT = {"lot": "right_lot_id", "quantity": "right_quantity", "date": "right_date", "partner": "right_partner_id"}
COLUMNS = {"lot": "lot_id", "quantity": "quantity", "date": "date", "partner": "partner_id"}
_SNAPSHOT = object()
NONE = "–"
"""The same in every language: texts are compared."""


class MeddevCorrectionLine(models.Model):
    """One value of one done line: as it was recorded, and as it is right."""

    _name = "meddev.correction.line"
    _description = "Line of a Correction"
    _inherit = ["meddev.sealed.line.mixin"]
    _order = "correction_id desc, id"
    _check_company_auto = True

    _parent_field = "correction_id"

    correction_id = fields.Many2one("meddev.correction", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="correction_id.company_id", store=True, index=True)
    state = fields.Selection(related="correction_id.state")
    move_line_id = fields.Many2one(
        "stock.move.line", "Recorded Line", required=True, ondelete="restrict", index=True, check_company=True,
        domain="[('state', '=', 'done'), ('company_id', '=', company_id)]",
    )  # fmt: skip
    document = fields.Char(related="move_line_id.reference", string="Document")
    product_id = fields.Many2one(related="move_line_id.product_id")
    field_name = fields.Selection(
        [("lot", "Lot/Serial Number"), ("quantity", "Quantity"), ("date", "Date"), ("partner", "Partner")],
        "What", required=True, default="lot",
    )  # fmt: skip
    right_lot_id = fields.Many2one(
        "stock.lot", ondelete="restrict", check_company=True, domain="[('product_id', '=', product_id)]"
    )
    right_quantity = fields.Float(digits="Product Unit", help="In the unit of the recorded line. 0: nothing moved.")
    right_date = fields.Datetime()
    right_partner_id = fields.Many2one(
        "res.partner", ondelete="restrict", help="Who received or gave the goods; of the whole transfer."
    )
    movement = fields.Char(readonly=True)
    recorded_lot_id = fields.Many2one("stock.lot", readonly=True, ondelete="restrict")
    recorded_quantity = fields.Float(readonly=True, digits="Product Unit")
    recorded_date = fields.Datetime(readonly=True)
    recorded_partner_id = fields.Many2one("res.partner", readonly=True, ondelete="restrict")
    recorded_text = fields.Char("Was Recorded", readonly=True)
    right_text = fields.Char("Is Right", readonly=True)

    _once = models.Constraint(
        "unique(correction_id, move_line_id, field_name)", "This value of this line is in the correction already."
    )

    @api.onchange("move_line_id", "field_name")
    def _onchange_recorded(self):
        """Start from what is recorded, so that a value nobody typed changes nothing."""
        for line in self:
            line.right_lot_id = line.move_line_id.lot_id
            line.right_quantity = line.move_line_id.quantity
            line.right_date = line.move_line_id.date
            line.right_partner_id = line._document().partner_id

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_snapshot(vals)
            name = RIGHT[vals.get("field_name") or "lot"]
            if name not in vals:
                raise UserError(self.env._("%s is missing: say what is right.", self._fields[name].string))
        lines = super().create(vals_list)
        for line in lines:
            line._take_snapshot()
        return lines

    def write(self, vals):
        if self.env.context.get("meddev_snapshot") is not _SNAPSHOT:
            self._check_no_snapshot(vals)
        result = super().write(vals)
        if not SNAPSHOT & vals.keys():
            for line in self:
                line._take_snapshot()
        return result

    def _check_no_snapshot(self, vals):
        if forged := sorted(SNAPSHOT & vals.keys()):
            labels = self.fields_get(forged, ["string"])
            raise AccessError(
                self.env._(
                    "%s is read from the recorded line, never typed.",
                    ", ".join(labels[name]["string"] for name in forged),
                )
            )

    def _check_parent_open(self):
        result = super()._check_parent_open()
        self.correction_id._check_not_requested()
        return result

    def _take_snapshot(self):
        """Keep what the line says now and what it should say, as values and in words that need no other record."""
        recorded = self.move_line_id.sudo()
        self.with_context(meddev_snapshot=_SNAPSHOT).write({
            **self._words(),
            "recorded_lot_id": recorded.lot_id.id,
            "recorded_quantity": recorded.quantity,
            "recorded_date": recorded.date,
            "recorded_partner_id": self._document().partner_id.id,
        })  # fmt: skip

    def _read_words_again(self):
        """What is called otherwise by now is told by its new name; a changed value is entered anew, by a person."""
        for line in self.with_user(SUPERUSER_ID):
            if line._outdated_words() and not line._differs(line._recorded(), recorded=True):
                line._take_snapshot()

    def _words(self, lang=None):
        """The line in words that need no other record; nothing but the language of the caller changes them."""
        line = self._in_language(lang or self.env.lang)
        return {
            "movement": line._movement_in_words(),
            "recorded_text": line._in_words(line._recorded(), COLUMNS[line.field_name]),
            "right_text": line._in_words(line, RIGHT[line.field_name]),
        }

    def _in_language(self, lang):
        """The line as read by nobody in particular, in this language: nothing else of the context stays."""
        return self.with_env(self.env(su=True, context={"lang": lang}))

    def _document(self):
        """The transfer of the recorded line, or its movement where it has none: it names the partner."""
        line = self.move_line_id.sudo()
        return line.picking_id or line.move_id

    def _recorded(self):
        """The record that says what this line is about."""
        return self._document() if self.field_name == "partner" else self.move_line_id.sudo()

    def _movement_in_words(self, is_lot_named=True):
        recorded, goods = self.move_line_id, self.move_line_id.product_id.display_name
        if recorded.lot_id and is_lot_named:
            goods = self.env._("%(product)s, lot %(lot)s", product=goods, lot=recorded.lot_id.name)
        return (
            f"{recorded.reference or recorded.move_id.display_name}: {goods}, "
            f"{recorded.location_id.display_name} → {recorded.location_dest_id.display_name}"
        )

    def _in_words(self, record, name):
        value = record[name]
        if self.field_name == "lot":
            return value.name or NONE
        if self.field_name == "partner":
            return value.sudo().display_name or NONE
        if self.field_name == "quantity":
            unit = self.move_line_id.sudo().product_uom_id
            return f"{number_in_words(value)} {unit.name}"
        return f"{fields.Datetime.to_string(value)} UTC" if value else NONE

    def _field_label(self):
        return dict(self._fields["field_name"]._description_selection(self.env))[self.field_name]

    # --- what is right ------------------------------------------------------------------------------------------

    def _check_recorded(self):
        """The line still says what this document saw: nobody's version is lost."""
        recorded = self._recorded()
        if self._differs(recorded, recorded=True):
            now = self._in_words(recorded, COLUMNS[self.field_name])
            raise UserError(
                self.env._(
                    "%(correction)s saw %(recorded)s in %(movement)s, which says %(now)s by now. "
                    "Take the request back, and enter the line anew.",
                    correction=self.correction_id.name,
                    recorded=self.recorded_text,
                    movement=self.movement,
                    now=now,
                )
            )

    def _check_words(self):
        """The words that are signed name what is applied: neither lot nor partner nor place was renamed since."""
        if not (name := self._outdated_words()):
            return
        words = {"correction": self.correction_id.name, "then": self[name], "now": self._words()[name]}
        if self.state == "draft":
            raise UserError(
                self.env._(
                    "%(correction)s: %(then)s was renamed or changed since, and is %(now)s now. "
                    "Delete the line, and enter it anew.",
                    **words,
                )
            )
        raise UserError(
            self.env._(
                "%(correction)s: %(then)s was renamed or changed since, and is %(now)s now. "
                "Take the request back, and request it again.",
                **words,
            )
        )

    def _outdated_words(self):
        """Name of the first text that the records say in no language any more; "" when all still hold."""
        said = [self._words(code) for code, _name in self.env["res.lang"].get_installed()]
        for name in ("recorded_text", "right_text", "movement"):
            if self[name] not in {words[name] for words in said} and not (name == "movement" and self._names_no_lot()):
                return name
        return ""

    def _names_no_lot(self):
        """Whether the movement was put in words before these named its lot."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        lines = [self._in_language(code) for code in languages]
        return self.movement in [line._movement_in_words(is_lot_named=False) for line in lines]

    def _differs(self, other, recorded=False):
        """Whether the line ``other`` says something else than was recorded, or than is right."""
        mine = self[f"recorded_{COLUMNS[self.field_name]}" if recorded else RIGHT[self.field_name]]
        theirs = other[COLUMNS[self.field_name]]
        if self.field_name == "quantity":
            return bool(other.product_uom_id.compare(mine, theirs))
        return mine != theirs

    def _check_right(self):
        recorded, words = self.move_line_id.sudo(), {"movement": self.movement}
        if recorded.state != "done":
            raise UserError(self.env._("%(movement)s is not done yet: change it there.", **words))
        if recorded.company_id != self.company_id:
            raise UserError(self.env._("%(movement)s belongs to another company.", **words))
        if "transformation_id" in recorded.move_id._fields and recorded.move_id.transformation_id:
            raise UserError(
                self.env._(
                    "%(movement)s is part of a transformation, of which as much comes out as goes in. "
                    "Record another transformation that puts it right.",
                    **words,
                )
            )
        if not self._differs(self._recorded()):
            raise UserError(
                self.env._("%(movement)s says that already. Enter what is right, or delete the line.", **words)
            )
        if self.field_name == "lot" and self.right_lot_id.product_id != recorded.product_id:
            raise UserError(self.env._("%(movement)s moved another product than lot %(lot)s. Choose a lot of it.",
                                       lot=self.right_lot_id.name or NONE, **words))  # fmt: skip
        if self.field_name == "partner" and not self.right_partner_id:
            raise UserError(self.env._("%(movement)s: the right partner is missing. Choose who it was.", **words))
        if self.field_name == "quantity" and self.right_quantity < 0:
            raise UserError(self.env._("%(movement)s: less than nothing cannot have moved.", **words))
        if self.field_name == "date" and not (self.right_date and self.right_date <= fields.Datetime.now()):
            raise UserError(self.env._("%(movement)s: the right date is missing or has not come yet.", **words))

    def _right_vals(self):
        value = self[RIGHT[self.field_name]]
        return {COLUMNS[self.field_name]: value.id if self.field_name in ("lot", "partner") else value}

    def _correct_partner(self):
        """Write the right partner into the transfer, and by it into its movements."""
        for line in self:
            opened(line._document(), {"partner_id"}).write(line._right_vals())

    def _expected_changes(self):
        """``{(product, location): quantity}`` by which the stock should change, in the product's unit."""
        recorded = self.move_line_id
        if (
            not (quantity := self.filtered(lambda line: line.field_name == "quantity"))
            or not recorded.product_id.is_storable
        ):
            return {}
        more = recorded.product_uom_id._compute_quantity(
            quantity.right_quantity - recorded.quantity, recorded.product_id.uom_id, rounding_method="HALF-UP"
        )
        changes = {(recorded.product_id, recorded.location_id): -more}
        key = (recorded.product_id, recorded.location_dest_id)
        changes[key] = changes.get(key, 0.0) + more
        return changes

    def _told(self):
        """The documents and lots in whose history the correction is told."""
        move = self.move_line_id.move_id
        names = ("picking_id", "raw_material_production_id", "production_id", "unbuild_id", "repair_id", "scrap_id")
        documents = [move[name] for name in names if name in move._fields and move[name]]
        return [record for record in (*documents, *self.recorded_lot_id, *(self.right_lot_id - self.recorded_lot_id))
                if hasattr(record, "message_post")]  # fmt: skip

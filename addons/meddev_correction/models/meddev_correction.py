from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from odoo.addons.meddev_base.texts import number_in_words
from odoo.addons.meddev_genealogy.models.sealed_movement import opened

_lt = LazyTranslate(__name__)
APPROVAL = {
    "name": _lt("Approval of the correction"),
    "group": "meddev_base.group_quality_manager",
    "meaning": "approval",
    "is_author_excluded": True,
}


class MeddevCorrection(models.Model):
    """What done movements recorded wrongly and what is right: approved, applied, and readable in both versions.

    21 CFR 11.10(e): a change does not obscure what was recorded before.
    """

    _name = "meddev.correction"
    _description = "Correction of Recorded Movements"
    _inherit = ["mail.thread", "mail.activity.mixin", "meddev.workflow.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = {"draft": {"requested", "cancelled"}, "requested": {"draft", "applied", "cancelled"}}
    _final_states = frozenset({"applied", "cancelled"})
    _guarded_fields = frozenset({"state", "name"})
    _sealed_fields = frozenset({"name", "company_id", "reason", "line_ids", "attachments"})
    _signed_transitions = {("requested", "applied"): (APPROVAL,)}
    _signed_content = (
        "name", "company_id", "reason", "line_ids.movement", "line_ids.field_name", "line_ids.recorded_text",
        "line_ids.right_text", "attachments",
    )  # fmt: skip

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    reason = fields.Text(
        required=True, tracking=True, help="Why what was recorded is wrong, and how the right value is known."
    )
    line_ids = fields.One2many("meddev.correction.line", "correction_id", "What Was Wrong", copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("requested", "Requested"), ("applied", "Applied"), ("cancelled", "Cancelled")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True,
    )  # fmt: skip

    documents = fields.Char(compute="_compute_told_in_list")
    lots = fields.Char(compute="_compute_told_in_list")
    corrected = fields.Char(compute="_compute_corrected")

    _number_once = models.UniqueIndex("(name) WHERE name <> '/'", "This number of a correction is already used.")

    @api.depends("line_ids.document", "line_ids.recorded_lot_id", "line_ids.right_lot_id", "line_ids.field_name")
    def _compute_told_in_list(self):
        for correction in self:
            lines = correction.line_ids.sudo()
            right = lines.filtered(lambda line: line.field_name == "lot").right_lot_id
            correction.documents = ", ".join(dict.fromkeys(filter(None, lines.mapped("document"))))
            correction.lots = ", ".join((lines.recorded_lot_id | right).mapped("name"))

    @api.depends("line_ids.field_name")
    def _compute_corrected(self):
        """What the lines are about: the form shows no column that none of them needs."""
        for correction in self:
            correction.corrected = " ".join(sorted(set(filter(None, correction.line_ids.mapped("field_name")))))

    @api.model_create_multi
    def create(self, vals_list):
        corrections = super().create(vals_list)
        for correction in corrections:
            correction._through_gate({"name": self.env["ir.sequence"].sudo().next_by_code(self._name)})
        return corrections

    def action_request(self):
        """Hand the correction to a quality manager."""
        return self._move_to("requested")

    def action_apply(self):
        """Open the form in which a quality manager signs the approval; the signature applies the correction."""
        return self.action_sign("applied")

    def action_draft(self):
        """Take the request back, to change it."""
        return self._move_to("draft")

    def action_cancel(self):
        """Give the correction up; it stays on file."""
        return self._move_to("cancelled")

    # --- the act ------------------------------------------------------------------------------------------------

    def _check_can_move(self, target):
        super()._check_can_move(target)
        if target not in {"requested", "applied"}:
            return
        if not self.line_ids:
            raise UserError(self.env._("%s corrects nothing yet. Add what was recorded wrongly.", self.name))
        if not (self.reason or "").strip():
            raise UserError(self.env._("%s gives no reason. Write why, then go on.", self.name))
        for line in self.line_ids:
            line._check_right()
            line._check_recorded()
            line._check_words()

    def _check_not_sealed(self, vals):
        result = super()._check_not_sealed(vals)
        if self._sealed_fields & vals.keys():
            self._check_not_requested()
        return result

    def _check_not_requested(self):
        """What waits for its signature is what was requested: it changes only after it was taken back."""
        for correction in self:
            if correction.state == "requested":
                raise UserError(
                    self.env._(
                        "%s waits for its approval. Take it back, change it, and request it again.", correction.name
                    )
                )

    def _after_move(self, target):
        result = super()._after_move(target)
        for correction in self:
            correction._end_asking()
            if target == "requested":
                correction._ask_to_sign("applied")
            elif target == "draft":
                correction.line_ids._read_words_again()
            elif target == "applied":
                correction._apply()
        return result

    def _apply(self):
        """Write the right values into the done lines, with the stock, and tell the documents and lots."""
        lines = self.line_ids.sudo()
        self._lock(lines)
        for line in lines:
            line._check_recorded()
            line._check_words()
        before = self._stock(lines.move_line_id, lines.right_lot_id)
        expected = defaultdict(float)
        for move_line, of_line in lines.grouped("move_line_id").items():
            for key, change in of_line._expected_changes().items():
                expected[key] += change
            of_partner = of_line.filtered(lambda line: line.field_name == "partner")
            of_partner._correct_partner()
            if of_goods := of_line - of_partner:
                move_line._correct({name: value for line in of_goods for name, value in line._right_vals().items()})
            self._date_move(move_line, of_line)
        self.env.flush_all()
        self._check_stock(before, self._stock(lines.move_line_id, lines.right_lot_id), expected)
        self._tell(lines)

    def _lock(self, lines):
        """Have another correction of the same lines wait, and who renames a lot or partner that these lines name."""
        self.env.flush_all()
        lots = lines.recorded_lot_id | lines.right_lot_id
        for records in (lines.move_line_id, lots, lines.recorded_partner_id | lines.right_partner_id):
            self.env.cr.execute(SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(records._table), records.ids,
            ))  # fmt: skip
            records.invalidate_recordset()
        # Who renames one of these lots meanwhile saw it unused: a row that was written makes him look again.
        self.env.cr.execute("UPDATE stock_lot SET write_date = write_date WHERE id = ANY(%s)", (lots.ids,))

    def _date_move(self, move_line, lines):
        """A movement of one line has that line's date; reports and valuation read it there."""
        move = move_line.move_id
        if "date" in lines.mapped("field_name") and move.move_line_ids == move_line:
            opened(move, {"date"}, only=True).write({"date": move_line.date})

    # --- the stock afterwards -----------------------------------------------------------------------------------

    def _stock(self, move_lines, more_lots):
        """``{(product, location, lot): quantity}`` of all that these lines moved or will have moved."""
        lots = move_lines.lot_id | more_lots
        products, places = move_lines.product_id, move_lines.location_id | move_lines.location_dest_id
        groups = self.env["stock.quant"].sudo()._read_group(
            [("product_id", "in", products.ids), ("location_id", "in", places.ids)],
            ["product_id", "location_id", "lot_id"], ["quantity:sum"],
        )  # fmt: skip
        stock = defaultdict(float)
        for product, place, lot, quantity in groups:
            stock[product, place, lot if lot in lots else lots.browse()] += quantity
        return stock

    def _check_stock(self, before, after, expected):
        """The stock has followed, and no lot has become less than nothing by it."""
        totals = defaultdict(float)
        for sign, stock in ((-1, before), (1, after)):
            for (product, place, _lot), quantity in stock.items():
                totals[product, place] += sign * quantity
        for key in totals.keys() | expected.keys():
            if key[0].uom_id.compare(totals[key], expected[key]):
                raise UserError(
                    self.env._(
                        "%(correction)s: the stock of %(product)s in %(place)s would change by %(is)s instead of "
                        "%(expected)s. Nothing was applied. Count it first, then correct.",
                        correction=self.name, product=key[0].display_name, place=key[1].display_name,
                        expected=number_in_words(expected[key]), **{"is": number_in_words(totals[key])},
                    )
                )  # fmt: skip
        for (product, place, lot), quantity in after.items():
            was = before.get((product, place, lot), 0.0)
            if place.usage == "internal" and product.uom_id.compare(quantity, min(was, 0.0)) < 0:
                raise UserError(
                    self.env._(
                        "%(correction)s: of lot %(lot)s there would be %(quantity)s in %(place)s. "
                        "Correct the movement that brought it there along with this one.",
                        correction=self.name, lot=lot.name or product.display_name, quantity=number_in_words(quantity),
                        place=place.display_name,
                    )
                )  # fmt: skip

    def _tell(self, lines):
        for line in lines:
            body = self.env._(
                "Corrected by %(correction)s: %(movement)s. %(field)s was recorded as %(recorded)s, right is "
                "%(right)s. Reason: %(reason)s",
                correction=self.name, movement=line.movement, field=line._field_label(), recorded=line.recorded_text,
                right=line.right_text, reason=self.reason,
            )  # fmt: skip
            for record in line._told():
                record.message_post(body=body)

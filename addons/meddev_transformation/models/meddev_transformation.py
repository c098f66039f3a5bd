from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from odoo.addons.meddev_base.texts import number_in_words

from ..transformation import most_restrictive, objection
from .stock_move import through_transformation

_lt = LazyTranslate(__name__)
APPROVAL = {
    "name": _lt("Approval of the transformation"),
    "group": "meddev_base.group_quality_manager",
    "meaning": "approval",
    "is_author_excluded": True,
}


class MeddevTransformation(models.Model):
    """Goods that get another lot: relabelled, split or merged, with nothing lost and nothing won.

    What the lot was stays readable, and the genealogy leads through the transformation in both directions.
    """

    _name = "meddev.transformation"
    _description = "Transformation of Lots"
    _inherit = ["mail.thread", "mail.activity.mixin", "meddev.workflow.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = {"draft": {"submitted", "cancelled"}, "submitted": {"draft", "done", "cancelled"}}
    _final_states = frozenset({"done", "cancelled"})
    _guarded_fields = frozenset({"state", "name"})
    _sealed_fields = frozenset({
        "name", "company_id", "kind", "product_id", "reason", "input_ids", "output_ids", "attachments",
    })  # fmt: skip
    _signed_transitions = {("submitted", "done"): (APPROVAL,)}
    _signed_content = (
        "name", "company_id", "kind", "product_id", "reason", "input_ids.lot_id", "input_ids.location_id",
        "input_ids.quantity", "output_ids.name", "output_ids.quantity", "output_ids.expiry", "output_ids.location_id",
        "attachments",
    )  # fmt: skip

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(
        [("relabel", "Relabel: one lot gets another name"), ("split", "Split: one lot becomes several"),
         ("merge", "Merge: several lots become one")],
        required=True, default="relabel", tracking=True,
    )  # fmt: skip
    product_id = fields.Many2one(
        "product.product", required=True, index=True, check_company=True, domain="[('tracking', '!=', 'none')]"
    )
    reason = fields.Text(required=True, tracking=True, help="Why, and by which procedure or change.")
    input_ids = fields.One2many("meddev.transformation.input", "transformation_id", "Goes In")
    output_ids = fields.One2many("meddev.transformation.output", "transformation_id", "Comes Out")
    move_ids = fields.One2many("stock.move", "transformation_id", "Movements", readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("done", "Done"), ("cancelled", "Cancelled")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True,
    )  # fmt: skip

    taken_lots = fields.Char("Old Lots", compute="_compute_told_in_list")
    made_lots = fields.Char("New Lots", compute="_compute_told_in_list")

    _number_once = models.UniqueIndex("(name) WHERE name <> '/'", "This number of a transformation is already used.")

    @api.depends("input_ids.lot_id", "output_ids.name")
    def _compute_told_in_list(self):
        for record in self:
            record.taken_lots = ", ".join(record.input_ids.lot_id.mapped("name"))
            record.made_lots = ", ".join(filter(None, record.output_ids.mapped("name")))

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records:
            record._through_gate({"name": self.env["ir.sequence"].sudo().next_by_code(self._name)})
        return records

    def action_submit(self):
        """Hand the transformation to a quality manager, with the expiry and the place that each new lot will have."""
        for output in self.output_ids:
            output._fill_in()
        return self._move_to("submitted")

    def action_done(self):
        """Open the form in which a quality manager signs; the signature carries the transformation out."""
        return self.action_sign("done")

    def action_draft(self):
        """Take it back, to change it."""
        return self._move_to("draft")

    def action_cancel(self):
        """Give the transformation up; it stays on file."""
        return self._move_to("cancelled")

    # --- what may be done ---------------------------------------------------------------------------------------

    def _check_can_move(self, target):
        result = super()._check_can_move(target)
        if target in {"submitted", "done"}:
            self._check_shape()
            self._check_lots()
            self._check_names_free()
            for line in self.input_ids:
                line._check_available()
        if target == "done":
            self._check_expiry_named()
        return result

    def _check_not_sealed(self, vals):
        result = super()._check_not_sealed(vals)
        if self._sealed_fields & vals.keys():
            self._check_not_submitted()
        return result

    def _check_not_submitted(self):
        """What waits for its signature is what was submitted: it changes only after it was taken back."""
        for record in self:
            if record.state == "submitted":
                raise UserError(
                    self.env._("%s waits for its approval. Take it back, change it, and submit it again.", record.name)
                )

    def _check_shape(self):
        if not (self.reason or "").strip():
            raise UserError(self.env._("%s gives no reason. Write why, then go on.", self.name))
        word = objection(
            self.kind,
            [(line.lot_id.id, line.quantity) for line in self.input_ids],
            [(line.name, line.quantity) for line in self.output_ids],
            self.product_id.tracking == "serial",
        )
        if word:
            raise UserError(self._shape_text(word))

    def _shape_text(self, word):
        taken, given = (number_in_words(sum(lines.mapped("quantity"))) for lines in (self.input_ids, self.output_ids))
        words = {"document": self.name, "taken": taken, "given": given, "unit": self.product_id.uom_id.name}
        texts = {
            "empty": self.env._("%(document)s does not say what goes in and what comes out. Add it.", **words),
            "quantity": self.env._("%(document)s: every quantity must be above zero.", **words),
            "name": self.env._("%(document)s: a new lot has no name. Enter it.", **words),
            "twice": self.env._("%(document)s gives one name to two new lots. Give each its own.", **words),
            "relabel": self.env._("%(document)s: relabelling turns one lot into one new lot.", **words),
            "split": self.env._("%(document)s: splitting turns one lot into several new lots.", **words),
            "merge": self.env._("%(document)s: merging turns several lots into one new lot.", **words),
            "serial": self.env._("%(document)s: serial numbers are relabelled one at a time.", **words),
            "sum": self.env._(
                "%(document)s: %(taken)s %(unit)s go in and %(given)s come out. Both must be equal; "
                "what is lost is scrapped before.",
                **words,
            ),
        }
        return texts[word]

    def _check_lots(self):
        lots = self.input_ids.lot_id
        if strangers := lots.filtered(lambda lot: lot.product_id != self.product_id):
            raise UserError(
                self.env._(
                    "%(document)s transforms %(product)s, and lot %(lot)s is of %(other)s. "
                    "What becomes another product is manufactured.",
                    document=self.name, product=self.product_id.display_name, lot=strangers[0].name,
                    other=strangers[0].product_id.display_name,
                )
            )  # fmt: skip
        if len(set(lots.sudo().mapped("state"))) > 1:
            told = ", ".join(f"{lot.name}: {lot._state_label()}" for lot in lots.sudo())
            raise UserError(
                self.env._(
                    "%(document)s would merge lots of different quality status (%(lots)s). "
                    "Have quality decide on each of them first.",
                    document=self.name, lots=told,
                )
            )  # fmt: skip
        self._check_places()
        self._check_expiry()

    def _check_places(self):
        """What comes out stays in stock: to a customer or into production, it would leave without its release."""
        if place := self.output_ids.location_id.filtered(lambda place: place.usage != "internal")[:1]:
            raise UserError(self.env._("%s is no place of stock. Choose where the goods are.", place.display_name))

    def _check_expiry(self):
        """Only relabelling, which is signed for it, gives goods more time than they had."""
        earliest = self._earliest_expiry()
        for output in self.output_ids.filtered("expiry"):
            if "expiration_date" not in output.lot_id._fields:
                raise UserError(
                    self.env._("%s: expiry dates are not kept in this database. Leave them empty.", self.name)
                )
            if self.kind != "relabel" and (not earliest or output.expiry > earliest):
                raise UserError(
                    self.env._(
                        "%(document)s: lot %(lot)s would expire later than the goods in it (%(date)s).",
                        document=self.name, lot=output.name, date=earliest.date().isoformat() if earliest else "–",
                    )
                )  # fmt: skip

    def _check_expiry_named(self):
        """The date that a new lot gets is one that was signed."""
        if unnamed := self._earliest_expiry() and self.output_ids.filtered(lambda output: not output.expiry)[:1]:
            raise UserError(
                self.env._(
                    "%(document)s does not say when lot %(lot)s expires. Take it back, and submit it again.",
                    document=self.name, lot=unnamed.name,
                )
            )  # fmt: skip

    def _check_names_free(self):
        names = [output.name.strip() for output in self.output_ids]
        taken = self.env["stock.lot"].sudo().search(
            [("product_id", "=", self.product_id.id), ("name", "in", names),
             ("company_id", "in", [False, self.company_id.id])], limit=1,
        )  # fmt: skip
        if taken:
            raise UserError(
                self.env._(
                    "%(document)s: %(product)s has a lot %(lot)s already. A new lot needs a name of its own.",
                    document=self.name, product=self.product_id.display_name, lot=taken.name,
                )
            )  # fmt: skip

    # --- the act ------------------------------------------------------------------------------------------------

    def _after_move(self, target):
        result = super()._after_move(target)
        for record in self:
            record._end_asking()
            if target == "submitted":
                record._ask_to_sign("done")
            elif target == "done":
                record._carry_out()
        return result

    def _carry_out(self):
        """Make the new lots and move the goods through the place of production, from the old lots to the new."""
        self.input_ids._keep_stock()
        self._check_lots()
        self._check_expiry_named()
        for line in self.input_ids:
            line._check_available()
        for output in self.output_ids.sudo():
            output._make_lot()
        goods = through_transformation(self.env["stock.move"].sudo().with_company(self.company_id))
        for lines in (self.input_ids.sudo(), self.output_ids.sudo()):
            goods.create([line._move_vals() for line in lines])._action_done()
        self._tell()

    def _move_vals(self, lot, quantity, source, target):
        ends = {"location_id": source.id, "location_dest_id": target.id}
        goods = {"product_id": self.product_id.id, "company_id": self.company_id.id}
        line = {"lot_id": lot.id, "quantity": quantity, "product_uom_id": self.product_id.uom_id.id, "picked": True}
        return {
            **ends, **goods, "transformation_id": self.id, "origin": self.name, "product_uom_qty": quantity,
            "product_uom": self.product_id.uom_id.id, "picked": True,
            "move_line_ids": [Command.create({**ends, **goods, **line})],
        }  # fmt: skip

    def _place_between(self):
        return self.product_id.with_company(self.company_id).property_stock_production

    def _inherited_status(self):
        return most_restrictive(self.input_ids.lot_id.sudo().mapped("state"))

    def _shortest_lived(self):
        """The lot that goes in and expires first; none where no date is kept."""
        lots = self.input_ids.lot_id.sudo()
        dated = lots.filtered("expiration_date") if "expiration_date" in lots._fields else lots.browse()
        return dated.sorted("expiration_date")[:1]

    def _earliest_expiry(self):
        lot = self._shortest_lived()
        return lot.expiration_date if lot else None

    def _tell(self):
        taken = ", ".join(sorted(set(self.input_ids.lot_id.mapped("name"))))
        made = ", ".join(self.output_ids.mapped("name"))
        body = self.env._("%(document)s: %(taken)s became %(made)s. Reason: %(reason)s",
                          document=self.name, taken=taken, made=made, reason=self.reason)  # fmt: skip
        for record in (self, *self.input_ids.lot_id.sudo(), *self.output_ids.lot_id.sudo()):
            record.message_post(body=body)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..reconciliation import KINDS, balance, objection, totals

RECORDERS = ("meddev_base.group_operator", "meddev_base.group_quality_user")


class MeddevLabelAccount(models.Model):
    """What became of the labels of a lot: issued = applied + spoiled + returned + kept (ISO 13485 7.5.1)."""

    _name = "meddev.label.account"
    _description = "Label Account"
    _inherit = ["mail.thread", "meddev.workflow.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = {"open": {"closed"}}
    _final_states = frozenset({"closed"})
    _guarded_fields = frozenset({"state", "planned", "lot_id", "level"})
    _sealed_fields = frozenset({"name", "lot_id", "product_id", "company_id", "level"})

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    state = fields.Selection([("open", "Open"), ("closed", "Closed")], default="open", readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    product_id = fields.Many2one("product.product", required=True, check_company=True)
    lot_id = fields.Many2one(
        "stock.lot", check_company=True, readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    level = fields.Integer("Package Level", readonly=True, copy=False, default=0, help="0: the base package.")
    planned = fields.Integer(
        "First Issue", readonly=True, copy=False, default=0, help="Labels beyond it need a reason and a signature."
    )
    entry_ids = fields.One2many("meddev.label.entry", "account_id", readonly=True)
    print_ids = fields.One2many("meddev.label.print", "account_id", "Prints", readonly=True)
    issued = fields.Integer(compute="_compute_totals")
    applied = fields.Integer(compute="_compute_totals")
    spoiled = fields.Integer(compute="_compute_totals")
    returned = fields.Integer(compute="_compute_totals")
    kept = fields.Integer(compute="_compute_totals")
    balance = fields.Integer("Not Accounted For", compute="_compute_totals")

    _one_open = models.UniqueIndex(
        "(lot_id, level) WHERE state = 'open' AND lot_id IS NOT NULL", "This lot has an open label account already."
    )

    @api.depends("entry_ids")
    def _compute_totals(self):
        for account in self:
            found = account._totals()
            for kind in KINDS:
                account[kind] = found[kind]
            account.balance = balance(found)

    def _totals(self):
        """From the entries as the database has them, whatever this user may read."""
        groups = self.env["meddev.label.entry"].sudo()._read_group(
            [("account_id", "in", self.ids)], ["kind"], ["quantity:sum"]
        )  # fmt: skip
        return totals(groups)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].sudo().next_by_code(self._name) or "/"
        return super().create(vals_list)

    # --- acts ---------------------------------------------------------------------------------------------------

    def _of_lot(self, lot, level=0):
        """The open account in which the labels of ``lot`` are kept; made where there is none."""
        found = self.search([("lot_id", "=", lot.id), ("level", "=", level), ("state", "=", "open")], limit=1)
        company = lot.company_id or self.env.company
        return found or self._open(lot.product_id, company, lot_id=lot.id, level=level)

    def _open(self, product, company, **about):
        """A new account; ``about`` are guarded fields, which say whose labels it keeps."""
        account = self.create({"product_id": product.id, "company_id": company.id})
        account._through_gate(about)
        return account

    def _record(self, counts, reason=""):
        """Say what became of labels.

        :param counts: ``{"applied" | "spoiled" | "returned" | "kept": quantity}``; a negative one takes back
        """
        self.ensure_one()
        self._check_recorder()
        self.lock_for_update()
        self.invalidate_recordset()
        if self.state != "open":
            raise UserError(self.env._("%s is closed: nothing more is recorded in it.", self.display_name))
        if word := objection(self._totals(), counts, reason):
            raise UserError(self._objection_text(word))
        rows = [
            {
                "kind": kind,
                "quantity": quantity,
                "reason": (reason or "").strip() or None,
                "lot_id": self.lot_id.id or None,
            }
            for kind, quantity in counts.items()
            if quantity
        ]
        return self.env["meddev.label.entry"]._enter(self, rows)

    def _issue(self, job, lines):
        """Enter what ``job`` printed: ``lines`` are pairs of lot and quantity."""
        if not self.planned:
            self._through_gate({"planned": sum(quantity for _lot, quantity in lines)})
        rows = [
            {"kind": "issued", "quantity": quantity, "lot_id": lot.id, "print_id": job.id, "reason": job.reason or None}
            for lot, quantity in lines
        ]
        return self.env["meddev.label.entry"]._enter(self, rows)

    def _check_recorder(self):
        self.check_access("write")
        if not self.env.su and not any(map(self.env.user.has_group, RECORDERS)):
            raise AccessError(self.env._("Only operators, inspectors and quality managers keep accounts of labels."))

    def _objection_text(self, word):
        found = self._totals()
        words = {"account": self.display_name, "issued": found["issued"], "open": balance(found)}
        texts = {
            "nothing": self.env._("Nothing was counted for %(account)s. Enter at least one quantity.", **words),
            "reason": self.env._("Taking labels of %(account)s back needs a reason. Write why.", **words),
            "negative": self.env._("%(account)s has fewer of these labels than are to be taken back.", **words),
            "surplus": self.env._(
                "%(account)s has %(open)s of %(issued)s labels not accounted for, and more were counted. Count again.",
                **words,
            ),
        }
        return texts[word]

    def _check_can_move(self, target):
        result = super()._check_can_move(target)
        self._check_recorder()
        self.invalidate_recordset()
        if not self.issued:
            raise UserError(self.env._("%s has no labels issued: there is nothing to close.", self.display_name))
        if self.balance:
            raise UserError(self._open_text())
        return result

    def _open_text(self):
        return self.env._(
            "%(account)s: %(open)s of %(issued)s labels are not accounted for. Record them as applied, spoiled, "
            "returned or kept, then close.",
            account=self.display_name,
            open=self.balance,
            issued=self.issued,
        )

    def _covers(self, lot):
        """Whether labels of ``lot`` are kept in this account."""
        return lot == self.lot_id

    # --- buttons ------------------------------------------------------------------------------------------------

    def action_close(self):
        """Close the account: every label is accounted for."""
        return self._move_to("closed")

    def action_record(self):
        """Open the form in which is counted what became of the labels."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Count Labels"),
            "res_model": "meddev.label.count",
            "view_mode": "form",
            "target": "new",
            "context": {"default_account_id": self.id},
        }

    def action_print(self):
        """Open a new print in this account."""
        self.ensure_one()
        return self.env["meddev.label.print"]._open_form(self, self.lot_id)

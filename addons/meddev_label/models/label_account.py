from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.meddev_base.models.locking import wait_for

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
    _guarded_fields = frozenset({"state", "lot_id", "level"})
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
        "First Issue", compute="_compute_planned", compute_sudo=True,
        help="Labels that the goods take. More, counted over all accounts of the lot, need a reason and a signature.",
    )  # fmt: skip
    entry_ids = fields.One2many("meddev.label.entry", "account_id", readonly=True)
    print_ids = fields.Many2many("meddev.label.print", string="Prints", compute="_compute_print_ids")
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

    @api.depends("lot_id", "level")
    def _compute_planned(self):
        for account in self:
            account.planned = account._planned()

    def _planned(self):
        """How many labels the goods of this account take at its package level."""
        return self.lot_id._first_issue(self.level) if self.lot_id else 0

    @api.depends("entry_ids")
    def _compute_print_ids(self):
        for account in self:
            account.print_ids = account.entry_ids.print_id

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
        return self._of_lots(lot, level)[lot]

    def _of_lots(self, lots, level=0):
        """``{lot: open account}`` of these lots; made where there is none."""
        found = self.search([("lot_id", "in", lots.ids), ("level", "=", level), ("state", "=", "open")])
        accounts = {account.lot_id: account for account in found}
        missing = lots.filtered(lambda lot: lot not in accounts)
        opened = self._open([
            (lot.product_id, lot.company_id or self.env.company, {"lot_id": lot.id, "level": level}) for lot in missing
        ])  # fmt: skip
        return {**accounts, **dict(zip(missing, opened))}

    def _open(self, wanted):
        """New accounts; ``wanted`` are product, company, and the guarded fields which say whose labels are kept."""
        accounts = self.with_context(mail_create_nolog=True).create(
            [{"product_id": product.id, "company_id": company.id} for product, company, _about in wanted]
        )
        for account, (_product, _company, about) in zip(accounts, wanted):
            account._through_gate(about)
        return accounts.with_env(self.env)

    def _record(self, counts, reason=""):
        """Say what became of labels.

        :param counts: ``{"applied" | "spoiled" | "returned" | "kept": quantity}``; a negative one takes back
        """
        self.ensure_one()
        self._check_recorder()
        wait_for(self)
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

    def _lock(self):
        """Keep other prints from counting on the same room: of two at once the later one begins anew, and sees this."""
        self._check_recorder()
        wait_for(self)
        self.flush_recordset()
        self.env.cr.execute("UPDATE meddev_label_account SET write_date = write_date WHERE id = ANY(%s)", [self.ids])
        self.invalidate_recordset()

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
        return self._lots()._print_form(self.level)

    def _lots(self):
        """The lots whose labels are kept in this account."""
        return self.lot_id

from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.meddev_label.reconciliation import settlement


class MrpProduction(models.Model):
    """An order is closed when every label that was issued for it is accounted for."""

    _inherit = "mrp.production"

    label_account_ids = fields.One2many("meddev.label.account", "production_id", "Label Accounts", readonly=True)
    label_balance = fields.Integer("Labels Not Accounted For", compute="_compute_label_balance", compute_sudo=True)

    @api.depends("label_account_ids.entry_ids")
    def _compute_label_balance(self):
        for order in self:
            order.label_balance = sum(order.label_account_ids.mapped("balance"))

    # --- the gate -----------------------------------------------------------------------------------------------

    def button_mark_done(self):
        self._check_labels()
        return super().button_mark_done()

    def _post_inventory(self, cancel_backorder=False):
        self._check_labels()
        result = super()._post_inventory(cancel_backorder=cancel_backorder)
        accounts = self.sudo().label_account_ids.filtered(lambda account: account.state == "open" and account.issued)
        accounts.with_user(self.env.user).sudo()._move_to("closed")
        return result

    def write(self, vals):
        if vals.get("state") == "done":
            self._check_labels()
        return super().write(vals)

    def action_cancel(self):
        self._check_labels_counted()
        return super().action_cancel()

    def _check_labels(self):
        """Raise where labels of these orders are missing or not accounted for."""
        for order in self.filtered(lambda one: one.state != "done"):
            accounts = order.sudo().label_account_ids
            accounts.invalidate_recordset()
            is_required = order.product_id.sudo().product_tmpl_id.is_label_required
            word = settlement(is_required, [(account.issued, account.balance) for account in accounts])
            if word == "missing":
                raise UserError(
                    self.env._(
                        "%(order)s has no labels, and those of %(product)s are accounted for. Print them, record what "
                        "became of them, then close the order.",
                        order=order.name,
                        product=order.product_id.display_name,
                    )
                )
            order._check_labels_counted()

    def _check_labels_counted(self):
        for order in self:
            for account in order.sudo().label_account_ids.filtered("balance"):
                raise UserError(
                    self.env._(
                        "%(order)s cannot be closed: %(open)s of %(issued)s labels in %(account)s are not accounted "
                        "for. Record them as applied, spoiled, returned or kept.",
                        order=order.name,
                        open=account.balance,
                        issued=account.issued,
                        account=account.name,
                    )
                )

    # --- printing -----------------------------------------------------------------------------------------------

    def _label_quantity(self):
        return ceil(self.product_uom_id._compute_quantity(self.product_qty, self.product_id.uom_id, round=False) - 1e-6)

    def action_print_labels(self):
        """Open a print of the labels of the lots that this order makes."""
        self.ensure_one()
        lots = self.lot_producing_ids
        if not lots:
            raise UserError(
                self.env._("%s has no lot or serial number yet. Enter it, then print its labels.", self.display_name)
            )
        account = self.env["meddev.label.account"]._of_order(self)
        each = 1 if self.product_id.tracking == "serial" else self._label_quantity()
        return self.env["meddev.label.print"]._open_form(account, lots, each)

    def action_label_accounts(self):
        """Show the label accounts of this order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Label Accounts"),
            "res_model": "meddev.label.account",
            "view_mode": "list,form",
            "domain": [("id", "in", self.label_account_ids.ids)],
        }

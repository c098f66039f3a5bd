from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.meddev_label.reconciliation import packages, settlement


class MrpProduction(models.Model):
    """An order is closed when every label that was issued for it is accounted for."""

    _inherit = "mrp.production"

    label_account_ids = fields.One2many("meddev.label.account", "production_id", "Label Accounts", readonly=True)
    label_balance = fields.Integer("Labels Not Accounted For", compute="_compute_label_balance", compute_sudo=True)

    @api.depends("label_account_ids.entry_ids", "lot_producing_ids.label_account_ids.entry_ids")
    def _compute_label_balance(self):
        for order in self:
            order.label_balance = sum(order._accounts_to_close().mapped("balance"))

    # --- the gate -----------------------------------------------------------------------------------------------

    def button_mark_done(self):
        self._check_labels()
        return super().button_mark_done()

    def _post_inventory(self, cancel_backorder=False):
        self._check_labels()
        accounts = self.browse().sudo().label_account_ids.union(*(order._accounts_to_close() for order in self))
        result = super()._post_inventory(cancel_backorder=cancel_backorder)
        accounts = accounts.filtered(lambda account: account.state == "open" and account.issued)
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
            accounts = order._accounts_to_close()
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

    def _accounts_to_close(self):
        """This order's accounts, and those of its lots from before they were on it."""
        order = self.sudo()
        return order.label_account_ids | order.lot_producing_ids.label_account_ids.filtered(
            lambda one: one.state == "open"
        )

    def _check_labels_counted(self):
        for order in self:
            for account in order._accounts_to_close().filtered("balance"):
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
        return lots._print_form()

    def _first_issue(self, level=0):
        """How many labels this order takes at a package level."""
        di = self.sudo().product_id._label_package(level) if level else self.env["meddev.udi.di"]
        return packages(self._label_quantity(), di.base_quantity or 1)

    def _labels_issued(self, level=0):
        """Labels of this order that came out at a package level, in open and closed accounts."""
        accounts = self.sudo().label_account_ids.filtered(lambda account: account.level == level)
        return accounts._totals()["issued"] if accounts else 0

    def action_label_accounts(self):
        """Show the label accounts of this order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Label Accounts"),
            "res_model": "meddev.label.account",
            "view_mode": "list,form",
            "domain": [("id", "in", self._accounts_to_close().ids)],
        }

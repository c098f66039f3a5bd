from odoo import fields, models

from odoo.addons.meddev_signature.models.clock import database_now

KINDS = [
    ("issued", "Issued"),
    ("applied", "Applied"),
    ("spoiled", "Spoiled"),
    ("returned", "Returned"),
    ("kept", "Kept"),
]


class MeddevLabelEntry(models.Model):
    """One entry in an account of labels; written once, corrected by another entry."""

    _name = "meddev.label.entry"
    _description = "Label Account Entries"
    _inherit = ["meddev.ledger.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    account_id = fields.Many2one("meddev.label.account", required=True, readonly=True, index=True, ondelete="restrict")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    quantity = fields.Integer(required=True, readonly=True)
    lot_id = fields.Many2one("stock.lot", readonly=True, index="btree_not_null", ondelete="restrict")
    print_id = fields.Many2one("meddev.label.print", readonly=True, index="btree_not_null", ondelete="restrict")
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    recorded_on = fields.Datetime(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)

    def _enter(self, account, rows):
        """Append ``rows`` (kind, quantity and, as there are, lot_id, print_id, reason) to ``account``."""
        return self._enter_all([(account, row) for row in rows])

    def _enter_all(self, pairs):
        """:meth:`_enter` of several accounts: ``pairs`` of account and row."""
        common = {
            "user_id": self.env.uid,
            "recorded_on": database_now(self.env.cr),
            "lot_id": None,
            "print_id": None,
            "reason": None,
        }
        entries = self.sudo()._append([
            {**common, "account_id": account.id, "company_id": account.company_id.id, **row} for account, row in pairs
        ])  # fmt: skip
        self.env["meddev.label.account"].invalidate_model()
        return entries

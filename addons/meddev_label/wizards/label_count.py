from odoo import fields, models


class MeddevLabelCount(models.TransientModel):
    """The form in which is counted what became of labels."""

    _name = "meddev.label.count"
    _description = "Count Labels"

    account_id = fields.Many2one("meddev.label.account", "Label Account", required=True, readonly=True)
    balance = fields.Integer(related="account_id.balance")
    applied = fields.Integer()
    spoiled = fields.Integer()
    returned = fields.Integer(help="Unused, given back or destroyed under control.")
    kept = fields.Integer(help="Kept as samples with the batch record.")
    reason = fields.Char(help="Needed where a quantity is negative: it takes back what was recorded wrongly.")

    def action_record(self):
        """Enter the counts in the account."""
        for count in self:
            counts = {kind: count[kind] for kind in ("applied", "spoiled", "returned", "kept")}
            count.account_id._record(counts, count.reason or "")
        return {"type": "ir.actions.act_window_close"}

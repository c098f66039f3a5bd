from odoo import fields, models


class MeddevLotHold(models.TransientModel):
    """Asks why lots are put on hold, and puts them on hold."""

    _name = "meddev.lot.hold"
    _description = "Reason for a Hold"

    lot_ids = fields.Many2many("stock.lot", string="Lots", required=True, readonly=True)
    reason = fields.Text("Why", required=True, help="Kept in the history of each lot.")

    def action_hold(self):
        """Put the lots on hold; tell which could not be."""
        answer = self.env["meddev.genealogy"].hold(self.lot_ids.ids, self.reason)
        done = {"type": "ir.actions.act_window_close"}
        if not answer["left"]:
            return done
        left = " ".join(f"{one['lot']}: {one['reason']}" for one in answer["left"][:10])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning", "sticky": True, "next": done,
                "message": self.env._("Lots put on hold: %(held)s. Left as they are: %(left)s. %(lots)s",
                                      held=answer["held"], left=len(answer["left"]), lots=left),
            },
        }  # fmt: skip

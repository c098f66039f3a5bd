from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from odoo.addons.meddev_base.texts import number_in_words


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"
    _rec_names_search = ["reference", "lot_id", "product_id"]

    @api.depends("reference", "lot_id", "quantity", "date")
    @api.depends_context("name_movements")
    def _compute_display_name(self):
        """To choose a movement from many of one product, its document, lot, quantity and day are needed."""
        if not self.env.context.get("name_movements"):
            return super()._compute_display_name()
        for line in self:
            amount = f"{number_in_words(line.quantity)} {line.product_uom_id.name}"
            words = (line.reference, line.lot_id.name, amount, line.date and format_date(self.env, line.date))
            line.display_name = " · ".join([line.product_id.display_name or "", *filter(None, words)])
        return None

    def action_correct(self):
        """Open a new correction with these done lines; it is saved when the user saves it."""
        if open_line := self.filtered(lambda line: line.state != "done")[:1]:
            raise UserError(
                self.env._(
                    "%s is not done yet: change it there. Only what is done is corrected.",
                    open_line.reference or open_line.display_name,
                )
            )
        lines = [
            Command.create({
                "move_line_id": line.id, "field_name": "lot" if line.lot_id else "quantity",
                "right_lot_id": line.lot_id.id, "right_quantity": line.quantity, "right_date": line.date,
                "right_partner_id": (line.picking_id or line.move_id).partner_id.id,
            })
            for line in self
        ]  # fmt: skip
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correction"),
            "res_model": "meddev.correction",
            "views": [(False, "form")],
            "context": {"default_line_ids": lines, "default_company_id": self.company_id[:1].id},
        }

    def _action_choose_lines(self, domain):
        """Open a correction of the one done line of ``domain``; of several, the list to tick the wrong ones in."""
        domain = [("state", "=", "done"), *domain]
        if len(lines := self.search(domain, limit=2)) == 1:
            return lines.action_correct()
        action = self.env["ir.actions.act_window"]._for_xml_id("meddev_correction.stock_move_line_action_correct")
        return {**action, "domain": domain}

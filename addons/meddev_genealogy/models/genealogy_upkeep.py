"""Where Odoo finishes or changes a movement, its links follow in the same transaction."""

from odoo import api, models

LINE_FIELDS = {
    "lot_id",
    "product_id",
    "quantity",
    "product_uom_id",
    "date",
    "location_id",
    "location_dest_id",
    "move_id",
}


class StockMove(models.Model):
    _inherit = "stock.move"

    def _genealogy_fields(self):
        """Fields by which a done move means something to the genealogy; bridges add those of their application."""
        return {"state", "picking_id", "partner_id", "scrap_id", "reference"}

    def _action_done(self, *args, **kwargs):
        moves = super()._action_done(*args, **kwargs)
        # Odoo may have split or merged moves on the way; what is done of either is meant.
        (self.exists() | moves)._refresh_genealogy()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & self._genealogy_fields() and vals.get("state") != "done":
            self._refresh_genealogy()
        return result

    def _refresh_genealogy(self):
        """Derive the links of these moves anew, as far as they are done."""
        done = self.filtered(lambda move: move.state == "done")
        if done:
            self.env["meddev.genealogy.link"].sudo()._refresh(done.sudo().move_line_ids.ids)


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refresh_genealogy()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & LINE_FIELDS:
            self._refresh_genealogy()
        return result

    def unlink(self):
        others = self.filtered(lambda line: line.state == "done").move_id
        result = super().unlink()
        # The links go with their lines; those of the same documents may now be surer than before.
        others.exists()._refresh_genealogy()
        return result

    def _refresh_genealogy(self):
        done = self.filtered(lambda line: line.state == "done")
        if done:
            self.env["meddev.genealogy.link"].sudo()._refresh(done.ids)


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.sudo().move_ids._refresh_genealogy()
        return result


class StockLocation(models.Model):
    _inherit = "stock.location"

    def write(self, vals):
        moved = self.filtered(lambda place: place.usage != vals["usage"]) if "usage" in vals else self.browse()
        result = super().write(vals)
        for place in moved:
            lines = self.env["stock.move.line"].sudo().search(
                [("state", "=", "done"), "|", ("location_id", "=", place.id), ("location_dest_id", "=", place.id)]
            )  # fmt: skip
            lines._refresh_genealogy()
        return result

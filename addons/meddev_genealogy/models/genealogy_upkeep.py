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
    "company_id",
}


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move"]

    def _genealogy_fields(self):
        """Fields by which a done move means something to the genealogy; bridges add those of their application."""
        return {"state", "picking_id", "partner_id", "scrap_id"}

    def _action_done(self, *args, **kwargs):
        with self.env["meddev.genealogy.link"].sudo()._together():
            return super()._action_done(*args, **kwargs)

    def write(self, vals):
        is_meant = not self._genealogy_fields().isdisjoint(vals)
        before = self._done_lines()._with_documents() if is_meant else []
        result = super().write(vals)
        if is_meant:
            self._refresh_genealogy(before)
        return result

    def _compute_reference(self):
        result = super()._compute_reference()
        self._rename_genealogy()
        return result

    def _rename_genealogy(self):
        """Have links tell the new reference of done moves; Odoo computes it in bulk, past write()."""
        done = self.filtered(lambda move: isinstance(move.id, int) and move.state == "done")
        self.env["meddev.genealogy.link"].sudo()._rename({move.id: move.reference or "" for move in done})

    def _done_lines(self):
        return self.filtered(lambda move: move.state == "done").sudo().move_line_ids

    def _refresh_genealogy(self, before=()):
        """Derive the links of these moves anew, as far as they are done, and of the lines ``before``."""
        self.env["meddev.genealogy.link"].sudo()._refresh([*before, *self._done_lines().ids])


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line"]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refresh_genealogy()
        return lines

    def write(self, vals):
        before = self._done()._with_documents() if "move_id" in vals else []
        result = super().write(vals)
        if not LINE_FIELDS.isdisjoint(vals):
            self._refresh_genealogy(before)
        return result

    def unlink(self):
        before = self._done()._with_documents()
        result = super().unlink()
        # The links go with their lines; those of the same documents may now be surer than before.
        self.env["meddev.genealogy.link"].sudo()._refresh(before)
        return result

    def _done(self):
        return self.filtered(lambda line: line.state == "done")

    def _with_documents(self):
        """Ids of these lines and of the others of their documents, as they belong to them now."""
        if not self:
            return []
        self.env["stock.move"].flush_model()
        self.env["stock.move.line"].flush_model()
        return self.env["meddev.genealogy.link"].sudo()._with_documents(self.ids)

    def _refresh_genealogy(self, before=()):
        self.env["meddev.genealogy.link"].sudo()._refresh([*before, *self._done().ids])


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking"]

    def write(self, vals):
        result = super().write(vals)
        if "partner_id" in vals:
            self.sudo().move_ids._refresh_genealogy()
        return result


class StockLocation(models.Model):
    _name = "stock.location"
    _inherit = ["stock.location"]

    def write(self, vals):
        moved = self.filtered(lambda place: place.usage != vals["usage"]) if "usage" in vals else self.browse()
        result = super().write(vals)
        for place in moved:
            lines = self.env["stock.move.line"].sudo().search(
                [("state", "=", "done"), "|", ("location_id", "=", place.id), ("location_dest_id", "=", place.id)]
            )  # fmt: skip
            lines._refresh_genealogy()
        return result

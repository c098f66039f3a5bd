from odoo import api, fields, models
from odoo.exceptions import AccessError

_CARRIED_OUT = object()


def through_transformation(records):
    """``records`` with the right to make movements of a transformation. Identity opens it: no caller can send it."""
    return records.with_context(meddev_transformation=_CARRIED_OUT)


class StockMove(models.Model):
    """A movement by which a transformation takes goods of one lot, or gives them as another."""

    _inherit = "stock.move"

    transformation_id = fields.Many2one(
        "meddev.transformation", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._check_transformation()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if "transformation_id" in vals:
            self._check_transformation()
        return result

    def _check_transformation(self):
        # What a transformation moves is no use of the lot, so nobody else may call his movement one.
        if self.transformation_id and self.env.context.get("meddev_transformation") is not _CARRIED_OUT:
            raise AccessError(self.env._("Movements of a transformation are made by its signature, never by hand."))

    @api.depends("transformation_id")
    def _compute_reference(self):
        result = super()._compute_reference()
        for move in self.filtered("transformation_id"):
            move.reference = move.transformation_id.name
        self._rename_genealogy()
        return result

    def _genealogy_fields(self):
        return super()._genealogy_fields() | {"transformation_id"}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _is_use(self):
        """Goods that come back at once under another lot are neither shipped nor consumed."""
        return super()._is_use() and not self.move_id.sudo().transformation_id

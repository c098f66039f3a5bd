from odoo import api, models


class MeddevSealedLineMixin(models.AbstractModel):
    """A line whose values are signed along with its record."""

    _inherit = "meddev.sealed.line.mixin"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines[self._parent_field]._content_changed()
        return lines

    def write(self, vals):
        before = self[self._parent_field]
        result = super().write(vals)
        (before | self[self._parent_field])._content_changed()
        return result

    def unlink(self):
        parents = self[self._parent_field]
        result = super().unlink()
        parents.exists()._content_changed()
        return result

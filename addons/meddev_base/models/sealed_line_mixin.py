from odoo import api, models
from odoo.exceptions import UserError

from .workflow_mixin import is_uninstalling


class MeddevSealedLineMixin(models.AbstractModel):
    """A line of a record under :class:`meddev.workflow.mixin`: it freezes together with its record.

    Sealing a record means sealing its lines too, on create, write and delete; otherwise a passed inspection could
    still be given another measurement.
    """

    _name = "meddev.sealed.line.mixin"
    _description = "Line That Freezes with Its Record"

    _parent_field = ""
    """Name of the Many2one to the record that carries the workflow."""
    _open_fields = frozenset()
    """Fields of the line that stay writable in a final state."""

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_parent_open()
        return lines

    def write(self, vals):
        if vals.keys() - self._open_fields:
            self._check_parent_open()
        result = super().write(vals)
        if self._parent_field in vals:
            self._check_parent_open()
        return result

    def unlink(self):
        if not is_uninstalling(self.env):
            self._check_parent_open()
        return super().unlink()

    def _check_parent_open(self):
        for parent in self[self._parent_field]:
            if parent.state in parent._final_states:
                raise UserError(
                    self.env._(
                        "%(record)s is %(state)s: its lines can no longer change.",
                        record=parent.display_name,
                        state=parent._state_label(),
                    )
                )

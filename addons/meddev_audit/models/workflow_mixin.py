from odoo import models

from .base import REASON


class MeddevWorkflowMixin(models.AbstractModel):
    """What a signer gives as the reason is the reason in the audit trail too."""

    _inherit = "meddev.workflow.mixin"

    def write(self, vals):
        """The reason is also that of what the change brings about: the state that a void signature takes back."""
        if not vals.get(REASON):
            return super().write(vals)
        with self._because(vals[REASON]):
            return super().write(vals)

    def _sign(self, target, credentials, reason="", shown=None):
        with self._because(reason):
            return super()._sign(target, credentials, reason, shown)

    def _needs_reason_to_move(self):
        """Whether an audit rule lets the state of one of these records change with a reason only."""
        names, states = self.env["meddev.audit.reason"]._rules().get(self._name, ((), ()))
        return "state" in names or any(record.state in states for record in self.sudo())

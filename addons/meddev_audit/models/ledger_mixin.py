from odoo import models


class MeddevLedgerMixin(models.AbstractModel):
    """Rows of a ledger are written by SQL, and still by somebody."""

    _inherit = "meddev.ledger.mixin"

    def _before_sql(self):
        self._tell_actor()
        return super()._before_sql()

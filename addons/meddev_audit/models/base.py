from contextlib import contextmanager

from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from odoo import api, fields, models

from .. import column_function
from .origin import coming_from, current_origin, current_reason, giving

REASON = "audit_reason"
# Kept beside the transaction: Odoo clears it when it commits or rolls back, and PostgreSQL clears its settings.
ACTOR_MARK = "meddev_audit.actor"


class Base(models.AbstractModel):
    """Every model tells the database who changes something and why; PostgreSQL's triggers write it down."""

    _inherit = "base"

    audit_reason = fields.Char(
        "Reason for Change",
        store=False,
        copy=False,
        exportable=False,
        help="Is kept in the audit trail with what is saved along with it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._tell_actor()
        reason = next((vals[REASON] for vals in vals_list if vals.get(REASON)), "")
        if not reason:
            return self._create_with_reason_check(vals_list, super().create)
        vals_list = [{k: value for k, value in vals.items() if k != REASON} for vals in vals_list]
        with self._because(reason):
            return self._create_with_reason_check(vals_list, super().create)

    def write(self, vals):
        self._tell_actor()
        if REASON not in vals:
            self._check_reason(vals)
            return super().write(vals)
        reason, vals = vals[REASON], {name: value for name, value in vals.items() if name != REASON}
        with self._because(reason):
            self._check_reason(vals)
            return super().write(vals)

    def unlink(self):
        self._tell_actor()
        self._check_reason_to_delete()
        return super().unlink()

    @api.model
    def load(self, fields, data):
        with coming_from("import"):
            return super().load(fields, data)

    def _auto_init(self):
        result = super()._auto_init()
        # Columns may have come: functions that record updates in this transaction look again whether they fit.
        self.env.cr.execute("SELECT set_config(%s, '', true)", (column_function.mark(self._table),))
        return result

    # --- who ----------------------------------------------------------------------------------------------------

    def _tell_actor(self):
        """Tell the database who acts and why; once in a transaction, and again when another user takes over."""
        cr = self.env.cr
        data, actor = cr.precommit.data, (self.env.uid, current_origin(), current_reason(cr))
        if data.get(ACTOR_MARK) == actor:
            return
        if ACTOR_MARK in data:
            self.env.flush_all()  # what is waiting was done by the user before
        self._set_actor(actor, with_reason=bool(actor[2]) or ACTOR_MARK in data)
        if self._has_reason_rules():
            cr.precommit.add(self.env["meddev.audit.reason"]._check_told)

    def _set_actor(self, actor, with_reason=True):
        user, origin, reason = actor
        self.env.cr.execute("SELECT set_config('meddev.actor', %s, true)", (f"{user or 1} {origin}",))
        if with_reason:
            self.env.cr.execute("SELECT set_config('meddev.reason', %s, true)", (reason,))
        self.env.cr.precommit.data[ACTOR_MARK] = actor

    # --- why ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _because(self, reason):
        """What is changed inside, and only that, carries ``reason``; without one, the reason that there is already."""
        cr, reason = self.env.cr, " ".join((reason or "").split())
        self.env.flush_all()
        try:
            with giving(cr, reason or current_reason(cr)):
                self._set_actor((self.env.uid, current_origin(), current_reason(cr)))
                yield
                self.env.flush_all()
        finally:
            if cr._cnx.get_transaction_status() != TRANSACTION_STATUS_INERROR:
                self._set_actor((self.env.uid, current_origin(), current_reason(cr)))

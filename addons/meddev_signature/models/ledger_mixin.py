from psycopg2.extras import execute_values

from odoo import api, models
from odoo.exceptions import AccessError

from ..canonical import canonical
from ..triggers import protection
from .server_key import sign


def write_signed(model, rows):
    """Write rows (column values without id, statement and key) into ``model``, each signed by the server's key.

    A function and no method: see ``server_key.py``. Whoever calls it has made sure whose act this is.
    """
    complete = []
    for number, row in zip(model._next_ids(len(rows)), rows, strict=True):
        statement = canonical(model._claims_of({**row, "id": number}))
        key, signature = sign(model.env, statement)
        complete.append({**row, "id": number, "statement": statement, "key": key, "key_signature": signature})
    return model._append(complete)


class MeddevLedgerMixin(models.AbstractModel):
    """Rows that are written once, by our own code, and never again: evidence.

    ``create``, ``write`` and ``unlink`` are refused to every caller of the ORM; PostgreSQL refuses UPDATE, DELETE and
    TRUNCATE to everybody. New rows come through :meth:`_append` alone, which no RPC can reach.
    """

    _name = "meddev.ledger.mixin"
    _description = "Append-Only Ledger"
    _log_access = False

    # Refusing is what these are for. pylint: disable=method-required-super,no-raise-unlink

    def init(self):
        result = super().init()
        if not self._abstract and self._auto:
            self._protect_table()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        raise self._refusal()

    def write(self, vals):
        raise self._refusal()

    def unlink(self):
        raise self._refusal()

    def _append(self, rows):
        """Write ``rows`` (dicts of column values, all with the same columns) and return their records.

        A row without ``id`` is given the next one; :meth:`_next_ids` reserves ids that must be known before.
        """
        if not rows:
            return self.browse()
        self._before_sql()
        ids = [row.get("id") for row in rows]
        if not all(ids):
            ids = self._next_ids(len(rows))
        names = sorted(rows[0].keys() - {"id"})
        columns = ", ".join(f'"{name}"' for name in ("id", *names))
        values = [(number, *(row[name] for name in names)) for number, row in zip(ids, rows, strict=True)]
        execute_values(self.env.cr._obj, f'INSERT INTO "{self._table}" ({columns}) VALUES %s', values)  # noqa: S608 - our names
        return self.browse(ids)

    # --- ledgers whose rows the server's key signs: those with `statement`, `key` and `key_signature` --------------

    def _claims_of(self, row):
        """What ``row`` (column values) says, as plain JSON types: the statement that the key signs."""
        raise NotImplementedError

    def _reasons(self):
        """``{id: why the row does not hold}``, with "" for those that do."""
        return {row["id"]: self._reason(row) for row in self.read(self._column_names(), load="")}

    def _column_names(self):
        return [name for name, field in self._fields.items() if field.column_type and field.store]

    def _reason(self, row):
        """Why ``row`` (values of all columns) does not hold; "" when it does."""
        if canonical(self._claims_of(row)) != row["statement"]:
            return "the row does not say what was signed"
        if not self.env["meddev.seal.key"]._holds(row["statement"], row["key"], row["key_signature"]):
            return "this server's key did not sign the row"
        return ""

    # --- writing ------------------------------------------------------------------------------------------------

    def _before_sql(self):
        """Called before rows are written past the ORM; for the audit trail, which has to know whose act it is."""

    def _next_ids(self, count):
        self.env.cr.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", (self._table, count)
        )
        return [number for (number,) in self.env.cr.fetchall()]

    def _protect_table(self):
        for statement in protection(self._table):
            self.env.cr.execute(statement)  # pylint: disable=sql-injection

    def _refusal(self):
        return AccessError(
            self.env._("%s are evidence: the system writes them once, and nobody changes them.", self._description)
        )

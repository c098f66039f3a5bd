from typing import NamedTuple

from odoo import fields, models, tools
from odoo.tools import SQL

from .. import column_function, triggers

EVENTS = [
    ("installed", "Installed"),
    ("changed", "Changed"),
    ("restored", "Put back"),
    ("released", "Taken off"),
]


class Latest(NamedTuple):
    """What was last done about a trigger."""

    event: str
    definition: str
    table_oid: str
    model: str
    identity: str


NEVER = Latest("released", "", "", "", "")


class MeddevAuditCoverage(models.Model):
    """Since when which trigger watches which table. What was once watched and no longer is, verification reports."""

    _name = "meddev.audit.coverage"
    _description = "Audit Coverage"
    _inherit = ["meddev.ledger.mixin"]
    _order = "id desc"
    _rec_name = "table_name"

    table_name = fields.Char("Table", required=True, readonly=True)
    table_oid = fields.Char("Table in PostgreSQL", required=True, readonly=True)
    trigger_name = fields.Char("Trigger", required=True, readonly=True)
    model = fields.Char(required=True, readonly=True)
    definition = fields.Text(required=True, readonly=True)
    identity = fields.Char(
        readonly=True, help="The trigger's number in PostgreSQL and the transaction that last wrote it"
    )
    event = fields.Selection(EVENTS, required=True, readonly=True)
    happened_on = fields.Datetime("On", required=True, readonly=True)
    last_entry = fields.Integer("Last Entry Then", readonly=True)
    last_row = fields.Integer("Last Row Then", readonly=True)

    def init(self):
        """Renew the tables' own functions: an update of the software may have made them otherwise."""
        result = super().init()
        for (table, _trigger), latest in self._latest().items():
            function = column_function.of_definition(latest.definition)
            if function and latest.event != "released" and tools.sql.table_exists(self.env.cr, table):
                self.env.cr.execute(triggers.trigger_function(*function))
        return result

    def _latest(self):
        """``{(table, trigger): Latest}``: what was last done."""
        self.env.cr.execute(
            """SELECT DISTINCT ON (table_name, trigger_name)
                      table_name, trigger_name, event, definition, table_oid, model, coalesce(identity, '')
                 FROM meddev_audit_coverage ORDER BY table_name, trigger_name, id DESC"""
        )
        return {(table, name): Latest(*rest) for table, name, *rest in self.env.cr.fetchall()}

    def _note(self, trigger, event):
        cr = self.env.cr
        last_row = 0
        if self._has_id(trigger.table):
            cr.execute(SQL("SELECT coalesce(max(id), 0) FROM %s", SQL.identifier(trigger.table)))
            last_row = cr.fetchone()[0]
        cr.execute(
            "SELECT %s::regclass::oid::text, coalesce(max(id), 0) FROM meddev_audit_entry", (f'"{trigger.table}"',)
        )
        oid, last_entry = cr.fetchone()
        self._append(
            [
                {
                    "table_name": trigger.table,
                    "table_oid": oid,
                    "trigger_name": trigger.name,
                    "model": trigger.model,
                    "definition": trigger.definition,
                    "identity": self._identity(trigger),
                    "event": event,
                    "happened_on": fields.Datetime.now(),
                    "last_entry": last_entry,
                    "last_row": last_row,
                }
            ]
        )

    def _identity(self, trigger):
        self.env.cr.execute(
            "SELECT oid || '/' || xmin FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
            (f'"{trigger.table}"', trigger.name),
        )
        row = self.env.cr.fetchone()
        return row[0] if row else ""

    def _has_id(self, table):
        self.env.cr.execute(
            "SELECT 1 FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'id' AND NOT attisdropped",
            (f'"{table}"',),
        )
        return bool(self.env.cr.fetchone())

from odoo import fields, models

from .. import trail_sql, triggers

# What the triggers do not say is filled in by PostgreSQL: cheaper than a trigger of the ledger's own.
TABLE = """
    CREATE TABLE IF NOT EXISTS meddev_audit_entry (
        id bigserial PRIMARY KEY,
        txid bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
        moment timestamp NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'utc'),
        model text NOT NULL,
        record_id integer,
        operation char(1) NOT NULL,
        changes text NOT NULL,
        user_id integer DEFAULT split_part(nullif(current_setting('meddev.actor', true), ''), ' ', 1)::integer,
        db_user text NOT NULL DEFAULT session_user,
        reason text NOT NULL DEFAULT coalesce(current_setting('meddev.reason', true), ''),
        origin text NOT NULL
            DEFAULT coalesce(split_part(nullif(current_setting('meddev.actor', true), ''), ' ', 2), 'sql'),
        company_id integer
    );
    CREATE INDEX IF NOT EXISTS meddev_audit_entry_record ON meddev_audit_entry (model, record_id, id);
    CREATE INDEX IF NOT EXISTS meddev_audit_entry_txid ON meddev_audit_entry (txid);
    CREATE INDEX IF NOT EXISTS meddev_audit_entry_deletion ON meddev_audit_entry (model) WHERE operation = 'D';
    CREATE OR REPLACE TRIGGER meddev_audit_refuse BEFORE INSERT ON meddev_audit_entry
        FOR EACH ROW EXECUTE FUNCTION meddev_audit_refuse();
    ALTER TABLE meddev_audit_entry ENABLE ALWAYS TRIGGER meddev_audit_refuse;
"""
PROTECT = """
    CREATE OR REPLACE TRIGGER meddev_append_only_rows BEFORE UPDATE ON meddev_audit_entry
        FOR EACH ROW EXECUTE FUNCTION meddev_refuse_change();
    CREATE OR REPLACE TRIGGER meddev_audit_keep BEFORE DELETE ON meddev_audit_entry
        FOR EACH ROW EXECUTE FUNCTION meddev_audit_keep();
"""
# Everything as stored, whatever fields the reader may see; others read the changes in words.
RAW = "meddev_base.group_auditor,meddev_base.group_system"
OPERATIONS = [
    ("I", "Created"),
    ("U", "Changed"),
    ("D", "Deleted"),
    ("T", "Table emptied"),
]
ORIGINS = [
    ("web", "Web"),
    ("import", "Import"),
    ("rpc", "Other program"),
    ("cron", "Scheduled action"),
    ("server", "Server"),
    ("sql", "Plain SQL"),
]


class MeddevAuditEntry(models.Model):
    """One change of one row, as PostgreSQL's triggers wrote it down. Nobody writes here, Odoo included."""

    _name = "meddev.audit.entry"
    _description = "Audit Entries"
    _inherit = ["meddev.ledger.mixin"]
    _auto = False
    _order = "id desc"
    _rec_name = "model"

    txid = fields.Float("Transaction", digits=(20, 0), readonly=True)
    moment = fields.Datetime(readonly=True)
    model = fields.Char(readonly=True)
    record_id = fields.Many2oneReference("Record Number", model_field="model", readonly=True)
    operation = fields.Selection(OPERATIONS, readonly=True)
    changes = fields.Text(groups=RAW, readonly=True, help="Columns and values as stored: new, old, or [old, new]")
    user_id = fields.Many2one("res.users", readonly=True)
    db_user = fields.Char("Database User", readonly=True)
    reason = fields.Char(readonly=True)
    origin = fields.Selection(ORIGINS, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    def init(self):
        result = super().init()
        for statement in triggers.function_statements():
            self.env.cr.execute(statement)
        self.env.cr.execute(TABLE)
        self.env.cr.execute(trail_sql.AGGREGATE)
        self._protect_table()
        return result

    def _protect_table(self):
        """As every ledger, but an entry that a recorded archive holds may leave the database."""
        result = super()._protect_table()
        self.env.cr.execute(PROTECT)
        return result

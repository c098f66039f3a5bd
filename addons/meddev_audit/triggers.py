"""The database's part of the audit trail: trigger functions, as SQL, and the triggers that call them.

PostgreSQL writes the entries, so raw SQL, recomputed fields and cascades are recorded like a click in a form. Who and
why comes from two settings of the transaction, ``meddev.actor`` ("<user id> <origin>") and ``meddev.reason``; where no
Odoo user is behind a change they are empty and the entry says ``sql``.
"""

import hashlib
import re

# Written by Odoo at every change and told by the entry itself.
ALWAYS_IGNORED = ("create_date", "create_uid", "write_date", "write_uid")

# Only a trigger writes entries, and only of this moment and this transaction: see the conditions in the table.
REFUSE = """
BEGIN
    RAISE EXCEPTION 'audit entries are written by the triggers of the audited tables, of now: INSERT refused'
        USING ERRCODE = 'insufficient_privilege';
END
"""

# An entry leaves the database when a recorded archive holds it, and not before.
KEEP = """
BEGIN
    IF NOT EXISTS (SELECT FROM meddev_audit_archive a
                    WHERE OLD.txid >= a.from_xid AND OLD.txid < a.to_xid
                      AND OLD.id > a.after_id AND OLD.id <= a.last_id)
    THEN
        RAISE EXCEPTION 'meddev_audit_entry is append-only: DELETE of an entry in no archive refused'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END
"""

# Arguments of the first two: model, ignored columns, masked columns, columns kept as a hash.
UPDATE = """
DECLARE
    ignored text[] := TG_ARGV[1]::text[];
    masked text[] := TG_ARGV[2]::text[];
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    what jsonb;
    name text;
BEGIN
    IF TG_TABLE_NAME = 'ir_config_parameter' AND after ->> 'key' ~* '(secret|password|token|key)' THEN
        masked := masked || 'value'::text;
    END IF;
    FOREACH name IN ARRAY TG_ARGV[3]::text[] LOOP
        before := meddev_audit_hash(before, name);
        after := meddev_audit_hash(after, name);
    END LOOP;
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY (masked) THEN '["***", "***"]'::jsonb
                                      ELSE jsonb_build_array(before -> key, value) END)
      INTO what FROM jsonb_each(after) WHERE value IS DISTINCT FROM before -> key AND key <> ALL (ignored);
    IF what IS NULL THEN RETURN NULL; END IF;
    INSERT INTO meddev_audit_entry (model, record_id, operation, changes, company_id)
    VALUES (TG_ARGV[0], (before ->> 'id')::integer, 'U', what::text,
            CASE WHEN jsonb_typeof(after -> 'company_id') = 'number' THEN (after ->> 'company_id')::integer END);
    RETURN NULL;
END
"""

ROW = """
DECLARE
    masked text[] := TG_ARGV[2]::text[];
    data jsonb;
    what jsonb;
    name text;
BEGIN
    data := CASE TG_OP WHEN 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END - TG_ARGV[1]::text[];
    IF TG_TABLE_NAME = 'ir_config_parameter' AND data ->> 'key' ~* '(secret|password|token|key)' THEN
        masked := masked || 'value'::text;
    END IF;
    FOREACH name IN ARRAY TG_ARGV[3]::text[] LOOP
        data := meddev_audit_hash(data, name);
    END LOOP;
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY (masked) THEN '"***"'::jsonb ELSE value END)
      INTO what FROM jsonb_each(data) WHERE value <> 'null'::jsonb;
    INSERT INTO meddev_audit_entry (model, record_id, operation, changes, company_id)
    VALUES (TG_ARGV[0], (data ->> 'id')::integer, left(TG_OP, 1), what::text,
            CASE WHEN jsonb_typeof(data -> 'company_id') = 'number' THEN (data ->> 'company_id')::integer END);
    RETURN NULL;
END
"""

# Arguments: model, field, the relation's column of the model, its column of the other side.
RELATION = """
DECLARE
    before jsonb;
    after jsonb;
BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
    IF before IS NOT NULL THEN
        INSERT INTO meddev_audit_entry (model, record_id, operation, changes)
        VALUES (TG_ARGV[0], (before ->> TG_ARGV[2])::integer, 'U',
                jsonb_build_object(TG_ARGV[1], jsonb_build_array(before -> TG_ARGV[3], NULL))::text);
    END IF;
    IF after IS NOT NULL THEN
        INSERT INTO meddev_audit_entry (model, record_id, operation, changes)
        VALUES (TG_ARGV[0], (after ->> TG_ARGV[2])::integer, 'U',
                jsonb_build_object(TG_ARGV[1], jsonb_build_array(NULL, after -> TG_ARGV[3]))::text);
    END IF;
    RETURN NULL;
END
"""

TRUNCATE = """
BEGIN
    INSERT INTO meddev_audit_entry (model, operation, changes)
    VALUES (TG_ARGV[0], 'T', jsonb_build_object('table', TG_TABLE_NAME)::text);
    RETURN NULL;
END
"""

HASH = """
    SELECT CASE WHEN data ->> name IS NULL THEN data ELSE jsonb_set(data, ARRAY[name], to_jsonb(
        'sha256:' || encode(sha256(decode(substr(data ->> name, 3), 'hex')), 'hex'))) END
"""

FUNCTIONS = {
    "meddev_audit_refuse": REFUSE,
    "meddev_audit_keep": KEEP,
    "meddev_audit_row": ROW,
    "meddev_audit_update": UPDATE,
    "meddev_audit_relation": RELATION,
    "meddev_audit_truncate": TRUNCATE,
}
FUNCTION_BODIES = {**FUNCTIONS, "meddev_audit_hash": HASH}
"""Bodies of our functions by name, as PostgreSQL keeps them: verification compares them."""


def function_statements():
    """SQL that makes or renews the functions."""
    yield (
        "CREATE OR REPLACE FUNCTION meddev_audit_hash(data jsonb, name text) RETURNS jsonb"
        f" LANGUAGE sql IMMUTABLE AS $${HASH}$$"
    )
    for name, body in FUNCTIONS.items():
        yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"


class Trigger:
    """One trigger that belongs on one table: its name and its definition."""

    __slots__ = ("definition", "model", "name", "table")

    def __init__(self, table, name, model, definition):
        self.table, self.name, self.model, self.definition = table, name, model, definition

    @property
    def statements(self):
        """SQL that puts the trigger there, in place of one of that name."""
        return (
            f'DROP TRIGGER IF EXISTS {self.name} ON "{self.table}"',
            f"CREATE TRIGGER {self.name} {self.definition}",
            # Also while replication, or a superuser who sets session_replication_role, has switched others off.
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER {self.name}',
        )


def row_triggers(model, table, ignored, masked, hashed):
    """The triggers of a table of records. An update that changed nothing does not even call the function."""
    arguments = ", ".join(map(_quoted, (model, _array(ignored), _array(masked), _array(hashed))))
    row = f"FOR EACH ROW EXECUTE FUNCTION meddev_audit_row({arguments})"
    update = f"FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION meddev_audit_update({arguments})"
    return [
        Trigger(table, "meddev_audit_row", model, f'AFTER INSERT OR DELETE ON "{table}" {row}'),
        Trigger(table, "meddev_audit_update", model, f'AFTER UPDATE ON "{table}" {update}'),
        truncate_trigger(model, table),
    ]


def relation_triggers(model, field, table, column, other):
    """The triggers of a many-to-many table, seen from ``model``."""
    name = f"meddev_audit_{hashlib.sha256(f'{model}.{field}'.encode()).hexdigest()[:12]}"
    arguments = ", ".join(map(_quoted, (model, field, column, other)))
    call = f"FOR EACH ROW EXECUTE FUNCTION meddev_audit_relation({arguments})"
    return [
        Trigger(table, name, model, f'AFTER INSERT OR UPDATE OR DELETE ON "{table}" {call}'),
        truncate_trigger(model, table),
    ]


def truncate_trigger(model, table):
    call = f"EXECUTE FUNCTION meddev_audit_truncate({_quoted(model)})"
    return Trigger(table, "meddev_audit_truncate", model, f'AFTER TRUNCATE ON "{table}" FOR EACH STATEMENT {call}')


def _array(names):
    names = sorted(names)
    if odd := [name for name in names if not re.fullmatch(r"\w+", name)]:
        raise ValueError(f"no column names: {odd}")
    return f"{{{','.join(names)}}}"


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"

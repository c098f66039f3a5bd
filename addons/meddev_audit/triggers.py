"""The database's part of the audit trail: trigger functions, as SQL, and the triggers that call them.

PostgreSQL writes the entries, so raw SQL, recomputed fields and cascades are recorded like a click in a form. Who and
why comes from two settings of the transaction, ``meddev.actor`` ("<user id> <origin>") and ``meddev.reason``; where no
Odoo user is behind a change they are empty and the entry says ``sql``.
"""

import hashlib
import re

from . import column_function

# Written by Odoo at every change and told by the entry itself.
ALWAYS_IGNORED = ("create_date", "create_uid", "write_date", "write_uid")

# Only a trigger writes entries, and only of this moment and this transaction. A condition of the trigger itself would
# be read anew for every entry, which costs more than the function.
REFUSE = """
DECLARE
    now timestamp := clock_timestamp() AT TIME ZONE 'utc';
BEGIN
    IF pg_trigger_depth() < 2
       OR NEW.txid IS DISTINCT FROM pg_current_xact_id()::text::bigint
       OR NEW.db_user IS DISTINCT FROM session_user
       OR NEW.moment IS NULL OR NEW.moment > now OR NEW.moment < now - interval '1 minute'
    THEN
        RAISE EXCEPTION 'audit entries are written by the triggers of the audited tables, of now: INSERT refused'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
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

# Arguments of the first two: model, ignored columns, masked columns, columns kept as a hash. Of most tables updates are
# recorded by a function of their own instead, see column_function.
UPDATE = """
DECLARE
    masked text[] := TG_ARGV[2]::text[];
BEGIN
    IF TG_TABLE_NAME = 'ir_config_parameter'
       AND (to_jsonb(OLD) ->> 'key') || ' ' || (to_jsonb(NEW) ->> 'key') ~* '(secret|password|token|key)'
    THEN
        masked := masked || 'value'::text;
    END IF;
    PERFORM meddev_audit_compare(
        to_jsonb(OLD), to_jsonb(NEW), TG_ARGV[0], TG_ARGV[1]::text[], masked, TG_ARGV[3]::text[]);
    RETURN NULL;
END
"""

ROW = """
DECLARE
    masked text[] := TG_ARGV[2]::text[];
    data jsonb;
    what jsonb;
BEGIN
    data := CASE TG_OP WHEN 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END - TG_ARGV[1]::text[];
    IF TG_TABLE_NAME = 'ir_config_parameter' AND data ->> 'key' ~* '(secret|password|token|key)' THEN
        masked := masked || 'value'::text;
    END IF;
    IF masked <> '{}' OR TG_ARGV[3] <> '{}' THEN
        data := meddev_audit_seen(data, TG_ARGV[0], masked, TG_ARGV[3]::text[]);
    END IF;
    SELECT jsonb_object_agg(key, value) INTO what FROM jsonb_each(data) WHERE value <> 'null'::jsonb;
    INSERT INTO meddev_audit_entry (model, record_id, operation, changes, company_id)
    VALUES (TG_ARGV[0], (data ->> 'id')::integer, left(TG_OP, 1), what::text, meddev_audit_company(data));
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

# Records what an update changed, where it changed something: {column: [old, new]}.
COMPARE = """
DECLARE
    what jsonb;
BEGIN
    IF masked <> '{}' OR hashed <> '{}' THEN
        before := meddev_audit_seen(before, model, masked, hashed);
        after := meddev_audit_seen(after, model, masked, hashed);
    END IF;
    SELECT jsonb_object_agg(key, jsonb_build_array(before -> key, value))
      INTO what FROM jsonb_each(after) WHERE value IS DISTINCT FROM before -> key AND key <> ALL (ignored);
    IF what IS NULL THEN RETURN; END IF;
    INSERT INTO meddev_audit_entry (model, record_id, operation, changes, company_id)
    VALUES (model, (before ->> 'id')::integer, 'U', what::text, meddev_audit_company(after));
END
"""
COMPANY = """
    SELECT CASE WHEN jsonb_typeof(data -> 'company_id') = 'number' THEN (data ->> 'company_id')::integer END
"""

# Files are told by their hash.
HASH = """
    SELECT CASE WHEN data ->> name IS NULL THEN data ELSE jsonb_set(data, ARRAY[name], to_jsonb(
        'sha256:' || encode(sha256(decode(substr(data ->> name, 3), 'hex')), 'hex'))) END
"""

# A secret is told by a hash that shows that it changed and not to what: keyed, so that nobody who reads the trail can
# try values, and over where it stands, so that equal secrets do not look equal. Verification makes it again.
MASK = """
    SELECT encode(sha256(k.key || sha256(k.key || convert_to(concat_ws('|', model, id, name, value), 'UTF8'))), 'hex')
      FROM (SELECT coalesce((SELECT key FROM meddev_audit_secret LIMIT 1), ''::bytea) AS key) k
"""
MASK_KEY = """
    CREATE TABLE IF NOT EXISTS meddev_audit_secret (key bytea NOT NULL);
    INSERT INTO meddev_audit_secret
    SELECT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid() || gen_random_uuid(), 'UTF8'))
     WHERE NOT EXISTS (SELECT FROM meddev_audit_secret)
"""

# A row as the trail tells it.
SEEN = """
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY hashed LOOP
        data := meddev_audit_hash(data, name);
    END LOOP;
    FOREACH name IN ARRAY masked LOOP
        IF data ->> name IS NOT NULL THEN
            data := jsonb_set(data, ARRAY[name], to_jsonb(
                '*** ' || meddev_audit_mask(model, data ->> 'id', name, data ->> name)));
        END IF;
    END LOOP;
    RETURN data;
END
"""

# Whether a value is the one that was told; "***" alone is of a time when secrets had no hash.
SAME = """
    SELECT told = now OR told = '"***"'::jsonb OR (left(told #>> '{}', 4) = '*** '
           AND told #>> '{}' = '*** ' || meddev_audit_mask(model, id, name, now #>> '{}'))
"""

FUNCTIONS = {
    "meddev_audit_refuse": REFUSE,
    "meddev_audit_keep": KEEP,
    "meddev_audit_row": ROW,
    "meddev_audit_update": UPDATE,
    "meddev_audit_relation": RELATION,
    "meddev_audit_truncate": TRUNCATE,
}
# Those that are no triggers: (arguments, what they return, body), each after those it calls.
HELPERS = {
    "meddev_audit_company": ("data jsonb", "integer LANGUAGE sql IMMUTABLE", COMPANY),
    "meddev_audit_hash": ("data jsonb, name text", "jsonb LANGUAGE sql IMMUTABLE", HASH),
    "meddev_audit_mask": ("model text, id text, name text, value text", "text LANGUAGE sql STABLE", MASK),
    "meddev_audit_seen": (
        "data jsonb, model text, masked text[], hashed text[]", "jsonb LANGUAGE plpgsql STABLE", SEEN
    ),
    "meddev_audit_compare": (
        "before jsonb, after jsonb, model text, ignored text[], masked text[], hashed text[]",
        "void LANGUAGE plpgsql", COMPARE,
    ),
    "meddev_audit_same": (
        "told jsonb, now jsonb, model text, id text, name text", "boolean LANGUAGE sql STABLE", SAME
    ),
}  # fmt: skip
FUNCTION_BODIES = {**FUNCTIONS, **{name: body for name, (_arguments, _returns, body) in HELPERS.items()}}
"""Bodies of our functions by name, as PostgreSQL keeps them: verification compares them."""


def function_statements():
    """SQL that makes or renews the functions and the key of the hashes of secrets."""
    yield MASK_KEY
    for name, (arguments, returns, body) in HELPERS.items():
        yield f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS {returns} AS $${body}$$"
    for name, body in FUNCTIONS.items():
        yield trigger_function(name, body)


def trigger_function(name, body):
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"


class Trigger:
    """One trigger that belongs on one table: its name and its definition."""

    __slots__ = ("definition", "model", "name", "table")

    def __init__(self, table, name, model, definition):
        self.table, self.name, self.model, self.definition = table, name, model, definition

    @property
    def statements(self):
        """SQL that puts the trigger there, in place of one of that name."""
        function = column_function.of_definition(self.definition)
        return (
            *([trigger_function(*function)] if function else ()),
            f'DROP TRIGGER IF EXISTS {self.name} ON "{self.table}"',
            f"CREATE TRIGGER {self.name} {self.definition}",
            # Also while replication, or a superuser who sets session_replication_role, has switched others off.
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER {self.name}',
        )


def row_triggers(model, table, columns, attributes, ignored, masked, hashed):
    """The triggers of a table of records.

    :param columns: the table's columns and their types, ``{name: type}``
    :param attributes: number of columns that the table ever had
    :param ignored, masked, hashed: names of columns that are not recorded, without their values, or as a hash
    """
    arguments = ", ".join(map(_quoted, (model, _array(ignored), _array(masked), _array(hashed))))
    each = "FOR EACH ROW EXECUTE FUNCTION"
    update = f"meddev_audit_update({arguments})"
    if table != "ir_config_parameter" and column_function.fits(columns, ignored):
        update = column_function.call(table, arguments, attributes, columns.keys() - ignored)
    row = f"meddev_audit_row({arguments})"
    return [
        Trigger(table, "meddev_audit_row", model, f'AFTER INSERT OR DELETE ON "{table}" {each} {row}'),
        Trigger(table, "meddev_audit_update", model, f'AFTER UPDATE ON "{table}" {each} {update}'),
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

"""The database's part of a ledger, as SQL. Verification compares these bodies with those in the database."""

REFUSE = """
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
"""

NOW = """
BEGIN
    IF abs(extract(epoch FROM NEW.signed_on - clock_timestamp() AT TIME ZONE 'utc')) > 120 THEN
        RAISE EXCEPTION 'a signature carries the time it was made, % is not now', NEW.signed_on
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
"""

FUNCTION_BODIES = {"meddev_refuse_change": REFUSE, "meddev_signature_now": NOW}


def function(name):
    """SQL that makes or renews one of our trigger functions."""
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${FUNCTION_BODIES[name]}$$"


def trigger(table, name, event, function_name):
    """SQL statements that put a trigger on a table, firing also where a superuser switched the others off."""
    yield f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} EXECUTE FUNCTION {function_name}()"
    yield f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {name}'


def protection(table):
    """SQL statements that make a table append-only for every caller."""
    yield function("meddev_refuse_change")
    for name, event in (
        ("meddev_append_only_rows", f'UPDATE OR DELETE ON "{table}" FOR EACH ROW'),
        ("meddev_append_only_table", f'TRUNCATE ON "{table}" FOR EACH STATEMENT'),
    ):
        yield from trigger(table, name, event, "meddev_refuse_change")

"""What a log holds of all that a workload did: the audited tables before and after it, compared value by value."""

from audit_logs import MODELS

# What every row of Odoo carries; a log has its own columns for who and when.
BOOKKEEPING = {"id", "create_uid", "create_date", "write_uid", "write_date"}


def follow(env, log, workload, number):
    """How many values and deletions ``workload`` left behind, and how many of them the log names."""
    before, mark = snapshot(env), log.mark(env)
    workload(env, number)
    changed = differences(before, snapshot(env))
    named = set()
    for entry in log.read(env, mark):
        record = entry["model"], entry["id"]
        named |= {(*record, field) for field in entry["fields"]}
        if entry["operation"] == "unlink":
            named.add((*record, None))
    return {"changed": len(changed), "named": len(changed & named)}


def snapshot(env):
    """The rows of all audited tables: ``{(model, id): {column: value}}``."""
    rows = {}
    for model in MODELS:
        table = env[model]._table
        env.cr.execute(f"SELECT id, to_jsonb({table}) FROM {table}")  # noqa: S608 - the table of a model
        rows.update({(model, record): values for record, values in env.cr.fetchall()})
    return rows


def differences(before, after):
    """``(model, id, column)`` of each value that is another now, ``(model, id, None)`` of each row that is gone."""
    changed = {(*record, None) for record in before.keys() - after.keys()}
    for record, values in after.items():
        old = before.get(record, {})
        changed |= {
            (*record, column)
            for column, value in values.items()
            if column not in BOOKKEEPING and value != old.get(column)
        }
    return changed

def utc_text(moment):
    """A naive UTC datetime as ISO 8601 with its zone: ``2026-11-23T13:00:00Z``."""
    return f"{moment.isoformat(timespec='seconds')}Z"


def database_now(cr):
    """The database's own present, UTC, to the second: no caller and no frozen clock can choose it."""
    cr.execute("SELECT date_trunc('second', clock_timestamp() AT TIME ZONE 'utc')")
    return cr.fetchone()[0]

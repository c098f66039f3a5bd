"""The audit trail where transactions really commit: sealing with others in flight, and what a killed one leaves."""

import contextlib
import uuid

import psycopg2
import pytest

API = "meddev.api.v1"


@pytest.fixture
def connect(database):
    """``connect()``: a database session of its own, as somebody with SQL has it."""
    opened = []

    def open_session():
        opened.append(psycopg2.connect(dbname=database))
        return opened[-1]

    yield open_session
    for session in opened:
        with contextlib.suppress(psycopg2.Error):
            session.rollback()
            session.close()


def change(session, name):
    """Record something by plain SQL; the number of its entry."""
    with session.cursor() as cursor:
        cursor.execute("INSERT INTO ir_config_parameter (key, value) VALUES (%s, 'x')", (name,))
        cursor.execute("SELECT max(id), pg_current_xact_id()::text::bigint FROM meddev_audit_entry")
        return cursor.fetchone()


def last_seal(session):
    with session.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(to_xid), 0)::bigint, coalesce(max(number), 0) FROM meddev_audit_seal")
        found = cursor.fetchone()
    session.rollback()
    return found


def test_what_is_in_flight_is_sealed_when_it_is_finished_and_everything_holds(connect, rpc):
    slow, quick, reader = connect(), connect(), connect()
    key = f"test.{uuid.uuid4().hex}"
    _entry, slow_xid = change(slow, f"{key}.slow")
    _entry, quick_xid = change(quick, f"{key}.quick")
    quick.commit()
    answer = rpc("auditor", API, "verify")
    assert answer["ok"], answer["broken"]
    assert last_seal(reader)[0] <= slow_xid < quick_xid, "what is in flight must not be sealed over"
    slow.commit()
    answer = rpc("auditor", API, "verify")
    assert answer["ok"], answer["broken"]
    assert last_seal(reader)[0] > quick_xid


def test_a_session_killed_in_the_middle_leaves_no_trace_and_nothing_broken(connect, rpc):
    victim, killer = connect(), connect()
    key = f"test.{uuid.uuid4().hex}"
    change(victim, key)
    with killer.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", (victim.get_backend_pid(),))
    killer.rollback()
    assert rpc("auditor", API, "verify")["ok"]
    with killer.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM meddev_audit_entry WHERE changes LIKE %s", (f"%{key}%",))
        assert cursor.fetchone() == (0,)


def test_plain_sql_is_told_as_such(connect, rpc):
    session = connect()
    key = f"test.{uuid.uuid4().hex}"
    entry, _xid = change(session, key)
    session.commit()
    found = rpc("auditor", "meddev.audit.entry", "read", [entry], ["origin", "user_id", "operation"])[0]
    assert (found["origin"], found["user_id"], found["operation"]) == ("sql", False, "I")


@pytest.mark.parametrize("statement", ["UPDATE meddev_audit_entry SET reason = 'x'", "DELETE FROM meddev_audit_entry"])
def test_sql_does_not_change_the_trail(connect, statement):
    session = connect()
    with session.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege, match="append-only"):
        cursor.execute(statement)

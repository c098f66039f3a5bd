"""Signing where transactions really commit: what stays after a refusal, two signers at once, a killed session."""

import io
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import xmlrpc.client
import zipfile
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest

from tools import odoo_server

from .session import Refused

WIZARD = "meddev.signature.wizard"


@pytest.fixture
def make_lots(rpc):
    """``make_lots(count)``: new lots of a finished device, in quarantine."""
    product = rpc("qa", "product.product", "search", [("default_code", "=", "FG-SET")])[0]

    def make(count=1):
        names = [f"SRV-{uuid.uuid4().hex[:12]}" for _ in range(count)]
        return rpc("operator", "stock.lot", "create", [{"name": name, "product_id": product} for name in names])

    return make


@pytest.fixture
def make_signer(url, database, rpc):
    """``make_signer()``: a new quality manager who chose a password; returns a caller over XML-RPC."""

    def make():
        login = f"signer-{uuid.uuid4().hex[:8]}"
        group = rpc("admin", "ir.model.data", "check_object_reference", "meddev_base", "group_quality_manager")[1]
        values = {"name": login, "login": login, "password": "by-admin", "group_ids": [(6, 0, [group])]}
        uid = rpc("admin", "res.users", "create", values)
        server = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)
        server.execute_kw(database, uid, "by-admin", "res.users", "change_password", ["by-admin", f"{login}-own"])

        def call(model, method, *args, at=url, **kwargs):
            proxy = xmlrpc.client.ServerProxy(f"{at}/xmlrpc/2/object", allow_none=True)
            return proxy.execute_kw(database, uid, f"{login}-own", model, method, args, kwargs)

        call.login, call.uid = login, uid
        return call

    return make


def sign(call, lots, password=None):
    """Release ``lots`` as a user does: open the form, press Sign."""
    wizard = call("stock.lot", "action_release", lots)["res_id"]
    typed = {"signature_login": call.login, "signature_password": password or f"{call.login}-own"}
    return call(WIZARD, "action_sign", [wizard], context=typed)


def refused(call, lots, password=None):
    with pytest.raises(xmlrpc.client.Fault) as caught:
        sign(call, lots, password)
    return caught.value.faultString


def states(rpc, lots):
    return {lot["state"] for lot in rpc("qa", "stock.lot", "read", lots, ["state"])}


def outcomes(rpc, signer):
    rows = rpc("qa", "meddev.signature.attempt", "search_read", [("user_id", "=", signer.uid)], ["outcome"])
    # That a signer gave the present password when choosing the own one is on record, too.
    return [row["outcome"] for row in rows if row["outcome"] != "checked"]


def test_a_refused_attempt_stays_on_record_though_nothing_else_does(make_lots, make_signer, rpc):
    lots, signer = make_lots(), make_signer()
    assert "The password is wrong" in refused(signer, lots, "guess")
    assert outcomes(rpc, signer) == ["password"]
    assert states(rpc, lots) == {"quarantine"}


def test_guessing_in_parallel_gains_nothing(make_lots, make_signer, rpc):
    lots, signer = make_lots(10), make_signer()
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda lot: refused(signer, [lot], "guess"), lots))
    found = outcomes(rpc, signer)
    assert (found.count("password"), found.count("locked")) == (5, 5)
    assert "Signing is locked for" in refused(signer, lots)


def test_two_persons_at_once_leave_one_signature(make_lots, make_signer, rpc):
    lots, signers = make_lots(), [make_signer(), make_signer()]
    start = threading.Barrier(2)

    def attempt(signer):
        start.wait()
        try:
            sign(signer, lots)
        except xmlrpc.client.Fault as fault:
            return fault.faultString
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(attempt, signers))
    assert answers.count("") == 1, answers
    domain = [("res_model", "=", "stock.lot"), ("res_id", "in", lots)]
    assert rpc("qa", "meddev.signature", "search_count", domain) == 1
    assert states(rpc, lots) == {"released"}


@pytest.fixture
def second_server(database):
    """``(address, process)`` of another server on the same database, as a second machine would run it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            odoo_server.command(*odoo_server.serve_arguments(database, port)),
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + 120
            while not odoo_server.answers(port):
                assert process.poll() is None, "the second server ended early"
                assert time.monotonic() < deadline, "the second server does not answer"
                time.sleep(0.3)
            yield odoo_server.url(port), process
        finally:
            process.kill()
            process.wait()


def test_a_session_killed_while_it_signs_leaves_all_or_nothing(make_lots, make_signer, rpc, database, url):
    def end_session(pid):
        query(database, f"SELECT pg_terminate_backend({pid})")

    check_signing_that_is_killed(make_lots(60), make_signer(), rpc, database, url, end_session)


def test_a_server_killed_while_it_signs_leaves_all_or_nothing(make_lots, make_signer, rpc, database, second_server):
    address, process = second_server
    check_signing_that_is_killed(make_lots(60), make_signer(), rpc, database, address, lambda _pid: process.kill())
    assert process.wait(10) == -signal.SIGKILL


def check_signing_that_is_killed(lots, signer, rpc, database, address, kill):
    with ThreadPoolExecutor(1) as pool:
        wizard = signer("stock.lot", "action_release", lots)["res_id"]
        typed = {"signature_login": signer.login, "signature_password": f"{signer.login}-own"}
        running = pool.submit(lambda: signer(WIZARD, "action_sign", [wizard], context=typed, at=address))
        kill(_signing_session(database, running))
        with pytest.raises(Exception, match=r"."):
            running.result()
    assert states(rpc, lots) == {"quarantine"}
    domain = [("res_model", "=", "stock.lot"), ("res_id", "in", lots)]
    assert rpc("qa", "meddev.signature", "search_count", domain) == 0
    answer = rpc("auditor", "meddev.api.v1", "verify")
    assert answer["ok"], answer["broken"]
    sign(signer, lots)
    assert states(rpc, lots) == {"released"}


@pytest.fixture
def continuous(rpc):
    """Continuous sessions of signing are allowed during the test."""
    key = "meddev_signature.session_minutes"
    rpc("admin", "ir.config_parameter", "set_param", key, "15")
    yield
    rpc("admin", "ir.config_parameter", "set_param", key, "0")


def test_a_wrong_password_ends_a_continuous_session(continuous, make_lots, make_signer, session):
    signer = make_signer()
    web = session(signer.login, f"{signer.login}-own")

    def press(**typed):
        wizard = web.call("stock.lot", "action_release", make_lots())["res_id"]
        web.call(WIZARD, "action_sign", [wizard], context={f"signature_{name}": text for name, text in typed.items()})

    own = f"{signer.login}-own"
    press(login=signer.login, password=own)
    press(password=own)
    with pytest.raises(Refused, match="The password is wrong"):
        press(password="guess")
    with pytest.raises(Refused, match="The user ID is not that of"):
        press(password=own)


def query(database, sql):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
    finally:
        connection.close()


def _signing_session(database, running):
    """The database session that writes signatures, once it does."""
    writing = """SELECT l.pid FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                  WHERE c.relname = 'meddev_signature' AND l.mode = 'RowExclusiveLock' AND l.pid <> pg_backend_pid()"""
    while not running.done():
        if found := query(database, writing):
            return found[0][0]
        time.sleep(0.002)
    raise AssertionError("nothing was there to be killed")


@pytest.fixture
def bundle(make_lots, make_signer, session, url, tmp_path):
    """A released lot's evidence, as downloaded by the quality manager and unpacked."""
    lots = make_lots()
    sign(make_signer(), lots)
    answer = session("qa").http.get(f"{url}/meddev/evidence/stock.lot/{lots[0]}", timeout=60)
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        packed.extractall(tmp_path)
    return tmp_path


def verified(folder):
    command = [sys.executable, "-I", "verify.py", "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_downloaded_bundle_verifies_without_odoo(bundle):
    ended = verified(bundle)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "VALID" in ended.stdout
    assert "BROKEN" not in ended.stdout


def test_the_same_bundle_with_one_byte_changed_does_not(bundle):
    evidence = bundle / "evidence.json"
    raw = evidence.read_bytes()
    place = raw.index(b"FG-SET")
    evidence.write_bytes(raw[:place] + b"X" + raw[place + 1 :])
    ended = verified(bundle)
    assert ended.returncode == 1, ended.stdout
    assert "BROKEN" in ended.stdout

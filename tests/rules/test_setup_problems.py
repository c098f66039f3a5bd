"""Set-up meets trouble: one line that says what is wrong and what to do, and no stack trace."""

import os
import re
import shutil
import socket
import subprocess
import sys

import pytest

from tools import database, odoo_server, odoo_source, postgres, python_env, steps
from tools.commands import main

from .support import ROOT


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """A checkout in which nothing was set up yet."""
    for module, name in ((steps, "STATE"), (odoo_source, "UNPACKED"), (python_env, "VENV"), (steps, "LOGS")):
        monkeypatch.setattr(module, name, tmp_path / name.lower())
    for module in (odoo_source, python_env):
        monkeypatch.setattr(module, "CACHE", tmp_path / "cache")
    monkeypatch.delenv("ODOO_SOURCE", raising=False)
    return tmp_path


def told(capsys):
    """The one line that a command ended with."""
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("meddev: ")]
    assert len(lines) == 1
    return lines[0]


def test_an_occupied_port_is_named_with_another_to_choose(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert main(["run"]) == 1
    assert told(capsys).startswith(f"meddev: Port {port} is taken by another program. Choose another: make run PORT=")


@pytest.mark.parametrize("port", ["eighty", "99999", "-1"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(steps.Problem, match=r"is not a port number|is taken"):
        odoo_server.check_port(port)


def test_a_wrong_python_is_told_with_the_right_ones():
    entry = (ROOT / "tools/meddev.py").read_text()
    code = f"import sys; sys.version_info = (3, 8, 1, 'final', 0); exec(compile({entry!r}, 'meddev.py', 'exec'))"
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.strip().splitlines() == [
        "meddev: Odoo 19 needs Python 3.10 to 3.13, this is 3.8. Name another one: make PYTHON=python3.12 …"
    ]


def test_the_entry_point_can_be_read_by_an_old_python():
    """No syntax newer than 3.6, so that the sentence above is reached."""
    import ast  # noqa: PLC0415

    ast.parse((ROOT / "tools/meddev.py").read_text(), feature_version=(3, 6))


def test_a_full_disk_is_told_before_anything_is_written(elsewhere, monkeypatch):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=2**29))
    with pytest.raises(steps.Problem, match=r"0.5 GiB are free under .*, set-up needs 4 GiB. Free some space"):
        odoo_source.ensure()


@pytest.mark.skipif(not shutil.which("apt-get"), reason="this machine has no apt")
def test_no_network_is_told_and_the_next_run_goes_on(elsewhere, monkeypatch):
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(steps.Problem, match=r"Debian's archive did not answer or lacks a package; check the network"):
        odoo_source.ensure()
    assert not odoo_source.UNPACKED.exists()


def test_a_source_that_is_no_odoo_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("ODOO_SOURCE", str(tmp_path))
    with pytest.raises(steps.Problem, match=r"holds no Odoo: .*release.py is missing"):
        odoo_source.ensure()
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (18, 0, 0, FINAL, 0, '')")
    with pytest.raises(steps.Problem, match=r"is not Odoo 19.0. Check out branch 19.0 there"):
        odoo_source.ensure()


def test_a_damaged_download_is_thrown_away_and_told(elsewhere, monkeypatch):
    debs = odoo_source.CACHE / "debs"
    debs.mkdir(parents=True)
    (debs / "odoo-19_0_all.deb").write_bytes(b"half a file")
    monkeypatch.setattr(odoo_source, "_download", lambda _debs: None)
    with pytest.raises(steps.Problem, match=r"odoo-19_0_all.deb could not be unpacked; run this again"):
        odoo_source.ensure()
    assert not list(debs.iterdir())
    assert not odoo_source.UNPACKED.exists()


def test_a_missing_postgresql_that_cannot_be_installed_is_told(monkeypatch):
    monkeypatch.delenv("PGHOST", raising=False)
    monkeypatch.setattr(postgres, "_installed_binaries", list)
    monkeypatch.setattr(steps, "is_installed", lambda _name: False)
    monkeypatch.setattr(steps, "is_root", lambda: False)
    monkeypatch.setattr(steps.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(steps.Problem, match=r"PostgreSQL.* is missing. Ask an administrator for: apt-get install"):
        postgres.ensure()


def test_a_server_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setenv("PGHOST", "/nowhere")
    with pytest.raises(steps.Problem, match=r"PGHOST=/nowhere does not answer: .* Check PGHOST, PGPORT"):
        postgres.ensure()


@pytest.mark.skipif("PGHOST" not in os.environ, reason="runs where `make test` has started PostgreSQL")
def test_a_database_of_somebody_else_is_left_alone():
    postgres.query('CREATE DATABASE "somebody_s"')
    try:
        with pytest.raises(steps.Problem, match=r"exists and was not made by `make run`. Name another one"):
            database.ensure_demo("somebody_s")
        with pytest.raises(steps.Problem, match="was not made by this checkout and is left alone"):
            database.drop("somebody_s")
    finally:
        postgres.query('DROP DATABASE "somebody_s"')


@pytest.mark.parametrize("name", ["a'b", 'a"b', "a;b", "../etc"])
def test_a_name_that_is_no_database_name_is_refused(name):
    with pytest.raises(steps.Problem, match="will not do as a database name"):
        database.ensure_demo(name)


def test_an_unknown_command_names_the_known_ones(capsys):
    assert main(["strat"]) == 2
    assert re.match(r"meddev: no command `strat`. There are: .*start", capsys.readouterr().out)


def test_printing_libraries_that_cannot_be_installed_are_named_and_set_up_goes_on(monkeypatch, capsys):
    monkeypatch.setattr(steps, "is_installed", lambda name: name != "libpango-1.0-0")
    monkeypatch.setattr(steps.shutil, "which", lambda name: name == "apt-get" and name)
    monkeypatch.setattr(steps, "is_root", lambda: False)
    python_env._ensure_printing()
    assert capsys.readouterr().out.strip() == (
        "Reports may not print as PDF: What printing PDF needs (Pango, a Chinese font) is missing. "
        "Ask an administrator for: apt-get install libpango-1.0-0"
    )

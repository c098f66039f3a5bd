"""The Makefile's commands, one function each."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import database, odoo_server, odoo_source, postgres, python_env
from .steps import ROOT, STATE, Problem, say, step

LOGINS = ("admin", "operator", "inspector", "qa", "regulatory", "engineer", "steward", "auditor")


def main(words):
    """Run one command; a :class:`Problem` ends it with one line and exit code 1."""
    name, *arguments = words or ["help"]
    command = COMMANDS.get(name)
    if command is None:
        say(f"meddev: no command `{name}`. There are: {', '.join(sorted(COMMANDS))}.")
        return 2
    start = time.monotonic()
    try:
        code = command(*arguments) or 0
    except Problem as problem:
        say(f"meddev: {problem}")
        return 1
    except BrokenPipeError:  # whoever read our output has heard enough
        return 0
    except OSError as error:
        say(f"meddev: {error.strerror or error} ({error.filename or 'no file named'}). Mend that and run this again.")
        return 1
    except KeyboardInterrupt:
        say("meddev: interrupted; the next run goes on from here.")
        return 130
    if name in {"run", "start", "setup"}:
        say(f"==> `{name}` took {time.monotonic() - start:.0f} s in all")
    return code


def setup(with_tests=False):
    odoo_source.ensure()
    python_env.ensure(with_tests)
    postgres.ensure()


def start():
    name, port = _names()
    if port in odoo_server.running_ports() and odoo_server.answers(port):
        say(f"==> Odoo already runs on {odoo_server.url(port)}")
    else:
        odoo_server.check_port(port)
        setup()
        database.ensure_demo(name)
        odoo_server.start(name, port)
    _print_welcome(name, port)


def serve():
    """`make run`: like start, in the foreground."""
    name, port = _names()
    odoo_server.check_port(port)
    setup()
    database.ensure_demo(name)
    with step(f"Odoo: start on {odoo_server.url(port)} with database {name}"):
        process = subprocess.Popen(odoo_server.command(*odoo_server.serve_arguments(name, port)))
        signal.signal(signal.SIGTERM, lambda *_caught: process.terminate())
        while process.poll() is None and not odoo_server.answers(port):
            time.sleep(0.3)
    if process.poll() is None:
        _print_welcome(name, port)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return 0
    finally:
        if not odoo_server.running_ports():
            postgres.stop()


def stop():
    _name, port = _names()
    with step(f"Odoo: stop the server on port {port}"):
        if not odoo_server.stop(port):
            say(f"    nothing of this checkout runs in the background on port {port}")
    if not odoo_server.running_ports():
        postgres.stop()


def test(*parts):
    from . import testing

    setup(with_tests=True)
    return testing.run_parts(parts)


def lint():
    odoo_source.ensure()
    python_env.ensure(with_tests=True)
    from . import testing

    return testing.lint()


def bench(*names):
    setup(with_tests=True)
    scripts = [ROOT / "benchmarks" / f"{name}.py" for name in names] or sorted((ROOT / "benchmarks").glob("[a-z]*.py"))
    for script in scripts:
        if not script.exists():
            known = ", ".join(sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py")))
            raise Problem(f"There is no benchmark {script.stem}. There are: {known}.")
        say(f"\n### {script.stem}\n")
        subprocess.run([python_env.PYTHON, script], check=False)


def psql(*arguments):
    postgres.ensure()
    name, _port = _names()
    os.execvp("psql", ["psql", "-d", name, *arguments])


def shell(*arguments):
    setup()
    name, _port = _names()
    command = odoo_server.command("-d", name, "--no-http", *arguments, subcommand="shell")
    os.execv(command[0], command)


def api_key(login="admin"):
    setup()
    name, port = _names()
    _check_exists(name)
    printed = database.run_inside(name, "api_key", login=login).stdout
    key = next(line.removeprefix("key: ") for line in printed.splitlines() if line.startswith("key: "))
    say(key)
    hint = f"# curl -s {odoo_server.url(port)}/json/2/meddev.api.v1/ping -H 'Authorization: bearer {key}'"
    print(hint, "-H 'Content-Type: application/json' -d '{}'", file=sys.stderr)


def verify():
    """Signatures, audit trail and seals of DB, against ANCHOR=<file> too; 1 when something is broken."""
    setup()
    name, _port = _names()
    _check_exists(name)
    anchors = [str(Path(path).resolve()) for path in (os.environ.get("ANCHOR"),) if path]
    if missing := [path for path in anchors if not Path(path).exists()]:
        raise Problem(f"There is no anchor file {missing[0]}. Give the path of one that was kept: ANCHOR=<file>")
    printed = database.run_inside(name, "verify", anchors=anchors).stdout
    lines = [line for line in printed.splitlines() if line.startswith(("broken: ", "verified: "))]
    say("\n".join(lines))
    return 0 if lines and lines[-1].endswith("everything holds") else 1


def rebuild_genealogy():
    """Derive the links of DB from its movements anew; 1 when they differed from those that were kept."""
    setup()
    name, _port = _names()
    _check_exists(name)
    lines = database.run_inside(name, "rebuild_genealogy").stdout.splitlines()
    say("\n".join(line.removeprefix("genealogy: ") for line in lines if line.startswith("genealogy: ")))
    return 0 if "genealogy: no difference" in lines else 1


def import_udi(file=""):
    """Device records of FILE, FDA's XML or CSV, into DB; REST=1 loads the right ones beside wrong ones."""
    file = file or os.environ.get("FILE") or ""
    if not Path(file).is_file():
        raise Problem(f"There is no file {file or 'named'}. Name one: FILE=data/udi/gudid_sample.xml")
    setup()
    name, _port = _names()
    _check_exists(name)
    keep_good = os.environ.get("REST") == "1"
    printed = database.run_inside(name, "import_udi", path=str(Path(file).resolve()), keep_good=keep_good).stdout
    lines = [line.removeprefix("udi: ") for line in printed.splitlines() if line.startswith("udi: ")]
    say("\n".join(lines))
    return 0 if lines and lines[-1].endswith(" s") and ", 0 wrong;" in lines[-1] else 1


def i18n():
    """Write every addon's `zh_CN.po` anew from its terms, keeping the Chinese that is there."""
    setup()
    addons = database.our_addons()
    database.ensure_template()
    database.copy(database.TEMPLATE, "meddev_terms")
    database.install("meddev_terms", addons, log="terms")
    say(database.run_inside("meddev_terms", "export_terms", addons=addons, folder=str(odoo_server.ADDONS)).stdout)
    database.drop("meddev_terms")


def clean():
    for port in odoo_server.running_ports():
        odoo_server.stop(port)
    postgres.remove()
    with step(f"Remove {STATE}"):
        shutil.rmtree(STATE, ignore_errors=True)


def _names():
    return os.environ.get("DB") or "meddev", os.environ.get("PORT") or "8069"


def _check_exists(name):
    if not postgres.query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        raise Problem(f"There is no database {name} yet. `make run DB={name}` makes it.")


def _print_welcome(name, port):
    answer = Path(odoo_server.DATA_DIR / f"first-answer-{name}.txt")
    if not answer.exists():
        answer.write_text(database.run_inside(name, "first_answer").stdout)
    say()
    say(f"Medical Devices runs at {odoo_server.url(port)}  (database {name})")
    say(f"Demo logins, password <login>-demo: {', '.join(LOGINS)}")
    say()
    say(answer.read_text().strip())
    say()


COMMANDS = {
    "run": serve, "start": start, "stop": stop, "setup": setup, "test": test, "lint": lint, "bench": bench,
    "i18n": i18n, "psql": psql, "shell": shell, "api-key": api_key, "clean": clean,
    "verify": verify, "rebuild-genealogy": rebuild_genealogy, "import-udi": import_udi,
}  # fmt: skip

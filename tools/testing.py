"""`make test` and `make lint`: what is run, in which order, and how it is counted."""

import os
import re
import subprocess
import sys
import time

from . import database, odoo_server
from .install_tests import run_install_tests
from .python_env import PYTHON, VENV
from .steps import LOGS, ROOT, Problem, apt_install, say, step
from .tally import Tally

ODOO_RESULT = re.compile(r"odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests")
ODOO_SKIP = re.compile(r": skipped (.+)$")
ODOO_FAILURE = re.compile(r"(?:FAIL|ERROR): (\w+\.\w+.*|setUpClass .*)")
PYTEST_COUNT = re.compile(r"(\d+) (passed|failed|error|errors|skipped)")
PYTEST_FAILURE = re.compile(r"(?:FAILED|ERROR) (tests/.+)")
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk")
SERVER_PORT = "8369"
SERVER_DATABASE = "meddev_test_demo"
SERVER_COPY = "meddev_test_server"


def run_parts(names):
    """Run the named parts (all of them without a name) and print one line of counts; 0 when all passed."""
    if unknown := set(names) - set(PARTS):
        raise Problem(f"There is no part {sorted(unknown)[0]} of the tests. There are: {', '.join(PARTS)}.")
    total, start = Tally(), time.monotonic()
    for name in names or PARTS:
        with step(f"Tests: {PARTS[name].__doc__.splitlines()[0].rstrip('.')}"):
            tally = PARTS[name]()
            say(f"    {name}: {tally}")
            total += tally
    say(f"==> `test` took {time.monotonic() - start:.0f} s in all")
    say()
    for failure in total.failures:
        say(f"FAILED {failure[:300]}")
    say(total)
    return 0 if total.passed and not total.failures else 1


def lint():
    """ruff and pylint-odoo over all our Python; non-zero when either complains."""
    addons = [ROOT / "addons" / name for name in database.our_addons()]
    failed = 0
    for title, command in (
        ("ruff check", [VENV / "bin/ruff", "check", "."]),
        ("ruff format", [VENV / "bin/ruff", "format", "--check", "--diff", "--quiet", "."]),
        # Our own author and README.md, where the plugin asks for the OCA's author and README.rst.
        ("pylint-odoo", [PYTHON, "-m", "pylint", "-d", "manifest-required-author,missing-readme", *addons]),
    ):
        with step(f"Lint: {title}"):
            failed += subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    return 1 if failed else 0


def _rules():
    """rules, translations and manifests (no database)."""
    return _pytest("rules")


def _odoo():
    """every addon's own tests, in Odoo with all addons installed."""
    _ensure_browser()
    database.ensure_template()
    database.copy(database.TEMPLATE, "meddev_test")
    ours = [*database.our_addons(), *database.test_addons()]
    tags = ",".join(f"/{name}" for name in ours)
    command = odoo_server.command(
        "-d", "meddev_test", "-i", ",".join(ours), "--test-tags", tags, "--stop-after-init",
        "--http-port", "8370", "--log-level", "warn", "--log-handler", "odoo.tests:INFO",
        # Refusals are what many tests ask for, and XML-RPC's farewell is known.
        "--log-handler", "odoo.http:ERROR", "--log-handler", "odoo.addons.rpc:ERROR",
    )  # fmt: skip
    log = LOGS / "tests-odoo.log"
    with log.open("w") as out:
        ended = subprocess.run(command, check=False, stdout=out, stderr=subprocess.STDOUT, env=_browser_environment())
    return _count_odoo(log, ended.returncode)


def _server():
    """the demo company, from outside: RPC, roles and screens in Chromium."""
    _ensure_browser()
    database.ensure_demo(SERVER_DATABASE)
    odoo_server.stop(SERVER_PORT)
    odoo_server.check_port(SERVER_PORT)
    # A copy, because what is signed or recorded in a test stays: the next run begins with the company as it was loaded.
    database.copy(SERVER_DATABASE, SERVER_COPY)
    odoo_server.start(SERVER_COPY, SERVER_PORT)
    try:
        return _pytest("server", MEDDEV_URL=odoo_server.url(SERVER_PORT), MEDDEV_DATABASE=SERVER_COPY)
    finally:
        odoo_server.stop(SERVER_PORT)


def _install():
    """each addon alone on an empty database, upgraded, and uninstalled from among all others."""
    return run_install_tests()


PARTS = {"rules": _rules, "odoo": _odoo, "server": _server, "install": _install}


def _ensure_browser():
    apt_install(BROWSER_PACKAGES, "Chromium and a Chinese font for the browser tests")


def _browser_environment():
    return {**os.environ, "NO_PROXY": "localhost,127.0.0.1", "no_proxy": "localhost,127.0.0.1"}


def _pytest(folder, **variables):
    """Run ``tests/<folder>`` with pytest, printing its own short output."""
    log = LOGS / f"tests-{folder}.log"
    LOGS.mkdir(parents=True, exist_ok=True)
    command = [PYTHON, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", f"tests/{folder}"]
    environment = {**_browser_environment(), **variables, "PYTHONPATH": str(ROOT)}
    lines = []
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for line in process.stdout:
            sys.stdout.write("    " + line)
            sys.stdout.flush()
            out.write(line)
            lines.append(line)
        code = process.wait()
    counts = dict.fromkeys(("passed", "failed", "error", "errors", "skipped"), 0)
    counts.update((word, int(number)) for number, word in PYTEST_COUNT.findall(lines[-1] if lines else ""))
    failures = [found[1] for line in lines if (found := PYTEST_FAILURE.match(line))]
    wrong = max(counts["failed"] + counts["error"] + counts["errors"], 1 if code else 0)
    return Tally(counts["passed"], counts["skipped"], _named(failures, wrong, f"tests/{folder}"))


def _count_odoo(log, code):
    """Counts of a run of Odoo's own test runner, from its log; what it printed about failures is shown."""
    text = log.read_text(errors="replace")
    skipped = ODOO_SKIP.findall(text.replace("\r", ""))
    lines = text.splitlines()
    results = [tuple(map(int, found)) for found in ODOO_RESULT.findall(text)]
    failed = sum(failures + errors for failures, errors, _ran in results)
    ran = sum(count for _failures, _errors, count in results)
    # A browser test that Odoo skips because something is missing has proved nothing.
    hidden = [reason for reason in skipped if re.search("chrome|websocket", reason, re.IGNORECASE)]
    for line in lines:
        if re.search(r" (ERROR|CRITICAL|WARNING) ", line) and "odoo.http:" not in line:
            say(f"    {line[:300]}")
    for reason in skipped:
        say(f"    skipped: {reason}")
    failures = [found[1] for line in lines if (found := ODOO_FAILURE.search(line))]
    failures += [f"skipped: {reason}" for reason in hidden]
    failed += len(hidden)
    passed = max(ran - failed - len(skipped) + len(hidden), 0)
    if (code and not failed) or not results:
        failures.append(f"Odoo's test run ended with exit code {code} (see {log.relative_to(ROOT)})")
        failed += 1
    return Tally(passed, len(skipped) - len(hidden), _named(failures, failed, log.name))


def _named(failures, count, where):
    """``count`` failures by name; one whose name the log does not give is still one."""
    return failures[:count] + [f"without a name, see the output of {where}"] * (count - len(failures))

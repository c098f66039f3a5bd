"""Odoo as a process: its configuration for this workplace, its command line, starting, waiting, stopping."""

import configparser
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from . import odoo_source
from .python_env import PYTHON
from .steps import LOGS, ROOT, RUN, STATE, Problem, step, tail

ADDONS = ROOT / "addons"
TEST_ADDONS = ROOT / "tests/addons"
DATA_DIR = STATE / "data"


def command(*arguments, subcommand="server"):
    """Odoo's command line with our configuration; ``arguments`` come after it."""
    return [str(PYTHON), "-m", "odoo", subcommand, "-c", str(write_config()), *map(str, arguments)]


def write_config():
    """The production file with what differs at a workplace: paths, no workers, no proxy, our PostgreSQL."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "odoo.conf")
    config["options"].update(
        addons_path=",".join(map(str, [*odoo_source.addons_folders(), ADDONS, TEST_ADDONS])),
        data_dir=str(DATA_DIR),
        db_host=os.environ["PGHOST"],
        db_port=os.environ.get("PGPORT", "5432"),
        db_user=os.environ.get("PGUSER", ""),
        dbfilter="",
        proxy_mode="False",
        workers="0",
        http_interface="127.0.0.1",
    )
    if password := os.environ.get("PGPASSWORD"):
        config["options"]["db_password"] = password
    RUN.mkdir(parents=True, exist_ok=True)
    path = RUN / "odoo.conf"
    # Whole or not at all: another command may be reading it.
    with tempfile.NamedTemporaryFile("w", dir=RUN, delete=False) as out:
        config.write(out)
    os.replace(out.name, path)
    return path


def serve_arguments(database, port):
    return ["-d", database, "--db-filter", f"^{database}$", "--http-port", port, "--gevent-port", int(port) + 3]


def url(port):
    return f"http://localhost:{port}"


def check_port(port):
    """Refuse an occupied port before anything else is done."""
    try:
        number = int(port)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", number))
    except (ValueError, OverflowError):
        raise Problem(f"PORT={port} is not a port number. Give one from 1024 to 65535.") from None
    except PermissionError:
        raise Problem(f"Port {port} needs root's rights. Choose one above 1023: make run PORT=8069") from None
    except OSError:
        raise Problem(
            f"Port {port} is taken by another program. Choose another: make run PORT={number + 100}"
        ) from None


def start(database, port):
    """Serve in the background; return when the login page answers."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"odoo-{port}.log"
    with step(f"Odoo: start on {url(port)} with database {database}"), log.open("w") as out:
        process = subprocess.Popen(
            command(*serve_arguments(database, port)),
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        _pid_file(port).write_text(str(process.pid))
        _wait_for_login_page(process, port, log)


def _wait_for_login_page(process, port, log, seconds=120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            _pid_file(port).unlink(missing_ok=True)
            raise Problem(f"Odoo ended at once: {tail(log, 1)} (see {log.relative_to(ROOT)})")
        if answers(port):
            return
        time.sleep(0.3)
    stop(port)
    raise Problem(f"Odoo did not answer within {seconds} s (see {log.relative_to(ROOT)})")


def answers(port):
    """Whether the login page is served on ``port``."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/web/login", timeout=60) as page:
            return page.status == 200
    except (OSError, urllib.error.URLError):
        return False


def stop(port):
    """End the server that ``start`` left on ``port``; False when there is none."""
    path = _pid_file(port)
    if not path.exists():
        return False
    pid = int(path.read_text())
    if _is_ours(pid):
        os.kill(pid, signal.SIGTERM)
        for _attempt in range(150):
            if not _is_ours(pid):
                break
            time.sleep(0.1)
        else:
            os.kill(pid, signal.SIGKILL)
    path.unlink()
    return True


def running_ports():
    """Ports of all servers that run in the background from this checkout."""
    files = RUN.glob("odoo-*.pid")
    return sorted(path.stem.removeprefix("odoo-") for path in files if _is_ours(int(path.read_text())))


def _pid_file(port):
    RUN.mkdir(parents=True, exist_ok=True)
    return RUN / f"odoo-{port}.pid"


def _is_ours(pid):
    """Whether ``pid`` is a living Odoo of this checkout (a number may have been given to another program)."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as words:
            return str(PYTHON).encode() in words.read().split(b"\0")
    except OSError:
        return False

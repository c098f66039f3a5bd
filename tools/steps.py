"""What every command shares: where things are, how a step is announced and timed, how a problem is told."""

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".meddev"
LOGS = STATE / "log"
RUN = STATE / "run"
CACHE = STATE / "cache"


class Problem(Exception):
    """Something the person at the keyboard can mend; its text is one line: what is wrong, and what to do."""


def say(text=""):
    """Print a line at once, also when the output is a pipe."""
    print(text, flush=True)


@contextlib.contextmanager
def step(title):
    """Announce ``title``, and print how long the block took."""
    say(f"==> {title}")
    start = time.monotonic()
    yield
    say(f"    done in {time.monotonic() - start:.1f} s")


def run(command, log=None, **options):
    """Run ``command`` (a list) and fail with a :class:`Problem` that quotes the last line it printed.

    With ``log`` (a name) everything it prints goes to ``.meddev/log/<log>.log`` instead of the screen.
    """
    options = {"stdin": subprocess.DEVNULL, "check": False, "text": True, **options}
    if log is None:
        result = subprocess.run(command, capture_output=True, **options)
        printed = result.stderr.strip() or result.stdout.strip()
        where = ""
    else:
        LOGS.mkdir(parents=True, exist_ok=True)
        path = LOGS / f"{log}.log"
        with path.open("w") as out:
            result = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, **options)
        printed = path.read_text(errors="replace").strip()
        where = f" (all of it: {path.relative_to(ROOT)})"
    if result.returncode:
        last = printed.splitlines()[-1] if printed else f"exit code {result.returncode}"
        raise Problem(f"`{shlex.join(map(str, command))[:120]}` failed: {last}{where}")
    return result


def tail(path, lines=15):
    """The last ``lines`` lines of a log file."""
    return "\n".join(Path(path).read_text(errors="replace").splitlines()[-lines:])


def is_root():
    return os.geteuid() == 0


def check_disk(needed_gib):
    """Refuse before anything is written when the disk cannot hold it."""
    STATE.mkdir(exist_ok=True)
    free = shutil.disk_usage(STATE).free / 2**30
    if free < needed_gib:
        raise Problem(
            f"{free:.1f} GiB are free under {STATE}, set-up needs {needed_gib} GiB. Free some space and run this again."
        )


def apt_install(packages, why):
    """Install Debian packages that are missing, as root or through sudo."""
    missing = [name for name in packages if not is_installed(name)]
    if not missing:
        return
    hint = f"apt-get install {' '.join(missing)}"
    if not shutil.which("apt-get"):
        raise Problem(f"{why} is missing and this is no Debian system. Install it with your package manager.")
    prefix = as_root(f"{why} is missing. Ask an administrator for: {hint}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"{why}: install {' '.join(missing)}"):
        install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *missing]
        try:
            run(install, log="apt", env=environment)
        except Problem:  # the package lists may be older than the archive: read them anew, once
            run([*prefix, "apt-get", "update"], log="apt-update", env=environment)
            run(install, log="apt", env=environment)


def as_root(problem):
    """The command prefix that gives root's rights, or a :class:`Problem` with the given text."""
    if is_root():
        return []
    if shutil.which("sudo"):
        if subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0:
            return ["sudo", "-n"]
        if sys.stdin.isatty():  # sudo asks for the password itself
            return ["sudo"]
    raise Problem(problem)


def is_installed(package):
    if not shutil.which("dpkg-query"):
        return False
    query = ["dpkg-query", "-W", "-f", "${Status}", package]
    return "ok installed" in subprocess.run(query, check=False, capture_output=True, text=True).stdout

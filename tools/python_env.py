"""The virtual environment: Odoo's and our pinned packages, Odoo itself on its path."""

import hashlib
import shutil
import subprocess
import sys

from . import odoo_source
from .steps import CACHE, ROOT, STATE, Problem, apt_install, run, say, step

VENV = STATE / "venv"
PYTHON = VENV / "bin/python"
RUNTIME = ROOT / "requirements.txt"
TESTS = ROOT / "tests/requirements.txt"
PRINTING = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk")
"""What WeasyPrint loads from the system, and a font with Chinese."""


def ensure(with_tests=False):
    """Build the environment, or bring it up to the requirement files; with the test packages when asked."""
    wanted = [RUNTIME, TESTS] if with_tests else [RUNTIME]
    mark = VENV / ".requirements"
    done = mark.read_text().split() if mark.exists() else []
    if done[:1] != [_digest(sys.version, str(VENV))]:
        _create()
        done = [_digest(sys.version, str(VENV))]
    for path in wanted:
        if (digest := _digest(path.read_text())) not in done:
            with step(f"Python packages: {path.relative_to(ROOT)}"):
                _pip(path)
            done.append(digest)
            mark.write_text("\n".join(done))
    _ensure_printing()
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "odoo-source.pth").write_text(f"{odoo_source.python_path()}\n")


def _ensure_printing():
    """Everything but printing works without these libraries: where they cannot be installed, that is said."""
    try:
        apt_install(PRINTING, "What printing PDF needs (Pango, a Chinese font)")
    except Problem as problem:
        say(f"    Reports may not print as PDF: {problem}")


def _digest(*texts):
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _create():
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], check=False, capture_output=True).returncode:
        apt_install(["python3-venv"], "Python's venv module")
    with step("Python packages: create the virtual environment"):
        run([sys.executable, "-m", "venv", VENV])
        (VENV / ".requirements").write_text(_digest(sys.version, str(VENV)))


def _pip(path):
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--cache-dir", CACHE / "pip", "-r", path]
    try:
        run(command, log="pip")
    except Problem as problem:
        raise Problem(f"pip could not install {path.name}; check the network and run this again. {problem}") from None

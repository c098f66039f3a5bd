"""Databases: made once, marked when complete, brought up to the addons' code when that changed.

The mark is the database's own comment, so it goes where the database goes. A database without our mark is never
touched: it belongs to somebody.
"""

import ast
import hashlib
import shutil
import tempfile

from . import odoo_source, postgres
from .odoo_server import ADDONS, DATA_DIR, TEST_ADDONS, command
from .steps import ROOT, Problem, run, step

TEMPLATE = "meddev_template"
INSIDE = ROOT / "tools/inside"
FILES = ("filestore", "meddev_anchors", "meddev_archive")
"""Folders in which Odoo and our addons keep a database's files, each under the database's name."""
PREPARING, READY = "meddev: preparing", "meddev: ready "


def our_addons():
    """Names of the addons of this checkout."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def test_addons():
    """Names of the addons that hold models for tests only; installed by `make test` and nowhere else."""
    return sorted(path.parent.name for path in TEST_ADDONS.glob("*/__manifest__.py"))


def manifest(addon):
    """The manifest of one of our addons."""
    return ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())


def odoo_apps_of(*addons):
    """Odoo's own modules that ``addons`` need, directly or through another of ours."""
    ours, apps, waiting = set(our_addons()), set(), list(addons)
    for addon in waiting:
        for name in manifest(addon)["depends"]:
            if name not in ours:
                apps.add(name)
            elif name not in waiting:
                waiting.append(name)
    return sorted(apps)


def by_layer(addons):
    """``addons`` in an order in which each comes after those it depends on."""
    order, waiting = [], list(addons)
    while waiting:
        ready = [name for name in waiting if not set(manifest(name)["depends"]) & set(waiting)]
        order += ready
        waiting = [name for name in waiting if name not in ready]
    return order


def ensure_template():
    """A database with every app of Odoo that we build on and nothing of ours, to copy from."""
    return ensure_apps(odoo_apps_of(*our_addons()), TEMPLATE)


def ensure_apps(apps, name=None):
    """A database with ``apps`` and nothing of ours, made once; its name."""
    digest = hashlib.sha256(" ".join([*apps, str(odoo_source.python_path())]).encode()).hexdigest()[:10]
    name = name or f"meddev_apps_{digest}"
    if _mark(name) != READY + digest:
        with step(f"Database {name}: install Odoo's apps ({', '.join(apps)})"):
            create_empty(name)
            install(name, apps, log=f"install-{name}")
            _set_mark(name, READY + digest)
    return name


def ensure_demo(name):
    """The suite and the demo company in database ``name``."""
    code = _code_digest()
    mark = _mark(name)
    if mark == READY + code:
        return
    if mark is not None and mark.startswith(READY):
        _upgrade(name)
    else:
        if mark is not None and mark != PREPARING:
            raise Problem(
                f"Database {name} exists and was not made by `make run`. Name another one: make run DB={name}_demo"
            )
        _create(name)
    _set_mark(name, READY + code)


def create_empty(name):
    """A new, empty database of ours, replacing one of that name."""
    drop(name)
    postgres.query(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8')
    _set_mark(name, PREPARING)


def copy(source, target):
    """Copy a prepared database, its files too, in about a second."""
    drop(target)
    postgres.query(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    _set_mark(target, PREPARING)
    files = DATA_DIR / "filestore"
    if (files / source).exists():
        shutil.copytree(files / source, files / target)


def drop(name):
    """Drop a database that carries our mark, and its files; refuse any other."""
    mark = _mark(name)
    if mark is not None:
        if not mark.startswith("meddev:"):
            raise Problem(f"Database {name} was not made by this checkout and is left alone. Choose another name.")
        postgres.query(f'DROP DATABASE "{name}" WITH (FORCE)')
    for kept in FILES:
        shutil.rmtree(DATA_DIR / kept / name, ignore_errors=True)


def install(name, addons, *options, log="install"):
    """Install ``addons`` into ``name`` without demo data."""
    run(command("-d", name, "-i", ",".join(addons), "--stop-after-init", "--no-http", *options), log=log)


def run_inside(name, script, log=None, **variables):
    """Run ``tools/inside/<script>.py`` in Odoo's shell, with ``variables`` as its globals."""
    lines = [f"{key} = {value!r}" for key, value in variables.items()]
    text = "\n".join([*lines, (INSIDE / f"{script}.py").read_text()])
    shell = command(
        "-d",
        name,
        "--no-http",
        "--log-level",
        "warn",
        "--log-handler",
        "odoo.addons.meddev_demo:INFO",
        subcommand="shell",
    )
    with tempfile.TemporaryFile("w+") as source:
        source.write(text)
        source.seek(0)
        return run(shell, log=log, stdin=source)


def _create(name):
    ensure_template()
    with step(f"Database {name}: install all addons"):
        copy(TEMPLATE, name)
        install(name, our_addons(), log=f"install-{name}")
    with step(f"Database {name}: run the demo company through a year"):
        run_inside(name, "load_demo", log=f"demo-{name}")


def _upgrade(name):
    with step(f"Database {name}: bring it up to the addons' new code"):
        run(command("-d", name, "-i", ",".join(our_addons()), "-u", "meddev_base", "--stop-after-init", "--no-http"),
            log=f"upgrade-{name}")  # fmt: skip
        run_inside(name, "load_demo", log=f"demo-{name}")


def _mark(name):
    """The database's comment, "" without one, None when there is no such database."""
    rows = postgres.query(
        f"SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = {_quoted(name)}"
    )
    if rows:
        return rows[0][0] if rows[0] else ""
    return None


def _set_mark(name, mark):
    postgres.query(f'COMMENT ON DATABASE "{name}" IS {_quoted(mark)}')


def _quoted(text):
    if not text.replace("_", "").replace("-", "").replace(":", "").replace(" ", "").isalnum():
        raise Problem(f"{text!r} will not do as a database name. Use letters, digits, - and _.")
    return f"'{text}'"


def _code_digest():
    """Digest of everything in the addons that a database is made from."""
    digest = hashlib.sha256()
    for path in sorted(ADDONS.rglob("*")):
        is_code = path.suffix in {".py", ".xml", ".csv", ".po", ".sql"} and "tests" not in path.parts
        if path.is_file() and is_code:
            digest.update(str(path.relative_to(ADDONS)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]

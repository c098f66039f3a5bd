"""PostgreSQL for this checkout: a cluster of its own on a Unix socket, or the server that PGHOST names.

The cluster is reached by the role `meddev`, which may create databases and is no superuser; who may use that role is
decided by the operating system (peer authentication), so there is no password to lose.
"""

import getpass
import hashlib
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

from .steps import LOGS, RUN, STATE, Problem, apt_install, check_disk, is_root, run, step, tail

ROLE = "meddev"
SETTINGS = """
# written by `make run`
listen_addresses = ''
max_connections = 200
shared_buffers = 256MB
work_mem = 16MB
random_page_cost = 1.1
maintenance_work_mem = 128MB
max_wal_size = 2GB
synchronous_commit = off
jit = off
log_min_messages = warning
"""


def is_external():
    """Whether PGHOST points at a server that somebody else runs."""
    return bool(os.environ.get("PGHOST"))


def ensure():
    """A running server with our role; afterwards PGHOST, PGUSER and PGPORT are set for every child process."""
    if is_external():
        _check_external()
        return
    bindir = _binaries()
    data = _data_folder()
    if not (data / ".complete").exists():
        _create_cluster(bindir, data)
    if not is_running():
        _start(bindir, data)
    os.environ.update(PGHOST=str(_socket_folder()), PGPORT="5432", PGUSER=ROLE)
    os.environ.setdefault("PGDATABASE", "postgres")


def is_running():
    bindir, data = _binaries(), _data_folder()
    status = _as_owner([bindir / "pg_ctl", "-D", data, "status"])
    return subprocess.run(status, check=False, capture_output=True, cwd="/").returncode == 0


def stop():
    """Stop our own cluster; a server that PGHOST names is left alone."""
    if is_external() or not (_data_folder() / "PG_VERSION").exists() or not is_running():
        return
    with step("PostgreSQL: stop"):
        run(_as_owner([_binaries() / "pg_ctl", "-D", _data_folder(), "-m", "fast", "-w", "stop"]), cwd="/")


def remove():
    """Stop the cluster and delete it with every database in it."""
    if is_external():
        return
    data = _data_folder()
    if data.exists():
        stop()
        shutil.rmtree(data)
    shutil.rmtree(_socket_folder(), ignore_errors=True)


def query(sql, database="postgres"):
    """Rows of ``sql`` as lists of text, asked with psql."""
    command = ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]
    printed = run([_binaries() / command[0], *command[1:]] if not is_external() else command).stdout
    return [line.split("\t") for line in printed.splitlines()]


def _check_external():
    if not shutil.which("psql"):
        apt_install(["postgresql-client"], "PostgreSQL's client")
    try:
        query("select 1", os.environ.get("PGDATABASE", "postgres"))
    except Problem as problem:
        raise Problem(
            f"PGHOST={os.environ['PGHOST']} does not answer: {problem} "
            "Check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset them to use a cluster of this checkout's own."
        ) from None


def _binaries():
    """Folder of the newest installed server, installed first where there is none."""
    if not (found := _installed_binaries()):
        _install()
        found = _installed_binaries()
    if not found:
        raise Problem(
            "PostgreSQL's server programs (initdb, pg_ctl) are missing. Install PostgreSQL 13 or newer, or set PGHOST."
        )
    return found[-1]


def _installed_binaries():
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(debian, key=lambda path: float(path.parent.parent.name))
    if not found and (elsewhere := shutil.which("initdb")):
        found = [Path(elsewhere).resolve()]
    return [path.parent for path in found]


def _install():
    """Install the server, without the cluster that Debian's package would create and start by itself."""
    apt_install(["postgresql-common"], "PostgreSQL's common files")
    prefix = [] if is_root() else ["sudo", "-n"]
    drop_in = "/etc/postgresql-common/createcluster.d/meddev-set-up.conf"
    run([*prefix, "mkdir", "-p", os.path.dirname(drop_in)])
    run([*prefix, "sh", "-c", f"echo 'create_main_cluster = false' > {drop_in}"])
    try:
        apt_install(["postgresql", "postgresql-client"], "PostgreSQL's server")
    finally:
        run([*prefix, "rm", "-f", drop_in])


def _owner():
    """The operating system user that runs the cluster: PostgreSQL refuses to run as root."""
    if not is_root():
        return getpass.getuser()
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Problem("PostgreSQL does not run as root and this machine has no user `postgres` or `nobody`. Create one.")


def _as_owner(command):
    """``command`` as the cluster's user."""
    command = [str(word) for word in command]
    if not is_root():
        return command
    # Python drops the rights itself: neither sudo nor runuser need be there.
    user = pwd.getpwnam(_owner())
    drop = f"os.setgroups([]); os.setgid({user.pw_gid}); os.setuid({user.pw_uid})"
    return [_system_python(), "-I", "-c", f"import os, sys; {drop}; os.execv(sys.argv[1], sys.argv[1:])", *command]


def _system_python():
    """A Python that the cluster's user may execute (root's own may lie in root's home)."""
    return next(
        (path for path in ("/usr/bin/python3", "/usr/local/bin/python3") if os.path.exists(path)), sys.executable
    )


def _is_reachable(folder):
    """Whether the cluster's user can enter ``folder``: every folder above must let others pass."""
    if not is_root():
        return True
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def _digest():
    return hashlib.sha256(str(STATE).encode()).hexdigest()[:12]


def _data_folder():
    """In the checkout; for a checkout in a folder closed to the cluster's user (root's home), beside it in /var/tmp."""
    STATE.mkdir(exist_ok=True)
    return STATE / "postgres" if _is_reachable(STATE) else Path("/var/tmp") / f"meddev-postgres-{_digest()}"


def _socket_folder():
    """A short path of our own: a Unix socket's path may not pass 107 bytes."""
    return Path("/tmp") / f"meddev-{_owner()}-{_digest()}"


def _create_cluster(bindir, data):
    check_disk(2)
    owner = pwd.getpwnam(_owner())
    with step(f"PostgreSQL: create a cluster of our own in {data}"):
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(mode=0o700, parents=True)
        os.chown(data, owner.pw_uid, owner.pw_gid)
        initdb = [bindir / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "peer"]
        run(_as_owner(initdb), log="initdb", cwd="/")
        names = dict.fromkeys([_owner(), getpass.getuser()])
        (data / "pg_hba.conf").write_text("local all all peer map=meddev\n")
        roles = [f"meddev {name} {role}\n" for name in names for role in (ROLE, "postgres")]
        (data / "pg_ident.conf").write_text("".join(roles))
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS)
        _start(bindir, data)
        sql = f"CREATE ROLE {ROLE} LOGIN CREATEDB"
        psql = [bindir / "psql", "-X", "-q", "-h", _socket_folder(), "-U", "postgres", "-d", "postgres", "-c", sql]
        run(_as_owner(psql), cwd="/")
        (data / ".complete").touch()


def _start(bindir, data):
    folder = _socket_folder()
    folder.mkdir(mode=0o755, exist_ok=True)
    owner = pwd.getpwnam(_owner())
    if folder.stat().st_uid not in (owner.pw_uid, 0):
        raise Problem(f"{folder} belongs to somebody else. Remove it, then run this again.")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    LOGS.mkdir(parents=True, exist_ok=True)
    RUN.mkdir(parents=True, exist_ok=True)
    log = data / "server.log"
    command = [bindir / "pg_ctl", "-D", data, "-l", log, "-o", f"-k {folder}", "-w", "-t", "60", "start"]
    try:
        run(_as_owner(command), log="postgres-start", cwd="/")
    except Problem:
        reason = tail(log, 3).splitlines() if log.exists() else ["no log was written"]
        raise Problem(f"PostgreSQL did not start: {reason[-1]} (see {log}). `make clean` starts over.") from None

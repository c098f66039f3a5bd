"""Odoo 19 itself: a checkout that `ODOO_SOURCE` names, or Debian's package, unpacked and never installed."""

import os
import shutil
import subprocess
from pathlib import Path

from .steps import CACHE, STATE, Problem, check_disk, run, step

UNPACKED = STATE / "odoo"
# Odoo's package comes from the unstable suite whatever this machine runs; so does the font that older suites lack.
FROM_UNSTABLE = ("odoo-19", "fonts-montserrat")
# Targets of the relative links in Odoo's static files: without them pages answer 500 or lack their icons.
FROM_THIS_SUITE = (
    "libjs-jquery", "libjs-jquery-form", "libjs-underscore", "fonts-font-awesome", "fonts-roboto-unhinted",
    "fonts-inconsolata", "fonts-ocr-b", "fonts-glyphicons-halflings", "gsfonts",
)  # fmt: skip
# A second copy of the addons and the packaging scripts: 500 MB that nothing reads.
LEFT_OUT = ("./usr/lib/python3/dist-packages/addons", "./usr/lib/python3/dist-packages/setup", "./usr/share/doc")


def python_path():
    """The folder that holds the package ``odoo``."""
    if source := os.environ.get("ODOO_SOURCE"):
        return Path(source).expanduser().resolve()
    return UNPACKED / "usr/lib/python3/dist-packages"


def addons_folders():
    """Odoo's own addon folders."""
    return [path for path in (python_path() / "addons", python_path() / "odoo/addons") if path.is_dir()]


def ensure():
    """Make ``python_path()`` hold Odoo 19; done once, started anew after an interruption."""
    if os.environ.get("ODOO_SOURCE"):
        _check_checkout(python_path())
        return
    if (UNPACKED / ".complete").exists():
        return
    check_disk(4)
    debs = CACHE / "debs"
    with step("Odoo 19: download Debian's package and the fonts and scripts it links to"):
        if not shutil.which("apt-get"):
            raise Problem(
                "Odoo comes from Debian's archive and there is no apt here. Set ODOO_SOURCE to a checkout of Odoo 19."
            )
        _download(debs)
    with step("Odoo 19: unpack"):
        _unpack(debs)


def _check_checkout(source):
    release = source / "odoo/release.py"
    if not release.exists():
        raise Problem(
            f"ODOO_SOURCE={source} holds no Odoo: {release} is missing. Name the folder of a checkout of Odoo 19."
        )
    if "(19, 0" not in release.read_text():
        raise Problem(f"ODOO_SOURCE={source} is not Odoo 19.0. Check out branch 19.0 there.")


def _download(debs):
    """Fetch the packages into ``debs`` with apt, which verifies every file against the archive's signature."""
    debs.mkdir(parents=True, exist_ok=True)
    wanted = [name for name in (*FROM_UNSTABLE, *FROM_THIS_SUITE) if not list(debs.glob(f"{name}_*.deb"))]
    unstable = [name for name in wanted if name in FROM_UNSTABLE]
    if unstable:
        _apt(["update"], options := _unstable_options())
        _apt(["download", *unstable], options, cwd=debs)
    if here := [name for name in wanted if name in FROM_THIS_SUITE]:
        options = _private_lists_options("this", Path("/etc/apt/sources.list"), Path("/etc/apt/sources.list.d"))
        _apt(["update"], options)
        _apt(["download", *here], options, cwd=debs)


def _apt(words, options, **kwargs):
    try:
        run(["apt-get", *options, *words], **kwargs)
    except Problem as problem:
        raise Problem(
            "Debian's archive did not answer or lacks a package; check the network and apt's sources, "
            f"then run this again. {problem}"
        ) from None


def _unstable_options():
    """apt options that see only the unstable suite of the mirror this machine already uses."""
    targets = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)|$(ORIGIN)|$(LABEL)|$(SIGNED_BY)", "Created-By: Packages"],
        check=False, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    debian = [line.split("|") for line in targets if "|Debian|Debian|" in line] or [
        line.split("|") for line in _sources_of_this_machine()
    ]
    if not debian:
        raise Problem(
            "apt knows no Debian mirror. Add one to its sources, or set ODOO_SOURCE to a checkout of Odoo 19."
        )
    keyring = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
    signed = f"Signed-By: {keyring}\n" if keyring.exists() else ""
    sources = CACHE / "apt/unstable/sources.d/unstable.sources"
    sources.parent.mkdir(parents=True, exist_ok=True)
    sources.write_text(f"Types: deb\nURIs: {debian[0][0]}\nSuites: sid\nComponents: main\n{signed}")
    return _private_lists_options("unstable", Path("/dev/null"), sources.parent)


def _sources_of_this_machine():
    """Mirror addresses from apt's source files, for a machine whose package lists were never read."""
    files = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    for path in (path for path in files if path.is_file()):
        for line in path.read_text().splitlines():
            words = line.split()
            if words[:1] in (["deb"], ["URIs:"]):
                address = next((word for word in words[1:] if "://" in word and "/debian" in word), None)
                if address and "security" not in address:
                    yield f"{address}|Debian|Debian|"


def _private_lists_options(name, source_list, source_parts):
    """apt options that keep lists and cache in our own folder: nothing of the system's apt is touched."""
    home = CACHE / "apt" / name
    for folder in ("lists/partial", "cache/archives/partial"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    pairs = {
        "Dir::Etc::SourceList": source_list,
        "Dir::Etc::SourceParts": source_parts,
        "Dir::State::Lists": home / "lists",
        "Dir::Cache": home / "cache",
        "APT::Sandbox::User": "root",
        "Debug::NoLocking": "1",
    }
    return [word for key, value in pairs.items() for word in ("-o", f"{key}={value}")]


def _unpack(debs):
    partial = UNPACKED.with_name("odoo.partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(UNPACKED, ignore_errors=True)
    partial.mkdir(parents=True)
    exclude = [f"--exclude={path}" for path in LEFT_OUT]
    for deb in sorted(debs.glob("*.deb")):
        unpack = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE)
        try:
            run(["tar", "-x", "-C", partial, *exclude], stdin=unpack.stdout)
        except Problem as problem:
            deb.unlink()  # a damaged download: fetched again next time
            raise Problem(f"{deb.name} could not be unpacked; run this again. {problem}") from None
        finally:
            unpack.stdout.close()
            unpack.wait()
    (partial / ".complete").touch()
    partial.rename(UNPACKED)

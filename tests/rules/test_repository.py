"""What a newcomer relies on: manifests, READMEs, the map, the docs, no host in set-up."""

import re

import pytest

from .support import ADDONS, ROOT, manifests

MANIFESTS = manifests()
EVERY_ADDON = pytest.mark.parametrize("addon", sorted(MANIFESTS))
README_LINES = 25


@EVERY_ADDON
def test_the_manifest_is_complete(addon):
    manifest = MANIFESTS[addon]
    assert {"name", "summary", "version", "category", "author", "license", "depends"} <= manifest.keys()
    assert manifest["license"] == "LGPL-3"
    assert manifest["version"].startswith("19.0.")
    assert manifest["name"].startswith("Medical Devices")
    files = manifest.get("data", [])
    assert not [name for name in files if not (ADDONS / addon / name).exists()]


@EVERY_ADDON
def test_every_data_file_is_loaded(addon):
    folders = ("data", "report", "security", "views", "wizards")
    there = {
        str(path.relative_to(ADDONS / addon))
        for folder in folders
        for path in (ADDONS / addon / folder).rglob("*")
        if path.suffix in {".xml"} or path.name == "ir.model.access.csv"
    }
    assert there <= set(MANIFESTS[addon].get("data", []))


@EVERY_ADDON
def test_the_readme_is_short_and_there(addon):
    lines = (ADDONS / addon / "README.md").read_text().splitlines()
    assert 3 < len(lines) <= README_LINES


@EVERY_ADDON
def test_the_map_names_it(addon):
    assert re.search(rf"\|\s*\[?`?{addon}`?", (ADDONS / "README.md").read_text()), f"no row for {addon}"


def test_both_readmes_have_the_same_headings():
    english, chinese = ((ROOT / name).read_text() for name in ("README.md", "README.zh-CN.md"))
    assert len(re.findall(r"^#+ ", english, re.MULTILINE)) == len(re.findall(r"^#+ ", chinese, re.MULTILINE))
    assert re.findall(r"`make [a-z-]+", english) == re.findall(r"`make [a-z-]+", chinese)


def test_the_readme_names_the_command_that_ci_runs():
    ci = (ROOT / ".ci/run").read_text()
    assert "make test" in ci
    assert "make test" in (ROOT / "README.md").read_text()


def test_links_in_documents_lead_somewhere():
    for path in [ROOT / "README.md", ROOT / "README.zh-CN.md", ADDONS / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_set_up_names_no_host():
    """Where packages come from is the machine's own setting: apt's and pip's, never ours."""
    tooling = [ROOT / name for name in ("Makefile", ".ci/run", "requirements.txt", "tests/requirements.txt")]
    for path in [*tooling, *(ROOT / "tools").rglob("*.py")]:
        hosts = set(re.findall(r"https?://([\w.-]+)", path.read_text()))
        assert hosts <= {"localhost", "127.0.0.1"}, path


def test_requirements_are_pinned_and_explained():
    for name in ("requirements.txt", "tests/requirements.txt"):
        for line in (ROOT / name).read_text().splitlines():
            if line and not line.startswith("#"):
                assert re.fullmatch(r"[A-Za-z0-9_.-]+==\S+(?:; [^#]+)?\s+# .+", line), line


def test_the_production_configuration_holds_no_secret_and_lists_no_database():
    text = (ROOT / "odoo.conf").read_text()
    assert not re.search(r"^\s*(admin_passwd|db_password)", text, re.MULTILINE)
    assert re.search(r"^list_db = False", text, re.MULTILINE)
    assert re.search(r"^proxy_mode = True", text, re.MULTILINE)
    assert re.search(r"^workers = [1-9]", text, re.MULTILINE)

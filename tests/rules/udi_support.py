"""The UDI grammar and the public vectors it is held against, for the tests of this folder."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from .support import ROOT, load_rule

grammar = load_rule("meddev_udi", "grammar")

#: Every two-digit year in these tests is read as of this day.
TODAY = date(2026, 1, 15)

CONFORMANCE = Path(os.environ.get("MEDDEV_CONFORMANCE", ROOT.parent / "shared" / "conformance"))


def module(name):
    """A module of the grammar by its name."""
    return load_rule("meddev_udi", f"grammar.{name}")


def parse(code):
    return grammar.parse(code, TODAY)


def vectors(path):
    """The vectors of ``path`` below the conformance folder; the test is skipped where the folder is not."""
    file = CONFORMANCE / path
    if not file.exists():
        pytest.skip(f"{file} is absent: public vectors are not part of the repository")
    loaded = json.loads(file.read_text(encoding="utf-8"))
    return loaded["vectors"] if isinstance(loaded, dict) else loaded


def reasons(udi):
    """Message keys of the errors of ``udi``, in the order of the code."""
    return [error.key for error in udi.errors]

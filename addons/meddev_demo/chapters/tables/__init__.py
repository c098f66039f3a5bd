"""The tables of the demo company's master data."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parent


def rows(name):
    """The rows of ``<name>.csv`` as dicts of text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))

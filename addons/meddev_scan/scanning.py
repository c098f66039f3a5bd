"""Rules of scanning, without Odoo: separators that a scanner sends as other characters, quantities, dates."""

from dataclasses import dataclass, replace
from datetime import date

GROUP_SEPARATOR = "\x1d"
FOREIGN = "#$@[\\]^`{|}~§¬¦|¨°£€"
"""Characters that no GS1 element string has (CSET 82), so that one of them can stand for the separator."""


@dataclass(frozen=True)
class Scanned:
    """What one label says, in our own records' terms.

    ``product`` is a record or anything that compares; ``name`` the lot or serial number, "" where the label has none;
    ``quantity`` counts base units in one package; ``codes`` are the codes that were read together.
    """

    codes: tuple
    product: object
    name: str = ""
    expiry: date | None = None
    production: date | None = None
    quantity: float = 1

    def named(self, name):
        """The same label with the number that was typed for it."""
        return replace(self, name=name)


def separator_fault(text):
    """Why ``text`` cannot stand for the group separator: "length", "taken", or "" where it can."""
    if len(text) != 1:
        return "length" if text else ""
    return "" if text in FOREIGN else "taken"


def with_separators(code, separator):
    """``code`` with the character that the scanner sends as the separator it means.

    Only in element strings: what starts like a code of HIBCC, ICCBBA or China's MA has no separators, and a web address
    is left as it is.
    """
    if not separator or GROUP_SEPARATOR in code or code[:1] in "+*=&" or code[:3] in ("MA.", "AHM"):
        return code
    return code if code[:4].lower() == "http" else code.replace(separator, GROUP_SEPARATOR)


def shares(quantity, wanted):
    """``quantity`` over places that want ``wanted`` each, in order; what is left over goes to the last one."""
    parts = []
    for want in wanted:
        part = min(max(want, 0), quantity)
        parts.append(part)
        quantity -= part
    if parts:
        parts[-1] += quantity
    return parts


def differs(label, record):
    """Whether a date of the label contradicts the recorded one; where either says nothing, nothing is contradicted."""
    return bool(label and record and label != record)


def packages_of(text):
    """The number of packages that somebody typed: 1 for nothing, None where it is no positive number."""
    if text in (None, "", False):
        return 1
    try:
        number = float(str(text).strip().replace(",", "."))
    except ValueError:
        return None
    return number if 0 < number < 1e9 else None

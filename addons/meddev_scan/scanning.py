"""Rules of scanning, without Odoo: separators that a scanner sends as other characters, quantities, dates."""

import re
from dataclasses import dataclass, replace
from datetime import date

GROUP_SEPARATOR = "\x1d"
MOST_PACKAGES = 100_000
"""From here on it was no number of packages that was typed, but a code."""
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


_MARKED = re.compile(r"\((?:10|21)\)([^()]+)")
_DATE = re.compile(r"(11|15|17)([0-9]{6})")
_UNSURE = re.compile(r"(?:10|21)[^A-Za-z(][0-9]*")


def number_of(text):
    """The number in ``(10)…`` or ``(21)…``, as a person types it; "" where it is none."""
    found = _MARKED.fullmatch(text)
    return found[1].strip() if found else ""


def as_element(text):
    """A bare date as the element it is in the second code of a label: alone its digits could be a short GTIN."""
    found = _DATE.fullmatch(text)
    return f"({found[1]}){found[2]}" if found else text


def is_unsure(text):
    """Whether nothing tells an element (10) or (21) from a lot number that begins with these digits."""
    return bool(_UNSURE.fullmatch(text))


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
    if text is None or text is False or text == "":
        return 1
    text = str(text).strip()
    # 1,000 is a thousand to one reader and one to another.
    if re.search(r",[0-9]{3}$", text):
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if 0 < number < MOST_PACKAGES else None

"""HIBC codes of HIBCC: primary, secondary and combined (ANSI/HIBC 2, Supplier Labeling Standard).

Primary: ``+``, labeler (a letter, three letters or digits), product (1 to 18 letters or digits), unit of measure (a
digit), check character. Secondary: ``+``, data, link character (the primary's check character), check character.
Combined: primary without its check character, ``/``, data, check character over the whole. Hyphens, full stops and
spaces are read in lots and serial numbers, as labels on the market have them; the writers refuse them.
"""

import re

from .answer import HIBCC, Reading
from .carriers import Offsets
from .character_sets import CSET_82, HIBC_43, first_outside
from .check_digits import gmn_check_pair, hibc_check_character
from .hibc_secondary import SecondaryReader

_LABELER = re.compile(r"[A-Z][A-Z0-9]{3}\Z")
_PRODUCT = re.compile(r"[A-Z0-9]{1,18}\Z")
_SHORTEST_PRIMARY = 8
_SHORTEST_SECONDARY = 4
_LETTER = re.compile(r"[A-Za-z]")
_BASIC_LENGTHS = range(8, 26)


def parse_hibc(code, today, start=0):
    """The ``Udi`` of a HIBC code; ``start`` is its offset in the input.

    Start and stop characters of Code 39 (``*``) are taken off. A final underscore stands for a space, as printed.
    """
    text = code.rstrip("\r\n\t")
    if text.startswith("*"):
        text, start = text[1:], start + 1
    text = text.removesuffix("*")
    if text.endswith("_"):
        text = f"{text[:-1]} "
    stripped = text.rstrip(" ")
    if stripped != text and not _is_checked(text) and _is_checked(stripped):
        text = stripped
    if text.startswith("++"):
        return _parse_basic(text, start)
    reading = Reading(HIBCC, "HIBC", Offsets(start))
    _read(_capitals(text, reading), reading, today)
    return reading.finish()


def _is_checked(text):
    return len(text) > 1 and hibc_check_character(text[:-1]) == text[-1]


def _capitals(text, reading):
    """``text`` in capital letters; small letters and foreign characters are faults."""
    capitals = text.upper() if text.isascii() else text
    if capitals != text:
        offset = next(i for i, char in enumerate(text) if char != capitals[i])
        reading.fail("hibc_lower", offset, char=text[offset])
    offset = first_outside(capitals, HIBC_43)
    if offset >= 0:
        reading.fail("hibc_character", offset, char=capitals[offset])
    return capitals


def _read(text, reading, today):
    primary = _LETTER.match(text, 1) or (len(text) > 1 and text[1] not in "$/" and not text[1:6].isdigit())
    if primary:
        _read_primary(text, reading, today)
    else:
        _read_secondary(text, reading, today)


def _verify(text, reading):
    expected = hibc_check_character(text[:-1])
    reading.values["check_character"] = text[-1]
    if expected and text[-1] != expected:
        reading.fail("hibc_check", len(text) - 1, found=text[-1], expected=expected)


def _read_primary(text, reading, today):
    """Read a primary or combined code. A slash in last place is the check character, not a joint."""
    body = text[1:-1]
    product, joint, data = body.partition("/")
    reading.form = "HIBC combined" if joint else "HIBC primary"
    if len(product) + 2 < _SHORTEST_PRIMARY:
        reading.fail("hibc_short", 0, length=len(text), name="A primary code", minimum=_SHORTEST_PRIMARY)
        return
    _verify(text, reading)
    labeler, item, unit = product[:4], product[4:-1], product[-1]
    for pattern, part, key, position in (
        (_LABELER, labeler, "hibc_labeler", 1),
        (_PRODUCT, item, "hibc_product", 5),
    ):
        if not pattern.match(part):
            reading.fail(key, position, value=part)
    if unit not in "0123456789":
        reading.fail("hibc_unit", len(product), value=unit)
    reading.add("+", product, 1, "device identifier")
    reading.values.update(di=product, package_level=unit)
    if joint:
        SecondaryReader(reading, today).decode(data, len(product) + 2)


def _read_secondary(text, reading, today):
    reading.form = "HIBC secondary"
    if len(text) < _SHORTEST_SECONDARY:
        reading.fail("hibc_short", 0, length=len(text), name="A secondary code", minimum=_SHORTEST_SECONDARY)
        return
    _verify(text, reading)
    reading.values["link_character"] = text[-2]
    SecondaryReader(reading, today).decode(text[1:-2], 1)
    reading.warn("no_device_identifier")


def _parse_basic(text, start):
    """``++``, labeler, model and two check characters over all of it by the method of GS1's GMN."""
    reading = Reading(HIBCC, "HIBC Basic UDI-DI", Offsets(start))
    reading.add("++", text, 0, "Basic UDI-DI")
    if len(text) not in _BASIC_LENGTHS:
        reading.fail("hibc_basic_length", 0, length=len(text))
    elif (offset := first_outside(text, CSET_82)) >= 0:
        reading.fail("hibc_character", offset, char=text[offset])
    else:
        if not _LABELER.match(text[2:6]):
            reading.fail("hibc_labeler", 2, value=text[2:6])
        expected = gmn_check_pair(text[:-2])
        if text[-2:] != expected:
            values = {"value": text, "found": text[-2:], "expected": expected}
            reading.fail("check_pair", len(text) - 2, name="The Basic UDI-DI", **values)
    return reading.finish(di=text, basic_udi_di=text, package_level="basic")

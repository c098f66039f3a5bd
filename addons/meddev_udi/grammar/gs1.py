"""From GS1 element strings to a ``Udi``, whatever carried them."""

import re

from .answer import GS1, Reading
from .carriers import GROUP_SEPARATOR, Offsets, normalise_brackets, normalise_separators, split_symbology
from .character_sets import CSET_82, first_outside, is_digits
from .check_digits import GMN_LIMIT, gmn_check_pair
from .dates import from_yymmdd
from .gs1_ai import AI_TABLE, find_ai
from .gs1_content import check_pair
from .gs1_digital_link import read_digital_link
from .gs1_element_string import check_associations, read_bracketed, read_unbracketed
from .gtin import LENGTHS, gtin_fault

#: The AIs that name the item, the first present wins: GTIN, made-to-order GTIN, ITIP, contents, contained ITIP.
_ITEM_AIS = ("01", "03", "8006", "02", "8026")
_GTIN_LENGTH = 14
_LINK = re.compile(r"https?://", re.IGNORECASE)
_COMPOSITE = "|]e0"
_SHORTEST_GMN = 7


def _first(values, *codes):
    return next((values[code] for code in codes if code in values), "")


def fields_of(elements, today):
    """Fields of a ``Udi`` from GS1 elements, the first value of each AI counting.

    Expiry is (17), else the date of (7003); production (11), else the date of (8008); quantity (30), else (37).
    A day of 00 means the last day of the month (GS1 General Specifications 3.4).
    """
    values = {}
    for element in elements:
        values.setdefault(element.identifier, element.value)
    item = _first(values, *_ITEM_AIS)[:_GTIN_LENGTH]
    gmn = values.get("8013", "")
    expiry_raw, production_raw = _first(values, "17", "7003"), _first(values, "11", "8008")
    time = values.get("7003", "")[6:10] if "17" not in values else ""
    quantity = _first(values, "30", "37")
    return {
        "di": item or gmn,
        "package_level": _package_level(item, gmn),
        "lot": values.get("10", ""),
        "serial": values.get("21", ""),
        "expiry": from_yymmdd(expiry_raw[:6], today),
        "expiry_raw": expiry_raw,
        "expiry_time": f"{time[:2]}:{time[2:]}" if len(time) == 4 else "",
        "production": from_yymmdd(production_raw[:6], today),
        "production_raw": production_raw,
        "quantity": int(quantity) if is_digits(quantity) and len(quantity) <= 8 else None,
        "basic_udi_di": gmn,
        "software_version": values.get("8012", ""),
    }


def _package_level(item, gmn):
    if item:
        return item[0] if len(item) == _GTIN_LENGTH and is_digits(item) else ""
    return "basic" if gmn else ""


def finish(reading, today):
    """The ``Udi`` of a GS1 reading."""
    fields = fields_of(reading.elements, today)
    if not fields["di"] and not reading.errors:
        reading.warn("no_device_identifier")
    return reading.finish(**fields)


def read_gs1(text, start=0, symbology=None):
    """A ``Reading`` of GS1 data in any of its forms; ``start`` is the offset of ``text`` in the input.

    Does not look at associations: those hold for all carriers of the item together.
    """
    if _LINK.match(text):
        return read_digital_link(text, Reading(GS1, "digital link", Offsets(start)))
    if _COMPOSITE in text:
        return _read_composite(text, start, symbology)
    if symbology and symbology.digits and len(text) != symbology.digits:
        return _refuse_length(text, start, symbology)
    if symbology and symbology.is_gs1:
        return _read_element_string(text, start, is_gs1_carrier=True)
    if (symbology and symbology.digits) or (is_digits(text) and len(text) in LENGTHS):
        return _read_gtin(text, start)
    reading = _read_element_string(text, start)
    return _read_gmn(text, start) if is_bare_gmn(text) and not _is_element_string(reading) else reading


def _is_element_string(reading):
    """Whether what was read is plainly an element string: without a fault, or opening with a whole item or SSCC.

    One plain string in 1,021 ends like a GMN by chance, so a GMN is only what cannot be read otherwise.
    """
    if not reading.errors:
        return True
    first = next(iter(reading.elements), None)
    return (
        first is not None
        and AI_TABLE[first.identifier].shape.fullmatch(first.value)
        and (first.identifier in (*_ITEM_AIS, "00"))
    )


def _read_element_string(text, start, is_gs1_carrier=False):
    if not is_gs1_carrier:
        text = normalise_brackets(text)
    normal, offsets = normalise_separators(text, start, is_gs1_carrier)
    if normal.startswith("("):
        return read_bracketed(normal, Reading(GS1, "bracketed element string", offsets))
    return read_unbracketed(normal, Reading(GS1, "element string", offsets))


def _read_gtin(text, start):
    reading = Reading(GS1, "GTIN", Offsets(start))
    if found := gtin_fault(text):
        reading.fail(found.key, found.position, **dict(found.values))
    reading.add("01", text.zfill(_GTIN_LENGTH), 0, AI_TABLE["01"].title)
    return reading


def is_bare_gmn(text):
    """A Global Model Number without its AI: starts with a company prefix, is not a number, has a right check pair."""
    return (
        _SHORTEST_GMN <= len(text) <= GMN_LIMIT + 2
        and is_digits(text[:4])
        and not is_digits(text)
        and first_outside(text, CSET_82) < 0
        and gmn_check_pair(text[:-2]) == text[-2:]
    )


def _read_gmn(text, start):
    reading = Reading(GS1, "GMN", Offsets(start))
    reading.add("8013", text, 0, AI_TABLE["8013"].title)
    if fault := check_pair(text):
        reading.fail(fault[0], fault[1], name="(8013) GMN", **fault[2])
    return reading


def _refuse_length(text, start, symbology):
    reading = Reading(GS1, "GTIN", Offsets(start))
    reading.fail("symbology_length", 0, symbology=symbology.name, length=len(text), expected=symbology.digits)
    return reading


def _read_composite(text, start, symbology):
    """A linear symbol and its composite component, as scanners transmit them together."""
    linear, _bar, component = text.partition(_COMPOSITE)
    reading = read_gs1(linear, start, symbology)
    second = start + len(linear) + len(_COMPOSITE)
    normal, offsets = normalise_separators(component, second, is_gs1_carrier=True)
    other = read_unbracketed(normal, Reading(GS1, reading.form, offsets))
    reading.elements += other.elements
    reading.errors += other.errors
    return reading


def looks_like_gs1(text):
    """Whether ``text`` opens like GS1 data: FNC1, a bracket, a link, a GTIN, or a known AI followed by a value."""
    if text.startswith(("(", "\uff08", "^")) or _LINK.match(text):
        return True
    if is_digits(text) and len(text) in LENGTHS:
        return True
    normal, _offsets = normalise_separators(text[:40])
    return normal.startswith(GROUP_SEPARATOR) or find_ai(normal) is not None or is_bare_gmn(text)


def parse_gs1(code, today, start=0):
    """The ``Udi`` of GS1 data; ``today`` fixes the century of two-digit years."""
    symbology, text = split_symbology(code)
    reading = read_gs1(text, start + len(code) - len(text), symbology)
    check_associations(reading)
    if symbology:
        reading.values["symbology"] = symbology.identifier
    return finish(reading, today)

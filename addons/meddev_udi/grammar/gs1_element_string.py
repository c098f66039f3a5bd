"""GS1 element strings, bracketed and not: into ``Element`` lists and back (GS1 General Specifications 3, 7.8)."""

import re

from .answer import InvalidUdiError, Reading
from .carriers import GROUP_SEPARATOR, SYMBOLOGIES, Offsets, rewrite
from .character_sets import CSET_64
from .gs1_ai import AI_LENGTHS, AI_TABLE, find_ai, unknown_ai
from .gs1_associations import association_faults, name_of
from .gs1_content import CONTENT_CHECKS, foreign_character

_BASE64_PADDING = re.compile(r"=*\Z")


def value_faults(entry, value):
    """Faults of the data field of one AI: ``(message key, offset in the value, values)``. Empty when it is right."""
    if entry.shape.fullmatch(value) and not entry.has_checks and entry.components[0].kind != "z":
        return
    offset = 0
    for part in entry.components:
        if part.optional and offset == len(value):
            break
        piece = value[offset : offset + part.maximum]
        if fault := _component_fault(part, piece):
            yield fault[0], offset + fault[1], {"name": name_of(entry.code), **fault[2]}
            if fault[0].startswith("length"):
                return
        offset += len(piece)
    if offset < len(value):
        yield from _length_fault(entry, value)


def _length_fault(entry, value):
    limits = {"length": len(value), "minimum": entry.minimum, "maximum": entry.maximum}
    key = "length_range"
    if entry.minimum == entry.maximum:
        limits["expected"] = entry.maximum
        key = "length_exact"
    yield key, entry.maximum, {"name": name_of(entry.code), **limits}


def _component_fault(part, piece):
    if fault := foreign_character(piece, part.characters):
        return fault
    if len(piece) < part.minimum:
        if part.minimum == part.maximum:
            return "length_exact", len(piece), {"length": len(piece), "expected": part.minimum}
        return "length_range", len(piece), {"length": len(piece), "minimum": part.minimum, "maximum": part.maximum}
    if part.kind == "z" and (fault := base64_fault(piece)):
        return fault
    for check in part.checks:
        if fault := CONTENT_CHECKS[check](piece):
            return fault
    return None


def base64_fault(text):
    """Fault of file-safe base64: foreign character, or padding other than GS1's test of the AI 8030 allows.

    That test takes at most two equal signs, and only where they bring the length to a multiple of three.
    """
    start = _BASE64_PADDING.search(text).start()
    if fault := foreign_character(text[:start], CSET_64):
        return fault
    padding = len(text) - start
    if padding > 2 or (padding and (start + padding) % 3):
        return "padding", start, {"value": text}
    return None


def _take(reading, entry, value, position):
    """Keep one element and its faults; ``position`` is that of the value."""
    if not value:
        limits = {"minimum": max(entry.minimum, 1), "maximum": entry.maximum}
        reading.fail("gs1_empty", position, name=name_of(entry.code), **limits)
        return
    reading.add(entry.code, value, position, entry.title)
    for key, offset, values in value_faults(entry, value):
        reading.fail(key, position + offset, **values)


def read_unbracketed(text, reading=None, permit_unknown=False, start=0):
    """Read an element string as a carrier holds it, separators being 0x1D. A leading one may be missing.

    Answers a ``Reading``. A separator after an element of predefined length is tolerated. With ``permit_unknown``
    an AI outside the table passes if its length is known from its first two digits.
    """
    reading = reading or Reading("GS1", "element string")
    position = start + 1 if text.startswith(GROUP_SEPARATOR, start) else start
    if position >= len(text):
        reading.fail("gs1_no_data", position)
    while position < len(text):
        entry = find_ai(text, position) or (permit_unknown and _unknown_at(text, position))
        if not entry:
            reading.fail("gs1_unknown_ai", position, start=text[position : position + 4])
            break
        position += len(entry.code)
        end = text.find(GROUP_SEPARATOR, position)
        end = len(text) if end < 0 else end
        if entry.predefined_length:
            end = min(end, position + entry.maximum)
        _take(reading, entry, text[position:end], position)
        position = end + 1 if text.startswith(GROUP_SEPARATOR, end) else end
    return reading


def _unknown_at(text, position):
    length = AI_LENGTHS.get(text[position : position + 2])
    return length and unknown_ai(text[position : position + length])


_BRACKET = re.compile(r"\(([0-9]{2,4})\)")
_UNESCAPED = re.compile(r"(?<!\\)\(")
_ESCAPED = re.compile(r"\\\(")


def read_bracketed(text, reading=None, permit_unknown=False):
    """Read an element string with its AIs in brackets; a bracket within a value is written ``\\(``.

    A separator (0x1D) before a bracket or at the end is left out with a warning. Surplus characters after a value
    of predefined length are a fault and are still read as an element string, so that nothing legible is lost.
    """
    reading = reading or Reading("GS1", "bracketed element string")
    position = 0
    while position < len(text):
        found = _BRACKET.match(text, position)
        entry = found and (AI_TABLE.get(found[1]) or (unknown_ai(found[1]) if permit_unknown else None))
        if not entry:
            _fail_bracket(reading, text, position, found)
            break
        next_bracket = _UNESCAPED.search(text, found.end())
        end = next_bracket.start() if next_bracket else len(text)
        _take_bracketed(reading, entry, text[found.end() : end], found.end(), permit_unknown)
        position = end
    if not text:
        reading.fail("gs1_no_data")
    return reading


def _fail_bracket(reading, text, position, found):
    start = text[position : position + 6]
    if found:
        reading.fail("gs1_unknown_ai", position + 1, start=found[1])
    elif text[position] == "(":
        reading.fail("gs1_open_bracket", position, start=start)
    else:
        reading.fail("gs1_no_bracket", position, start=start)


def _take_bracketed(reading, entry, raw, position, permit_unknown):
    # A space is in no character set of GS1: people write it around the brackets.
    position += len(raw) - len(raw.lstrip(" "))
    raw = raw.strip(" ")
    if raw.endswith(GROUP_SEPARATOR) and len(raw) > 1:
        reading.warn("gs1_fnc1_dropped", position + len(raw) - 1)
        raw = raw[:-1]
    if entry.predefined_length and len(raw) > entry.maximum:
        size, surplus = entry.maximum, raw[entry.maximum :]
        reading.fail("gs1_surplus", position + size, name=name_of(entry.code), surplus=surplus, expected=size)
        _take(reading, entry, raw[:size], position)
        if find_ai(surplus):
            read_unbracketed(raw, _mapped(reading, Offsets(position)), permit_unknown, start=size)
        return
    value, offsets = rewrite(raw, _ESCAPED, "(", position)
    _take(_mapped(reading, offsets), entry, value, 0)


def _mapped(reading, offsets):
    """The same reading, for a rewritten part of its text."""
    locate = reading.locate
    return Reading(
        reading.agency,
        reading.form,
        lambda position: locate(offsets(position)),
        reading.elements,
        reading.errors,
        reading.warnings,
        reading.values,
    )


def check_associations(reading):
    """Add the faults of AIs that must or must not stand together to ``reading``."""
    locate, reading.locate = reading.locate, int
    for key, position, values in association_faults(
        [(element.identifier, element.value, element.position) for element in reading.elements]
    ):
        reading.fail(key, position, **values)
    reading.locate = locate


def checked_elements(elements, associations=True, permit_unknown=False):
    """``elements``, a mapping or pairs of AI and value, as a list of pairs; raises ``InvalidUdiError`` on a fault."""
    pairs = [(str(code), str(value)) for code, value in getattr(elements, "items", lambda: elements)()]
    reading = Reading("GS1")
    if not pairs:
        reading.fail("write_order")
    for code, value in pairs:
        entry = AI_TABLE.get(code) or (unknown_ai(code) if permit_unknown else None)
        if entry:
            _take(reading, entry, value, 0)
        else:
            reading.fail("gs1_unknown_ai", start=code)
    if associations:
        check_associations(reading)
    if reading.errors:
        raise InvalidUdiError(*reading.errors)
    return pairs


def write_gs1(elements, bracketed=True, symbology="", separator=GROUP_SEPARATOR, associations=True):
    """Write an element string in the given order.

    ``elements`` is a mapping or pairs of AI and value. Bracketed is the human readable form. Not bracketed is
    what a carrier holds after its leading FNC1: ``separator`` follows every element that is neither of predefined
    length nor the last. ``symbology`` (such as ``"]d2"``) puts the identifier in front, as a scanner transmits it,
    and means not bracketed. Raises ``InvalidUdiError``.
    """
    pairs = checked_elements(elements, associations)
    if symbology and not (symbology in SYMBOLOGIES and SYMBOLOGIES[symbology].is_gs1):
        reading = Reading()
        reading.fail("symbology_unknown", start=symbology)
        raise InvalidUdiError(*reading.errors)
    if bracketed and not symbology:
        return "".join("({}){}".format(code, value.replace("(", "\\(")) for code, value in pairs)
    written = [symbology]
    for index, (code, value) in enumerate(pairs, 1):
        closes = index == len(pairs) or AI_TABLE[code].predefined_length
        written.append(f"{code}{value}{'' if closes else separator}")
    return "".join(written)

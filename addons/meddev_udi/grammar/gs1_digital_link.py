"""GS1 Digital Link URIs into element strings and back (GS1 Digital Link Standard: URI Syntax)."""

import re
from urllib.parse import quote

from .answer import InvalidUdiError, Reading
from .carriers import Offsets
from .character_sets import DIGITS, UPPERCASE, is_digits, outside
from .gs1_ai import AI_TABLE, unknown_ai
from .gs1_associations import name_of
from .gs1_element_string import checked_elements, value_faults

#: Resolver of GS1, the domain of canonical links.
CANONICAL_STEM = "https://id.gs1.org"

_SCHEME = re.compile(r"(?:https?|HTTPS?)://")
_NOT_IN_URI = outside(f"{UPPERCASE}{UPPERCASE.lower()}{DIGITS}-._~:/?#[]@!$&'()*+,;=%")
_NOT_IN_HOST = outside(f"{UPPERCASE}{UPPERCASE.lower()}{DIGITS}-.:[]")
_PERCENTS = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_GTIN_LENGTHS = (8, 12, 13)


def decode_percent(text, start=0, plus_is_space=False):
    """``(decoded text, offsets)``; ``start`` is the offset of ``text``. A stray percent sign stays as it is.

    What is encoded is UTF-8 (RFC 3986 2.5), or else one byte to a character.
    """
    if plus_is_space:
        text = text.replace("+", " ")
    if "%" not in text:
        return text, Offsets(start)
    offsets = Offsets(start)
    parts, length, end = [], 0, 0
    for found in _PERCENTS.finditer(text):
        parts.append(text[end : found.start()])
        length += found.start() - end
        for char, width in _encoded(found[0]):
            parts.append(char)
            length += 1
            offsets.shrink(length, 3 * width - 1)
        end = found.end()
    return "".join((*parts, text[end:])), offsets


def _encoded(escapes):
    """Each character of a run of percent escapes, with the number of escapes that make it."""
    raw = bytes.fromhex(escapes.replace("%", ""))
    try:
        return [(char, len(char.encode())) for char in raw.decode()]
    except UnicodeDecodeError:
        return [(char, 1) for char in raw.decode("latin-1")]


class _LinkReader:
    """Reads one link into a ``Reading``, the AIs of the path first."""

    def __init__(self, reading, short_gtin, permit_unknown, unknown_is_attribute):
        self.reading = reading
        self.short_gtin = short_gtin
        self.permit_unknown = permit_unknown
        self.unknown_is_attribute = unknown_is_attribute
        self.seen = set()

    def decode(self, link):
        scheme = _SCHEME.match(link)
        if not scheme:
            return self.reading.fail("link_scheme", start=link[:8])
        if foreign := _NOT_IN_URI.search(link):
            return self.reading.fail("link_character", foreign.start(), char=foreign[0])
        address = link.partition("#")[0]
        before_query, _mark, query = address.partition("?")
        host, slash, _path = before_query[scheme.end() :].partition("/")
        if not host or _NOT_IN_HOST.search(host):
            return self.reading.fail("link_host", scheme.end(), host=host)
        start = scheme.end() + len(host) + len(slash)
        self.read_path(before_query[start:], start)
        return self.read_query(query, len(before_query) + 1)

    def read_path(self, path, start):
        segments, offsets = path.split("/"), [start]
        for segment in segments:
            offsets.append(offsets[-1] + len(segment) + 1)
        # The key is the rightmost primary key with pairs only behind it; what stands before it belongs to the owner.
        key = next((i for i in range(len(segments) - 2, -1, -2) if _is_key(segments[i])), None)
        if key is None:
            return self.reading.fail("link_no_key", start)
        codes = segments[key::2]
        self._check_qualifiers(codes, offsets[key::2])
        for index in range(key, len(segments), 2):
            self.take(segments[index], segments[index + 1], offsets[index + 1])
        return None

    def _check_qualifiers(self, codes, offsets):
        sequences = AI_TABLE[codes[0]].link_qualifiers
        for index, code in enumerate(codes[1:], 1):
            if not any(_is_ordered(codes[1 : index + 1], sequence) for sequence in sequences):
                self.reading.fail(
                    "link_qualifier", offsets[index], name=name_of(code), before=name_of(codes[index - 1])
                )
                return

    def read_query(self, query, start):
        for parameter in query.split("&"):
            code, equals, value = parameter.partition("=")
            if equals and is_digits(code):
                self._take_attribute(code, value, start)
            start += len(parameter) + 1

    def _take_attribute(self, code, value, start):
        entry = AI_TABLE.get(code) or (unknown_ai(code) if self.permit_unknown else None)
        if entry is None:
            return self.reading.fail("link_unknown_ai", start, ai=code)
        if not (entry.link_attribute if entry.known else self.unknown_is_attribute):
            self.reading.fail("link_attribute", start, name=name_of(code))
        return self.take(code, value, start + len(code) + 1, in_query=True)

    def take(self, code, raw, position, in_query=False):
        """Keep one AI; an AI of the path that is no qualifier was reported by its order already."""
        entry = AI_TABLE.get(code) or (unknown_ai(code) if in_query else None)
        if entry is None:
            return None
        if code in self.seen:
            return self.reading.fail("link_repeated", position, name=name_of(code))
        self.seen.add(code)
        value, offsets = decode_percent(raw, position, plus_is_space=in_query)
        if not value:
            return self.reading.fail("link_empty", position, name=name_of(code))
        if code == "01" and self.short_gtin and len(value) in _GTIN_LENGTHS:
            value = value.zfill(14)
        self.reading.add(code, value, position, entry.title)
        for key, offset, values in value_faults(entry, value):
            self.reading.fail(key, offsets(offset), **values)
        return None


def _is_key(segment):
    entry = AI_TABLE.get(segment)
    return entry is not None and entry.link_qualifiers is not None


def _is_ordered(codes, sequence):
    """``codes`` is ``sequence`` with none, some or all of its AIs left out."""
    rest = iter(sequence)
    return all(code in rest for code in codes)


def read_digital_link(link, reading=None, short_gtin=False, permit_unknown=False, unknown_is_attribute=False):
    """Read a GS1 Digital Link URI; answers a ``Reading``.

    ``short_gtin`` takes a GTIN of 8, 12 or 13 digits in the path, as the first edition of the standard did.
    ``permit_unknown`` and ``unknown_is_attribute`` together take AIs outside the table as data attributes.
    Query parameters that are no AI are the link owner's and are skipped.
    """
    reading = reading or Reading("GS1", "digital link")
    _LinkReader(reading, short_gtin, permit_unknown, unknown_is_attribute).decode(link)
    return reading


def write_digital_link(
    elements, stem=CANONICAL_STEM, associations=True, permit_unknown=False, unknown_is_attribute=False
):
    """Write a GS1 Digital Link URI.

    ``elements`` is a mapping or pairs of AI and value. The first primary key among them opens the path, its
    qualifiers follow in their order, the rest is the query: elements of predefined length first. Equal repeats
    are written once. Raises ``InvalidUdiError``, also for an AI that no link can carry in this place.
    """
    pairs = dict(checked_elements(elements, associations, permit_unknown))
    key = next((code for code in pairs if _is_key(code)), None)
    if key is None:
        raise InvalidUdiError(*_single_fault("link_no_key"))
    sequence = max(AI_TABLE[key].link_qualifiers, key=lambda codes: sum(code in pairs for code in codes))
    path = [key, *(code for code in sequence if code in pairs)]
    attributes = [code for code in pairs if code not in path]
    for code in attributes:
        entry = AI_TABLE.get(code)
        if not (entry.link_attribute if entry else unknown_is_attribute):
            raise InvalidUdiError(*_single_fault("link_attribute", name=name_of(code)))
    attributes.sort(key=lambda code: code not in AI_TABLE or not AI_TABLE[code].predefined_length)
    query = "&".join(f"{code}={_quoted(pairs[code])}" for code in attributes)
    return "".join(
        (stem.rstrip("/"), *(f"/{code}/{_quoted(pairs[code])}" for code in path), f"?{query}" if query else "")
    )


def _single_fault(key, **values):
    reading = Reading()
    reading.fail(key, **values)
    return reading.errors


def _quoted(value):
    return quote(value, safe="")

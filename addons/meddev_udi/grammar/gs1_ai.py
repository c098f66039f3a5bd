"""The table of GS1 application identifiers (``ai_table.csv``), ready for look-up.

Format of a row: components such as ``n14:check_digit:key_prefix`` separated by blanks; n numeric, x CSET 82,
y CSET 39, z base64; a length or a range; ``?`` if it may be left out; then the content checks. ``needs`` are
rules joined by ``&``, alternatives of one rule by blanks, AIs that must come together by ``+``; an ``n`` in an AI
stands for any digit. ``link_key`` marks a primary key of GS1 Digital Link with the ordered qualifiers it takes.
"""

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .character_sets import CSET_39, CSET_64, CSET_82, DIGITS

_CHARACTERS = {"n": DIGITS, "x": CSET_82, "y": CSET_39, "z": f"{CSET_64}="}
_COMPONENT = re.compile(r"(?P<kind>[nxyz])(?P<min>\d+)(?:-(?P<max>\d+))?(?P<optional>\?)?(?P<checks>(?::\w+)*)\Z")


@dataclass(frozen=True)
class Component:
    """Part of an AI's data field."""

    kind: str
    minimum: int
    maximum: int
    optional: bool = False
    checks: tuple = ()

    @property
    def characters(self):
        return _CHARACTERS[self.kind]


@dataclass(frozen=True)
class ApplicationIdentifier:
    """One AI. ``needs`` is a list of rules, each a list of alternatives, each a list of AI patterns."""

    code: str
    title: str
    components: tuple
    predefined_length: bool = False
    link_attribute: bool = False
    needs: tuple = ()
    excludes: tuple = ()
    link_qualifiers: tuple | None = None
    known: bool = True

    @cached_property
    def shape(self):
        """Pattern of the whole data field; content checks come on top of it."""
        parts = []
        for part in self.components:
            atom = f"[{re.escape(part.characters)}]{{{part.minimum},{part.maximum}}}"
            parts.append(f"(?:{atom})?" if part.optional else atom)
        return re.compile("".join(parts))

    @cached_property
    def has_checks(self):
        return any(part.checks for part in self.components)

    @cached_property
    def minimum(self):
        """Least number of characters of the data field."""
        return sum(part.minimum for part in self.components if not part.optional)

    @cached_property
    def maximum(self):
        """Greatest number of characters of the data field."""
        return sum(part.maximum for part in self.components)

    @cached_property
    def pattern_needs(self):
        """``needs`` with each AI pattern compiled."""
        return [[[ai_pattern(text) for text in group] for group in rule] for rule in self.needs]

    @cached_property
    def pattern_excludes(self):
        return [(text, ai_pattern(text)) for text in self.excludes]


def ai_pattern(text):
    """Pattern of an AI in which ``n`` stands for any digit, such as 310n."""
    return re.compile(text.replace("n", "[0-9]"))


def _components(text):
    for part in text.split():
        found = _COMPONENT.match(part)
        yield Component(
            found["kind"],
            int(found["min"]),
            int(found["max"] or found["min"]),
            bool(found["optional"]),
            tuple(found["checks"].split(":")[1:]),
        )


def _needs(text):
    return tuple(tuple(tuple(group.split("+")) for group in rule.split()) for rule in text.split("&") if rule.strip())


def _link_qualifiers(text):
    if not text:
        return None
    return tuple(tuple(sequence.split()) for sequence in text.removeprefix("key").split("/"))


def _read_table():
    table = {}
    with Path(__file__).with_name("ai_table.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            first, _dash, last = row["ai"].partition("-")
            for number in range(int(first), int(last or first) + 1):
                code = str(number).zfill(len(first))
                table[code] = ApplicationIdentifier(
                    code,
                    row["title"],
                    tuple(_components(row["format"])),
                    bool(row["predefined_length"]),
                    bool(row["link_attribute"]),
                    _needs(row["needs"]),
                    tuple(row["excludes"].split()),
                    _link_qualifiers(row["link_key"]),
                )
    return table


#: All AIs by their digits.
AI_TABLE = _read_table()

#: Number of digits of the AIs that start with two given digits; the same for all of them.
AI_LENGTHS = {code[:2]: len(code) for code in AI_TABLE}

_AI_TEXT = re.compile(r"[0-9]{2,4}\Z")


def find_ai(text, position=0):
    """The AI that starts at ``position`` of ``text``, or None."""
    length = AI_LENGTHS.get(text[position : position + 2])
    return AI_TABLE.get(text[position : position + length]) if length else None


def unknown_ai(code):
    """A stand-in for an AI that is not in the table: any text up to 90 characters; None if ``code`` is no AI.

    The first two digits fix the length of an AI, so 891 cannot exist where 89 could.
    """
    length = AI_LENGTHS.get(code[:2], len(code))
    if not _AI_TEXT.match(code) or len(code) != length:
        return None
    return ApplicationIdentifier(code, "", (Component("x", 1, 90),), known=False)

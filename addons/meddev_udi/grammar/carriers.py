"""Symbology identifiers and separators: what scanners and people put around the data."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from .gs1_ai import find_ai

GROUP_SEPARATOR = "\x1d"

#: More characters than any carrier of a UDI holds: a QR Code takes 7,089 digits.
LARGEST_CARRIER = 7089


@dataclass(frozen=True)
class Symbology:
    """A carrier by its symbology identifier (ISO/IEC 15424).

    ``is_gs1`` carriers hold element strings by definition; ``digits`` is the fixed number of digits of carriers
    that hold a bare GTIN.
    """

    identifier: str
    name: str
    is_gs1: bool = False
    digits: int = 0


SYMBOLOGIES = {
    symbology.identifier: symbology
    for symbology in (
        Symbology("]A0", "Code 39"),
        Symbology("]C0", "Code 128"),
        Symbology("]C1", "GS1-128", is_gs1=True),
        Symbology("]C2", "Code 128"),
        Symbology("]E0", "EAN-13", digits=13),
        Symbology("]E3", "EAN-13 with add-on", digits=13),
        Symbology("]E4", "EAN-8", digits=8),
        Symbology("]I0", "Interleaved 2 of 5"),
        Symbology("]I1", "ITF-14", digits=14),
        Symbology("]J0", "DotCode"),
        Symbology("]J1", "GS1 DotCode", is_gs1=True),
        Symbology("]L0", "PDF417"),
        Symbology("]L2", "MicroPDF417"),
        Symbology("]Q0", "QR Code"),
        Symbology("]Q1", "QR Code"),
        Symbology("]Q3", "GS1 QR Code", is_gs1=True),
        Symbology("]X0", "other symbology"),
        Symbology("]d0", "Data Matrix"),
        Symbology("]d1", "Data Matrix"),
        Symbology("]d2", "GS1 DataMatrix", is_gs1=True),
        Symbology("]e0", "GS1 DataBar", is_gs1=True),
        Symbology("]e1", "GS1 composite", is_gs1=True),
        Symbology("]e2", "GS1 composite", is_gs1=True),
        Symbology("]z0", "Aztec Code"),
    )
}

# Ways in which keyboards, web forms and documents write the separator. None of them could be data, having characters
# outside CSET 82, but those in angle brackets.
_UNMISTAKABLE = r"\{(?:GS|FNC1|0x1D)\}|\[(?:GS|FNC1|0x1D)\]|&#(?:29|x1d);|\\x1d|\\u001d|\\035|~d029|~1|\u241d"
_IN_A_GS1_CARRIER = re.compile(_UNMISTAKABLE, re.IGNORECASE)
_WRITTEN_SEPARATOR = re.compile(rf"{_UNMISTAKABLE}|<(?:GS|FNC1|0x1D)>", re.IGNORECASE)
# Characters that stand for the separator where one opens the code, or where an identifier follows each of them.
_MARKS = tuple(re.compile(re.escape(mark)) for mark in "^|")
_FULLWIDTH_BRACKETS = re.compile("[(\uff08]([0-9]{2,4})[)\uff09]")


class Offsets:
    """Where the characters of a rewritten text came from."""

    def __init__(self, start=0):
        self._starts = [0]
        self._shifts = [start]

    def shrink(self, position, surplus):
        """From ``position`` of the rewritten text on, the original has ``surplus`` more characters."""
        self._starts.append(position)
        self._shifts.append(self._shifts[-1] + surplus)

    def __call__(self, position):
        """Offset in the original of ``position`` in the rewritten text."""
        return position + self._shifts[bisect_right(self._starts, position) - 1]


def split_symbology(code):
    """``(Symbology or None, rest of the code)``."""
    symbology = SYMBOLOGIES.get(code[:3]) if code.startswith("]") else None
    return symbology, code[3:] if symbology else code


def normalise_separators(text, start=0, is_gs1_carrier=False):
    """``(text, offsets)`` with every written form of FNC1 as the group separator (0x1D).

    A text that has real group separators came from a scanner: nothing else in it is taken for one.
    ``start`` is the offset of ``text`` in the input. In what a symbology identifier calls a GS1 carrier, only what
    could not be data is taken for a separator: XML, for one, has no 0x1D.
    """
    if GROUP_SEPARATOR in text:
        return text, Offsets(start)
    if is_gs1_carrier:
        return rewrite(text, _IN_A_GS1_CARRIER, GROUP_SEPARATOR, start)
    pattern = next((mark for mark in _MARKS if _is_separator(mark, text)), _WRITTEN_SEPARATOR)
    return rewrite(text, pattern, GROUP_SEPARATOR, start)


def _is_separator(mark, text):
    if text.startswith("^") and mark.match(text):
        return True
    ends = [found.end() for found in mark.finditer(text)]
    return bool(ends) and all(find_ai(text, end + text.startswith("(", end)) for end in ends)


def normalise_brackets(text):
    """``text`` with the fullwidth brackets of Chinese keyboards as brackets, where an identifier stands in them."""
    if "\uff08" not in text and "\uff09" not in text:
        return text
    return _FULLWIDTH_BRACKETS.sub(r"(\1)", text)


def rewrite(text, pattern, character, start=0):
    """``(text, offsets)`` with every match of ``pattern`` as one ``character``. Linear in the length of ``text``."""
    offsets = Offsets(start)
    parts, length, end = [], 0, 0
    for found in pattern.finditer(text):
        parts += (text[end : found.start()], character)
        length += found.start() - end + 1
        end = found.end()
        if surplus := len(found[0]) - 1:
            offsets.shrink(length, surplus)
    if not parts:
        return text, offsets
    return "".join((*parts, text[end:])), offsets

"""Reading any code: which agency's syntax it follows, and what it says."""

from dataclasses import replace
from datetime import date

from .ahm import parse_ahm
from .answer import Reading
from .carriers import LARGEST_CARRIER, split_symbology
from .gs1 import looks_like_gs1, parse_gs1
from .hibc import parse_hibc
from .iccbba import parse_iccbba
from .ma import parse_ma

# Not every character that Python calls white space: the separators of GS1 data count among those.
_LEADING = " \t\r\n\ufeff"
_TRAILING = "\r\n\t"


def parse(code, today=None):
    """Read a code of any issuing agency into a ``Udi``; never raises.

    ``code`` is what a scanner sent or a person typed; bytes are taken as UTF-8 or else Latin-1. ``today`` (a
    date) fixes the century of two-digit years. Positions of errors are offsets into ``code``. A code that
    completes another symbol of the same label is valid and has an empty ``di``.
    """
    code = as_text(code)
    if not isinstance(code, str):
        return _refused("not_text", type=type(code).__name__)
    if len(code) > LARGEST_CARRIER:
        return _refused("too_long", LARGEST_CARRIER, length=len(code), limit=LARGEST_CARRIER)
    text = code.lstrip(_LEADING)
    if not text:
        return _refused("empty")
    return _dispatch(text.rstrip(_TRAILING), len(code) - len(text), today if isinstance(today, date) else date.today())


def as_text(code):
    """Bytes as text, UTF-8 or else Latin-1; anything else as it is."""
    if not isinstance(code, (bytes, bytearray)):
        return code
    try:
        return bytes(code).decode()
    except UnicodeDecodeError:
        return bytes(code).decode("latin-1")


def _refused(key, position=0, **values):
    reading = Reading()
    reading.fail(key, position, **values)
    return reading.finish()


def _dispatch(text, start, today):
    symbology, rest = split_symbology(text)
    if symbology and (symbology.is_gs1 or symbology.digits):
        return parse_gs1(text.rstrip(" "), today, start)
    udi = _by_syntax(rest, start + len(text) - len(rest), today)
    return replace(udi, symbology=symbology.identifier) if symbology else udi


_SYNTAXES = (
    (("=", "&"), lambda text, today, start: parse_iccbba(text, start)),
    (("MA.",), parse_ma),
    (("AHM",), lambda text, today, start: parse_ahm(text, start)),
)


def _by_syntax(text, start, today):
    if text.startswith(("+", "*+")):
        # A final space may be the check character.
        return parse_hibc(text, today, start)
    text = text.rstrip(" ")
    for opening, read in _SYNTAXES:
        if text.startswith(opening):
            return read(text, today, start)
    if looks_like_gs1(text):
        return parse_gs1(text, today, start)
    if text.startswith("]"):
        return _refused("symbology_unknown", start, start=text[:3])
    return _refused("unknown_syntax", start, start=text[:8])

"""ISBT 128 codes of ICCBBA for devices of human origin (ISBT 128 Standard Technical Specification).

A code is a run of data structures, each opened by its data identifier: two characters, the first ``=`` or ``&``;
only the donation number has ``=`` alone. Dates are cyyjjj, the last three digits of the year and the day of year.
"""

import re
from dataclasses import dataclass
from datetime import date

from .answer import ICCBBA, InvalidUdiError, Reading
from .carriers import Offsets
from .dates import from_cyyjjj


@dataclass(frozen=True)
class Structure:
    """One ISBT 128 data structure: sentence name, shape in words, pattern, field of ``Udi``."""

    name: str
    form: str
    pattern: re.Pattern
    field: str = ""


def _structure(name, form, pattern, field=""):
    return Structure(name, form, re.compile(pattern), field)


_DAY = ("cyyjjj", r"[0-9]{6}")
_DAY_AND_TIME = ("cyyjjjhhmm", r"[0-9]{10}")

STRUCTURES = {
    "=/": _structure("The product", "5, 6 and 5 letters or digits", r"[A-Z0-9]{16}", "di"),
    "=)": _structure("The container", "10 letters or digits", r"[A-Z0-9]{10}", "di"),
    "=,": _structure("The serial number", "6 letters or digits", r"[A-Z0-9]{6}", "serial"),
    "&,1": _structure("The lot", "1 to 18 letters or digits", r"[A-Z0-9]{1,18}", "lot"),
    "&)": _structure("The container lot", "10 letters or digits", r"[A-Z0-9]{10}", "lot"),
    "=": _structure(
        "The donation number",
        "13 characters and 2 flags",
        r"[A-NP-Z1-9][A-Z0-9]{4}[0-9]{8}[A-Z0-9]{2}",
        "donation_number",
    ),
    "=>": _structure("The expiry", *_DAY, "expiry"),
    "&>": _structure("The expiry", *_DAY_AND_TIME, "expiry"),
    "=}": _structure("The production date", *_DAY, "production"),
    "&}": _structure("The production date", *_DAY_AND_TIME, "production"),
    "=*": _structure("The collection date", *_DAY),
    "&*": _structure("The collection date", *_DAY_AND_TIME),
    "=<": _structure("The product code", "8 letters or digits", r"[A-Z0-9]{8}"),
    "=+": _structure("The compound message", "2 digits and 3 digits", r"[0-9]{5}"),
}

_TOKEN = re.compile(r"[=&][^=&]*")
_WRITTEN_ORDER = ("=/", "=,", "=", "=>", "=}", "&,1")


def _identifier(token):
    for length in (3, 2):
        if token[:length] in STRUCTURES and len(token) >= length:
            return token[:length]
    return "=" if token[1:2].isascii() and token[1:2].isalnum() and token[0] == "=" else ""


def parse_iccbba(code, start=0):
    """The ``Udi`` of an ISBT 128 code; ``start`` is its offset in the input."""
    reading = Reading(ICCBBA, "ISBT 128", Offsets(start))
    for found in _TOKEN.finditer(code):
        token = found[0]
        identifier = _identifier(token)
        if identifier:
            _read_structure(reading, identifier, token[len(identifier) :], found.start() + len(identifier))
        else:
            reading.fail("isbt_identifier", found.start(), value=token[:3])
    if "di" not in reading.values and not reading.errors:
        reading.warn("no_device_identifier")
    return reading.finish()


def _read_structure(reading, identifier, value, position):
    structure = STRUCTURES[identifier]
    reading.add(identifier, value, position, structure.name)
    if not structure.pattern.fullmatch(value):
        reading.fail("isbt_shape", position, name=structure.name, value=value, format=structure.form)
        return
    if structure.form.startswith("cyyjjj"):
        _read_date(reading, structure, value, position)
    elif structure.field:
        if identifier == "=," and value == "000000":
            reading.fail("isbt_serial_zero", position)
        _set(reading, structure, value, position)


def _read_date(reading, structure, value, position):
    when = from_cyyjjj(value[:6])
    time_is_right = len(value) == 6 or (int(value[6:8]) < 24 and int(value[8:]) < 60)
    if when is None or not time_is_right:
        reading.fail("date", position, name=structure.name, value=value, format=structure.form)
    if not structure.field:
        return
    reading.values.setdefault(f"{structure.field}_raw", value)
    if when and time_is_right:
        _set(reading, structure, when, position)
        if structure.field == "expiry" and len(value) > 6:
            reading.values["expiry_time"] = f"{value[6:8]}:{value[8:]}"


def _set(reading, structure, value, position):
    known = reading.values.setdefault(structure.field, value)
    if known != value:
        reading.fail("isbt_repeated", position, name=structure.name, first=str(known), second=str(value))


def _day(when):
    return f"{when.year % 1000:03}{when.timetuple().tm_yday:03}"


def write_iccbba(di, *, serial="", donation_number="", expiry=None, production=None, lot=""):
    """Write an ISBT 128 code of a device.

    ``di`` has 16 characters (facility 5, product 6, description 5), ``serial`` 6, ``donation_number`` 15 with
    its flags, ``lot`` up to 18; ``expiry`` and ``production`` are dates. Raises ``InvalidUdiError``.
    """
    values = {
        "=/": di,
        "=,": serial,
        "=": donation_number,
        "=>": _day(expiry) if isinstance(expiry, date) else "",
        "=}": _day(production) if isinstance(production, date) else "",
        "&,1": lot,
    }
    reading = Reading(ICCBBA)
    for identifier in _WRITTEN_ORDER:
        if values[identifier] or identifier == "=/":
            _read_structure(reading, identifier, values[identifier], 0)
    for name, when in (("The expiry", expiry), ("The production date", production)):
        if isinstance(when, date) and from_cyyjjj(_day(when)) != when:
            reading.fail("isbt_year", name=name, value=when.isoformat())
    if reading.errors:
        raise InvalidUdiError(*reading.errors)
    return "".join(f"{identifier}{values[identifier]}" for identifier in _WRITTEN_ORDER if values[identifier])

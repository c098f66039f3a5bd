"""MA codes, issued in China by the industry ministry's registry (IAC ``MA``, ISO/IEC 15459).

``MA.156.M0.`` registrant (6 characters) ``.`` product code (package level, item of 6 or more characters, check
character), then data units, each a letter and a value: L lot, S serial number, M (in older codes P) production date,
D sterilisation lot, V valid until, E expiry, C check character in last place. Dates have 6 or 8 digits.

The registry's own interface issues the check characters and no rule for them is published. They are kept and
reported as not verified.
"""

import re
from datetime import date

from .answer import MA, InvalidUdiError, Reading
from .carriers import Offsets
from .dates import from_yymmdd, from_yyyymmdd

_NODES = (("issuing agency", "MA"), ("country node", "156"), ("industry node", "M0"))
_REGISTRANT = re.compile(r"[A-Za-z0-9]{6}\Z")
_PRODUCT = re.compile(r"[0-9][A-Za-z0-9]{7,}\Z")
_VALUE = re.compile(r"[!-~]+\Z")
_DI_PARTS = 5

_TITLES = {
    "S": "serial number",
    "M": "production date",
    "P": "production date",
    "L": "lot",
    "D": "sterilisation lot",
    "E": "expiry date",
    "V": "valid until",
    "C": "check character",
}
_DATES = {"M": "production", "P": "production", "E": "expiry", "V": "valid_until"}
_TEXTS = {"L": "lot", "S": "serial"}


def parse_ma(code, today, start=0):
    """The ``Udi`` of an MA code. The expiry is E, or V where there is no E."""
    reading = Reading(MA, "MA", Offsets(start))
    parts = code.split(".")
    positions = [0]
    for part in parts[:-1]:
        positions.append(positions[-1] + len(part) + 1)
    if len(parts) < _DI_PARTS:
        reading.fail("ma_parts", len(code), count=len(parts))
        return reading.finish()
    _read_identifier(reading, parts, positions)
    _read_units(reading, parts[_DI_PARTS:], positions[_DI_PARTS:], today)
    values = reading.values
    valid_until, raw = values.pop("valid_until", None), values.pop("valid_until_raw", "")
    if "expiry_raw" not in values and raw:
        values.update(expiry=valid_until, expiry_raw=raw)
    return reading.finish()


def _read_identifier(reading, parts, positions):
    for (name, expected), part, position in zip(_NODES, parts, positions):
        if part != expected:
            reading.fail("ma_node", position, name=name, value=part, expected=expected)
    registrant, product = parts[3:_DI_PARTS]
    if not _REGISTRANT.match(registrant):
        reading.fail("ma_registrant", positions[3], value=registrant)
    if not _PRODUCT.match(product):
        reading.fail("ma_product", positions[4], value=product)
    di = ".".join(parts[:_DI_PARTS])
    reading.add("DI", di, 0, "device identifier")
    reading.values.update(di=di, package_level=product[:1])
    reading.warn("ma_unverified", positions[4] + max(len(product) - 1, 0), value=product[-1:])


def _read_units(reading, units, positions, today):
    seen = set()
    for index, (unit, position) in enumerate(zip(units, positions), 1):
        letter, value = unit[:1], unit[1:]
        if letter not in _TITLES or not _VALUE.match(value):
            reading.fail("ma_unit", position, value=unit)
            continue
        if _TITLES[letter] in seen:
            reading.fail("ma_repeated", position, value=unit)
            continue
        seen.add(_TITLES[letter])
        reading.add(letter, value, position + 1, _TITLES[letter])
        if letter in _DATES:
            _read_date(reading, letter, value, position + 1, today)
        elif letter in _TEXTS:
            reading.values[_TEXTS[letter]] = value
        elif letter == "C":
            if index < len(units) or len(value) != 1:
                reading.fail("ma_check_last", position, value=unit)
            reading.warn("ma_unverified", position + 1, value=value)


def _read_date(reading, letter, value, position, today):
    when = from_yyyymmdd(value) if len(value) == 8 else None if value.endswith("00") else from_yymmdd(value, today)
    if when is None:
        reading.fail("date", position, name=_TITLES[letter], value=value, format="YYMMDD / YYYYMMDD")
    field = _DATES[letter]
    reading.values.update({field: when, f"{field}_raw": value})


def write_ma(
    di, *, lot="", serial="", production=None, expiry=None, valid_until=None, sterilisation_lot="", check_character=""
):
    """Write an MA code: ``di`` as the registry issued it, then the data units that are given.

    ``production``, ``expiry`` and ``valid_until`` are dates. ``check_character`` is the registry's for the whole
    code; without it the code ends without a check unit. Raises ``InvalidUdiError``.
    """
    units = {
        "S": serial,
        "M": _digits(production),
        "L": lot,
        "D": sterilisation_lot,
        "E": _digits(expiry),
        "V": _digits(valid_until),
        "C": check_character,
    }
    code = ".".join((di, *(f"{letter}{value}" for letter, value in units.items() if value)))
    read = parse_ma(code, date(2050, 1, 1))
    if read.errors:
        raise InvalidUdiError(*read.errors)
    return code


def _digits(when):
    return f"{when:%Y%m%d}" if isinstance(when, date) else ""

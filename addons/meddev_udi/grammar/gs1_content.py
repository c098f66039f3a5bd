"""Content checks of GS1 data fields, by the names that ``ai_table.csv`` uses.

A check takes the text of one component and answers None or ``(message key, offset, values)``. Rules and names follow
the GS1 General Specifications section 3 and the tests of the GS1 Barcode Syntax Resource. Coupons (8110, 8112)
and package types (7041, UN/ECE Recommendation 21) are not checked: no device carries them.
"""

import re
from datetime import date

from .character_sets import CSET_64, CSET_82, DIGITS, UPPERCASE, first_outside
from .check_digits import CHECK_PAIR_LIMIT, gmn_check_pair, gs1_check_digit
from .dates import calendar_date, century_year
from .iso_codes import COUNTRY_LETTERS, COUNTRY_NUMBERS, CURRENCY_NUMBERS

_KEY_PREFIX_DIGITS = 4
_IBAN_LENGTHS = range(15, 35)
_MEDIA_TYPES = (*range(1, 11), *range(80, 100))
_POSITION_OF_TOTAL = re.compile(r"([0-9]+)/([0-9]+)\Z")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def foreign_character(text, characters):
    """Fault of the first character outside ``characters``."""
    offset = first_outside(text, characters)
    return None if offset < 0 else ("character", offset, {"char": text[offset]})


def _digits(text, length=None):
    if length is not None and len(text) != length:
        return "length_exact", 0, {"length": len(text), "expected": length}
    return foreign_character(text, DIGITS)


def check_digit(text):
    """Last digit is the GS1 check digit."""
    if fault := _digits(text) or (None if text else ("length_exact", 0, {"length": 0, "expected": 1})):
        return fault
    expected = gs1_check_digit(text[:-1])
    if text[-1] == expected:
        return None
    return "check_digit", len(text) - 1, {"value": text, "found": text[-1], "expected": expected}


def check_pair(text):
    """Last two characters are the check pair of a Global Model Number; the text is of CSET 82."""
    if not 2 <= len(text) <= CHECK_PAIR_LIMIT + 2:
        return "length_range", 0, {"length": len(text), "minimum": 2, "maximum": CHECK_PAIR_LIMIT + 2}
    if fault := foreign_character(text[:-2], CSET_82):
        return fault
    expected = gmn_check_pair(text[:-2])
    if text[-2:] == expected:
        return None
    return "check_pair", len(text) - 2, {"value": text, "found": text[-2:], "expected": expected}


def key_prefix(text):
    """A GS1 key starts with a GS1 Company Prefix: at least four digits."""
    if len(text) < _KEY_PREFIX_DIGITS:
        return "key_prefix_short", 0, {"value": text}
    offset = first_outside(text[:_KEY_PREFIX_DIGITS], DIGITS)
    return None if offset < 0 else ("key_prefix", offset, {"value": text})


def key_prefix_after_first(text):
    """As ``key_prefix``, after an indicator or extension digit."""
    fault = key_prefix(text[1:])
    return fault and (fault[0], fault[1] + min(1, len(text)), fault[2])


def _calendar(text, year_digits, month_only):
    if fault := _digits(text, year_digits + 4):
        return fault
    year, month, day = int(text[:year_digits]), int(text[year_digits:-2]), int(text[-2:])
    if year_digits == 2:
        # From 1901 to 2099 every fourth year is a leap year, so validity does not depend on the day of reading.
        year = century_year(year, date(2049, 1, 1))
    if not 1 <= month <= 12:
        return "month", year_digits, {"value": text}
    if (day == 0 and not month_only) or calendar_date(max(year, 1), month, day) is None:
        return ("day" if day or month_only else "day_missing"), year_digits + 2, {"value": text}
    return None


def day(text):
    """YYMMDD, a day that exists."""
    return _calendar(text, 2, month_only=False)


def month_or_day(text):
    """YYMMDD, where DD 00 stands for the last day of the month."""
    return _calendar(text, 2, month_only=True)


def long_day(text):
    """YYYYMMDD, a day that exists."""
    return _calendar(text, 4, month_only=False)


def long_month_or_day(text):
    """YYYYMMDD, where DD 00 stands for the last day of the month."""
    return _calendar(text, 4, month_only=True)


def _two_digits_below(text, limit, key):
    return _digits(text, 2) or (None if int(text) < limit else (key, 0, {"value": text}))


def hour(text):
    """Two digits, 00 to 23."""
    return _two_digits_below(text, 24, "hour")


def minute(text):
    """Two digits, 00 to 59."""
    return _two_digits_below(text, 60, "minute")


def second(text):
    """Two digits, 00 to 59."""
    return _two_digits_below(text, 60, "second")


def hour_minute(text):
    """HHMI, 0000 to 2359."""
    if fault := _digits(text, 4) or hour(text[:2]):
        return fault
    fault = minute(text[2:])
    return fault and (fault[0], fault[1] + 2, fault[2])


def piece_of_total(text):
    """Two numbers of the same number of digits: piece and total of pieces, neither zero, piece not above total."""
    if not text or len(text) % 2:
        return "piece_length", 0, {"length": len(text)}
    if fault := _digits(text):
        return fault
    half = len(text) // 2
    piece, total = text[:half], text[half:]
    if not piece.strip("0") or not total.strip("0") or piece > total:
        offset = half if piece.strip("0") and not total.strip("0") else 0
        return "piece_of_total", offset, {"piece": piece, "total": total}
    return None


def position_of_total(text):
    """Two numbers joined by a slash, without leading zeros, the first not above the second."""
    found = _POSITION_OF_TOTAL.match(text)
    if not found:
        return "position_of_total", 0, {"value": text}
    for group in (1, 2):
        if found[group].startswith("0"):
            return "leading_zero", found.start(group), {"value": text}
    # Same length or not, numbers without leading zeros compare by length first: no conversion of endless digits.
    first, total = ((len(number), number) for number in found.groups())
    return None if first <= total else ("position_of_total", 0, {"value": text})


def _one_of(text, allowed):
    return None if text in allowed else ("one_of", 0, {"value": text, "allowed": ", ".join(allowed)})


def yes_or_no(text):
    """0 or 1."""
    return _one_of(text, ("0", "1"))


def zero(text):
    """0."""
    return _one_of(text, ("0",))


def winding(text):
    """Winding direction: 0, 1 or 9."""
    return _one_of(text, ("0", "1", "9"))


def sex(text):
    """ISO/IEC 5218: 0, 1, 2 or 9."""
    return _one_of(text, ("0", "1", "2", "9"))


def media_type(text):
    """AIDC media type: 01 to 10, 80 to 99."""
    return _digits(text, 2) or (None if int(text) in _MEDIA_TYPES else ("media_type", 0, {"value": text}))


def importer_index(text):
    """One character of file-safe base64."""
    if len(text) != 1:
        return "length_exact", 0, {"length": len(text), "expected": 1}
    return foreign_character(text, CSET_64)


def not_zero(text):
    """Digits, not all of them 0."""
    return _digits(text) or (("all_zero", 0, {"value": text}) if not text.strip("0") else None)


def no_leading_zero(text):
    """Digits that do not start with 0."""
    return _digits(text) or (("leading_zero", 0, {"value": text}) if text.startswith("0") else None)


def not_all_digits(text):
    """At least one character that is no digit."""
    return None if first_outside(text, DIGITS) >= 0 else ("all_digits", 0, {"value": text})


def hyphens(text):
    """Hyphens only, at least one."""
    return None if text and not text.strip("-") else ("hyphen", 0, {"value": text})


def percent_encoding(text):
    """Every % is followed by two hexadecimal digits."""
    found = _BAD_PERCENT.search(text)
    return found and ("percent", found.start(), {"value": text[found.start() : found.start() + 3]})


def _angle(text, limit):
    return _digits(text, 10) or (None if int(text) <= limit else ("angle", 0, {"value": text, "limit": str(limit)}))


def latitude(text):
    """Ten digits, degrees from the South Pole times ten million: 0 to 180 degrees."""
    return _angle(text, 1800000000)


def longitude(text):
    """Ten digits, degrees times ten million: 0 to 360 degrees."""
    return _angle(text, 3600000000)


def country(text):
    """ISO 3166-1 numeric."""
    return None if text in COUNTRY_NUMBERS else ("country", 0, {"value": text})


def country_or_many(text):
    """ISO 3166-1 numeric, or 999 for more than one country."""
    return None if text == "999" else country(text)


def country_letters(text):
    """ISO 3166-1 alpha-2."""
    return None if text in COUNTRY_LETTERS else ("country", 0, {"value": text})


def currency(text):
    """ISO 4217 numeric."""
    return None if text in CURRENCY_NUMBERS else ("currency", 0, {"value": text})


def iban(text):
    """ISO 13616: country letters, two check digits, account; remainder 1 modulo 97."""
    if len(text) not in _IBAN_LENGTHS:
        return "length_range", 0, {"length": len(text), "minimum": _IBAN_LENGTHS[0], "maximum": _IBAN_LENGTHS[-1]}
    if fault := foreign_character(text, f"{DIGITS}{UPPERCASE}"):
        return fault
    if text[:2] not in COUNTRY_LETTERS:
        return "country", 0, {"value": text[:2]}
    number = "".join(str(int(char, 36)) for char in text[4:] + text[:4])
    return None if int(number) % 97 == 1 else ("iban", 2, {"value": text})


#: Content checks by name.
CONTENT_CHECKS = {
    check.__name__: check
    for check in (
        check_digit,
        check_pair,
        country,
        country_letters,
        country_or_many,
        currency,
        day,
        hour,
        hour_minute,
        hyphens,
        iban,
        importer_index,
        key_prefix,
        key_prefix_after_first,
        latitude,
        no_leading_zero,
        long_day,
        long_month_or_day,
        longitude,
        media_type,
        minute,
        month_or_day,
        not_all_digits,
        not_zero,
        percent_encoding,
        piece_of_total,
        position_of_total,
        second,
        sex,
        winding,
        yes_or_no,
        zero,
    )
}

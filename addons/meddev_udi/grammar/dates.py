"""Dates of the UDI syntaxes: raw digits to the effective date."""

from calendar import monthrange
from datetime import date, timedelta

from .answer import fault
from .character_sets import is_digits


def century_year(two_digits, today):
    """Full year of a two-digit year (GS1 General Specifications 7.12).

    51 or more years ahead of today's two-digit year means the previous century, 50 or more behind the next one.
    """
    difference = two_digits - today.year % 100
    century = today.year - today.year % 100
    if difference >= 51:
        century -= 100
    elif difference <= -50:
        century += 100
    return century + two_digits


def century_fault(name, when, today=None):
    """The fault that keeps ``when`` from being written with two digits of its year, or None."""
    read = century_year(when.year % 100, today or date.today())
    return None if read == when.year else fault("century", name=name, value=when.isoformat(), read=str(read))


def last_of_month(year, month):
    """Last day of a month, leap years included."""
    return date(year, month, monthrange(year, month)[1])


def calendar_date(year, month, day):
    """The date, or None where there is no such day. Day 0 stands for the last day of the month.

    GS1 General Specifications 3.4: a day of 00 means the last day of the month, leap years included.
    """
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 0 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day) if day else last_of_month(year, month)


def from_yymmdd(digits, today):
    """Date of YYMMDD, DD 00 meaning the last day of the month; None if there is no such day."""
    if len(digits) != 6 or not is_digits(digits):
        return None
    return calendar_date(century_year(int(digits[:2]), today), int(digits[2:4]), int(digits[4:]))


def from_yyyymmdd(digits):
    """Date of YYYYMMDD; None if there is no such day."""
    if len(digits) != 8 or not is_digits(digits) or digits.endswith("00"):
        return None
    return calendar_date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def from_mmyy(digits, today):
    """Last day of the month of MMYY, the rule for an expiry without a day; None if there is no such month."""
    if len(digits) != 4 or not is_digits(digits):
        return None
    return calendar_date(century_year(int(digits[2:]), today), int(digits[:2]), 0)


def from_day_of_year(year, day):
    """Date of the given day (1 to 366) of ``year``; None if the year has no such day."""
    if day < 1 or not 1 <= year <= 9999:
        return None
    found = date(year, 1, 1) + timedelta(days=day - 1) if day <= 366 else None
    return found if found and found.year == year else None


def from_yyjjj(digits, today):
    """Date of YYJJJ, the two-digit year and day of year of HIBC; None if there is no such day."""
    if len(digits) != 5 or not is_digits(digits):
        return None
    return from_day_of_year(century_year(int(digits[:2]), today), int(digits[2:]))


def from_cyyjjj(digits):
    """Date of cyyjjj, the last three digits of the year and day of year of ISBT 128; c 9 is the 1900s."""
    if len(digits) != 6 or not is_digits(digits):
        return None
    year = int(digits[:3])
    return from_day_of_year(year + (1000 if year >= 900 else 2000), int(digits[3:]))

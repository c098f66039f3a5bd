"""Secondary data of HIBC: lot, serial number, dates, quantity (ANSI/HIBC 2, Supplier Labeling Standard).

A reference says what follows: five digits (YYJJJ) then lot; ``$`` lot; ``$+`` serial number; ``$$`` and ``$$+`` the
same with date and, before it, quantity. Quantity opens with 8 (two digits) or 9 (five digits). Date flags: 0 or 1
starts MMYY, 2 MMDDYY, 3 YYMMDD, 4 YYMMDDHH, 5 YYJJJ, 6 YYJJJHH, 7 no date. Supplements follow a slash each:
``S`` serial number, ``16D`` production and ``14D`` expiry as YYYYMMDD, ``Q`` quantity.
"""

import re
from datetime import date

from .character_sets import is_digits
from .dates import calendar_date, century_year, from_mmyy, from_yyjjj, from_yymmdd, from_yyyymmdd
from .production_identifier import HIBC_LIMIT

LOT, SERIAL, EXPIRY, PRODUCTION, QUANTITY = "lot", "serial", "expiry", "production", "quantity"
NAMES = {
    LOT: "The lot",
    SERIAL: "The serial number",
    EXPIRY: "The expiry",
    PRODUCTION: "The production date",
    QUANTITY: "The quantity",
}
#: Characters that are read in a lot or serial number: HIBC's own, and breaks between them (see ``_keep_text``). No UDI
#: system takes more.
READING_LIMIT = 20
_BREAKS = re.compile("[-. ]")

_REFERENCE = re.compile(r"\$\$\+|\$\$|\$\+|\$|(?=[0-9]{5})")
_QUANTITY_DIGITS = {"8": 2, "9": 5}
_SUPPLEMENT = re.compile(r"S|16D|14D|Q")


def _from_mmddyy(digits, today):
    if not is_digits(digits) or digits[2:4] == "00":
        return None
    return calendar_date(century_year(int(digits[4:]), today), int(digits[:2]), int(digits[2:4]))


def _from_named_day(digits, today):
    return None if digits.endswith("00") else from_yymmdd(digits, today)


#: Format, digits of the date and reader, by date flag.
_DATE_FLAGS = {
    "2": ("MMDDYY", 6, _from_mmddyy),
    "3": ("YYMMDD", 6, _from_named_day),
    "4": ("YYMMDDHH", 6, _from_named_day),
    "5": ("YYJJJ", 5, from_yyjjj),
    "6": ("YYJJJHH", 5, from_yyjjj),
}
_MONTH = ("MMYY", 4, from_mmyy)


class SecondaryReader:
    """Reads secondary data into a ``Reading``. Positions are those of the text the reading locates."""

    def __init__(self, reading, today):
        self.reading = reading
        self.today = today

    def decode(self, data, position):
        """Read everything between ``+`` (or ``/``) and the link or check character."""
        first, *supplements = data.split("/")
        self._read_reference(first, position)
        position += len(first) + 1
        for supplement in supplements:
            self.read_supplement(supplement, position)
            position += len(supplement) + 1

    def _read_reference(self, data, position):
        found = _REFERENCE.match(data)
        if not found:
            if _SUPPLEMENT.match(data):
                return self.read_supplement(data, position)
            return self.reading.fail("hibc_flag", position, value=data[:3])
        rest, at, reference = data[found.end() :], position + found.end(), found[0]
        if not rest:
            return self.reading.fail("hibc_empty", position, value=reference)
        if reference == "":
            digits, rest = rest[:5], rest[5:]
            when = from_yyjjj(digits, self.today)
            self._keep(EXPIRY, when, digits, form="YYJJJ", position=at, identifier="YYJJJ")
            at += 5
        elif reference.startswith("$$"):
            rest, at = self._read_date(*self._read_quantity(rest, at))
        return self._keep_text(SERIAL if reference.endswith("+") else LOT, rest, at, reference)

    def _read_quantity(self, data, position):
        width = _QUANTITY_DIGITS.get(data[:1])
        if width is None:
            return data, position
        digits = data[1 : 1 + width]
        if len(digits) == width and is_digits(digits):
            self._set(QUANTITY, int(digits), digits, position, f"$${data[0]}")
        else:
            self.reading.fail("hibc_quantity", position + 1, value=digits, digits=str(width))
        return data[1 + width :], position + 1 + width

    def _read_date(self, data, position):
        flag = data[:1]
        if not flag or flag == "7":
            return data[1:], position + len(flag)
        if flag in ("0", "1"):
            form, width, reader = _MONTH
            start = 0
        elif flag in _DATE_FLAGS:
            form, width, reader = _DATE_FLAGS[flag]
            start = 1
        else:
            self.reading.fail("hibc_date_flag", position, value=flag)
            return "", position
        digits = data[start : start + width]
        end = start + width
        when = reader(digits, self.today) if len(digits) == width else None
        if form.endswith("HH"):
            digits += data[end : end + 2]
            end += 2
            when = when if self._read_hour(digits[width:]) else None
        self._keep(EXPIRY, when, digits, form=form, position=position + start, identifier=f"$${flag}")
        return data[end:], position + end

    def _read_hour(self, hour):
        if len(hour) != 2 or not is_digits(hour) or int(hour) > 23:
            return False
        self.reading.values.setdefault("expiry_time", f"{hour}:00")
        return True

    def read_supplement(self, data, position):
        """Read one supplement: a data identifier and its value."""
        found = _SUPPLEMENT.match(data)
        if not found:
            self.reading.fail("hibc_flag", position, value=data[:3])
            return
        identifier, value, at = found[0], data[found.end() :], position + found.end()
        if identifier == "S":
            self._keep_text(SERIAL, value, at, identifier, needed=True)
        elif identifier == "Q":
            if is_digits(value) and len(value) <= 5:
                self._set(QUANTITY, int(value), value, at, identifier)
            else:
                self.reading.fail("hibc_quantity", at, value=value, digits="1-5")
        else:
            what = PRODUCTION if identifier == "16D" else EXPIRY
            self._keep(what, from_yyyymmdd(value), value, form="YYYYMMDD", position=at, identifier=identifier)

    def _keep(self, what, when, digits, *, form, position, identifier):
        """Keep a date with its digits; a date that cannot be is a fault, its digits stay."""
        if not isinstance(when, date):
            self.reading.fail("hibc_date", position, name=NAMES[what], value=digits, format=form)
            self.reading.values.setdefault(f"{what}_raw", digits)
            self.reading.add(identifier, digits, position, what)
            return
        if self._set(what, when, digits, position, identifier):
            self.reading.values[f"{what}_raw"] = digits

    def _keep_text(self, what, text, position, identifier, needed=False):
        # Hyphens, full stops and spaces, which the market has, are breaks and no part of the 18 letters and digits.
        length = len(_BREAKS.sub("", text))
        if length > HIBC_LIMIT or len(text) > READING_LIMIT:
            length = length if length > HIBC_LIMIT else len(text)
            self.reading.fail("hibc_limit", position, name=NAMES[what], length=length, maximum=HIBC_LIMIT)
        if text:
            self._set(what, text, text, position, identifier)
        elif needed:
            self.reading.fail("hibc_short", position, length=0, name=NAMES[what], minimum=1)

    def _set(self, what, value, raw, position, identifier):
        """Set a field once; told twice with another value it is a fault and the first counts."""
        self.reading.add(identifier, raw, position, what)
        known = self.reading.values.setdefault(what, value)
        if known != value:
            self.reading.fail("hibc_repeated", position, name=NAMES[what], first=str(known), second=str(value))
        return known == value

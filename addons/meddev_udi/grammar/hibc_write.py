"""Writing HIBC codes (ANSI/HIBC 2, Supplier Labeling Standard)."""

from datetime import date

from .answer import HIBCC, InvalidUdiError, fault
from .character_sets import CSET_82, first_outside
from .check_digits import gmn_check_pair, hibc_check_character
from .dates import century_fault
from .hibc import parse_hibc
from .production_identifier import hibc_faults

_CENTURY_OF_WRITING = date(2050, 1, 1)
_DATE_FORMATS = {"": "%m%y", "2": "2%m%d%y", "3": "3%y%m%d", "5": "5%y%j"}


def write_hibc_primary(labeler, product, unit="0"):
    """``+``, labeler (4), product (1 to 18), unit of measure (0 unit, 1 to 8 packages, 9 variable), check character.

    Raises ``InvalidUdiError``.
    """
    return _checked(f"+{labeler}{product}{unit}")


def write_hibc_secondary(
    *, lot="", serial="", expiry=None, production=None, quantity=None, date_flag="3", primary="", link_character=""
):
    """Secondary data as a code of its own, or behind ``primary`` (a code of ``write_hibc_primary``) as one code.

    ``lot`` and ``serial`` have up to 18 capital letters and digits; with both, the serial number is a supplement.
    ``expiry`` and ``production`` are dates; ``date_flag`` 2 writes MMDDYY, 3 YYMMDD, 5 YYJJJ, "" MMYY (which is
    read as the last day of the month). ``quantity`` is 0 to 99999. Without ``primary``, ``link_character`` is the
    primary code's check character. Raises ``InvalidUdiError``, also for an expiry of another century than it would be
    read in.
    """
    faults = [found for text in (lot, serial) if text for found in hibc_faults(text)]
    if not (lot or serial or expiry or production or quantity is not None):
        faults.append(fault("write_order"))
    if quantity is not None and not (isinstance(quantity, int) and 0 <= quantity <= 99999):
        faults.append(fault("hibc_quantity", value=str(quantity), digits="1-5"))
    if date_flag not in _DATE_FORMATS:
        faults.append(fault("hibc_date_flag", value=str(date_flag)))
    if expiry and (found := century_fault("The expiry", expiry)):
        faults.append(found)
    if primary and parse_hibc(primary, _CENTURY_OF_WRITING).form != "HIBC primary":
        faults.append(fault("hibc_not_primary"))
    if faults:
        raise InvalidUdiError(*faults)
    data = _secondary_data(
        lot=lot, serial=serial, expiry=expiry, production=production, quantity=quantity, date_flag=date_flag
    )
    if primary:
        return _checked(f"{primary[:-1]}/{data}")
    return _checked(f"+{data}{link_character or ' '}")


def _secondary_data(*, lot, serial, expiry, production, quantity, date_flag):
    amount = "" if quantity is None else f"8{quantity:02}" if quantity < 100 else f"9{quantity:05}"
    when = f"{expiry:{_DATE_FORMATS[date_flag]}}" if expiry else "7" if amount else ""
    sign = "+" if serial and not lot else ""
    parts = [f"{'$$' if amount or when else '$'}{sign}{amount}{when}{lot or serial}"]
    if not (amount or when or lot or serial):
        parts = []
    if lot and serial:
        parts.append(f"S{serial}")
    if production:
        parts.append(f"16D{production:%Y%m%d}")
    return "/".join(parts)


def write_hibc_basic(labeler, model):
    """HIBC Basic UDI-DI: ``++``, labeler (4), model (1 to 17), two check characters. Raises ``InvalidUdiError``."""
    text = f"++{labeler}{model}"
    return _valid(text + (gmn_check_pair(text) if first_outside(text, CSET_82) < 0 else "22"))


def _checked(text):
    return _valid(text + hibc_check_character(text))


def _valid(code):
    """``code`` if reading it finds no fault."""
    read = parse_hibc(code, _CENTURY_OF_WRITING)
    if read.agency != HIBCC or read.errors:
        raise InvalidUdiError(*read.errors)
    return code

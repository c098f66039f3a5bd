"""Whether a lot or serial number can be carried by a UDI, asked before it is given to a product."""

from dataclasses import dataclass

from .answer import GS1, HIBCC, ICCBBA, MA, fault
from .character_sets import CSET_82, DIGITS, UPPERCASE, first_outside

#: AIs 10 and 21 (GS1 General Specifications 3.4.1, 3.5.2): 20 characters of CSET 82.
GS1_LIMIT = 20
#: Lot and serial number of HIBC (ANSI/HIBC 2): 18 capital letters and digits.
HIBC_LIMIT = 18

_HIBC_CHARACTERS = f"{UPPERCASE}{DIGITS}"


@dataclass(frozen=True)
class ProductionIdentifierCheck:
    """Faults that keep a lot or serial number out of a UDI of each agency; positions are offsets into it."""

    gs1: tuple
    hibc: tuple

    @property
    def fits_gs1(self):
        return not self.gs1

    @property
    def fits_hibc(self):
        return not self.hibc


def _faults(text, agency, limit, characters, allowed):
    if not isinstance(text, str) or not text:
        return (fault("pi_empty"),)
    found = []
    if len(text) > limit:
        found.append(fault("pi_length", limit, length=len(text), agency=agency, maximum=limit))
    offset = first_outside(text, characters)
    if offset >= 0:
        found.append(fault("pi_character", offset, char=text[offset], agency=agency, allowed=allowed))
    return tuple(sorted(found, key=lambda error: error.position))


def gs1_faults(text):
    """Faults of a lot or serial number for the AIs 10 and 21."""
    return _faults(text, GS1, GS1_LIMIT, CSET_82, "CSET 82: A-Z, a-z, 0-9 and ! \" % & ' ( ) * + , - . / : ; < = > ? _")


def hibc_faults(text):
    """Faults of a lot or serial number for HIBC."""
    return _faults(text, HIBCC, HIBC_LIMIT, _HIBC_CHARACTERS, "A-Z, 0-9")


def ma_faults(text):
    """Faults of a lot or serial number for MA: printable ASCII without the full stop that separates its data units."""
    allowed = "".join(chr(number) for number in range(33, 127) if chr(number) != ".")
    return _faults(text, MA, GS1_LIMIT, allowed, "letters, digits and signs of ASCII other than space and full stop")


def iccbba_faults(text, is_serial=False):
    """Faults of a lot (18 characters) or serial number (6) for ISBT 128."""
    return _faults(text, ICCBBA, 6 if is_serial else 18, _HIBC_CHARACTERS, "A-Z, 0-9")


def faults_for(agency, text, is_serial=False):
    """Faults of a lot or serial number for a UDI of ``agency``; none where its syntax is not public."""
    if agency == ICCBBA:
        return iccbba_faults(text, is_serial)
    rules = {GS1: gs1_faults, HIBCC: hibc_faults, MA: ma_faults}
    return rules[agency](text) if agency in rules else ()


def check_production_identifier(text):
    """Say for GS1 and HIBC whether ``text`` can be a lot or serial number in a UDI, and why not."""
    return ProductionIdentifierCheck(gs1_faults(text), hibc_faults(text))

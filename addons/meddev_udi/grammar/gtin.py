"""Global Trade Item Numbers: formats, indicator, check digit (GS1 General Specifications 2.1, 7.9)."""

from dataclasses import dataclass

from .answer import InvalidUdiError, fault
from .character_sets import DIGITS, first_outside
from .check_digits import gs1_check_digit

LENGTHS = (8, 12, 13, 14)
_NAME = "GTIN"


@dataclass(frozen=True)
class Gtin:
    """A GTIN with a right check digit, kept as 14 digits."""

    digits: str

    @property
    def format(self):
        """Shortest format that holds the number: GTIN-8, GTIN-12, GTIN-13 or GTIN-14.

        A number of the form 0000 00xx xxxx xx is a GTIN-8 (GS1 General Specifications 1.4.2: prefixes 0000 000
        to 0000 099 of GTIN-12 and GTIN-13 are kept free for that).
        """
        for length in LENGTHS[:-1]:
            if self.digits.startswith("0" * (14 - length)):
                return f"GTIN-{length}"
        return "GTIN-14"

    @property
    def shortest(self):
        """The digits in that format."""
        return self.digits[-int(self.format.removeprefix("GTIN-")) :]

    @property
    def indicator(self):
        """ "0" for a base unit, "1" to "8" for a package of it, "9" for variable measure."""
        return self.digits[0]

    def package(self, indicator):
        """The GTIN-14 of a package of this item. ``indicator`` is 1 to 8; raises ``InvalidUdiError``."""
        text = str(indicator)
        if len(text) != 1 or text not in "12345678":
            raise InvalidUdiError(fault("indicator", value=text))
        return Gtin(with_check_digit(text + self.digits[1:-1]))

    def __str__(self):
        return self.digits


def with_check_digit(digits):
    """``digits`` of a GS1 key with their check digit behind them."""
    return digits + gs1_check_digit(digits)


def gtin_fault(text):
    """The fault that keeps ``text`` from being a GTIN of 8, 12, 13 or 14 digits, or None."""
    offset = first_outside(text, DIGITS)
    if offset >= 0:
        return fault("character", offset, name=_NAME, char=text[offset])
    if len(text) not in LENGTHS:
        return fault("gtin_length", 0, length=len(text))
    expected = gs1_check_digit(text[:-1])
    if text[-1] == expected:
        return None
    return fault("check_digit", len(text) - 1, name=_NAME, value=text, found=text[-1], expected=expected)


def normalise_gtin(text):
    """``Gtin`` of 8, 12, 13 or 14 digits; raises ``InvalidUdiError``."""
    if found := gtin_fault(text):
        raise InvalidUdiError(found)
    return Gtin(text.zfill(14))

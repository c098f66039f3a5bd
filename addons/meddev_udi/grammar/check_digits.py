"""Check digits and check characters of the UDI syntaxes."""

from .character_sets import CSET_82, DIGITS, HIBC_43, UPPERCASE

_PAIR_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = tuple(number for number in range(2, 512) if all(number % divisor for divisor in range(2, number)))
_ISO_7064_37 = f"{DIGITS}{UPPERCASE}*"

#: Characters that a check pair can protect: one prime weight each.
CHECK_PAIR_LIMIT = len(_PRIMES)

#: Characters of a Global Model Number before its check pair.
GMN_LIMIT = 23


def gs1_check_digit(digits):
    """Check digit of a GS1 key given all digits before it (GS1 General Specifications 7.9).

    From the right, digits weigh 3, 1, 3, 1 ...; the check digit fills the sum up to a multiple of ten.
    """
    numbers = [int(digit) for digit in reversed(digits)]
    return str(-(3 * sum(numbers[::2]) + sum(numbers[1::2])) % 10)


def gmn_check_pair(text):
    """Two check characters of a Global Model Number (GS1 General Specifications 7.9), "" if too long.

    From the right, characters weigh the primes 2, 3, 5 ...; the sum of weight times place in CSET 82, modulo
    1021, is written as two digits to base 32. HIBCC uses the same method for its Basic UDI-DI.
    """
    if len(text) > CHECK_PAIR_LIMIT:
        return ""
    total = sum(prime * CSET_82.index(char) for prime, char in zip(_PRIMES, reversed(text))) % 1021
    return _PAIR_ALPHABET[total // 32] + _PAIR_ALPHABET[total % 32]


_HIBC_VALUES = {char: value for value, char in enumerate(HIBC_43)}


def hibc_check_character(text):
    """Modulo-43 check character of HIBC data including its ``+`` (ANSI/HIBC 2); "" for foreign characters."""
    try:
        return HIBC_43[sum(_HIBC_VALUES[char] for char in text) % 43]
    except KeyError:
        return ""


def donation_check_character(donation_number):
    """ISO 7064 mod 37-2 check character of a 13-character ISBT 128 donation number.

    It is printed beside the number and not part of the bar code (ISBT 128 Standard Technical Specification).
    """
    total = 0
    for char in donation_number:
        total = (total + _ISO_7064_37.index(char)) * 2 % 37
    return _ISO_7064_37[(38 - total) % 37]

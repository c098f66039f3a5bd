"""Giving out GTINs from a GS1 Company Prefix, and Global Model Numbers (GS1 General Specifications 1.4, 2.6.13)."""

from .answer import InvalidUdiError, fault
from .character_sets import CSET_82, DIGITS, first_outside
from .check_digits import GMN_LIMIT, gmn_check_pair
from .gtin import Gtin, gtin_fault, with_check_digit

_NUMBER_DIGITS = 12
_PREFIX_LENGTHS = range(4, _NUMBER_DIGITS + 1)


def _check_prefix(prefix):
    if len(prefix) not in _PREFIX_LENGTHS or first_outside(prefix, DIGITS) >= 0:
        raise InvalidUdiError(fault("prefix", value=prefix))


def capacity(prefix):
    """How many item references a GS1 Company Prefix of 4 to 12 digits holds: ten to the digits left of twelve.

    A U.P.C. Company Prefix is given with its leading zero. Raises ``InvalidUdiError``.
    """
    _check_prefix(prefix)
    return 10 ** (_NUMBER_DIGITS - len(prefix))


def item_reference(gtin, prefix):
    """Item reference of ``gtin`` (8 to 14 digits) within ``prefix`` as a number; None if it belongs elsewhere."""
    if gtin_fault(gtin):
        return None
    number = gtin.zfill(14)[1:-1]
    return int(number[len(prefix) :] or 0) if number.startswith(prefix) else None


def next_free_gtin(prefix, used=(), start=0):
    """The lowest ``Gtin`` of a base unit that ``prefix`` has left, from item reference ``start`` on.

    ``used`` are GTINs of any length ever given out, packages included: a package shares the item reference of
    its contents and a reference is never given again (21 CFR 830.40(b); GTIN Management Standard). Numbers of
    other prefixes among them do not matter. Raises ``InvalidUdiError`` when the prefix is used up.
    """
    size = capacity(prefix)
    taken = {item_reference(str(gtin), prefix) for gtin in used}
    free = next((number for number in range(start, size) if number not in taken), None)
    if free is None:
        raise InvalidUdiError(fault("prefix_used_up", capacity=size, prefix=prefix))
    width = _NUMBER_DIGITS - len(prefix)
    return Gtin(with_check_digit(f"0{prefix}{free:0{width}}" if width else f"0{prefix}"))


def remaining(prefix, used=()):
    """How many item references of ``prefix`` are left after ``used``."""
    taken = {item_reference(str(gtin), prefix) for gtin in used} - {None}
    return capacity(prefix) - len(taken)


def write_gmn(prefix, model_reference):
    """Global Model Number: ``prefix``, model reference of CSET 82, check pair; at most 25 characters.

    GS1's Basic UDI-DI. Raises ``InvalidUdiError``.
    """
    _check_prefix(prefix)
    text = f"{prefix}{model_reference}"
    if not model_reference or len(text) > GMN_LIMIT or first_outside(text, CSET_82) >= 0:
        raise InvalidUdiError(fault("model_reference", value=model_reference))
    return text + gmn_check_pair(text)

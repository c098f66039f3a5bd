"""Registration identifiers of a company that makes or sells medical devices, checked by their own rules."""

import re

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_USCC_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_SRN_SHAPE = re.compile(r"[A-Z]{2}-(MF|AR|IM|PR)-\d{9}")
_FEI_SHAPE = re.compile(r"\d{7}|\d{10}")


def uscc_error(code):
    """What is wrong with a unified social credit code (统一社会信用代码, GB 32100-2015).

    :return: None when nothing is, else one of ``("length", n)``, ``("character", position, character)`` (counted from
        1), ``("shape",)`` and ``("check", expected character)``

    >>> uscc_error("91350100M000100Y43")
    >>> uscc_error("91350100M000100Y44")
    ('check', '3')
    """
    if len(code) != 18:
        return ("length", len(code))
    for position, character in enumerate(code, 1):
        if character not in _USCC_ALPHABET:
            return ("character", position, character)
    if not _USCC_SHAPE.fullmatch(code):
        return ("shape",)
    total = sum(_USCC_ALPHABET.index(character) * weight for character, weight in zip(code, _USCC_WEIGHTS))
    expected = _USCC_ALPHABET[(31 - total % 31) % 31]
    return None if code[17] == expected else ("check", expected)


def is_srn(code):
    """Whether ``code`` is shaped like an EU single registration number (Implementing Regulation (EU) 2021/2078)."""
    return bool(_SRN_SHAPE.fullmatch(code))


def is_fei(code):
    """Whether ``code`` is shaped like an FDA establishment identifier: 7 or 10 digits."""
    return bool(_FEI_SHAPE.fullmatch(code))

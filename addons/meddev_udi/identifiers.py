"""What a device identifier looks like as databases hold it, and the chain of packages around a device."""

from dataclasses import dataclass, replace

from .grammar import (
    AHM,
    GS1,
    HIBCC,
    ICCBBA,
    MA,
    InvalidUdiError,
    fault,
    gtin_fault,
    parse,
    parse_ahm,
    write_hibc_primary,
)

AGENCIES = (GS1, HIBCC, ICCBBA, MA, AHM)
_BASIC_LIMIT = 25


@dataclass(frozen=True)
class Identifier:
    """A code as it is kept, or ``faults`` (``UdiError``, positions in what was typed) that keep it from being one."""

    code: str
    faults: tuple = ()


def normalise(agency, text):
    """``text``, typed or scanned, as the device identifier that databases hold.

    GS1: 14 digits. HIBCC: labeler, product and unit of measure without ``+`` and check character. ICCBBA: 16
    characters without ``=/``. MA: up to the product code. AHM has no public syntax: printable characters without
    space, as they are. A whole UDI is cut down to its device identifier. A Basic UDI-DI names no package: refused.
    """
    text = (text or "").strip()
    if agency == AHM:
        return Identifier(text, parse_ahm(text).errors if text else parse("").errors)
    if agency == GS1 and text.isdigit() and text.isascii() and len(text) <= 14:
        return _gtin(text)
    if agency == HIBCC and not text.startswith(("+", "*+")):
        return _bare_hibc(text)
    if agency == ICCBBA and not text.startswith(("=", "&")):
        found = _whole(agency, f"=/{text}")
        return Identifier(found.code if not found.faults else text, _moved(found.faults, 2))
    return _whole(agency, text)


def _gtin(text):
    if found := gtin_fault(text):
        return Identifier(text, (found,))
    return Identifier(text.zfill(14), () if text.strip("0") else (fault("gtin_zero"),))


def _bare_hibc(text):
    try:
        write_hibc_primary(text[:4], text[4:-1], text[-1:])
    except InvalidUdiError as error:
        # What was checked has a + in front.
        return Identifier(text, _moved(error.errors, 1))
    return Identifier(text)


def _moved(faults, places):
    return tuple(replace(found, position=max(found.position - places, 0)) for found in faults)


def _whole(agency, text):
    read = parse(text)
    if read.errors:
        return Identifier(text, read.errors)
    if read.agency != agency or not read.di:
        key = "other_agency" if read.di or not read.agency else "other_agency_bare"
        return Identifier(text, (fault(key, found=read.agency or "no agency", agency=agency),))
    if read.package_level == "basic":
        return Identifier(text, (fault("gtin_basic", value=read.di),))
    return _gtin(read.di) if agency == GS1 else Identifier(read.di)


def indicator_fault(agency, kind, code):
    """What is unusual in the first digit of a GTIN at this level (GS1 General Specifications 2.1.2), or None.

    Packages have 1 to 8. A base package has 0, or 9 for variable measure. FDA's database has both otherwise.
    """
    if agency != GS1 or len(code or "") != 14:
        return None
    if kind == "package" and code[0] not in "12345678":
        return fault("gtin_indicator_package", value=code, found=code[0])
    if kind == "base" and code[0] not in "09":
        return fault("gtin_indicator_base", value=code, found=code[0])
    return None


def basic_fault(text):
    """The ``UdiError`` for which ``text`` is no Basic UDI-DI; None where it is one.

    GS1 writes it as a Global Model Number with a check pair, HIBCC as ``++``, labeler, model and the same pair.
    """
    if len(text) > _BASIC_LIMIT:
        limits = {"length": len(text), "minimum": 6, "maximum": _BASIC_LIMIT}
        return fault("length_range", _BASIC_LIMIT, name="The Basic UDI-DI", **limits)
    if text.startswith("++"):
        return next(iter(parse(text).errors), None)
    opening = "]d28013"
    return next(iter(_moved(parse(f"{opening}{text}").errors, len(opening))), None)


def chain_fault(start, contained):
    """What is wrong with the packages from ``start`` down: "" or "cycle" or "open" (it ends before a base).

    :param contained: ``{package: what it contains}``; what is not a key is a base, None is nothing
    """
    seen, place = set(), start
    while place in contained:
        if place in seen:
            return "cycle"
        seen.add(place)
        place = contained[place]
        if place is None:
            return "open"
    return ""


def verdict(answers):
    """What the answers of one assessment say: "incomplete", "new" (a new identifier is needed) or "keep".

    :param answers: "yes", "no" or nothing for each question; no question at all decides nothing
    """
    answers = list(answers)
    if not answers or not all(answers):
        return "incomplete"
    return "new" if "yes" in answers else "keep"


def missing(definitions, answers):
    """Keys of the definitions that need an answer and have none, in order.

    :param definitions: ``(key, is_required, condition_key, condition_answer)``; with a condition the answer is
        required only where the answer to ``condition_key`` is ``condition_answer``, or one of several with ``|``
        between them, or a number above that of ``>1``
    :param answers: ``{key: answer}``; 0 and "no" are answers, "" and None are none
    """
    lacking = []
    for key, is_required, condition, needed in definitions:
        applies = not condition or _fits(str(answers.get(condition) or ""), needed)
        answer = answers.get(key)
        if is_required and applies and (answer is None or answer is False or answer == ""):
            lacking.append(key)
    return lacking


def _fits(answer, needed):
    if needed.startswith(">"):
        return answer.isdigit() and int(answer) > int(needed[1:])
    return answer in needed.split("|")

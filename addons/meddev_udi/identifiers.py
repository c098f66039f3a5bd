"""What a device identifier looks like as databases hold it, and the chain of packages around a device."""

from dataclasses import dataclass

from .grammar import AHM, GS1, HIBCC, ICCBBA, MA, InvalidUdiError, gmn_check_pair, gtin_fault, parse, write_hibc_primary

AGENCIES = (GS1, HIBCC, ICCBBA, MA, AHM)


@dataclass(frozen=True)
class Identifier:
    """A code as it is kept, or ``faults`` (``UdiError``) that keep it from being one of its agency."""

    code: str
    faults: tuple = ()


def normalise(agency, text):
    """``text``, typed or scanned, as the device identifier that databases hold.

    GS1: 14 digits. HIBCC: labeler, product and unit of measure without ``+`` and check character. ICCBBA: 16
    characters without ``=/``. MA: up to the product code. AHM has no public syntax and stays as it is. A whole UDI
    is cut down to its device identifier.
    """
    text = (text or "").strip()
    if agency == AHM:
        return Identifier(text)
    if agency == GS1 and text.isdigit() and text.isascii() and len(text) <= 14:
        found = gtin_fault(text)
        return Identifier(text.zfill(14) if not found else text, (found,) if found else ())
    if agency == HIBCC and not text.startswith(("+", "*+")):
        return _bare_hibc(text)
    if agency == ICCBBA and not text.startswith(("=", "&")):
        text = f"=/{text}"
    return _whole(agency, text)


def _bare_hibc(text):
    try:
        write_hibc_primary(text[:4], text[4:-1], text[-1:])
    except InvalidUdiError as error:
        return Identifier(text, error.errors)
    return Identifier(text)


def _whole(agency, text):
    read = parse(text)
    if read.errors:
        return Identifier(text, read.errors)
    if read.agency != agency or not read.di:
        return Identifier(text, parse("").errors if not text else (_foreign(agency, read),))
    return Identifier(read.di)


class _Foreign:
    """A right code of another agency, or one without a device identifier."""

    key, position = "other_agency", 0

    def __init__(self, agency, found):
        self.reason = (
            f"This is a code of {found.agency or 'no agency'}"
            f"{'' if found.di else ' without a device identifier'}, not an identifier of {agency}."
        )

    def __str__(self):
        return self.reason


def _foreign(agency, read):
    return _Foreign(agency, read)


def basic_fault(text):
    """Why ``text`` is no Basic UDI-DI, in words; "" where it is one.

    GS1 writes it as a Global Model Number with a check pair, HIBCC as ``++``, labeler, model and the same pair.
    """
    if text.startswith("++"):
        errors = parse(text).errors
        return str(errors[0]) if errors else ""
    if len(text) > 25:
        return f"It has {len(text)} characters. A Basic UDI-DI has at most 25."
    errors = parse(f"(8013){text}").errors
    if not errors:
        return ""
    expected = _pair(text[:-2])
    if len(text) > 2 and expected and expected != text[-2:]:
        return f"The check pair is {text[-2:]}. Those before it give {expected}."
    return errors[0].reason


def _pair(text):
    try:
        return gmn_check_pair(text)
    except ValueError:
        return ""


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
        required only where the answer to ``condition_key`` is ``condition_answer``
    :param answers: ``{key: answer}``; 0 and "no" are answers, "" and None are none
    """
    lacking = []
    for key, is_required, condition, needed in definitions:
        applies = not condition or str(answers.get(condition) or "") == needed
        answer = answers.get(key)
        if is_required and applies and (answer is None or answer is False or answer == ""):
            lacking.append(key)
    return lacking

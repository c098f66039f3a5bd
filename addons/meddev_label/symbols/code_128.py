"""What ``^BC`` of ZPL is given: the characters of a Code 128 symbol, with its code sets named."""

import re

_TO_C, _TO_B, _FNC1 = ">5", ">6", ">8"
_START_B, _START_C = ">:", ">;"
#: ZPL's own signs, as they stand in code set B.
_LITERALS = {">": ">0", "^": "><", "~": ">="}
#: Worth a change to pairs of digits: four at either end, six between.
_RUNS = re.compile(r"(?:^\d{4,}|\d{6,}|\d{4,}$)")


def invocation(data, is_gs1=False):
    """``data`` for ``^FD``; a group separator becomes FNC1, and ``is_gs1`` puts one in front."""
    written, code_set = [], ""
    for number, part in enumerate(data.split("\x1d")):
        has_fnc1 = bool(number) or is_gs1
        for text, is_digits in _parts(part):
            if is_digits != (code_set == "C") or not code_set:
                starts = not code_set
                code_set = "C" if is_digits else "B"
                written.append(
                    {"B": _START_B, "C": _START_C}[code_set] if starts else {"B": _TO_B, "C": _TO_C}[code_set]
                )
            if has_fnc1:
                written.append(_FNC1)
                has_fnc1 = False
            written.append("".join(_LITERALS.get(character, character) for character in text))
    return "".join(written)


def _parts(text):
    """``(text, whether as pairs of digits)``, in order; an odd digit stays outside."""
    place = 0
    for run in _RUNS.finditer(text):
        start, end = run.span()
        if (end - start) % 2:
            # At the front the last digit is left over, elsewhere the first.
            start, end = (start, end - 1) if start == 0 else (start + 1, end)
        if start > place:
            yield text[place:start], False
        yield text[start:end], True
        place = end
    if place < len(text):
        yield text[place:], False

"""Which application identifiers may, must and must not stand together (GS1 General Specifications, data relationships).

The rules hold for all carriers of one physical item taken together.
"""

from .gs1_ai import AI_TABLE, unknown_ai

_WITH_SERIAL_COMPONENT = ("253", "255", "8003")
_SIGNATURE = "8030"

#: Message keys of the faults found here.
ASSOCIATION_FAULTS = ("gs1_repeated", "gs1_excluded", "gs1_needed", "gs1_serialised")


def name_of(code):
    """How an AI is called in a sentence: ``(01) GTIN``."""
    entry = AI_TABLE.get(code)
    return f"({code}) {entry.title}" if entry else f"({code})"


def association_faults(elements):
    """Faults of a list of ``(ai, value, position)``: ``(message key, position, values)``, in order of the rules.

    A position is handed through as it is given.
    """
    first = {}
    for code, value, position in elements:
        first.setdefault(code, (value, position))
    yield from _repeated(elements, first)
    for code, (value, position) in first.items():
        entry = AI_TABLE.get(code) or unknown_ai(code)
        if entry is None:
            continue
        yield from _excluded(entry, position, first)
        yield from _needed(entry, position, first)
        if _SIGNATURE in first and code in _WITH_SERIAL_COMPONENT and len(value) == entry.minimum:
            yield "gs1_serialised", position, {"name": name_of(code)}


def _repeated(elements, first):
    for code, value, position in elements:
        if value != first[code][0]:
            yield "gs1_repeated", position, {"name": name_of(code), "first": first[code][0], "second": value}


def _excluded(entry, position, present):
    for _text, pattern in entry.pattern_excludes:
        other = next((code for code in present if code != entry.code and pattern.fullmatch(code)), None)
        if other:
            yield "gs1_excluded", position, {"name": name_of(entry.code), "other": other}


def _needed(entry, position, present):
    for rule, texts in zip(entry.pattern_needs, entry.needs):
        if not any(all(any(pattern.fullmatch(code) for code in present) for pattern in group) for group in rule):
            needed = ", ".join("+".join(f"({text})" for text in group) for group in texts)
            yield "gs1_needed", position, {"name": name_of(entry.code), "needed": needed}

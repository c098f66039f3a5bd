"""What a stored value says to a person. Plain Python: names, labels and formats come from the caller."""

import re
from datetime import date, datetime

_MASKED = re.compile(r"\*\*\*( [0-9a-f]{64})?")


class Words:
    """The reader's own words and ways to write.

    :param date_text: text of a ``date``
    :param moment_text: text of a naive UTC ``datetime`` in the reader's zone
    :param plain: text without markup
    """

    def __init__(self, lang, yes, no, hidden, date_text, moment_text, plain):
        self.lang, self.yes, self.no, self.hidden = lang, yes, no, hidden
        self.date_text, self.moment_text, self.plain = date_text, moment_text, plain


def value_text(value, kind, words, labels=None, name=None):
    """Text of a stored ``value``.

    :param kind: type of the field, "" for a column without one
    :param labels: ``{value: label}`` of a selection
    :param name: ``name(id)`` for a value that refers to a record
    """
    if value is None or is_masked(value):
        return "" if value is None else words.hidden
    if isinstance(value, dict):
        value = translated(value, words.lang)
    if isinstance(value, bool):
        return words.yes if value else words.no
    try:
        return str(_writer(kind, words, labels or {}, name)(value))
    except (TypeError, ValueError):  # the field had another type when this was recorded
        return str(value)


def is_masked(value):
    """Whether a value was kept out of the trail: at most a hash stands for it."""
    return isinstance(value, str) and bool(_MASKED.fullmatch(value))


def _writer(kind, words, labels, name):
    """The function that writes a value of this kind."""
    return {
        "selection": lambda value: labels.get(str(value), value),
        "many2one": name or str,
        "many2many": name or str,
        "date": lambda value: words.date_text(date.fromisoformat(value)),
        "datetime": lambda value: words.moment_text(datetime.fromisoformat(value)),
        "html": words.plain,
    }.get(kind, str)


def translated(value, lang):
    """The reader's language of a translated value, English without it, else any; other objects as they are."""
    if value and all(isinstance(text, str) for text in value.values()) and ("en_US" in value or lang in value):
        return value.get(lang) or value.get("en_US") or next(iter(value.values()))
    return str(value)


def value_at(history, entry_id, current):
    """``(value, whether it is the present one)`` of a column when entry ``entry_id`` was written.

    :param history: ``[(entry id, operation, recorded value)]`` in order; of an update ``[old, new]``
    :param current: its value now; None when there is none or the record is gone
    """
    before = [step for step in history if step[0] <= entry_id]
    after = [step for step in history if step[0] > entry_id]
    if not after and current is not None:
        return current, True
    if before:
        _entry, operation, value = before[-1]
        return (value[1] if operation == "U" else value), False
    if after:
        _entry, operation, value = after[0]
        return (value[0] if operation == "U" else value), False
    return current, False

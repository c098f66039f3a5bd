"""One way to write a value down, so that equal content has equal text and one hash."""

import hashlib
import json


def canonical(value):
    """``value`` (plain JSON types) as text: sorted keys, no blanks, no escapes for what is not ASCII.

    :raises ValueError: for NaN and infinity, which JSON does not have
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text):
    """SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def differences(old, new, path=()):
    """What changed between two contents, as ``[(path, old value, new value)]``; a missing value is None.

    Items of a list that carry an ``id`` are compared by it, so that a line put first is one line more, not a change of
    every line.
    """
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        pairs = [((*path, key), old.get(key), new.get(key)) for key in sorted({*old, *new})]
    elif isinstance(old, list) and isinstance(new, list):
        before, after = _by_id(old), _by_id(new)
        keys = sorted({*before, *after}, key=str)
        pairs = [((*path, key), before.get(key), after.get(key)) for key in keys]
    else:
        return [(path, old, new)]
    return [found for where, was, now in pairs for found in differences(was, now, where)]


def _by_id(items):
    return {item.get("id", place) if isinstance(item, dict) else place: item for place, item in enumerate(items, 1)}

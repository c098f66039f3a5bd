"""How much an audit rule covers, and whether less of it would be left. Plain Python."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Extent:
    """Names of fields that are left out, of fields and of states that change with a reason only."""

    ignored: frozenset = frozenset()
    fields: frozenset = frozenset()
    states: frozenset = frozenset()


def lost(before, after):
    """Names that ``after`` no longer covers: fields no longer recorded, fields and states that no longer ask why."""
    return sorted({*(after.ignored - before.ignored), *(before.fields - after.fields), *(before.states - after.states)})


def state_names(text):
    """Names separated by commas."""
    return frozenset(name.strip() for name in (text or "").split(",") if name.strip())

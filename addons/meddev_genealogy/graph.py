"""The words of the genealogy: lot → event → lot.

An *event* is what turns lots into lots (a manufacturing order, an unbuild, a repair) or where a lot's path ends (a
partner, a place of scrap). A *link* is one lot's recorded part in an event. Event nodes keep the graph small: an order
with N components and M units has N + M links instead of N × M.

A document may hold several events, its *parts*, where not everything that goes in is in everything that comes out:
each unit with an as-built record is a part of its order, and in a repair what is added goes into the unit and what is
removed came from it, but nothing that was added went into what was removed.
"""

from collections import defaultdict

EXACT, ORDER, INFERRED = "exact", "order", "inferred"
"""How sure a link is.

What an order with a single finished lot consumed is in that lot: *exact*. What an order with several finished lots or
serial numbers consumed is in some of them, and Odoo did not record in which: *order*.
"""
INTO, OUT_OF = "into", "out of"

BALANCE = {
    "returned to vendor": ("returned_to_vendor", 1),
    "shipped": ("shipped", 1),
    "returned": ("shipped", -1),
    "scrapped": ("scrapped", 1),
}
"""Column and sign in the balance for a kind of link. Others are made (out of) or consumed (into)."""
NOT_MASS = frozenset({"repaired", "subcontracted", "assembled"})
"""Kinds that tell of the same goods a second time."""


SURENESS = (EXACT, ORDER, INFERRED)
"""Grades, the surest first."""
UNSURE_WAY = "recovered"
"""What comes back from taking a unit apart did so for certain, but it is not made of the unit's other components."""


def worst(*grades):
    """The least sure of ``grades``.

    >>> worst("exact", "order")
    'order'
    """
    return max(grades, key=SURENESS.index)


def grades_of_paths(roots, links):
    """How sure it is that each lot has something of ``roots`` in it: the worst grade on the surest way to it.

    :param links: iterable of dicts with "lot_id", "side", "kind", "grade", "event_id", "apart_event_id"
    :return: ``{lot id: grade}`` of every lot that is reached
    """
    found = dict.fromkeys(roots, EXACT)
    links = [link for link in links if link["event_id"] and link["lot_id"]]
    for number, grade in enumerate(SURENESS):
        good = [link for link in links if SURENESS.index(_grade_of_way(link)) <= number]
        for lot in _reached(roots, good):
            found.setdefault(lot, grade)
        if len(good) == len(links):
            break
    return found


def _grade_of_way(link):
    return worst(link["grade"], ORDER) if link["kind"] == UNSURE_WAY else link["grade"]


def _reached(roots, links):
    """Lots on the ways down from ``roots``; a way does not go into the event that its last link came apart from."""
    entered, left = defaultdict(set), defaultdict(set)
    for link in links:
        if link["side"] == INTO:
            entered[link["lot_id"]].add(link["event_id"])
        else:
            left[link["event_id"]].add((link["lot_id"], link["apart_event_id"]))
    waiting = [(lot, None) for lot in roots]
    seen = set(waiting)
    while waiting:
        lot, apart = waiting.pop()
        for event in entered[lot] - {apart}:
            following = left[event] - seen
            seen |= following
            waiting += following
    return {lot for lot, _apart in seen}


def balance_column(kind, side):
    """Where a link counts in a lot's balance: ``(column, sign)``, or None where it tells of goods counted already.

    >>> balance_column("returned", "out of")
    ('shipped', -1)
    >>> balance_column("adjusted", "out of")
    ('adjusted', -1)
    >>> balance_column("by-product", "out of")
    ('made', 1)
    """
    if kind in NOT_MASS:
        return None
    if kind == "adjusted":
        return "adjusted", 1 if side == INTO else -1
    return BALANCE.get(kind) or (("consumed", 1) if side == INTO else ("made", 1))


def difference(balance):
    """What is missing (above zero) or too much (below) when a lot's balance is drawn up.

    Made or received = on hand + shipped + consumed + scrapped + adjusted + returned to the vendor.
    """
    went = ("on_hand", "shipped", "consumed", "scrapped", "adjusted", "returned_to_vendor")
    return round(balance["made"] - sum(balance[name] for name in went), 6)

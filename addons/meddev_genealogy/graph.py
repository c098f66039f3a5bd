"""The words of the genealogy: lot → event → lot.

An *event* is what turns lots into lots (a manufacturing order, an unbuild, a repair) or where a lot's path ends (a
partner, a place of scrap). A *link* is one lot's recorded part in an event. Event nodes keep the graph small: an order
with N components and M units has N + M links instead of N × M.

A document may hold several events, its *parts*, where not everything that goes in is in everything that comes out:
each unit with an as-built record is a part of its order, and in a repair what is added goes into the unit and what is
removed came from it, but nothing that was added went into what was removed.
"""

from collections import defaultdict
from functools import cache
from typing import NamedTuple

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


class Link(NamedTuple):
    """What one lot had to do with one event, partner or place by one document: its recorded links, added up.

    ``product_id`` is filled where there is no lot, ``of_product_id`` always; ``quantity`` is in that product's own unit
    of measure; ``date`` is that of the first link.
    """

    lot_id: int
    product_id: int
    of_product_id: int
    side: str
    kind: str
    event_id: int
    apart_event_id: int
    partner_id: int
    location_id: int
    grade: str
    document: str
    quantity: float
    date: object
    res_model: str
    res_id: int
    part: str


@cache
def worst(*grades):
    """The least sure of ``grades``.

    >>> worst("exact", "order")
    'order'
    """
    return max(grades, key=SURENESS.index)


def grades_of_paths(roots, links):
    """How sure it is that each lot has something of ``roots`` in it: the worst grade on the surest way to it.

    :param links: iterable of :class:`Link`
    :return: ``{lot id: grade}`` of every lot that is reached
    """
    by_grade = defaultdict(list)
    for link in links:
        if link.event_id and link.lot_id:
            by_grade[_grade_of_way(link.kind, link.grade)].append(link)
    found = dict.fromkeys(roots, EXACT)
    entered, left = defaultdict(set), defaultdict(set)
    for grade in SURENESS:
        for link in by_grade.get(grade, ()):
            if link.side == INTO:
                entered[link.lot_id].add(link.event_id)
            else:
                left[link.event_id].add((link.lot_id, link.apart_event_id))
        if grade in by_grade:
            found = dict.fromkeys(_reached(roots, entered, left), grade) | found
    return found


@cache
def _grade_of_way(kind, grade):
    return worst(grade, ORDER) if kind == UNSURE_WAY else grade


def _reached(roots, entered, left):
    """Lots on the ways down from ``roots``; a way does not go into the event that its last link came apart from."""
    waiting = [(lot, None) for lot in roots]
    seen = set(waiting)
    while waiting:
        lot, apart = waiting.pop()
        for event in entered.get(lot, ()):
            if event != apart:
                following = left.get(event, frozenset()) - seen
                seen |= following
                waiting += following
    return {lot for lot, _apart in seen}


@cache
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


def difference(made, *went):
    """What is missing (above zero) or too much (below) when a lot's balance is drawn up.

    Made or received = on hand + shipped + consumed + scrapped + adjusted + returned to the vendor.

    >>> difference(10.0, 3.0, 2.0, 1.5, 0.5, 1.0, 0.0)
    2.0
    """
    return round(made - sum(went), 6)

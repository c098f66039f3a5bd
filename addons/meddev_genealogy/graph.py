"""The words of the genealogy: lot → event → lot.

An *event* is what turns lots into lots (a manufacturing order, an unbuild, a repair) or where a lot's path ends (a
partner, a place of scrap). A *link* is one lot's recorded part in an event. Event nodes keep the graph small: an order
with N components and M units has N + M links instead of N × M.

A document may hold several events, its *parts*, where not everything that goes in is in everything that comes out:
each unit with an as-built record is a part of its order, and in a repair what is added goes into the unit and what is
removed came from it, but nothing that was added went into what was removed.
"""

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

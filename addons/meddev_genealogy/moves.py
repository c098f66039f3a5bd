"""What a stock move means for the lot in it, told by the kinds of place it went between."""

from itertools import product

from .graph import INTO, OUT_OF

USAGES = ("internal", "transit", "view", "supplier", "customer", "production", "inventory")
_COMES = {"supplier": ("received", True), "customer": ("returned", True), "inventory": ("adjusted", False)}
_GOES = {"supplier": ("returned to vendor", True), "customer": ("shipped", True), "inventory": ("adjusted", False)}


def ends_of_move(source_usage, target_usage):
    """How a lot enters and leaves the company's hands by a move between two kinds of location.

    A dropship does both, and partners stand at both its ends.

    :return: list of ``(kind, side, does a partner stand at the other end)``; empty for a move inside the company

    >>> ends_of_move("supplier", "internal")
    [('received', 'out of', True)]
    >>> ends_of_move("supplier", "customer")
    [('received', 'out of', True), ('shipped', 'into', True)]
    >>> ends_of_move("internal", "transit")
    []
    """
    if source_usage == target_usage:
        return []
    comes, goes = _COMES.get(source_usage), _GOES.get(target_usage)
    found = [(comes[0], OUT_OF, comes[1])] if comes else []
    return found + ([(goes[0], INTO, goes[1])] if goes else [])


def ends():
    """Every end as ``(source usage, target usage, kind, side, is_partner)``, for a table to join."""
    return [(*pair, *end) for pair in product(USAGES, repeat=2) for end in ends_of_move(*pair)]

"""What a stock move means for the lot in it, told by the kinds of place it went between."""

from .graph import INTO, OUT_OF

_INSIDE = frozenset({"internal", "transit", "view"})
_ANYWHERE = _INSIDE | {"supplier", "customer", "production", "inventory"}

# (usages of the source, usages of the target, kind, side, does the partner or the place stand at the other end)
_ENDS = (
    ({"supplier"}, _INSIDE, "received", OUT_OF, True),
    ({"customer"}, _INSIDE, "returned", OUT_OF, True),
    (_ANYWHERE, {"customer"}, "shipped", INTO, True),
    (_ANYWHERE, {"supplier"}, "returned to vendor", INTO, True),
    (_ANYWHERE, {"inventory"}, "adjusted", INTO, False),
    ({"inventory"}, _ANYWHERE, "adjusted", OUT_OF, False),
)


def end_of_move(source_usage, target_usage):
    """How a lot enters or leaves the company's stock by a move between two kinds of location.

    :return: ``(kind, side, is_partner)``, or None for a move inside the company

    >>> end_of_move("supplier", "internal")
    ('received', 'out of', True)
    >>> end_of_move("internal", "transit") is None
    True
    """
    for sources, targets, kind, side, is_partner in _ENDS:
        if source_usage in sources and target_usage in targets:
            return kind, side, is_partner
    return None

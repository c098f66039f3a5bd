"""What a transformation of lots may be: the rule, without Odoo."""

KINDS = ("relabel", "split", "merge")
RESTRICTIVE = ("released", "quarantine", "hold", "rejected")
"""Quality status, from free to most restrictive."""
TOLERANCE = 0.0000005


def most_restrictive(states):
    """The status that goods of these statuses have together.

    >>> most_restrictive(["released", "hold", "quarantine"])
    'hold'
    """
    return max(states, key=RESTRICTIVE.index)


def objection(kind, inputs, outputs, is_serial=False):
    """Why lots cannot be transformed this way, as one word; "" when nothing speaks against it.

    :param inputs: ``[(lot, quantity)]``; a lot may stand there once for each place
    :param outputs: ``[(new name, quantity)]``

    >>> objection("split", [("A", 5)], [("A-1", 2), ("A-2", 3)])
    ''
    >>> objection("split", [("A", 5)], [("A-1", 2), ("A-2", 2)])
    'sum'
    """
    if not inputs or not outputs:
        return "empty"
    reason = _name_error([name for name, _quantity in outputs])
    quantities = [quantity for _name, quantity in (*inputs, *outputs)]
    lots, made = len({lot for lot, _quantity in inputs}), len(outputs)
    fits = {"relabel": lots == made == 1, "split": lots == 1 < made, "merge": made == 1 < lots}
    if not reason and min(quantities) <= 0:
        reason = "quantity"
    elif not reason and not fits[kind]:
        reason = kind
    elif not reason and is_serial and (kind != "relabel" or set(quantities) != {1}):
        reason = "serial"
    taken, given = (sum(quantity for _name, quantity in side) for side in (inputs, outputs))
    return reason or ("sum" if abs(taken - given) > TOLERANCE else "")


def _name_error(names):
    names = [(name or "").strip() for name in names]
    if not all(names):
        return "name"
    return "twice" if len(set(names)) < len(names) else ""

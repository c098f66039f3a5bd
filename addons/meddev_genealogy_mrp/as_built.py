"""Which component lots are in which unit: the rules, without Odoo.

Quantities are in the component product's own unit of measure. Units, components and lots are any hashable keys.
"""

import math
from collections import defaultdict
from typing import NamedTuple

TOLERANCE = 1e-6


class Need(NamedTuple):
    """What one unit takes of one component: ``step`` is the smallest quantity, 1 for serial numbers."""

    per_unit: float
    step: float

    @property
    def usual(self):
        """The quantity to expect in a unit, in whole steps."""
        return self._steps(math.floor(self.per_unit / self.step + 0.5 + TOLERANCE))

    @property
    def least(self):
        """Five parts for three units: each has one at least, ..."""
        return self._steps(math.floor(self.per_unit / self.step + TOLERANCE))

    @property
    def most(self):
        """... and two at most."""
        return self._steps(math.ceil(self.per_unit / self.step - TOLERANCE))

    def _steps(self, count):
        return round(count * self.step, 9)


class Entry(NamedTuple):
    """A unit has ``quantity`` of a lot of a component in it."""

    unit: object
    component: object
    lot: object
    quantity: float


class Lack(NamedTuple):
    """A unit still wants ``quantity`` of a component."""

    unit: object
    component: object
    quantity: float


def held(entries):
    """``{(unit, component): quantity}``"""
    totals = defaultdict(float)
    for entry in entries:
        totals[entry.unit, entry.component] += entry.quantity
    return totals


def missing(units, needs, entries):
    """What is not recorded yet, in the order of units and components; ``needs`` is ``{component: Need}``."""
    has = held(entries)
    return [
        Lack(unit, component, round(need.usual - has[unit, component], 9))
        for unit in units
        for component, need in needs.items()
        if has[unit, component] < need.least - TOLERANCE
    ]


def surplus(units, needs, entries):
    """``[(unit, component, quantity)]`` that a unit has beyond what a unit takes, or of what no unit takes."""
    units = set(units)
    return [
        (unit, component, quantity)
        for (unit, component), quantity in held(entries).items()
        if unit in units and quantity > (needs[component].most if component in needs else 0) + TOLERANCE
    ]


def room(need, has):
    """What can still be recorded of a component in a unit that has ``has`` of it."""
    return max(round(need.most - has, 9), 0)


def portion(need, has, free):
    """What one scan of a lot records in a unit: what the unit wants, or what is left of the lot."""
    wanted = need.usual - has if need.usual > has + TOLERANCE else room(need, has)
    return max(min(round(wanted, 9), free), 0)


def totals(entries):
    """``{lot: quantity}`` over all units."""
    sums = defaultdict(float)
    for entry in entries:
        sums[entry.lot] += entry.quantity
    return {lot: round(quantity, 9) for lot, quantity in sums.items()}


def differences(entries, consumed):
    """``{lot: (recorded, consumed)}`` where the units together do not have what was consumed."""
    recorded = totals(entries)
    return {
        lot: (recorded.get(lot, 0.0), consumed.get(lot, 0.0))
        for lot in {**recorded, **consumed}
        if abs(recorded.get(lot, 0.0) - consumed.get(lot, 0.0)) > TOLERANCE
    }


def shared(entries, serials):
    """Serial numbers that are recorded in more than one unit, or more than once."""
    return [lot for lot, quantity in totals(entries).items() if lot in serials and quantity > 1 + TOLERANCE]


def shares(lots, demands):
    """Spread lots over the lines of one component in turn; the last line takes what is left.

    :param lots: ``{lot: quantity}``
    :param demands: quantity that each line asks for
    :return: one ``{lot: quantity}`` for each line

    >>> shares({"A": 3, "B": 1}, [2, 2])
    [{'A': 2}, {'A': 1, 'B': 1}]
    """
    left, answer = dict(lots), []
    for number, demand in enumerate(demands):
        wanted = sum(left.values()) if number == len(demands) - 1 else demand
        line = {}
        for lot in list(left):
            taken = min(left[lot], wanted)
            if taken > TOLERANCE:
                line[lot] = taken
                wanted, left[lot] = round(wanted - taken, 9), round(left[lot] - taken, 9)
        answer.append(line)
    return answer


def maintained(built, exchanges):
    """What is in a unit after repairs.

    :param built: ``{lot: quantity}`` when the unit was made
    :param exchanges: ``[(lot, quantity)]``, in the order in which they happened; taken out is negative
    """
    now = dict(built)
    for lot, quantity in exchanges:
        now[lot] = round(now.get(lot, 0.0) + quantity, 9)
    return {lot: quantity for lot, quantity in now.items() if quantity > TOLERANCE}

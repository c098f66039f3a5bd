"""Walking the genealogy: lot → event → lot, as far as it was recorded.

An *event* is what turns lots into lots (a manufacturing order, an unbuild, a repair) or where a lot's path ends (a
partner, a place of scrap). An *act* is one lot's recorded part in an event. Event nodes keep the graph small: an order
with N components and M units has N + M links instead of N × M.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

EXACT, ORDER, INFERRED = "exact", "order", "inferred"
INTO, OUT_OF = "into", "out of"


@dataclass(frozen=True)
class Event:
    """``model`` and ``id`` name the document; ``part`` tells apart what happens independently inside it.

    In a repair, what is added goes into the repaired unit and what is removed came from it, but nothing that was added
    went into what was removed. Hence the two parts.
    """

    model: str
    id: int
    part: str = ""
    is_end: bool = False

    @property
    def key(self):
        return f"{self.model}:{self.id}"

    @property
    def parted(self):
        """The document, where it has parts that happen independently; else None."""
        return (self.model, self.id) if self.part else None


@dataclass(frozen=True)
class Act:
    """One lot's part in one event.

    ``lot_id`` is None for a component without lot control: then the product stands in the graph by itself.
    ``quantity`` is in the product's own unit of measure. ``grade`` is given where the record itself says how sure it
    is; "" leaves it to :func:`grades`.
    """

    line_id: int
    event: Event
    side: str
    kind: str
    lot_id: int | None
    product_id: int
    quantity: float
    date: datetime
    document: str
    grade: str = ""

    @property
    def key(self):
        return f"lot:{self.lot_id}" if self.lot_id else f"product:{self.product_id}"


def walk(roots, direction, acts_of_lots, acts_of_events, max_depth=None):
    """Every act between ``roots`` and the ends of their paths.

    :param roots: ids of the lots to start from
    :param direction: "down" (what became of them) or "up" (what they came from)
    :param acts_of_lots: function from a set of lot ids to their acts
    :param acts_of_events: function from a set of events to the acts of all lots in them
    :param max_depth: how many events deep; None for all
    :return: ``(acts, is_truncated)``; each act once, cycles (rework) included
    """
    entering, leaving = (INTO, OUT_OF) if direction == "down" else (OUT_OF, INTO)
    found, seen_arrivals, seen_events = {}, set(), set()
    arrivals, depth = {(lot, None) for lot in roots}, 0
    while arrivals:
        seen_arrivals |= arrivals
        came_out_of = defaultdict(set)
        for lot, parted in arrivals:
            came_out_of[lot].add(parted)
        acts = [act for act in acts_of_lots(set(came_out_of)) if _goes_on(act, came_out_of)]
        acts = [act for act in acts if _is_asked(act, direction, entering)]
        found.update(dict.fromkeys(acts))
        events = {act.event for act in acts if not act.event.is_end} - seen_events
        if events and max_depth is not None and depth >= max_depth:
            return [act for act in found if act.event not in events], True
        seen_events |= events
        acts = acts_of_events(events) if events else ()
        # A line of an order may also tell of another event: scrap, a subcontractor, the other part of a repair.
        acts = [act for act in acts if act.side == leaving and act.event in events]
        found.update(dict.fromkeys(acts))
        arrivals = {(act.lot_id, act.event.parted) for act in acts if act.lot_id} - seen_arrivals
        depth += 1
    return list(found), False


def _goes_on(act, came_out_of):
    """Whether the walk goes on with ``act``; ``came_out_of``: per lot, the documents with parts it was reached by.

    Not into another part of the document it just came out of: what a repair adds to a unit is not in what the same
    repair takes out of it. A lot reached in another way too is followed all the same.
    """
    return bool(came_out_of.get(act.lot_id, set()) - {(act.event.model, act.event.id)})


def _is_asked(act, direction, entering):
    """Whether ``act`` answers the question; a customer's return belongs to "who has it now", so it is told there."""
    if act.event.is_end and act.kind == "returned":
        return direction == "down"
    return act.side == entering


def grades(acts, outputs):
    """How sure each act's link is, in the order of ``acts``.

    What an order with a single finished lot consumed is in that lot: *exact*. What an order with several finished lots
    or serial numbers consumed is in some of them, and Odoo did not record in which: *order*.

    :param outputs: ``{event: number of finished lots}``
    """

    def grade(act):
        return ORDER if act.side == INTO and outputs.get(act.event, 1) > 1 else EXACT

    return [act.grade or grade(act) for act in acts]

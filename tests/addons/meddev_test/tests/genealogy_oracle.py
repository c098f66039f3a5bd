"""What really became of every lot, as somebody knows it who wrote down the events and never saw a database.

Written apart from the product, from the meaning of the events alone: facts in the order in which they happened. From
them it tells links, scopes and balances in two ways. The walk follows events without asking when they happened, as the
product promises. :meth:`Oracle.contents` carries what may be in a lot along through time: nothing of that may be
missing from a walk.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

# kind: (column of the balance, how it counts there, how it counts in the stock on hand)
MEANING = {
    "received": ("made", 1, 1),
    "produced": ("made", 1, 1),
    "by-product": ("made", 1, 1),
    "recovered": ("made", 1, 1),
    "removed": ("made", 1, 1),
    "shipped": ("shipped", 1, -1),
    "returned": ("shipped", -1, 1),
    "returned to vendor": ("returned_to_vendor", 1, -1),
    "scrapped": ("scrapped", 1, -1),
    "lost": ("adjusted", 1, -1),
    "found": ("adjusted", -1, 1),
    "consumed": ("consumed", 1, -1),
    "added": ("consumed", 1, -1),
    "unbuilt": ("consumed", 1, -1),
}
TRANSFORMED = {"relabel": "relabelled", "split": "split", "merge": "merged"}
TOLD_AS = {"lost": "adjusted", "found": "adjusted"}
CAME = {"received", "returned", "found", "subcontracted"}
COLUMNS = ("made", "on_hand", "shipped", "consumed", "scrapped", "adjusted", "returned_to_vendor")


@dataclass(eq=False)
class Event:
    """Goods went in, and goods came out that all of it may be in."""

    name: str
    into: list = field(default_factory=list)
    out_of: list = field(default_factory=list)
    apart: "Event" = None  # what comes out here was not in what went in there

    def side(self, name):
        return self.into if name == "into" else self.out_of


@dataclass(eq=False)
class Fact:
    """``quantity`` of ``thing`` (a lot, or a product without lots) took part in something."""

    thing: str
    kind: str
    quantity: float
    document: str
    is_lot: bool = True
    place: str = ""  # the company's own place that it left or came to; "" where its stock did not change
    event: Event = None
    end: str = ""  # partner or place where the lot's path begins or ends, where it is no event
    grade: str = ""  # "" where it depends on how much came out of the event
    is_into: bool = False

    @property
    def meaning(self):
        """As in ``MEANING``; None for a fact that tells of the same goods a second time."""
        if self.kind in TRANSFORMED.values():
            return MEANING["consumed" if self.is_into else "produced"]
        return MEANING.get(self.kind)

    @property
    def links(self):
        """``(from, kind, to, document, grade)``."""
        other = self.event.name if self.event else self.end
        ends = (self.thing, other) if self.is_into else (other, self.thing)
        return ends[0], TOLD_AS.get(self.kind, self.kind), ends[1], self.document, self.sureness

    @property
    def sureness(self):
        if self.grade or not self.event or not self.is_into:
            return self.grade or "exact"
        return "exact" if len({fact.thing for fact in self.event.out_of if fact.quantity}) < 2 else "order"


class Oracle:
    def __init__(self):
        self.facts, self.events, self.moves = [], [], []
        self.orders = {}  # {order: its event}
        self.recorded = {}  # {(order, unit): component lots recorded for that unit}

    # --- what happened ------------------------------------------------------------------------------------------

    def _tell(self, thing, kind, quantity, document, is_into=None, **more):
        is_into = kind not in CAME if is_into is None else is_into
        self.facts.append(Fact(thing, kind, quantity, document, is_into=is_into, **more))
        return self.facts[-1]

    def _put_in(self, event, thing, kind, quantity, document, grade="exact", **more):
        event.into.append(self._tell(thing, kind, quantity, document, True, event=event, grade=grade, **more))
        return event.into[-1]

    def _came_out(self, event, thing, kind, quantity, document, grade="exact", **more):
        event.out_of.append(self._tell(thing, kind, quantity, document, False, event=event, grade=grade, **more))
        return event.out_of[-1]

    def _event(self, name, apart=None):
        self.events.append(Event(name, apart=apart))
        return self.events[-1]

    def came(self, kind, lot, quantity, document, end, place):
        """Received, returned by a customer, found in a count."""
        return self._tell(lot, kind, quantity, document, end=end, place=place)

    def went(self, kind, lot, quantity, document, end, place):
        """Shipped, returned to the vendor, scrapped, lost in a count."""
        return self._tell(lot, kind, quantity, document, end=end, place=place)

    def moved(self, lot, quantity, source, target):
        """A transfer inside the company: no link."""
        self.moves.append((lot, quantity, source, target))

    def ordered(self, order, parts, made, units=None, place="", made_to=None):
        """A manufacturing order; the facts of what it consumed as a whole.

        :param parts: ``(thing, quantity, is lot)`` consumed
        :param made: ``(thing, quantity, is lot, kind)``
        :param units: ``{unit: [(component lot, quantity)]}`` recorded for single units; part of ``parts``
        """
        whole = self.orders[order] = self._event(order)
        consumed, singles = Counter(), {}
        for thing, quantity, is_lot in parts:
            consumed[thing, is_lot] += quantity
        for unit, inside in (units or {}).items():
            singles[unit] = self._event(f"{order}/{unit}")
            self.recorded[order, unit] = {lot for lot, _quantity in inside}
            for lot, quantity in inside:
                consumed[lot, True] -= quantity
                self._put_in(singles[unit], lot, "consumed", quantity, order, place=place)
        for thing, quantity, is_lot, kind in made:
            self._came_out(whole, thing, kind, quantity, order, is_lot=is_lot, place=made_to or place)
            if thing in singles:
                self._came_out(singles[thing], thing, "assembled", quantity, order)
        return [
            self._put_in(whole, thing, "consumed", round(rest, 6), order, "", is_lot=is_lot, place=place)
            for (thing, is_lot), rest in consumed.items()
        ]

    def transformed(self, document, kind, taken, made, place):
        """Goods got other lots: ``made`` out of ``taken``, both ``(lot, quantity)``, all of it in all of it."""
        event = self._event(document)
        for lot, quantity in taken:
            self._put_in(event, lot, TRANSFORMED[kind], quantity, document, place=place)
        for lot, quantity in made:
            self._came_out(event, lot, TRANSFORMED[kind], quantity, document, place=place)

    def subcontracted(self, order, lot, quantity, partner):
        return self._tell(lot, "subcontracted", quantity, order, end=partner)

    def unbuilt(self, unbuild, order, taken_apart, recovered, place):
        """``recovered`` came back out of ``taken_apart``, which ``order`` had made; both ``(thing, quantity, is lot)``.

        Which of the order's component lots comes back is Odoo's choice, so it is sure only where there is one unit, or
        where the lot was recorded for the unit.
        """
        event = self._event(unbuild)
        made = {fact.thing for fact in self.orders[order].out_of if fact.kind == "produced" and fact.quantity}
        for thing, quantity, is_lot in taken_apart:
            self._put_in(event, thing, "unbuilt", quantity, unbuild, is_lot=is_lot, place=place)
        own = set().union(*(self.recorded.get((order, thing), ()) for thing, _quantity, _is_lot in taken_apart))
        for thing, quantity, is_lot in recovered:
            grade = "exact" if len(made) < 2 or thing in own else "order"
            self._came_out(event, thing, "recovered", quantity, unbuild, grade, is_lot=is_lot, place=place)

    def repaired(self, repair, unit, quantity, is_lot, added=(), removed=(), scrap="", place=""):
        """Parts put into a unit and taken out; what was taken out had not what was put in.

        :param removed: ``(thing, quantity, is lot, is kept)``
        """
        out = self._event(f"{repair}/removed") if removed else None
        into = self._event(f"{repair}/added", apart=out) if added else None
        if out:
            out.apart = into
            self._put_in(out, unit, "repaired", quantity, repair, is_lot=is_lot)
        for thing, number, part_is_lot, is_kept in removed:
            at = place if is_kept else ""
            self._came_out(out, thing, "removed", number, repair, is_lot=part_is_lot, place=at)
            if part_is_lot and not is_kept:
                self._tell(thing, "scrapped", number, repair, end=scrap)
        for thing, number, part_is_lot in added:
            self._put_in(into, thing, "added", number, repair, is_lot=part_is_lot, place=place)
        if into:
            self._came_out(into, unit, "repaired", quantity, repair, is_lot=is_lot)

    # --- what is known of it ------------------------------------------------------------------------------------

    def live(self):
        """The facts that still stand; a correction to nothing leaves none."""
        return [fact for fact in self.facts if fact.quantity > 0]

    def stock(self):
        """``{(thing, place): quantity}`` of what is on hand."""
        stock = Counter()
        for fact in self.live():
            if fact.place and fact.meaning:
                stock[fact.thing, fact.place] += fact.meaning[2] * fact.quantity
        for thing, quantity, source, target in self.moves:
            stock[thing, source] -= quantity
            stock[thing, target] += quantity
        return {key: round(quantity, 6) for key, quantity in stock.items() if round(quantity, 6)}

    def balance(self, lot):
        """The columns of the lot's balance. Of a legal story nothing is left over: there is no other column."""
        columns = dict.fromkeys(COLUMNS, 0.0)
        for fact in self.live():
            if fact.is_lot and fact.thing == lot and fact.meaning:
                column, sign, _stock = fact.meaning
                columns[column] += sign * fact.quantity
        columns["on_hand"] = sum(quantity for (thing, _place), quantity in self.stock().items() if thing == lot)
        return {name: round(value, 6) for name, value in columns.items()}

    def walk(self, lots, way):
        """``(lots, facts)`` on the paths from ``lots``, with every fact by which such a path goes on or ends."""
        entering, leaving = ("into", "out of") if way == "down" else ("out of", "into")
        of_lot = defaultdict(list)
        for fact in self.live():
            if fact.is_lot:
                of_lot[fact.thing].append(fact)
        seen, facts, waiting = set(), set(), [(lot, None) for lot in lots]
        while waiting:
            lot, closed = step = waiting.pop()
            if step in seen:
                continue
            seen.add(step)
            for fact in of_lot[lot]:
                if fact.event is None:
                    if _is_end(fact, way):
                        facts.add(fact)
                elif fact in fact.event.side(entering) and fact.event is not closed:
                    others = [other for other in fact.event.side(leaving) if other.quantity > 0]
                    facts |= {fact, *others}
                    waiting += [(other.thing, fact.event.apart) for other in others if other.is_lot]
        return {lot for lot, _closed in seen}, facts

    def links(self, lots, way):
        """``{(from, kind, to, document, grade): quantity}``."""
        return _added_up((fact.links, fact.quantity) for fact in self.walk(lots, way)[1])

    def scope(self, lots):
        """What a recall of ``lots`` reaches, each list as a dict of what names a row and its quantity."""
        reached, _facts = self.walk(lots, "down")
        facts = [fact for fact in self.live() if fact.is_lot and fact.thing in reached]
        counted = {"shipped": 1, "returned": -1}
        return {
            "lots": reached,
            "on_hand": {key: quantity for key, quantity in self.stock().items() if key[0] in reached},
            "shipped": _added_up(
                ((fact.thing, fact.end, fact.document), counted[fact.kind] * fact.quantity)
                for fact in facts if fact.kind in counted
            ),
            "scrapped": _added_up(
                ((fact.thing, fact.end, fact.document), fact.quantity) for fact in facts if fact.kind == "scrapped"
            ),
            "consumed": _added_up(
                ((fact.thing, fact.kind, fact.document, fact.sureness), fact.quantity)
                for fact in facts if fact.event and fact.meaning and fact.meaning[0] == "consumed"
            ),
            "balance": {lot: self.balance(lot) for lot in reached},
        }  # fmt: skip

    def contents(self):
        """``{lot: lots that may be in it}``, carried along from event to event as they happened."""
        inside = defaultdict(set)
        for event in self.events:
            put_in = {fact.thing for fact in event.into if fact.is_lot and fact.quantity > 0}
            put_in |= {lot for thing in put_in for lot in inside[thing]}
            for fact in event.out_of:
                if fact.is_lot and fact.quantity > 0:
                    inside[fact.thing] |= put_in
        return inside

    def lots(self):
        return sorted({fact.thing for fact in self.facts if fact.is_lot})


def _is_end(fact, way):
    """A customer's return tells who has the lot now, so it is told on the way down."""
    return (fact.is_into or fact.kind == "returned") == (way == "down")


def _added_up(pairs):
    total = Counter()
    for key, quantity in pairs:
        total[key] += quantity
    return {key: round(quantity, 6) for key, quantity in total.items()}

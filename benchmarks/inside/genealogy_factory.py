"""A factory of the size that is asked for, made up from a seed: what it received, made of what, and sent to whom.

Plain Python, no Odoo. Demand pulls: a finished order takes what it needs from the lots at hand, and what has run out is
made or received first. Sub-assembly lots last for some orders; a raw-material lot lasts for a time, most a short one, a
few a long one, and one for all the years of the first family of devices: the hottest lot.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FAMILIES = (0.135, 0.20, 0.20, 0.155, 0.155, 0.155)  # their shares in the finished orders
CUSTOMERS_EACH, CUSTOMERS_SHARED = 400, 0.5
BEGIN, YEARS = datetime(2022, 1, 3), 4
LINES_PER_CUSTOMER = 420
"""Done move lines for each customer in the world: a million lines have 2,400 customers, 400 of them of one family."""


@dataclass
class Item:
    """A product: a raw material (level 0), a sub-assembly, or a device."""

    number: int
    family: int
    level: int
    top: bool = False
    parts: list = field(default_factory=list)
    batch: int = 0
    is_everlasting: bool = False


@dataclass
class Lot:
    number: int
    item: Item
    made_on: datetime
    left: float = 0
    until: float = 0
    taken: float = 0


class Factory:
    """Items, then the history; what happens is told to a book (see genealogy_load)."""

    suppliers = 40

    def __init__(self, seed, size):
        self.random = random.Random(seed)  # noqa: S311 - the same factory every time
        self.size = size
        self.items, self.raw_lots = [], []
        self.lines = self.lots = self.orders = 0
        self.current = {}
        self.devices = [self._family(number) for number in range(len(FAMILIES))]
        self.customers = self._customers()

    # --- what is made of what -------------------------------------------------------------------------------------

    def _family(self, number):
        """Six to eight levels of two sub-assemblies each, and the device; each item of 10 to 30 parts."""
        depth = (7, 6, 8, 7, 6, 8)[number]
        shared = [self._item(number, 0) for _one in range(8)]
        below = []
        for level in range(1, depth + 1):
            top = level == depth
            batch = 10 * 4 ** (depth - level)
            here = [self._item(number, level, top=top, batch=batch) for _one in range(1 if top else 2)]
            for item in here:
                raws = [self._item(number, 0) for _one in range(self.random.randint(6, 16))]
                raws += self.random.sample(shared, self.random.randint(4, 8))
                item.parts = [*below, *raws]
            if level == 1:
                resin = self._item(number, 0)
                resin.is_everlasting = number == 0
                for item in here:
                    item.parts.append(resin)
            below = here
        return here[0]

    def _item(self, family, level, **values):
        item = Item(len(self.items), family, level, **values)
        self.items.append(item)
        return item

    def _customers(self):
        """For each family the numbers of those who buy it, the more often the further to the front."""
        count = max(30, self.size // LINES_PER_CUSTOMER)
        share = max(10, min(CUSTOMERS_EACH, round(count / len(FAMILIES))))
        self.customer_count = count
        return [self.random.sample(range(count), share) for _family in FAMILIES]

    # --- what happened --------------------------------------------------------------------------------------------

    def run(self, book):
        """Orders until there are as many done move lines as asked for; then the receipts of all that was taken."""
        self.book = book
        waiting = defaultdict(list)
        while self.lines + len(self.raw_lots) < self.size:
            family = self.random.choices(range(len(FAMILIES)), FAMILIES)[0]
            waiting[family] += self._finish(self.devices[family])
            while len(waiting[family]) > 25:
                self._ship(family, waiting[family])
        for lot in self.raw_lots:
            book.receive(lot, round(lot.taken * 1.05 + 1), self.random.randrange(self.suppliers))

    @property
    def now(self):
        return BEGIN + timedelta(seconds=int(365 * 86400 * YEARS * self.lines / self.size))

    def _finish(self, device):
        """An order for serial numbers; these."""
        count = self.random.randint(5, 15)
        taken = self._take_parts(device, count)
        units = [self._lot(device) for _one in range(count)]
        self._note(device, taken, [(unit, 1) for unit in units])
        return units

    def _make(self, item):
        """An order for one lot of a sub-assembly, enough for some orders."""
        quantity = item.batch * self.random.randint(6, 10) / 4
        taken = self._take_parts(item, quantity)
        lot = self._lot(item)
        lot.left = quantity
        self._note(item, taken, [(lot, quantity)])
        return lot

    def _note(self, item, taken, made):
        self.orders += 1
        self.lines += len(taken) + len(made)
        self.book.make(self.orders, item, self.now, taken, made)

    def _take_parts(self, item, quantity):
        return [pair for part in item.parts for pair in self._take(part, quantity)]

    def _take(self, part, quantity):
        """``(lot, quantity)`` until there is enough."""
        if part.level == 0:
            lot = self.current.get(part.number)
            if not lot or lot.until < self.lines:
                lot = self.current[part.number] = self._received(part)
            lot.taken += quantity
            return [(lot, quantity)]
        pairs = []
        while quantity:
            lot = self.current.get(part.number)
            if not lot or not lot.left:
                lot = self.current[part.number] = self._make(part)
            some = min(quantity, lot.left)
            lot.left -= some
            quantity -= some
            pairs.append((lot, some))
        return pairs

    def _received(self, part):
        """A new lot of a raw material; how long it lasts has a heavy tail."""
        lot = self._lot(part)
        share = 2 if part.is_everlasting else min(0.2, 0.003 * self.random.paretovariate(0.9))
        lot.until = self.lines + share * self.size
        self.raw_lots.append(lot)
        return lot

    def _lot(self, item):
        self.lots += 1
        return Lot(self.lots, item, self.now)

    def _ship(self, family, waiting):
        buyers = self.customers[family]
        buyer = buyers[int(len(buyers) * self.random.random() ** 1.5)]
        units = [waiting.pop(0) for _one in range(self.random.randint(1, 12))]
        self.lines += len(units)
        self.book.ship(units, buyer, self.now)

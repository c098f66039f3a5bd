"""A year of operation, week by week, ending a few days before today.

What runs through it: battery lot LB05 is weak. It went into pumps that hospitals have, that are on the shelf, and one
that came back for repair; that is the question `make run` answers. Two titanium heats are in three implant lots each.
"""

import logging
from datetime import timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from ..clock import next_working_day, past
from ..operations import Operations
from .master_data import ref

_logger = logging.getLogger(__name__)
WEEKS = 50
HOSPITALS = ("hosp1", "hosp2", "hosp3")
SUSPECT = "LB05"
MATERIALS = {
    "shenzhen": [("PT-PCB", 14), ("PT-MCU", 28), ("PT-BAT", 14)],
    "fuji": [("PT-MOT", 14), ("PT-SEN", 13), ("RM-TI", 0.6)],
    "rhein": [("RM-PVC", 40), ("RM-ABS", 10), ("PT-FLT", 620)],
    "ningbo": [("PT-LUER", 1260), ("PK-POU", 620), ("PK-VIAL", 55), ("PT-SCR", 250), ("PK-BOX", 20)],
}
"""What is bought every eight weeks, by vendor: ``[(code, quantity)]``."""
LOT_NAMES = {
    "PT-PCB": "PCB{day}",
    "PT-MCU": "MC{day}",
    "PT-BAT": "LB{round:02d}",
    "PT-MOT": "M{day}",
    "RM-TI": "7H-33{round:02d}",
    "RM-PVC": "RX{day}",
    "RM-ABS": "AB{day}",
    "PT-FLT": "F{day}",
    "PT-LUER": "L{day}",
    "PK-POU": "P{day}",
    "PK-VIAL": "V{day}",
}
DISTRIBUTORS = ("dist1", "dist2", "dist3")


def load(env, today):
    first = today - timedelta(weeks=WEEKS) - relativedelta(days=today.weekday())
    with past(env, first - timedelta(days=30)) as clock:
        story = Year(env, clock, first)
        story.tell()


class Year:
    """The events of the year, in the order in which they happen."""

    def __init__(self, env, clock, first):
        self.env, self.clock, self.first = env, clock, first
        self.do = Operations(env, clock)
        self.random = Random(20260101)  # noqa: S311 - a story, not a secret
        self.week = 0
        self.serials = {"SA-PCBA": 0, "SA-DRV": 0, "FG-PUMP": 0, "PT-SEN": 0}
        self.purchases, self.at_steriliser = [], []
        self.pump_orders, self.pump_deliveries, self.receipts = [], [], {}

    def tell(self):
        self.week = -2
        self._order_materials()
        for self.week in range(WEEKS):
            _logger.info("demo company: week %s of %s", self.week + 1, WEEKS)
            if self.week % 8 == 0:
                self._receive_materials()
            if self.week % 8 == 6 and self.week + 2 < WEEKS:
                self._order_materials()
            if self.week % 4 == 1:
                self._make_sets()
            if self.week % 2 == 0:
                self._make_pumps()
            if self.week % 8 == 2:
                self._make_implants()
            if self.week % 4 == 3:
                self._sterile_goods_return()
            self._deliver()
            self._mishap()

    # --- time and names -----------------------------------------------------------------------------------------

    def at(self, weekday, hour, minute=0):
        """Go to a day of this week, or the next working day after it."""
        day = next_working_day(self.first + timedelta(weeks=self.week, days=weekday))
        self.clock.set(day, hour, minute)
        return day

    def code(self, day):
        """A date code as makers print it: year and day of the year."""
        return f"{day:%y%j}"

    def next_serials(self, code, prefix, count):
        start = self.serials[code] + 1
        self.serials[code] += count
        return [f"{prefix}{number:05d}" for number in range(start, start + count)]

    @property
    def round(self):
        """Which delivery of materials is in use: a new one every eight weeks."""
        return self.week // 8 + 1

    # --- materials ----------------------------------------------------------------------------------------------

    def _order_materials(self):
        self.at(0, 10)
        self.purchases = [(vendor, self.do.order(vendor, lines)) for vendor, lines in MATERIALS.items()]

    def _receive_materials(self):
        for weekday, (vendor, order) in enumerate(self.purchases):
            day = self.at(weekday % 3, 9 + weekday, 30)
            lots = {code: self._lots_of(code, quantity, day) for code, quantity in MATERIALS[vendor]}
            if vendor == "ningbo" and self.round == 2:
                self._receive_in_two_parts(order, lots)
            else:
                self.receipts[vendor] = self.do.receive(order, lots)

    def _lots_of(self, code, quantity, day):
        """Lot or serial numbers as the vendor of a material writes them."""
        if code == "PT-SEN":
            return [(name, 1) for name in self.next_serials(code, "PS", int(quantity))]
        if code in {"PT-SCR", "PK-BOX"}:
            return [(None, quantity)]
        return [(LOT_NAMES[code].format(round=self.round, day=self.code(day)), quantity)]

    def _receive_in_two_parts(self, order, lots):
        """The connectors were short: a part came, the rest a day later, on a backorder."""
        [(name, quantity)] = lots["PT-LUER"]
        self.receipts["ningbo"] = self.do.receive(order, {**lots, "PT-LUER": [(name, quantity / 2)]}, backorder=True)
        self.at(3, 11)
        self.do.receive(order, {"PT-LUER": [(name, quantity / 2)]})

    # --- making -------------------------------------------------------------------------------------------------

    def _make_pumps(self):
        count = (3, 2, 4, 3)[self.week // 2 % 4]
        day = self.at(3, 8, 15)
        if self.week % 8 == 0:
            self.do.make("SA-HSG", 20, [f"HS{self.code(day)}"])
        self.do.make("SA-PCBA", count, self.next_serials("SA-PCBA", "CB", count))
        self.clock.set(day, 14)
        self.do.make("SA-DRV", count, self.next_serials("SA-DRV", "DU", count))
        self.at(4, 9)
        order = self.do.plan("FG-PUMP", count)
        serials = self.next_serials("FG-PUMP", "AHP1-", count)
        if self.week in {4, 28}:  # one pump failed its first test: it was finished later, on a backorder
            self.do.finish(order, serials[:-1], count - 1, backorder=True)
            rest = order.production_group_id.production_ids - order
            self.at(4, 16)
            self.do.finish(rest, serials[-1:])
        else:
            self.clock.set(self.at(4, 15), 15)
            self.do.finish(order, serials)
        self.pump_orders.append(order)

    def _make_sets(self):
        day = self.at(0, 8)
        name = f"S{self.code(day)}"
        self.do.make("SA-TUB", 600, [f"T{self.code(day)}"])
        self.at(1, 13)
        self.do.make("SA-SETN", 300, [name])
        if self.week % 8 == 5:
            self.do.scrap("SA-SETN", name, 6)
        self._sterilise("FG-SET", "SA-SETN", name)

    def _make_implants(self):
        day = self.at(0, 8, 30)
        name = f"I{self.code(day)}"
        self.do.make("SA-IMPN", 50, [name])
        self.at(2, 10)
        self.do.make("SA-IMPP", 50, [name])
        self._sterilise("FG-IMP", "SA-IMPP", name)

    def _sterilise(self, code, component, name):
        self.at(3, 10, 30)
        quantity = self.do.on_hand(component, self.do.lot(component, name))
        order = self.do.send_to_subcontractor("sterilex", code, component, name, quantity)
        self.at_steriliser.append((order, {code: [(name, quantity)]}))

    def _sterile_goods_return(self):
        self.at(1, 11)
        while self.at_steriliser:
            self.do.receive(*self.at_steriliser.pop(0))

    # --- selling ------------------------------------------------------------------------------------------------

    def _deliver(self):
        self.at(2, 13, 30)
        lines = self._wanted()
        for customer, wanted in lines:
            order = self.do.sell(customer, wanted)
            self.clock.set(self.at(2, 15), 15)
            short = self.week in {15, 31} and len(wanted) == 1 and wanted[0][1] > 10
            if short:  # a part goes out now, the rest tomorrow
                code, quantity = wanted[0]
                self.do.ship(order, {code: quantity // 2}, backorder=True)
                self.at(3, 9)
            picking = self.do.ship(order)
            if any(code == "FG-PUMP" for code, _quantity in wanted):
                self.pump_deliveries.append(picking)

    def _wanted(self):
        """What customers order this week, as far as it can be delivered: ``[(customer, lines)]``."""
        wanted = []
        pumps, sets, implants = (self.do.on_hand(code) for code in ("FG-PUMP", "FG-SET", "FG-IMP"))
        if pumps > 3:
            wanted.append((HOSPITALS[self.week % 3], [("FG-PUMP", self.random.choice((1, 2)))]))
        if self.week % 6 == 4 and pumps > 5 and sets > 100:
            wanted.append((DISTRIBUTORS[0], [("KIT-START", 2)]))
        if sets > 150:
            wanted.append((DISTRIBUTORS[self.week % 3], [("FG-SET", self.random.choice((40, 60, 80)))]))
        if implants > 12:
            wanted.append(("hosp4", [("FG-IMP", self.random.choice((4, 6, 8)))]))
        return wanted

    # --- what goes wrong ----------------------------------------------------------------------------------------

    def _mishap(self):
        happening = {
            9: self._vendor_gets_connectors_back,
            12: self._sets_damaged,
            22: self._connectors_miscounted,
            47: self._pump_returned_and_repaired,
            34: self._pump_taken_apart,
            40: self._sets_returned,
        }.get(self.week)
        if happening:
            self.at(4, 10)
            happening()

    def _vendor_gets_connectors_back(self):
        receipt = self.receipts["ningbo"]
        lot = receipt.move_line_ids.lot_id.filtered(lambda lot: lot.product_id.default_code == "PT-LUER")
        self.do.take_back(receipt, lot, 25)

    def _sets_damaged(self):
        lot = self._lot_in_stock("FG-SET")
        self.do.scrap("FG-SET", lot.name, 5)

    def _connectors_miscounted(self):
        lot = self._lot_in_stock("PT-LUER")
        self.do.count("PT-LUER", lot.name, max(self.do.on_hand("PT-LUER", lot) - 12, 0))

    def _pump_returned_and_repaired(self):
        """A hospital sends back a pump that switches itself off; its battery is of the suspect lot and is replaced."""
        suspect = self.do.lot("PT-BAT", SUSPECT)
        delivery, serial = self._pump_delivered_with(suspect)
        self.do.take_back(delivery, serial, 1)
        self.at(4, 15)
        self.do.repair(serial, removed=("PT-BAT", suspect.name), added=("PT-BAT", self._lot_in_stock("PT-BAT").name))

    def _pump_delivered_with(self, battery):
        """A delivery and a serial number in it whose order used ``battery``."""
        for delivery in self.pump_deliveries:
            for serial in delivery.move_line_ids.lot_id.filtered(lambda lot: lot.product_id.default_code == "FG-PUMP"):
                made = self.env["mrp.production"].search([("lot_producing_ids", "in", serial.ids)])
                if battery in made.move_raw_ids.move_line_ids.lot_id:
                    return delivery, serial
        raise AssertionError(f"no pump with a battery of {battery.name} was delivered")

    def _pump_taken_apart(self):
        order = next(order for order in reversed(self.pump_orders) if len(order.lot_producing_ids) == 3)
        free = order.lot_producing_ids.filtered(lambda lot: self.do.on_hand("FG-PUMP", lot))
        self.do.unbuild(order, free[0])

    def _sets_returned(self):
        line = self.env["stock.move.line"].search(
            [
                ("product_id", "=", ref(self.env, "FG-SET").id),
                ("picking_code", "=", "outgoing"),
                ("state", "=", "done"),
            ],
            order="id desc",
            limit=1,
        )
        self.do.take_back(line.picking_id, line.lot_id, 10)

    def _lot_in_stock(self, code):
        """The newest lot of a product in stock."""
        quants = self.env["stock.quant"].search(
            [("product_id", "=", ref(self.env, code).id), ("location_id", "=", self.do.stock.id), ("quantity", ">", 0)],
            order="in_date desc, id desc",
            limit=1,
        )
        return quants.lot_id

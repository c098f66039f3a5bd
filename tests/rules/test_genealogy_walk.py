"""The walk along the genealogy, its grades and the meaning of a move, on graphs written by hand."""

from datetime import datetime

import pytest

from .support import load_rule

graph = load_rule("meddev_genealogy", "graph")
moves = load_rule("meddev_genealogy", "moves")

INTO, OUT_OF = graph.INTO, graph.OUT_OF
ORDER_1, ORDER_2 = graph.Event("order", 1), graph.Event("order", 2)
ADDED, REMOVED = graph.Event("repair", 9, part="added"), graph.Event("repair", 9, part="removed")
VENDOR, CLINIC = graph.Event("partner", 1, is_end=True), graph.Event("partner", 2, is_end=True)
STEEL, ROTOR, PUMP, OLD = 1, 2, 3, 4


def act(lot, side, event, kind="", **other):
    values = {"line_id": 0, "product_id": 7, "quantity": 1.0, "date": datetime(2026, 1, 2), "document": ""}
    return graph.Act(event=event, side=side, kind=kind, lot_id=lot, **{**values, **other})


class Records:
    """All acts that were recorded; remembers what the walk asked for."""

    def __init__(self, *acts):
        self.acts, self.asked = acts, []

    def of_lots(self, lots):
        self.asked.append(set(lots))
        return [one for one in self.acts if one.lot_id in lots]

    def of_events(self, events):
        """As the database answers: the acts of whole documents."""
        documents = {(event.model, event.id) for event in events}
        return [one for one in self.acts if (one.event.model, one.event.id) in documents]

    def walk(self, root, direction, max_depth=None):
        acts, is_truncated = graph.walk([root], direction, self.of_lots, self.of_events, max_depth)
        assert len(acts) == len(set(acts))
        return set(acts), is_truncated


RECEIVED = act(STEEL, OUT_OF, VENDOR, "received")
STEEL_IN, ROTOR_OUT = act(STEEL, INTO, ORDER_1), act(ROTOR, OUT_OF, ORDER_1)
ROTOR_IN, PUMP_OUT = act(ROTOR, INTO, ORDER_2), act(PUMP, OUT_OF, ORDER_2)
SHIPPED = act(PUMP, INTO, CLINIC, "shipped")
CHAIN = (RECEIVED, STEEL_IN, ROTOR_OUT, ROTOR_IN, PUMP_OUT, SHIPPED)


def test_down_goes_to_the_customer_and_not_to_the_supplier():
    assert Records(*CHAIN).walk(STEEL, "down") == (set(CHAIN) - {RECEIVED}, False)


def test_up_goes_to_the_supplier_and_not_to_the_customer():
    assert Records(*CHAIN).walk(PUMP, "up") == (set(CHAIN) - {SHIPPED}, False)


def test_from_the_middle_each_way_tells_its_own_half():
    records = Records(*CHAIN)
    assert records.walk(ROTOR, "up")[0] == {RECEIVED, STEEL_IN, ROTOR_OUT}
    assert records.walk(ROTOR, "down")[0] == {ROTOR_IN, PUMP_OUT, SHIPPED}


def test_a_lot_that_nothing_is_known_of_has_no_acts():
    assert Records(*CHAIN).walk(99, "down") == (set(), False)


@pytest.mark.parametrize(("depth", "acts", "is_truncated"), [
    (1, {STEEL_IN, ROTOR_OUT}, True),
    (2, {STEEL_IN, ROTOR_OUT, ROTOR_IN, PUMP_OUT, SHIPPED}, False),
    (3, {STEEL_IN, ROTOR_OUT, ROTOR_IN, PUMP_OUT, SHIPPED}, False),
])  # fmt: skip
def test_the_depth_counts_events_and_ends_are_free(depth, acts, is_truncated):
    assert Records(*CHAIN).walk(STEEL, "down", depth) == (acts, is_truncated)


def test_where_the_depth_ends_what_left_the_company_is_still_told():
    rotor_shipped = act(ROTOR, INTO, CLINIC, "shipped")
    acts, is_truncated = Records(*CHAIN, rotor_shipped).walk(STEEL, "down", 1)
    assert acts == {STEEL_IN, ROTOR_OUT, rotor_shipped}
    assert is_truncated


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_circle_is_walked_once(direction):
    circle = {STEEL_IN, ROTOR_OUT, act(ROTOR, INTO, ORDER_2), act(STEEL, OUT_OF, ORDER_2)}
    records = Records(*circle)
    assert records.walk(STEEL, direction) == (circle, False)
    assert len(records.asked) == 2


def test_a_lot_made_of_itself_ends():
    itself = {act(STEEL, INTO, ORDER_1), act(STEEL, OUT_OF, ORDER_1)}
    assert Records(*itself).walk(STEEL, "down") == (itself, False)


def test_two_ways_to_one_lot_are_both_told():
    also = {act(STEEL, INTO, ORDER_2), act(PUMP, OUT_OF, ORDER_2)}
    acts, _is_truncated = Records(STEEL_IN, ROTOR_OUT, ROTOR_IN, *also).walk(STEEL, "down")
    assert acts == {STEEL_IN, ROTOR_OUT, ROTOR_IN, *also}


def test_a_component_without_lot_is_told_and_ends():
    glue = act(None, INTO, ORDER_1)
    assert Records(*CHAIN, glue).walk(ROTOR, "up")[0] == {RECEIVED, STEEL_IN, glue, ROTOR_OUT}
    assert glue.key == "product:7"


def test_all_lots_of_one_step_are_asked_for_at_once():
    twins = [act(lot, OUT_OF, ORDER_1) for lot in range(100, 150)]
    records = Records(STEEL_IN, *twins)
    records.walk(STEEL, "down")
    assert records.asked == [{STEEL}, set(range(100, 150))]


def test_what_an_order_scrapped_was_not_put_into_its_product():
    scrapped = act(OLD, INTO, graph.Event("location", 5, is_end=True), "scrapped")
    acts, _is_truncated = graph.walk(
        [ROTOR], "up", Records(*CHAIN).of_lots, lambda events: [*Records(*CHAIN).of_events(events), scrapped]
    )
    assert set(acts) == {RECEIVED, STEEL_IN, ROTOR_OUT}


def test_a_customers_return_belongs_to_what_became_of_it():
    back = act(PUMP, OUT_OF, CLINIC, "returned")
    assert back in Records(*CHAIN, back).walk(PUMP, "down")[0]
    assert back not in Records(*CHAIN, back).walk(PUMP, "up")[0]


def test_a_return_to_the_vendor_belongs_to_what_became_of_it():
    back = act(STEEL, INTO, VENDOR, "returned to vendor")
    assert back in Records(*CHAIN, back).walk(STEEL, "down")[0]
    assert back not in Records(*CHAIN, back).walk(STEEL, "up")[0]


EXCHANGE = (
    act(ROTOR, INTO, ADDED), act(PUMP, OUT_OF, ADDED),
    act(PUMP, INTO, REMOVED), act(OLD, OUT_OF, REMOVED),
)  # fmt: skip


def test_what_a_repair_added_is_not_in_what_it_removed():
    assert Records(*EXCHANGE).walk(ROTOR, "down")[0] == set(EXCHANGE[:2])
    assert Records(*EXCHANGE).walk(OLD, "up")[0] == set(EXCHANGE[2:])


def test_the_repaired_unit_itself_leads_to_both_parts():
    assert Records(*EXCHANGE).walk(PUMP, "down")[0] == set(EXCHANGE[2:])
    assert Records(*EXCHANGE).walk(PUMP, "up")[0] == set(EXCHANGE[:2])


def test_a_unit_reached_in_another_way_too_leads_to_what_was_removed_from_it():
    built = {act(ROTOR, INTO, ORDER_1), act(PUMP, OUT_OF, ORDER_1)}
    assert Records(*EXCHANGE, *built).walk(ROTOR, "down")[0] == {*EXCHANGE, *built}


def test_a_unit_reached_in_another_way_later_leads_to_what_was_removed_from_it():
    longer = {act(ROTOR, INTO, ORDER_1), act(50, OUT_OF, ORDER_1), act(50, INTO, ORDER_2), act(PUMP, OUT_OF, ORDER_2)}
    assert Records(*EXCHANGE, *longer).walk(ROTOR, "down")[0] == {*EXCHANGE, *longer}


def test_the_next_repair_of_the_unit_is_followed():
    later = graph.Event("repair", 10, part="removed")
    again = {act(PUMP, INTO, later), act(ROTOR, OUT_OF, later)}
    assert Records(*EXCHANGE, *again).walk(ROTOR, "down")[0] == {*EXCHANGE[:2], *again}


def test_what_went_into_a_single_finished_lot_is_exact():
    assert graph.grades([STEEL_IN, ROTOR_OUT], {ORDER_1: 1}) == ["exact", "exact"]


def test_what_went_into_one_of_several_lots_is_known_for_the_order_only():
    assert graph.grades([STEEL_IN, ROTOR_OUT], {ORDER_1: 3}) == ["order", "exact"]


def test_an_event_whose_outputs_nobody_counted_is_exact():
    assert graph.grades([SHIPPED], {}) == ["exact"]


def test_a_grade_that_the_record_gives_stays():
    given = act(STEEL, INTO, ORDER_1, grade="exact"), act(ROTOR, OUT_OF, ORDER_1, grade="inferred")
    assert graph.grades(given, {ORDER_1: 3}) == ["exact", "inferred"]


@pytest.mark.parametrize(("source", "target", "expected"), [
    ("supplier", "internal", ("received", OUT_OF, True)),
    ("supplier", "transit", ("received", OUT_OF, True)),
    ("customer", "internal", ("returned", OUT_OF, True)),
    ("internal", "customer", ("shipped", INTO, True)),
    ("supplier", "customer", ("shipped", INTO, True)),
    ("internal", "supplier", ("returned to vendor", INTO, True)),
    ("customer", "supplier", ("returned to vendor", INTO, True)),
    ("internal", "inventory", ("adjusted", INTO, False)),
    ("customer", "inventory", ("adjusted", INTO, False)),
    ("inventory", "internal", ("adjusted", OUT_OF, False)),
    ("internal", "internal", None),
    ("internal", "transit", None),
    ("transit", "internal", None),
    ("internal", "production", None),
    ("production", "internal", None),
])  # fmt: skip
def test_a_move_means_what_its_two_places_say(source, target, expected):
    assert moves.end_of_move(source, target) == expected

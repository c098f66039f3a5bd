"""What a move means to a lot, and how a lot's balance is drawn up."""

import pytest

from .support import load_rule

graph = load_rule("meddev_genealogy", "graph")
moves = load_rule("meddev_genealogy", "moves")

INTO, OUT_OF = graph.INTO, graph.OUT_OF


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("supplier", "internal", [("received", OUT_OF, True)]),
        ("supplier", "transit", [("received", OUT_OF, True)]),
        ("customer", "internal", [("returned", OUT_OF, True)]),
        ("internal", "customer", [("shipped", INTO, True)]),
        ("internal", "supplier", [("returned to vendor", INTO, True)]),
        ("supplier", "customer", [("received", OUT_OF, True), ("shipped", INTO, True)]),
        ("customer", "supplier", [("returned", OUT_OF, True), ("returned to vendor", INTO, True)]),
        ("internal", "inventory", [("adjusted", INTO, False)]),
        ("inventory", "internal", [("adjusted", OUT_OF, False)]),
        ("customer", "inventory", [("returned", OUT_OF, True), ("adjusted", INTO, False)]),
        ("internal", "internal", []),
        ("internal", "transit", []),
        ("internal", "production", []),
        ("production", "internal", []),
        ("customer", "customer", []),
    ],
)
def test_a_move_means_what_its_two_places_say(source, target, expected):
    assert moves.ends_of_move(source, target) == expected


def test_the_table_of_ends_holds_every_pair_of_usages_that_has_one():
    table = moves.ends()
    assert len({(source, target) for source, target, *_end in table}) == 30
    assert ("supplier", "internal", "received", OUT_OF, True) in table
    assert not [row for row in table if row[0] == row[1]]


@pytest.mark.parametrize(
    ("kind", "side", "column", "sign"),
    [
        ("received", OUT_OF, "made", 1),
        ("produced", OUT_OF, "made", 1),
        ("recovered", OUT_OF, "made", 1),
        ("removed", OUT_OF, "made", 1),
        ("consumed", INTO, "consumed", 1),
        ("added", INTO, "consumed", 1),
        ("unbuilt", INTO, "consumed", 1),
        ("shipped", INTO, "shipped", 1),
        ("returned", OUT_OF, "shipped", -1),
        ("returned to vendor", INTO, "returned_to_vendor", 1),
        ("scrapped", INTO, "scrapped", 1),
        ("adjusted", INTO, "adjusted", 1),
        ("adjusted", OUT_OF, "adjusted", -1),
    ],
)
def test_every_kind_counts_in_one_column(kind, side, column, sign):
    assert graph.balance_column(kind, side) == (column, sign)


@pytest.mark.parametrize("kind", ["repaired", "subcontracted", "assembled"])
def test_what_tells_of_the_same_goods_twice_is_counted_once(kind):
    assert graph.balance_column(kind, OUT_OF) is None


def test_the_difference_is_what_nobody_can_account_for():
    went = (3.0, 2.0, 1.5, 0.5, 1.0)
    assert graph.difference(10.0, *went, 2.0) == 0.0
    assert graph.difference(10.0, *went, 0.0) == 2.0
    assert graph.difference(10.0, *went, 3.0) == -1.0
    assert graph.difference(0.3, 0.1, 0.2) == 0.0


# --- how sure a path is -----------------------------------------------------------------------------------------------


BLANK = graph.Link(*[None] * len(graph.Link._fields))


def link(lot, side, event, grade="exact", kind="consumed", apart=None):
    return BLANK._replace(lot_id=lot, side=side, event_id=event, grade=grade, kind=kind, apart_event_id=apart)


def made(event, parts, units, grade="exact"):
    return [*(link(part, INTO, event, grade) for part in parts),
            *(link(unit, OUT_OF, event, kind="produced") for unit in units)]  # fmt: skip


def test_a_lot_is_as_sure_as_the_worst_link_on_the_way_to_it():
    links = [*made("MO1", ["steel"], ["cell1", "cell2"], "order"), *made("MO2", ["cell1"], ["pump"])]
    found = graph.grades_of_paths(["steel"], links)
    assert found == {"steel": "exact", "cell1": "order", "cell2": "order", "pump": "order"}


def test_of_several_ways_to_a_lot_the_surest_counts():
    links = [*made("MO1", ["steel"], ["cell"], "inferred"), *made("MO2", ["cell", "steel"], ["pump"])]
    assert graph.grades_of_paths(["steel"], links) == {"steel": "exact", "cell": "inferred", "pump": "exact"}


def test_what_a_unit_gave_back_is_not_surely_of_its_other_components():
    links = [
        *made("MO1", ["steel", "rotor"], ["pump"]),
        link("pump", INTO, "UB1", kind="unbuilt"),
        link("rotor", OUT_OF, "UB1", kind="recovered"),
        *made("MO2", ["rotor"], ["pump2"]),
    ]
    found = graph.grades_of_paths(["steel"], links)
    assert (found["pump"], found["rotor"], found["pump2"]) == ("exact", "order", "order")
    assert graph.grades_of_paths(["rotor"], links)["pump2"] == "exact"


def test_rework_in_a_circle_ends_and_a_way_does_not_go_into_what_it_came_apart_from():
    links = [
        *made("MO1", ["a"], ["b"]),
        *made("MO2", ["b"], ["a"], "order"),
        link("a", INTO, "REP/removed"),
        link("part", OUT_OF, "REP/removed", apart="REP/added"),
        *made("REP/added", ["part"], ["other"]),
    ]
    assert graph.grades_of_paths(["a"], links) == {"a": "exact", "b": "exact", "part": "exact"}


def test_what_is_in_nothing_is_sure_of_itself():
    assert graph.grades_of_paths(["a"], []) == {"a": "exact"}

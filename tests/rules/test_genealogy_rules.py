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
        ("supplier", "customer", [("received", OUT_OF, False), ("shipped", INTO, True)]),
        ("customer", "supplier", [("returned", OUT_OF, False), ("returned to vendor", INTO, True)]),
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
    balance = {"made": 10.0, "on_hand": 3.0, "shipped": 2.0, "consumed": 1.5, "scrapped": 0.5, "adjusted": 1.0}
    assert graph.difference({**balance, "returned_to_vendor": 2.0}) == 0.0
    assert graph.difference({**balance, "returned_to_vendor": 0.0}) == 2.0
    assert graph.difference({**balance, "returned_to_vendor": 3.0}) == -1.0

"""The audit trail's rules that need no Odoo: values at a time, what a rule covers, what commands change."""

import pytest

from .support import load_rule

readable = load_rule("meddev_audit", "readable")
extent = load_rule("meddev_audit", "extent")
many_values = load_rule("meddev_audit", "many_values")

HISTORY = [(10, "I", "one"), (20, "U", ["one", "two"]), (30, "D", "two")]


@pytest.mark.parametrize(
    ("entry", "expected"), [(5, ("one", False)), (10, ("one", False)), (25, ("two", False)), (35, ("two", False))]
)
def test_a_value_is_the_one_of_the_time_of_the_entry(entry, expected):
    assert readable.value_at(HISTORY, entry, None) == expected


def test_a_value_that_did_not_change_since_is_the_present_one():
    assert readable.value_at(HISTORY[:2], 25, "two") == ("two", True)
    assert readable.value_at((), 25, "two") == ("two", True)
    assert readable.value_at((), 25, None) == (None, False)


@pytest.mark.parametrize("value", ["***", "*** " + "0a" * 32])
def test_a_secret_is_not_shown_with_or_without_its_hash(value):
    words = readable.Words("en_US", "yes", "no", "(not shown)", str, str, str)
    assert readable.value_text(value, "char", words) == "(not shown)"
    assert readable.value_text(value + "!", "char", words) == value + "!"


def test_a_rule_is_narrowed_by_leaving_out_more_or_asking_less_and_by_nothing_else():
    before = extent.Extent(ignored=frozenset("a"), fields=frozenset("b"), states=extent.state_names("open, done"))
    assert extent.lost(before, before) == []
    assert extent.lost(before, extent.Extent(frozenset(), frozenset("bc"), extent.state_names("open,done,new"))) == []
    after = extent.Extent(frozenset("ax"), frozenset(), extent.state_names(" done ,"))
    assert extent.lost(before, after) == ["b", "open", "x"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([(4, 3)], {3}),
        ([(4, 1)], set()),
        ([(3, 1)], {1}),
        ([(2, 9)], set()),
        ([(5,)], {1, 2}),
        ([(6, 0, [2, 3])], {1, 3}),
        ([(0, 0, {}), (1, 1, {})], set()),
        ([1, 5], {2, 5}),
        (False, {1, 2}),
    ],
)
def test_commands_change_what_they_bring_and_take(value, expected):
    assert many_values.changed_ids([1, 2], value) == expected

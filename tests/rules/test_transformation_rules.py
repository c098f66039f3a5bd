"""What a transformation of lots may be: the rule, without Odoo."""

import pytest

from .support import load_rule

rule = load_rule("meddev_transformation", "transformation")

ONE, TWO = [("P1", 10)], [("P1", 4), ("P2", 6)]


@pytest.mark.parametrize(
    ("kind", "inputs", "outputs", "expected"),
    [
        ("relabel", ONE, [("N1", 10)], ""),
        ("split", ONE, [("N1", 4), ("N2", 6)], ""),
        ("merge", TWO, [("N1", 10)], ""),
        ("relabel", [("P1", 4), ("P1", 6)], [("N1", 10)], ""),
        ("relabel", ONE, [], "empty"),
        ("relabel", [], [("N1", 10)], "empty"),
        ("relabel", ONE, [(" ", 10)], "name"),
        ("split", ONE, [("N1", 5), (" N1", 5)], "twice"),
        ("split", ONE, [("N1", 11), ("N2", -1)], "quantity"),
        ("relabel", [("P1", 0)], [("N1", 0)], "quantity"),
        ("relabel", TWO, [("N1", 10)], "relabel"),
        ("split", ONE, [("N1", 10)], "split"),
        ("merge", ONE, [("N1", 10)], "merge"),
        ("relabel", ONE, [("N1", 9.99)], "sum"),
        ("split", ONE, [("N1", 3.3), ("N2", 6.7)], ""),
    ],
)
def test_what_may_be_transformed_into_what(kind, inputs, outputs, expected):
    assert rule.objection(kind, inputs, outputs) == expected


def test_serial_numbers_are_relabelled_one_at_a_time():
    assert rule.objection("relabel", [("S1", 1)], [("S2", 1)], is_serial=True) == ""
    assert rule.objection("merge", [("S1", 1), ("S2", 1)], [("S3", 2)], is_serial=True) == "serial"


def test_the_most_restrictive_status_holds():
    assert rule.most_restrictive(["released", "quarantine"]) == "quarantine"
    assert rule.most_restrictive(["hold", "rejected", "released"]) == "rejected"

"""Which component lots are in which unit: what is missing, too much, or not what was consumed."""

import pytest

from .support import load_rule

as_built = load_rule("meddev_genealogy_mrp", "as_built")
Entry, Lack, Need = as_built.Entry, as_built.Lack, as_built.Need

ROTOR, STEEL = "rotor", "steel"
NEEDS = {ROTOR: Need(1, 1), STEEL: Need(2.5, 0.01)}
R1, R2 = Entry("P1", ROTOR, "R1", 1), Entry("P2", ROTOR, "R2", 1)
S1, S2 = Entry("P1", STEEL, "S1", 2.5), Entry("P2", STEEL, "S1", 2.5)


def test_nothing_recorded_means_everything_is_missing():
    assert as_built.missing(["P1"], NEEDS, []) == [Lack("P1", ROTOR, 1), Lack("P1", STEEL, 2.5)]


def test_missing_is_told_by_unit_and_then_by_component():
    assert as_built.missing(["P1", "P2"], NEEDS, [R1, S2]) == [Lack("P1", STEEL, 2.5), Lack("P2", ROTOR, 1)]


def test_a_part_of_what_a_unit_takes_is_not_enough():
    assert as_built.missing(["P1"], NEEDS, [R1, Entry("P1", STEEL, "S1", 2.4)]) == [Lack("P1", STEEL, 0.1)]


def test_two_lots_together_are_what_a_unit_takes():
    parts = [Entry("P1", STEEL, "S1", 1.1), Entry("P1", STEEL, "S2", 1.4)]
    assert as_built.missing(["P1"], NEEDS, [R1, *parts]) == []
    assert as_built.surplus(["P1"], NEEDS, [R1, *parts]) == []


def test_a_unit_that_is_not_closed_now_is_not_asked_for():
    assert as_built.missing(["P1"], NEEDS, [R1, S1]) == []


def test_more_than_a_unit_takes_is_surplus():
    assert as_built.surplus(["P1"], NEEDS, [R1, R1._replace(lot="R3")]) == [("P1", ROTOR, 2)]


def test_what_no_unit_takes_is_surplus():
    assert as_built.surplus(["P1"], NEEDS, [Entry("P1", "glue", "G1", 0.1)]) == [("P1", "glue", 0.1)]


@pytest.mark.parametrize(("per_unit", "step", "least", "usual", "most"), [
    (1, 1, 1, 1, 1),
    (0.1 + 0.2, 0.01, 0.3, 0.3, 0.3),
    (5 / 3, 1, 1, 2, 2),
    (4 / 3, 1, 1, 1, 2),
    (5 / 3, 0.01, 1.66, 1.67, 1.67),
    (0, 0.01, 0, 0, 0),
])  # fmt: skip
def test_what_does_not_divide_evenly_leaves_a_step_of_freedom(per_unit, step, least, usual, most):
    need = Need(per_unit, step)
    assert (need.least, need.usual, need.most) == (least, usual, most)


@pytest.mark.parametrize(("has", "free", "quantity"), [
    (0, 100, 2.5),
    (0, 1, 1),
    (1, 100, 1.5),
    (2.5, 100, 0),
    (0, 0, 0),
    (0, -3, 0),
])  # fmt: skip
def test_one_scan_takes_what_the_unit_wants_or_what_is_left_of_the_lot(has, free, quantity):
    assert as_built.portion(NEEDS[STEEL], has, free) == quantity


def test_a_unit_may_take_the_fifth_part_of_three():
    assert as_built.portion(Need(4 / 3, 1), 1, 9) == 1
    assert as_built.room(Need(4 / 3, 1), 2) == 0


def test_units_together_have_what_was_consumed():
    assert as_built.differences([S1, S2], {"S1": 5.0}) == {}
    assert as_built.differences([S1, S2], {"S1": 4.0, "S9": 1.0}) == {"S1": (5.0, 4.0), "S9": (0.0, 1.0)}
    assert as_built.differences([R1], {}) == {"R1": (1, 0.0)}


def test_the_sum_of_many_small_quantities_is_exact():
    entries = [Entry(f"P{number}", STEEL, "S1", 0.1) for number in range(30)]
    assert as_built.totals(entries) == {"S1": 3.0}


def test_a_serial_number_is_in_one_unit():
    twice = [R1, R1._replace(unit="P2")]
    assert as_built.shared(twice, {"R1"}) == ["R1"]
    assert as_built.shared([R1, R2, S1, S2], {"R1", "R2"}) == []


def test_lots_are_spread_over_the_lines_of_a_component():
    assert as_built.shares({"A": 3, "B": 1}, [2, 2]) == [{"A": 2}, {"A": 1, "B": 1}]
    assert as_built.shares({"A": 3}, [1]) == [{"A": 3}]
    assert as_built.shares({}, [1, 1]) == [{}, {}]
    assert as_built.shares({"A": 1}, []) == []


def test_a_repair_takes_out_and_puts_in():
    built = {"R1": 1, "S1": 2.5}
    assert as_built.maintained(built, [("R1", -1), ("R7", 1)]) == {"S1": 2.5, "R7": 1}
    assert as_built.maintained(built, []) == built

"""Text as others send it, and names of lots that look alike."""

import doctest

import pytest

from .support import load_rule

texts = load_rule("meddev_base", "texts")
lot_name = load_rule("meddev_genealogy", "lot_name")


def test_what_cannot_be_told_is_marked_wherever_it_stands():
    assert texts.tellable("LB05\0") == "LB05\ufffd"
    assert texts.tellable("\udfffLB05") == "\ufffdLB05"
    assert texts.tellable([{"lot": "\ud800", "\0": 1}, None, 2.5]) == [{"lot": "\ufffd", "\ufffd": 1}, None, 2.5]
    assert texts.tellable("批次 LB05 😀") == "批次 LB05 😀"


@pytest.mark.parametrize("name", ["H-82 ", " H-82", "H-82\n", "H\u200b-82", "\ufeffH-82", "H-82\u00a0"])
def test_names_that_look_alike_are_one(name):
    assert lot_name.tidy(name) == "H-82"


@pytest.mark.parametrize("name", ["h-82", "H 82", "批号-82", False, None, 82])
def test_what_is_seen_stays(name):
    assert lot_name.tidy(name) == name


@pytest.mark.parametrize("rule", [texts, lot_name])
def test_the_examples_hold(rule):
    assert doctest.testmod(rule).failed == 0

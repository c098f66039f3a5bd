"""The rules of scanning: addons/meddev_scan/scanning.py."""

from datetime import date

import pytest

from .support import load_rule

scanning = load_rule("meddev_scan", "scanning")
GS = "\x1d"
CSET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize("character", CSET_82)
def test_no_character_of_element_strings_stands_for_the_separator(character):
    assert scanning.separator_fault(character) == "taken"


@pytest.mark.parametrize("character", scanning.FOREIGN)
def test_characters_that_no_element_string_has_may(character):
    assert character not in CSET_82
    assert scanning.separator_fault(character) == ""


def test_a_separator_is_one_character_or_none():
    assert scanning.separator_fault("") == ""
    assert scanning.separator_fault("||") == "length"


def test_the_scanners_character_becomes_the_separator():
    assert scanning.with_separators("0109506000134352|10A", "|") == f"0109506000134352{GS}10A"


@pytest.mark.parametrize(
    "code",
    ["+H123$|X", "*+H123|*", "=/A9999|", "&,1|", "MA.156.M0.1|2", "AHM|1", "HTTPS://id.gs1.org/01/1|2", f"10A{GS}|"],
)
def test_codes_without_separators_stay_as_they_are(code):
    assert scanning.with_separators(code, "|") == code
    assert scanning.with_separators(code, "") == code


@pytest.mark.parametrize(
    ("quantity", "wanted", "parts"),
    [
        (5, [3, 4], [3, 2]),
        (5, [10], [5]),
        (9, [3, 4], [3, 6]),
        (2, [0, 4], [0, 2]),
        (1, [-1, 0], [0, 1]),
        (3, [], []),
        (0.3, [0.1, 0.2], [0.1, pytest.approx(0.2)]),
    ],
)
def test_a_quantity_fills_places_in_turn_and_the_last_takes_the_rest(quantity, wanted, parts):
    assert scanning.shares(quantity, wanted) == parts


def test_only_two_dates_contradict_each_other():
    day, other = date(2027, 1, 1), date(2027, 1, 2)
    assert scanning.differs(day, other)
    assert not any(scanning.differs(*pair) for pair in ((day, day), (None, day), (day, None), (day, False)))


@pytest.mark.parametrize(
    ("text", "number"),
    [(None, 1), ("", 1), ("3", 3), (2, 2), ("1,5", 1.5), (" 4 ", 4), ("0", None), ("-1", None), ("x", None),
     ("nan", None), ("inf", None), ("1e12", None), ([], None), (0, None), ("1,000", None), ("100000", None)],
)  # fmt: skip
def test_packages_are_a_positive_number(text, number):
    assert scanning.packages_of(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(10)240530", "240530"),
        ("(21)A 1", "A 1"),
        ("240530", ""),
        ("(17)300101", ""),
        ("(10)A(17)300101", ""),
        ("", ""),
    ],
)
def test_a_typed_element_is_just_its_number(text, number):
    assert scanning.number_of(text) == number


@pytest.mark.parametrize(
    ("text", "element"),
    [("17300101", "(17)300101"), ("10ABC", "10ABC"), ("173001011", "173001011"), ("L17300101", "L17300101")],
)
def test_a_bare_date_is_written_as_the_element_it_is(text, element):
    assert scanning.as_element(text) == element


@pytest.mark.parametrize("text", ["2109876", "10240530", "21-0093", "10-2026"])
def test_digits_that_may_be_an_element_or_a_number_are_unsure(text):
    assert scanning.is_unsure(text)


@pytest.mark.parametrize("text", ["10ABC", "21S1", "(10)240530", "240530", "LOT10"])
def test_letters_or_brackets_make_it_sure(text):
    assert not scanning.is_unsure(text)

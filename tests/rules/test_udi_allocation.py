"""GTINs, giving them out from a company prefix, and lots that a UDI can carry."""

import pytest

from .udi_support import grammar, parse, vectors


@pytest.mark.parametrize(
    ("text", "form", "shortest"),
    [
        ("96385074", "GTIN-8", "96385074"),
        ("00000096385074", "GTIN-8", "96385074"),
        ("614141000036", "GTIN-12", "614141000036"),
        ("0614141000036", "GTIN-12", "614141000036"),
        ("4012345678901", "GTIN-13", "4012345678901"),
        ("04012345678901", "GTIN-13", "4012345678901"),
        ("14012345678908", "GTIN-14", "14012345678908"),
    ],
)
def test_a_gtin_is_kept_as_14_digits_and_knows_its_format(text, form, shortest):
    gtin = grammar.normalise_gtin(text)
    assert (str(gtin), gtin.format, gtin.shortest) == (text.zfill(14), form, shortest)


@pytest.mark.parametrize(
    ("text", "key", "position"),
    [
        ("4012345678902", "check_digit", 12),
        ("401234567890", "check_digit", 11),
        ("40123", "gtin_length", 0),
        ("", "gtin_length", 0),
        ("401234567890X", "character", 12),
        ("40123456789\u2070\u2070", "character", 11),
    ],
)
def test_a_wrong_gtin_is_told_why(text, key, position):
    fault = grammar.gtin_fault(text)
    assert (fault.key, fault.position) == (key, position)
    with pytest.raises(grammar.InvalidUdiError):
        grammar.normalise_gtin(text)


def test_packages_of_an_item_have_an_indicator_and_a_check_digit_of_their_own():
    unit = grammar.normalise_gtin("4012345678901")
    assert unit.indicator == "0"
    assert [str(unit.package(level)) for level in (1, 2, 8)] == ["14012345678908", "24012345678905", "84012345678907"]
    assert parse("24012345678905").package_level == "2"
    for level in (0, 9, "x", ""):
        with pytest.raises(grammar.InvalidUdiError, match="indicator"):
            unit.package(level)


@pytest.mark.parametrize(
    ("prefix", "size"), [("4012", 10**8), ("4012345", 10**5), ("40123456789", 10), ("401234567890", 1)]
)
def test_a_prefix_holds_ten_to_the_digits_it_leaves(prefix, size):
    assert grammar.capacity(prefix) == size


@pytest.mark.parametrize("prefix", ["", "401", "4012345678901", "40123X", "40 1234"])
def test_a_wrong_prefix_is_refused(prefix):
    with pytest.raises(grammar.InvalidUdiError, match="Company Prefix"):
        grammar.capacity(prefix)


def test_the_next_free_number_is_the_lowest_that_no_package_uses_either():
    prefix = "4012345678"
    first = grammar.next_free_gtin(prefix)
    assert str(first) == "04012345678000"[:13] + grammar.gs1_check_digit("0401234567800")
    second = grammar.next_free_gtin(prefix, [str(first)])
    assert grammar.item_reference(str(second), prefix) == 1
    assert grammar.next_free_gtin(prefix, [first.package(3), second.shortest]).digits[11:13] == "02"
    assert grammar.next_free_gtin(prefix, start=40).digits[11:13] == "40"


def test_numbers_of_other_prefixes_and_wrong_numbers_take_no_place():
    prefix = "4012345678"
    assert grammar.remaining(prefix, ["4012345678902", "96385074", "", "nonsense"]) == 100
    assert grammar.item_reference("96385074", prefix) is None


def test_a_prefix_that_is_used_up_says_so():
    prefix = "40123456789"
    used = []
    for number in range(10):
        used.append(grammar.next_free_gtin(prefix, used))
        assert grammar.item_reference(str(used[-1]), prefix) == number
    assert grammar.remaining(prefix, used) == 0
    with pytest.raises(grammar.InvalidUdiError, match="All 10 numbers"):
        grammar.next_free_gtin(prefix, used)
    assert str(grammar.next_free_gtin("401234567890")) == "04012345678901"


def test_check_digits_are_those_of_the_general_specifications():
    assert grammar.gs1_check_digit("629104150021") == "3"
    assert grammar.gs1_check_digit("37610425002123456") == "9"
    assert grammar.gmn_check_pair("1987654Ad4X4bL5ttr2310c") == "2K"
    assert grammar.hibc_check_character("+A123BJC5D6E71") == "G"


@pytest.mark.parametrize(
    ("text", "gs1", "hibc"),
    [
        ("LOT123", [], []),
        ("lot-7/b", [], [("pi_character", 0)]),
        ("A" * 18, [], []),
        ("A" * 19, [], [("pi_length", 18)]),
        ("A" * 21, [("pi_length", 20)], [("pi_length", 18)]),
        ("A B", [("pi_character", 1)], [("pi_character", 1)]),
        ("批号1", [("pi_character", 0)], [("pi_character", 0)]),
        ("A#1", [("pi_character", 1)], [("pi_character", 1)]),
        ("", [("pi_empty", 0)], [("pi_empty", 0)]),
        (None, [("pi_empty", 0)], [("pi_empty", 0)]),
    ],
)
def test_a_lot_is_told_which_udi_can_carry_it(text, gs1, hibc):
    answer = grammar.check_production_identifier(text)
    assert [(fault.key, fault.position) for fault in answer.gs1] == gs1
    assert [(fault.key, fault.position) for fault in answer.hibc] == hibc
    assert (answer.fits_gs1, answer.fits_hibc) == (not gs1, not hibc)


def test_gtins_agree_with_a_public_library():
    rows = [row for row in vectors("gs1/biip_vectors.json") if row["group"].startswith("gtin.")]
    agreed = 0
    for row in rows:
        name = row["test"]
        if name == "test_as_gtin_14":
            assert str(grammar.normalise_gtin(row["value"])) == row["expected"]
        elif name in ("test_as_gtin_12", "test_as_gtin_13"):
            length = int(name[-2:])
            assert str(grammar.normalise_gtin(row["value"]))[-length:] == row["expected"]
        elif name == "test_parse_nonnumeric_value":
            assert grammar.gtin_fault(row["value"]).key == "character"
        elif name.startswith("test_parse_gtin_"):
            assert grammar.normalise_gtin(row["value"]).format == "GTIN-" + name.split("_")[3]
        else:
            continue
        agreed += 1
    # Left out: conversion of a GTIN to a format that cannot hold it, which nothing here offers.
    assert (agreed, len(rows)) == (34, 40)

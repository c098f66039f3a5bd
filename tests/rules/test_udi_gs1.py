"""GS1 element strings: separators, brackets, dates, quantities, rules on AIs that stand together, writing."""

from datetime import date

import pytest

from .udi_support import TODAY, grammar, module, parse, reasons

GTIN = "04012345678901"
GS = "\x1d"


@pytest.mark.parametrize(
    "separator",
    [
        GS,
        "{GS}",
        "<GS>",
        "<gs>",
        "[GS]",
        "{FNC1}",
        "<FNC1>",
        "\\x1d",
        "\\u001d",
        "~d029",
        "\u241d",
        "{0x1d}",
        "<0x1D>",
        "&#29;",
        "&#x1d;",
        "~1",
        "|",
        "^",
    ],
)
def test_a_separator_is_known_in_its_usual_disguises(separator):
    udi = parse(f"01{GTIN}10AB{separator}21S1")
    assert (udi.lot, udi.serial, reasons(udi)) == ("AB", "S1", [])


@pytest.mark.parametrize("opening", ["", GS, "{GS}", "<GS>", "]C1", "]d2", "]Q3", "]J1", "]e0"])
def test_a_code_may_open_with_a_separator_or_symbology_identifier(opening):
    assert parse(f"{opening}01{GTIN}10AB").valid


@pytest.mark.parametrize("mark", "^|")
def test_a_caret_or_bar_is_a_separator_where_an_identifier_follows_each(mark):
    assert parse(f"01{GTIN}10AB{mark}21S1{mark}30{mark}").serial == ""
    assert reasons(parse(f"01{GTIN}10AB{mark}Z1")) == ["character"]
    assert parse(f"(01){GTIN}(10)AB{mark}(21)S1").serial == "S1"


def test_a_caret_that_opens_the_code_is_the_separator_throughout():
    assert parse(f"^01{GTIN}10AB^21S1").serial == "S1"
    assert reasons(parse(f"^01{GTIN}10AB^Z1")) == ["gs1_unknown_ai"]


@pytest.mark.parametrize("symbology", ["]d2", "]C1", "]Q3", "]J1", "]e0"])
@pytest.mark.parametrize("text", ["<GS>", "<FNC1>", "<0x1D>"])
def test_after_the_symbology_of_a_gs1_carrier_nothing_that_could_be_data_is_a_disguise(symbology, text):
    assert parse(f"{symbology}01{GTIN}10A{text}B").lot == f"A{text}B"
    assert reasons(parse(f"{symbology}01{GTIN}10AB^21S1")) == ["character"]
    assert parse(f"{symbology}01{GTIN}10AB{{GS}}21S1").serial == "S1"


@pytest.mark.parametrize(
    "code",
    [
        f"(01) {GTIN} (10) A",
        f"(01) {GTIN}(10) A ",
        "\uff0801\uff09" + GTIN + "\uff0810\uff09A",
        f"(01\uff09{GTIN}(10)A",
    ],
)
def test_brackets_may_be_fullwidth_or_have_spaces_around_them(code):
    assert (parse(code).di, parse(code).lot, reasons(parse(code))) == (GTIN, "A", [])


def test_a_space_within_a_value_is_a_fault_where_it_stands():
    error = parse(f"(01) {GTIN} (10) A B").errors[0]
    assert (error.key, error.position) == ("character", 26)


# One in 1,021 plain strings ends in what would be the check pair of a Global Model Number.
@pytest.mark.parametrize("symbology", ["", "]C0", "]d0"])
def test_a_plain_element_string_that_ends_like_a_gmn_is_none(symbology):
    udi = parse(f"{symbology}0106901234567892106NLBS7")
    assert (udi.di, udi.lot, udi.package_level, reasons(udi)) == ("06901234567892", "6NLBS7", "0", [])


@pytest.mark.parametrize(
    "opening", [f"01{GTIN}10", f"01{GTIN}21", f"02{GTIN}10", "17280131 10".replace(" ", ""), f"01{GTIN[:-1]}210"]
)
def test_no_end_makes_an_element_string_a_gmn(opening):
    gmn_check_pair = module("check_digits").gmn_check_pair
    for number in range(1500):
        text = f"{opening}{number:05}"
        assert parse(text + gmn_check_pair(text)).package_level != "basic"


def test_a_gmn_that_is_no_element_string_is_one():
    udi = parse("1987654Ad4X4bL5ttr2310c2K")
    assert (udi.package_level, udi.basic_udi_di, reasons(udi)) == ("basic", "1987654Ad4X4bL5ttr2310c2K", [])


def test_beside_a_real_separator_nothing_else_is_taken_for_one():
    udi = parse(f"01{GTIN}10A<GS>B{GS}21S1")
    assert (udi.lot, udi.serial) == ("A<GS>B", "S1")


def test_one_stray_separator_after_a_predefined_length_is_tolerated():
    assert parse(f"01{GTIN}{GS}17280131{GS}10AB{GS}").valid
    assert reasons(parse(f"01{GTIN}{GS}{GS}10AB")) == ["gs1_unknown_ai"]


def test_a_separator_before_a_bracket_is_left_out_with_a_warning():
    udi = parse(f"(01){GTIN}(10)AB{{GS}}(21)S1")
    assert (udi.valid, udi.lot, [warning.key for warning in udi.warnings]) == (True, "AB", ["gs1_fnc1_dropped"])
    assert udi.warnings[0].position == 24


def test_a_bracket_within_a_value_is_escaped():
    code = grammar.write_gs1({"01": GTIN, "10": "A(1)"})
    assert code == f"(01){GTIN}(10)A\\(1)"
    assert parse(code).lot == "A(1)"


def test_a_position_behind_an_escaped_bracket_is_that_of_the_input():
    assert parse(f"(01){GTIN}(10)A\\(B~").errors[0].position == 26


def test_data_behind_a_bracketed_value_of_fixed_length_are_reported_and_still_read():
    udi = parse(f"(01){GTIN}10AB")
    assert (reasons(udi), udi.lot, udi.errors[0].position) == (["gs1_surplus"], "AB", 18)


@pytest.mark.parametrize(
    ("code", "key", "position"),
    [
        (f"(01){GTIN}(10)", "gs1_empty", 22),
        (f"(01){GTIN}(1)A", "gs1_open_bracket", 18),
        (f"(01){GTIN}(", "gs1_open_bracket", 18),
        (f"(01){GTIN}(89)A", "gs1_unknown_ai", 19),
        (f"01{GTIN}89A", "gs1_unknown_ai", 16),
        ("]d2", "gs1_no_data", 3),
        (f"(01){GTIN}(30)123456789", "length_range", 30),
        (f"(01){GTIN}(30)1A", "character", 23),
        (f"(01){GTIN}(17)280230", "day", 26),
        (f"(01){GTIN}(7003)2801312460", "hour", 30),
        (f"(01){GTIN}(7003)2801002300", "day_missing", 28),
        (f"(01){GTIN}(8013)1987654Ad4X4bL5ttr2310cXK", "check_pair", 47),
        ("(01)A4012345678901", "character", 4),
        ("]E04012345678902", "check_digit", 15),
        ("]E0401234567890", "symbology_length", 3),
    ],
)
def test_a_fault_is_named_where_it_stands(code, key, position):
    error = parse(code).errors[0]
    assert (error.key, error.position) == (key, position)


def test_day_00_is_the_last_day_of_the_month():
    udi = parse(f"(01){GTIN}(11)240200(17)270200")
    assert (udi.production, udi.production_raw) == (date(2024, 2, 29), "240200")
    assert (udi.expiry, udi.expiry_raw) == (date(2027, 2, 28), "270200")


@pytest.mark.parametrize(("digits", "year"), [("76", 2076), ("77", 1977), ("99", 1999), ("00", 2000), ("26", 2026)])
def test_the_century_follows_the_day_of_reading(digits, year):
    assert parse(f"(01){GTIN}(17){digits}0101").expiry.year == year


def test_the_century_turns_ahead_near_its_end():
    assert grammar.parse(f"(01){GTIN}(17)490101", date(2099, 6, 1)).expiry.year == 2149
    assert grammar.parse(f"(01){GTIN}(17)500101", date(2099, 6, 1)).expiry.year == 2050


def test_an_impossible_date_is_no_date_but_its_digits_stay():
    udi = parse(f"(01){GTIN}(17)281301")
    assert (udi.expiry, udi.expiry_raw, udi.to_dict()["expiry"]) == (None, "281301", "")


def test_expiry_with_time_is_read_where_there_is_no_expiry_date():
    udi = parse(f"(01){GTIN}(7003)2801312359")
    assert (udi.expiry, udi.expiry_time) == (date(2028, 1, 31), "23:59")
    udi = parse(f"(01){GTIN}(7003)2801312359(17)280130")
    assert (udi.expiry, udi.expiry_raw, udi.expiry_time) == (date(2028, 1, 30), "280130", "")


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("(10)A", ["gs1_needed"]),
        (f"(01){GTIN}(250)A", ["gs1_needed"]),
        (f"(01){GTIN}(250)A(21)B", []),
        (f"(02){GTIN}", ["gs1_needed"]),
        (f"(01){GTIN}(37)5", ["gs1_excluded", "gs1_needed"]),
        (f"(01){GTIN}(10)A(10)A", []),
        (f"(01){GTIN}(10)A(10)B", ["gs1_repeated"]),
        (f"(01){GTIN}(21)A(235)B", ["gs1_excluded"]),
        (f"(01){GTIN}(3103)000100(3102)001000", ["gs1_excluded", "gs1_excluded"]),
        (f"(01){GTIN}(3103)000100", []),
        (f"(01){GTIN}(8030)ABC", ["gs1_needed"]),
        ("(253)4012345678901(8030)ABC", ["gs1_serialised"]),
        ("(253)4012345678901X(8030)ABC", []),
    ],
)
def test_ais_that_must_or_must_not_stand_together(code, keys):
    assert reasons(parse(code)) == keys


def test_carriers_of_one_label_are_judged_together():
    assert not parse(f"]C11728013110AB{GS}").valid
    udi = grammar.parse_label([f"]C101{GTIN}", "]C11728013110AB"], TODAY)
    assert (udi.valid, udi.di, udi.lot, udi.expiry) == (True, GTIN, "AB", date(2028, 1, 31))


def test_a_fault_on_a_second_carrier_says_so():
    udi = grammar.parse_label([f"]C101{GTIN}", "]C11728133110AB"], TODAY)
    assert str(udi.errors[0]).endswith("Position 8 of code 2.")


def test_codes_of_two_agencies_are_no_label():
    udi = grammar.parse_label([f"(01){GTIN}", "=/B1234ABC123T0001"], TODAY)
    assert reasons(udi) == ["mixed_agencies"]


def test_a_composite_is_read_whole():
    udi = parse("]E04012345678901|]e010AB\x1d21S1")
    assert (udi.valid, udi.di, udi.lot, udi.serial) == (True, GTIN, "AB", "S1")


def test_a_basic_udi_di_is_told_from_a_device_identifier():
    gmn = grammar.write_gmn("1987654", "Ad4X4bL5ttr2310c")
    assert gmn == "1987654Ad4X4bL5ttr2310c2K"
    for code in (gmn, f"(8013){gmn}"):
        udi = parse(code)
        assert (udi.valid, udi.di, udi.basic_udi_di, udi.package_level) == (True, gmn, gmn, "basic")


def test_no_device_identifier_is_a_warning():
    udi = parse("(00)340123450000000017")
    assert (udi.valid, udi.di, [warning.key for warning in udi.warnings]) == (True, "", ["no_device_identifier"])


def test_element_strings_are_written_in_every_form():
    elements = [("01", GTIN), ("10", "AB"), ("17", "280131"), ("21", "S1")]
    assert grammar.write_gs1(elements) == f"(01){GTIN}(10)AB(17)280131(21)S1"
    assert grammar.write_gs1(elements, bracketed=False) == f"01{GTIN}10AB{GS}1728013121S1"
    assert grammar.write_gs1(elements, symbology="]d2") == f"]d201{GTIN}10AB{GS}1728013121S1"
    assert grammar.write_gs1(elements, bracketed=False, separator="{GS}") == f"01{GTIN}10AB{{GS}}1728013121S1"


@pytest.mark.parametrize(
    ("elements", "key"),
    [
        ({}, "write_order"),
        ({"10": "A"}, "gs1_needed"),
        ({"01": "04012345678902"}, "check_digit"),
        ({"01": GTIN, "10": ""}, "gs1_empty"),
        ({"01": GTIN, "10": "a b"}, "character"),
        ({"01": GTIN, "89": "a"}, "gs1_unknown_ai"),
    ],
)
def test_what_breaks_a_rule_is_not_written(elements, key):
    with pytest.raises(grammar.InvalidUdiError) as caught:
        grammar.write_gs1(elements)
    assert caught.value.errors[0].key == key


def test_a_symbology_without_fnc1_cannot_hold_an_element_string():
    with pytest.raises(grammar.InvalidUdiError, match="no symbology identifier"):
        grammar.write_gs1({"01": GTIN}, symbology="]d1")


def test_every_row_of_the_table_is_well_formed():
    table = module("gs1_ai").AI_TABLE
    assert len(table) == 541
    for entry in table.values():
        assert entry.components
        assert all(check in module("gs1_content").CONTENT_CHECKS for part in entry.components for check in part.checks)
        for rule in entry.needs:
            assert all(group for group in rule)

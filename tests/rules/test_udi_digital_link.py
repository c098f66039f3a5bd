"""GS1 Digital Link both ways."""

import pytest

from .udi_support import grammar, parse, reasons

GTIN = "04012345678901"
HOST = "https://example.com"


def test_a_link_is_read_like_the_element_string_it_stands_for():
    udi = parse(f"{HOST}/some/stem/01/{GTIN}/22/V1/10/L%2F7/21/S%3F?17=280131&utm_source=label#top")
    assert (udi.valid, udi.di, udi.lot, udi.serial, udi.to_dict()["expiry"]) == (True, GTIN, "L/7", "S?", "2028-01-31")


@pytest.mark.parametrize(
    ("link", "key", "position"),
    [
        (f"{HOST}/21/S1", "link_no_key", 20),
        (f"{HOST}/01/{GTIN}/21/S1/10/L1", "link_qualifier", 44),
        (f"{HOST}/01/{GTIN}/10/L1/235/T", "link_qualifier", 44),
        (f"{HOST}/01/{GTIN}/99/A", "link_qualifier", 38),
        (f"{HOST}/01/{GTIN}/10/", "link_empty", 41),
        (f"{HOST}/01/{GTIN}?21=S1", "link_attribute", 38),
        (f"{HOST}/01/{GTIN}?89=S1", "link_unknown_ai", 38),
        (f"{HOST}/01/{GTIN}?17=", "link_empty", 41),
        (f"{HOST}/01/{GTIN}/10/A?10=A", "link_repeated", 46),
        (f"{HOST}/01/4012345678901", "length_exact", 36),
        (f"{HOST}/01/{GTIN}?10=A+B", "character", 42),
        (f"{HOST}/01/{GTIN}/10/A%20B", "character", 42),
        (f"{HOST}/01/{GTIN}/10/A B", "link_character", 42),
        (f"{HOST}/01/04012345678902", "check_digit", 36),
        (f"https:///01/{GTIN}", "link_host", 8),
        (f"https://exa mple.com/01/{GTIN}", "link_character", 11),
        (f"HtTps://example.com/01/{GTIN}", "link_scheme", 0),
    ],
)
def test_a_fault_is_named_where_it_stands_in_the_link(link, key, position):
    error = parse(link).errors[0]
    assert (error.key, error.position) == (key, position)


def test_the_place_of_a_fault_behind_percent_signs_is_that_of_the_input():
    assert parse(f"{HOST}/01/{GTIN}/10/%2F%2F%20").errors[0].position == 47


def test_a_plus_is_a_plus_in_the_path_and_a_space_in_the_query():
    assert parse(f"{HOST}/01/{GTIN}/10/A+B").lot == "A+B"
    assert parse(f"{HOST}/01/{GTIN}?10=A%2BB").lot == "A+B"
    assert reasons(parse(f"{HOST}/01/{GTIN}?10=A+B")) == ["character"]


def test_links_are_held_to_the_rules_on_ais_too():
    assert reasons(parse(f"{HOST}/01/{GTIN}?37=5")) == ["gs1_excluded", "gs1_needed"]


def test_parameters_that_are_no_ai_belong_to_the_owner_of_the_link():
    assert parse(f"{HOST}/01/{GTIN}?linkType=gs1:pip&&17=280131&flag").valid


def test_a_link_is_written_in_the_order_of_the_standard():
    elements = {"17": "280131", "21": "S/1", "99": "A&B", "01": GTIN, "10": "L 1".replace(" ", "_")}
    assert grammar.write_digital_link(elements) == f"https://id.gs1.org/01/{GTIN}/10/L_1/21/S%2F1?17=280131&99=A%26B"
    assert grammar.write_digital_link({"01": GTIN}, stem="https://example.com/udi/") == f"{HOST}/udi/01/{GTIN}"


@pytest.mark.parametrize(
    ("elements", "key"),
    [
        ({"99": "A"}, "link_no_key"),
        ({"01": GTIN, "22": "A", "235": "B"}, "link_attribute"),
        ({"01": "04012345678902"}, "check_digit"),
        ({"01": GTIN, "37": "5"}, "gs1_excluded"),
    ],
)
def test_what_no_link_can_carry_is_not_written(elements, key):
    with pytest.raises(grammar.InvalidUdiError) as caught:
        grammar.write_digital_link(elements)
    assert caught.value.errors[0].key == key


def test_percent_encoded_utf_8_is_refused_with_its_character():
    udi = parse(f"{HOST}/01/{GTIN}/10/A%E6%89%B9B?21=S")
    error = udi.errors[0]
    assert (error.key, dict(error.values)["char"], error.position) == ("character", "批", len(f"{HOST}/01/{GTIN}/10/A"))
    error = parse(f"{HOST}/01/{GTIN}/10/%41%E9%20").errors[0]
    assert (dict(error.values)["char"], error.position) == ("é", len(f"{HOST}/01/{GTIN}/10/%41"))

"""What is written is read back as it was; and no input whatever makes reading fail."""

import random
import time
from datetime import date

import pytest

from .udi_support import TODAY, grammar, module, parse

hypothesis = pytest.importorskip("hypothesis", reason="hypothesis is not installed")
st = hypothesis.strategies
given = hypothesis.given

CSET_82 = module("character_sets").CSET_82
CAPITALS = module("character_sets").UPPERCASE + module("character_sets").DIGITS

digits = st.text("0123456789", min_size=13, max_size=13).map(grammar.with_check_digit)
production_identifiers = st.text(CSET_82, min_size=1, max_size=20)
hibc_texts = st.text(CAPITALS, min_size=1, max_size=18)
dates = st.dates(date(2000, 1, 1), date(2070, 12, 31))


def yymmdd(when):
    return f"{when:%y%m%d}"


@st.composite
def device_elements(draw):
    elements = {"01": draw(digits)}
    for code, values in (
        ("17", dates.map(yymmdd)),
        ("10", production_identifiers),
        ("11", dates.map(yymmdd)),
        ("21", production_identifiers),
        ("30", st.integers(0, 99999999).map(str)),
        ("240", st.text(CSET_82, min_size=1, max_size=30)),
    ):
        if draw(st.booleans()):
            elements[code] = draw(values)
    return elements


def pairs(udi):
    return {element.identifier: element.value for element in udi.elements}


@given(device_elements(), st.sampled_from([{}, {"bracketed": False}, {"symbology": "]d2"}, {"symbology": "]C1"}]))
def test_an_element_string_is_read_as_it_was_written(elements, form):
    udi = parse(grammar.write_gs1(elements, **form))
    assert (udi.errors, pairs(udi)) == ((), elements)


@given(digits, st.sampled_from(["10", "21"]), st.text(CSET_82, min_size=0, max_size=4))
def test_an_element_string_that_ends_in_a_check_pair_is_read_as_it_was_written(gtin, code, text):
    opening = f"01{gtin}{code}{text}"
    value = text + module("check_digits").gmn_check_pair(opening)
    for symbology in ("", "]C0", "]d0"):
        udi = parse(f"{symbology}01{gtin}{code}{value}")
        assert (udi.errors, pairs(udi)) == ((), {"01": gtin, code: value})


@given(device_elements())
def test_a_digital_link_is_read_as_it_was_written(elements):
    udi = parse(grammar.write_digital_link(elements))
    assert (udi.errors, pairs(udi)) == ((), elements)


@given(device_elements())
def test_every_form_of_the_same_elements_gives_the_same_answer(elements):
    answers = [
        parse(code).to_dict()
        for code in (
            grammar.write_gs1(elements),
            grammar.write_gs1(elements, bracketed=False),
            grammar.write_gs1(elements, symbology="]Q3"),
            grammar.write_digital_link(elements),
        )
    ]
    assert all(answer == answers[0] for answer in answers)


@given(
    st.tuples(
        st.text(CAPITALS, min_size=3, max_size=3).map(lambda text: f"B{text}"),
        hibc_texts,
        st.sampled_from("0123456789"),
        hibc_texts,
        st.none() | hibc_texts,
        st.none() | dates,
        st.none() | dates,
        st.none() | st.integers(0, 99999),
        st.sampled_from("235"),
    )
)
def test_a_hibc_code_is_read_as_it_was_written(values):
    labeler, product, unit, lot, serial, expiry, production, quantity, flag = values
    primary = grammar.write_hibc_primary(labeler, product, unit)
    arguments = {"lot": lot, "serial": serial or "", "expiry": expiry, "production": production}
    arguments |= {"quantity": quantity, "date_flag": flag}
    for primary_of, link in ((primary, ""), ("", primary[-1])):
        udi = parse(grammar.write_hibc_secondary(primary=primary_of, link_character=link, **arguments))
        assert udi.errors == ()
        assert udi.di == (f"{labeler}{product}{unit}" if primary_of else "")
        assert (udi.lot, udi.serial, udi.quantity) == (lot, serial or "", quantity)
        assert (udi.expiry, udi.production) == (expiry, production)


@given(
    st.text(CAPITALS, min_size=16, max_size=16),
    st.text(CAPITALS, min_size=6, max_size=6).filter(lambda text: text != "000000"),
    hibc_texts,
    dates,
    dates,
)
def test_an_isbt_code_is_read_as_it_was_written(di, serial, lot, expiry, production):
    code = grammar.write_iccbba(di, serial=serial, lot=lot, expiry=expiry, production=production)
    udi = parse(code)
    assert (udi.errors, udi.di, udi.serial, udi.lot) == ((), di, serial, lot)
    assert (udi.expiry, udi.production) == (expiry, production)


@given(st.text("0123456789", min_size=4, max_size=11), st.text(CSET_82, min_size=1, max_size=12))
def test_a_gmn_keeps_its_check_pair(prefix, model):
    gmn = grammar.write_gmn(prefix, model)
    assert parse(grammar.write_gs1({"8013": gmn})).errors == ()
    changed = gmn[:-3] + ("A" if gmn[-3] != "A" else "B") + gmn[-2:]
    assert parse(f"]d28013{changed}").errors != ()


@given(st.dates(date(1950, 1, 1), date(2120, 12, 31)), st.integers(0, 99))
def test_a_two_digit_year_is_read_within_half_a_century(today, two_digits):
    year = module("dates").century_year(two_digits, today)
    assert year % 100 == two_digits
    assert -49 <= year - today.year <= 50


FRAGMENTS = [
    "(01)", "(10)", "(", ")", "\\(", "01", "10", "17", "8013", "\x1d", "^", "{GS}", "<GS>", "]d2", "]C1", "]E0", "|]e0",
    "https://", "http://a/01/", "/10/", "?17=", "&", "%", "%2F", "#", "+", "*+", "++", "$", "$$", "$$+", "/S", "/16D",
    "=/", "=,", "=>", "&,1", "=", "MA.156.M0.", ".L", ".E", "AHM", "04012345678901", "A", "é", "批", "\ud800", "\x00",
    " ", "_", "99", "999999", "²", "٣",
]  # fmt: skip


@hypothesis.settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=25).map("".join))
def test_no_text_makes_reading_fail(code):
    answer = parse(code)
    assert answer.valid == (bool(answer.agency) and not answer.errors)
    assert answer.valid or answer.errors
    assert all(0 <= error.position <= len(code) and str(error) for error in (*answer.errors, *answer.warnings))
    assert list(answer.to_dict()) == list(grammar.parse("").to_dict())


@given(st.binary(max_size=60) | st.none() | st.integers() | st.floats() | st.lists(st.text()) | st.dates())
def test_nothing_but_text_makes_reading_fail_either(code):
    assert parse(code).valid in (True, False)
    assert grammar.parse(code, "no date").valid in (True, False)


@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20) | st.none(), max_size=4))
def test_no_codes_of_a_label_make_reading_fail(codes):
    assert grammar.parse_label(codes, TODAY).valid in (True, False)


@given(st.none() | st.text() | st.binary() | st.integers())
def test_any_lot_can_be_asked_about(text):
    answer = grammar.check_production_identifier(text)
    assert answer.fits_gs1 in (True, False)
    assert answer.fits_hibc <= answer.fits_gs1


def test_random_damage_to_good_codes_never_makes_reading_fail():
    random.seed(20260115)
    codes = [
        "(01)04012345678901(17)280131(10)L7(21)S1",
        "]d20104012345678901172801311 0L7\x1d21S1",
        "https://id.gs1.org/01/04012345678901/10/L7?17=280131",
        "+B123KNEE42/$$3280130L7/S0077/16D20250301F",
        "=/B1234ABC123T0001=,0A0001=>028031&,1LOT7",
        "MA.156.M0.A1B2C3.1abcdef9.LQ7.E280131.C3",
    ]
    for _round in range(3000):
        damaged = list(random.choice(codes))
        for _change in range(random.randint(1, 4)):
            place = random.randrange(len(damaged))
            damaged[place : place + random.randint(0, 2)] = random.choice(FRAGMENTS)
        assert parse("".join(damaged)).to_dict()["valid"] in (True, False)


@pytest.mark.parametrize(
    "unit", ["(10)", "10A\x1d", "{GS}", "/", "/10/A", "+", "=/", ".L", "%", "(", "\\(", "&99=1", "9"]
)
def test_a_megabyte_is_refused_at_once_and_long_codes_are_read_in_linear_time(unit):
    for opening in ("", "(01)04012345678901", "]d201", "https://a/01/", "+A", "MA.", "="):
        started = time.perf_counter()
        assert parse(opening + unit * (1_000_000 // len(unit))).valid is False
        assert time.perf_counter() - started < 0.1
        longest = (opening + unit * 7089)[:7089]
        started = time.perf_counter()
        parse(longest)
        assert time.perf_counter() - started < 1

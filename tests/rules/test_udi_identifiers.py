"""Device identifiers as databases hold them, chains of packages, verdicts, what is missing, and UDIs from parts."""

from datetime import date

import pytest

from .support import load_rule

identifiers = load_rule("meddev_udi", "identifiers")
writing = load_rule("meddev_udi", "writing")
grammar = load_rule("meddev_udi", "grammar")

PARTS = {"lot": "L1", "serial": "S1", "production": date(2026, 1, 2), "expiry": date(2028, 1, 2)}


@pytest.mark.parametrize(
    ("agency", "text", "code"),
    [
        ("GS1", "614141000036", "00614141000036"),
        ("GS1", "(01)10884521010444(10)A", "10884521010444"),
        ("HIBCC", "+A123BJC5D6E71G", "A123BJC5D6E71"),
        ("HIBCC", "A123BJC5D6E71", "A123BJC5D6E71"),
        ("ICCBBA", "=/A9999XYZ100T0476", "A9999XYZ100T0476"),
        ("ICCBBA", "A9999XYZ100T0476", "A9999XYZ100T0476"),
        ("MA", "MA.156.M0.100204.13351764.LA", "MA.156.M0.100204.13351764"),
        ("AHM", "83123456", "83123456"),
        ("AHM", "AHM8312X", "AHM8312X"),
    ],
)
def test_a_code_is_kept_as_databases_hold_it(agency, text, code):
    found = identifiers.normalise(agency, text)
    assert (found.code, found.faults) == (code, ())


@pytest.mark.parametrize(
    ("agency", "text", "words"),
    [
        ("GS1", "10884521010445", "must be 4"),
        ("GS1", "", "is empty"),
        ("GS1", "+A123BJC5D6E71G", "a code of HIBCC"),
        ("HIBCC", "5144B3", "must be a letter"),
        ("HIBCC", "(01)10884521010444", ""),
        ("GS1", "1987654Ad4X4bL5ttr2310c2K", "is a Basic UDI-DI"),
        ("GS1", "(8013)1987654Ad4X4bL5ttr2310c2K", "is a Basic UDI-DI"),
        ("HIBCC", "++A999MODELIDENTIFIER11S8", "is a Basic UDI-DI"),
        ("GS1", "00000000000000", "is all zeros"),
        ("GS1", "00000000", "is all zeros"),
        ("GS1", "(01)00000000000000(10)A", "is all zeros"),
        ("AHM", "", "is empty"),
        ("AHM", "AHM", "AHM alone"),
        ("AHM", "AHM 83", "character"),
        ("AHM", "AHM批", "批"),
        ("MA", "MA.86.M0.100204.13351764", "must be 156"),
    ],
)
def test_what_is_no_identifier_of_its_agency_is_told_why(agency, text, words):
    found = identifiers.normalise(agency, text)
    assert found.faults
    assert words in " ".join(fault.reason for fault in found.faults)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1987654Ad4X4bL5ttr2310c2K", ""),
        ("++A999MODELIDENTIFIER11S8", ""),
        ("1987654Ad4X4bL5ttr2310c2J", "must be 2K. Position 24"),
        ("++A999MODELIDENTIFIER11S9", "must be S8"),
        ("1987654Ad4X4bL5ttr2310cXX2K", "6 to 25. Position 26"),
        ("批批", "批"),
        ("x", "1 characters"),
        ("1987654Ad4~4bL5ttr2310c2J", "Position 11"),
    ],
)
def test_a_basic_udi_di_has_its_check_pair(text, words):
    fault = identifiers.basic_fault(text)
    assert bool(fault) == bool(words)
    assert words in str(fault)


@pytest.mark.parametrize(
    ("agency", "text", "position"),
    [("GS1", "10884521010445", 14), ("HIBCC", "5144B31", 1), ("HIBCC", "A123B-C1", 5), ("ICCBBA", "A9999", 1),
     ("MA", "MA.86.M0.100204.13351764", 4), ("AHM", "AHM 83", 4)],
)  # fmt: skip
def test_a_wrong_identifier_is_told_where_in_what_was_typed(agency, text, position):
    assert f"Position {position}." in str(identifiers.normalise(agency, text).faults[0])


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [("package", "00884521010447", "starts with 1 to 8"), ("package", "90884521010447", "starts with 1 to 8"),
     ("package", "10884521010447", ""), ("package", "80884521010447", ""), ("base", "00884521010447", ""),
     ("base", "90884521010447", ""), ("base", "30884521010447", "starts with 0, or with 9"),
     ("unit_of_use", "30884521010447", "")],
)  # fmt: skip
def test_the_first_digit_says_what_a_gtin_stands_on(kind, code, words):
    fault = identifiers.indicator_fault("GS1", kind, code)
    assert words in (str(fault) if fault else "")
    assert bool(fault) == bool(words)
    assert identifiers.indicator_fault("HIBCC", kind, code) is None


def test_a_chain_of_packages_ends_at_the_base():
    assert identifiers.chain_fault("pallet", {"pallet": "case", "case": "base"}) == ""
    assert identifiers.chain_fault("base", {}) == ""
    assert identifiers.chain_fault("pallet", {"pallet": "case", "case": None}) == "open"
    assert identifiers.chain_fault("pallet", {"pallet": "case", "case": "pallet"}) == "cycle"
    assert identifiers.chain_fault("case", {"case": "case"}) == "cycle"


@pytest.mark.parametrize(
    ("answers", "word"),
    [([], "incomplete"), (["no", ""], "incomplete"), (["yes", False], "incomplete"), (["no"], "keep"),
     (["no", "yes"], "new")],
)  # fmt: skip
def test_no_answer_is_no_verdict(answers, word):
    assert identifiers.verdict(answers) == word


def test_an_answer_may_depend_on_another():
    rules = [("single", True, "", ""), ("reuses", True, "single", "no"), ("note", False, "", "")]
    assert identifiers.missing(rules, {}) == ["single"]
    assert identifiers.missing(rules, {"single": "no"}) == ["reuses"]
    assert identifiers.missing(rules, {"single": "yes"}) == []
    assert identifiers.missing(rules, {"single": "no", "reuses": 0}) == []


@pytest.mark.parametrize(
    ("agency", "code", "plain"),
    [
        ("GS1", "10884521010444", "01108845210104441126010217280102" + "10L1\x1d21S1"),
        ("HIBCC", "A123BJC5D6E71", "+A123BJC5D6E71/$$3280102L1/SS1/16D20260102"),
        ("MA", "MA.156.M0.100204.13351764", "MA.156.M0.100204.13351764.SS1.M20260102.LL1.E20280102"),
    ],
)
def test_a_udi_is_written_as_its_agency_does_and_read_back(agency, code, plain):
    written = writing.write_udi(agency, code, tuple(PARTS), PARTS)
    assert written.plain.startswith(plain)
    read = grammar.parse(written.plain, date(2026, 1, 15))
    assert (read.di, read.lot, read.serial, read.production, read.expiry) == (code, *PARTS.values())


def test_a_udi_of_iccbba_is_read_back():
    written = writing.write_udi("ICCBBA", "A9999XYZ100T0476", ("lot", "expiry"), PARTS)
    read = grammar.parse(written.plain, date(2026, 1, 15))
    assert (read.di, read.lot, read.expiry) == ("A9999XYZ100T0476", "L1", PARTS["expiry"])


def test_nothing_is_written_while_a_part_is_missing():
    written = writing.write_udi("GS1", "10884521010444", ("lot", "expiry"), {"lot": "L1"})
    assert (written.plain, written.human, written.missing) == ("", "", ("expiry",))


def test_an_agency_without_public_rules_writes_the_identifier_alone():
    assert writing.write_udi("AHM", "8312", (), {}).plain == "8312"
    assert writing.write_udi("AHM", "8312", ("lot",), PARTS).faults


@pytest.mark.parametrize(
    ("agency", "text", "is_serial", "position"),
    [("GS1", "A B", False, 1), ("HIBCC", "aB", False, 0), ("MA", "A.B", False, 1), ("MA", "A#B", False, None),
     ("ICCBBA", "1234567", True, 6), ("ICCBBA", "1234567", False, None), ("AHM", "批", False, None)],
)  # fmt: skip
def test_each_agency_carries_its_own_characters(agency, text, is_serial, position):
    faults = grammar.faults_for(agency, text, is_serial)
    assert [fault.position for fault in faults] == ([] if position is None else [position])


def test_a_donation_number_stands_in_codes_of_iccbba_and_beside_others():
    parts = {**PARTS, "donation_number": "A99971312345600"}
    written = writing.write_udi("ICCBBA", "A9999XYZ100T0476", ("donation_number", "lot"), parts)
    assert grammar.parse(written.plain, date(2026, 1, 15)).donation_number == "A99971312345600"
    for agency, code in (("GS1", "10884521010444"), ("HIBCC", "A123BJC5D6E71"), ("MA", "MA.156.M0.100204.13351764")):
        assert writing.write_udi(agency, code, ("donation_number",), PARTS).missing == ("donation_number",)
        written = writing.write_udi(agency, code, ("donation_number", "lot"), parts)
        assert (grammar.parse(written.plain).lot, "A999" in written.plain) == ("L1", False)


def test_what_people_read_has_no_escapes():
    written = writing.write_udi("GS1", "10884521010444", ("lot",), {"lot": "A(1)"})
    assert written.human == "(01)10884521010444(10)A(1)"
    assert grammar.parse(written.bracketed).lot == "A(1)"


@pytest.mark.parametrize("agency_code", [("GS1", "10884521010444"), ("HIBCC", "A123BJC5D6E71")])
@pytest.mark.parametrize("years", [-60, 60])
def test_a_date_that_would_be_read_in_another_century_is_not_written(agency_code, years):
    far = date(date.today().year + years, 6, 1)
    written = writing.write_udi(*agency_code, ("expiry",), {"expiry": far})
    assert (written.plain, [fault.key for fault in written.faults]) == ("", ["century"])


def test_isbt_128_writes_no_year_that_it_would_read_as_another():
    written = writing.write_udi("ICCBBA", "A9999XYZ100T0476", ("expiry",), {"expiry": date(2990, 1, 1)})
    assert [fault.key for fault in written.faults] == ["isbt_year"]

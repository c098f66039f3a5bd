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
        ("1987654Ad4X4bL5ttr2310c2J", "give 2K"),
        ("++A999MODELIDENTIFIER11S9", "must be S8"),
        ("1987654Ad4X4bL5ttr2310cXX2K", "at most 25"),
        ("批批", "批"),
        ("x", "1 characters"),
    ],
)
def test_a_basic_udi_di_has_its_check_pair(text, words):
    reason = identifiers.basic_fault(text)
    assert bool(reason) == bool(words)
    assert words in reason


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
    written = writing.write_udi(agency, code, writing.PARTS, PARTS)
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

"""Codes of every agency, right and wrong: what is read, and why a code is refused where."""

import csv
import re

import pytest

from .udi_support import CONFORMANCE, ROOT, grammar, module, parse, reasons

EXAMPLES = CONFORMANCE.parent / "regulatory" / "udi_examples.csv"

#: What the wrong examples are refused for, and at which character.
REFUSALS = {
    "GS1-X1": ("check_digit", 17),
    "GS1-X2": ("length_exact", 17),
    "GS1-X3": ("month", 24),
    "GS1-X4": ("length_range", 42),
    "GS1-X5": ("character", 22),
    "GS1-X6": ("gs1_needed", 4),
    "GS1-DLX": ("link_qualifier", 46),
    "HIBC-X1": ("hibc_check", 14),
    "HIBC-X2": ("hibc_labeler", 1),
    "HIBC-X3": ("hibc_lower", 1),
    "HIBC-X4": ("hibc_check", 86),
    "ISBT-X1": ("isbt_serial_zero", 2),
    "MA-X1": ("ma_node", 3),
    "AHM": ("empty", 0),
}


def test_every_example_of_the_fact_sheet_is_judged_as_it_says():
    if not EXAMPLES.exists():
        pytest.skip(f"{EXAMPLES} is absent: the fact sheet is not part of the repository")
    with EXAMPLES.open(encoding="utf-8", newline="") as rows:
        examples = {row["id"]: row for row in csv.DictReader(rows)}
    assert len(examples) == 38
    for name, row in examples.items():
        udi = parse(row["string"])
        assert udi.valid == (name not in REFUSALS), name
        if not udi.valid:
            assert (udi.errors[0].key, udi.errors[0].position) == REFUSALS[name], name


@pytest.mark.parametrize(
    ("code", "agency", "answer"),
    [
        (
            "(01)04012345678901(17)280131(10)L-7/b(21)S?1",
            "GS1",
            {"di": "04012345678901", "lot": "L-7/b", "serial": "S?1", "expiry": "2028-01-31", "package_level": "0"},
        ),
        ("]d20104012345678901112501001728013110AB\x1d3012", "GS1", {"production": "2025-01-31", "quantity": 12}),
        ("(00)340123450000000017(02)14012345678908(37)40(10)P1", "GS1", {"di": "14012345678908", "quantity": 40}),
        ("4012345678901", "GS1", {"di": "04012345678901", "package_level": "0"}),
        ("(8006)040123456789010203(21)K", "GS1", {"di": "04012345678901", "serial": "K"}),
        ("+B123KNEE42/$$3280131LOT9/S0077/16D20250301", "HIBCC", {}),
        ("=/B1234ABC123T0001&,1LOT7", "ICCBBA", {"di": "B1234ABC123T0001", "lot": "LOT7"}),
        ("MA.156.M0.A1B2C3.1abcdef9.LQ7.E20280131", "MA", {"lot": "Q7", "expiry": "2028-01-31"}),
        ("AHM1234567", "AHM", {"di": "AHM1234567", "package_level": ""}),
    ],
)  # fmt: skip
def test_one_call_reads_the_codes_of_every_agency(code, agency, answer):
    if code.startswith("+"):
        code += grammar.hibc_check_character(code)
        answer = {
            "di": "B123KNEE42",
            "lot": "LOT9",
            "serial": "0077",
            "expiry": "2028-01-31",
            "production": "2025-03-01",
        }
    read = parse(code).to_dict()
    assert (read["agency"], read["valid"], read["errors"]) == (agency, True, [])
    assert {name: read[name] for name in answer} == answer


def test_the_answer_has_exactly_the_keys_that_callers_rely_on():
    assert list(parse("").to_dict()) == [
        "agency", "di", "lot", "serial", "expiry", "production", "quantity", "valid", "errors", "package_level",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "key", "position"),
    [
        (None, "not_text", 0),
        (4012345678901, "not_text", 0),
        (["(01)04012345678901"], "not_text", 0),
        ("", "empty", 0),
        (" \t\r\n", "empty", 0),
        ("hello", "unknown_syntax", 0),
        ("  hello", "unknown_syntax", 2),
        ("mailto:a@example.com", "unknown_syntax", 0),
        ("]XX0104012345678901", "symbology_unknown", 0),
        ("0" * 7090, "too_long", 7089),
    ],
)
def test_what_is_no_udi_is_refused_with_a_reason_and_no_agency(code, key, position):
    udi = parse(code)
    assert (udi.agency, udi.valid, reasons(udi), udi.errors[0].position) == ("", False, [key], position)


def test_an_error_is_a_sentence_with_fact_rule_and_position():
    assert [str(error) for error in parse("(01)04012345678902(10)A").errors] == [
        "(01) GTIN 04012345678902 ends in 2. Its check digit must be 1. Position 18."
    ]


def test_an_error_can_be_told_in_another_language():
    error = parse("hello").errors[0]
    assert error.render(lambda english: "代码以%(start)s开头。") == "代码以hello开头。"
    chinese = {"Position %(position)d.": "位置 %(position)d。"}
    assert error.tell(lambda english: chinese.get(english, english)).endswith("位置 1。")


def test_a_name_of_ours_is_told_in_the_same_language():
    error = parse(grammar_checked("+$+" + "A" * 19 + "X")).errors[0]
    words = {
        "The serial number": "序列号",
        grammar.MESSAGES["hibc_limit"]: "%(name)s有 %(length)d 个字符，最多 %(maximum)d 个。",
    }
    assert error.render(lambda english: words.get(english, english)) == "序列号有 19 个字符，最多 18 个。"


def grammar_checked(code):
    return code + grammar.hibc_check_character(code)


def test_every_term_that_messages_carry_is_marked_for_translation():
    names = {*module("hibc_secondary").NAMES.values(), *module("ma")._TITLES.values()}
    names |= {name for name, _expected in module("ma")._NODES}
    assert names <= set(module("messages").TERMS)


def test_every_message_that_is_used_exists_and_every_one_is_used():
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "addons/meddev_udi").glob("**/*.py")
        if path.name != "messages.py"
    )
    unused = [key for key in grammar.MESSAGES if f'"{key}"' not in source]
    assert unused == []
    used = set(re.findall(r'\b(?:fail|warn|fault|_refused|_single_fault)\(\s*"(\w+)"', source))
    assert used - set(grammar.MESSAGES) == set()


def test_every_message_can_be_rendered():
    for template in grammar.MESSAGES.values():
        names = {name for _percent, name in _placeholders(template)}
        assert template % dict.fromkeys(names, 0)
        assert template.endswith(".")


def _placeholders(template):
    return [(part, part.split(")")[0]) for part in template.split("%(")[1:]]


def test_control_characters_and_long_values_are_made_fit_to_be_shown():
    error = parse("\x01" * 100).errors[0]
    assert "\x01" not in str(error)
    assert "\\x01" in str(error)


def test_a_space_is_shown_in_quotes():
    assert 'holds the character " ".' in str(parse("(01)04012345678901(10)A B").errors[0])


def test_bytes_are_read_as_text():
    assert parse(b"(01)04012345678901(10)A").lot == "A"
    assert parse(b"(01)04012345678901(10)\xff").valid is False


def test_positions_count_from_the_start_of_the_input():
    assert parse("  (01)04012345678902").errors[0].position == 19
    assert parse("]d20104012345678902").errors[0].position == 18
    assert parse("{GS}0104012345678901{GS}10{GS}").errors[0].position == 26


def test_white_space_around_a_code_is_no_part_of_it():
    assert parse(" (01)04012345678901(10)A \r\n").lot == "A"

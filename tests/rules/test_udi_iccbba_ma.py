"""ISBT 128 codes of ICCBBA, and the Chinese MA codes."""

import json
from datetime import date

import pytest

from .udi_support import CONFORMANCE, grammar, parse, reasons

FULL = "=/B1234ABC123T0001=,0A0001=B1234260000017K=>028031=}025060&,10000LOT7"
MA_DI = "MA.156.M0.A1B2C3.1abcdef9"


def test_a_full_isbt_code_is_read():
    udi = parse(FULL)
    assert (udi.valid, udi.di, udi.serial, udi.lot) == (True, "B1234ABC123T0001", "0A0001", "0000LOT7")
    assert (udi.expiry, udi.production, udi.donation_number) == (date(2028, 1, 31), date(2025, 3, 1), "B1234260000017K")


@pytest.mark.parametrize(
    ("code", "key", "position"),
    [
        ("=/B1234ABC123T000", "isbt_shape", 2),
        ("=/B1234abc123T0001", "isbt_shape", 2),
        ("=,00025", "isbt_shape", 2),
        ("=,000000", "isbt_serial_zero", 2),
        ("=>028366", "", 0),
        ("=>027366", "date", 2),
        ("=>027000", "date", 2),
        ("&>0270012400", "date", 2),
        ("&,1", "isbt_shape", 3),
        ("&,1" + "A" * 19, "isbt_shape", 3),
        ("&Z1", "isbt_identifier", 0),
        ("=", "isbt_identifier", 0),
        ("=O123426000001700", "isbt_shape", 1),
        ("&,1A&,1B", "isbt_repeated", 7),
    ],
)
def test_a_wrong_structure_is_named_where_it_stands(code, key, position):
    errors = parse(code).errors
    assert [(error.key, error.position) for error in errors[:1]] == ([(key, position)] if key else [])


def test_the_third_digit_of_the_year_tells_the_century():
    assert parse("=>999001").expiry == date(1999, 1, 1)
    assert parse("=>100001").expiry == date(2100, 1, 1)


def test_expiry_with_time_and_compound_messages_are_read():
    udi = parse("=+02001=/B1234ABC123T0001&>0280312359")
    assert (udi.valid, udi.expiry, udi.expiry_time, udi.expiry_raw) == (True, date(2028, 1, 31), "23:59", "0280312359")


def test_an_isbt_code_is_written_in_order():
    written = grammar.write_iccbba(
        "B1234ABC123T0001",
        serial="0A0001",
        expiry=date(2028, 1, 31),
        production=date(2025, 3, 1),
        lot="0000LOT7",
    )
    assert written == "=/B1234ABC123T0001=,0A0001=>028031=}025060&,10000LOT7"


@pytest.mark.parametrize("arguments", [{"di": ""}, {"di": "short"}, {"di": "B1234ABC123T0001", "serial": "000000"}])
def test_a_wrong_isbt_code_is_not_written(arguments):
    with pytest.raises(grammar.InvalidUdiError):
        grammar.write_iccbba(**arguments)


def test_the_donation_number_has_a_check_character_beside_it():
    # ISBT 128 Standard Technical Specification, worked example of the check character.
    assert grammar.donation_check_character("G123498654321") == "H"


def test_device_identifiers_parsed_by_public_databases_are_read_alike():
    file = CONFORMANCE / "hibc_iccbba" / "udi_agencies_accessgudid_fhir.json"
    if not file.exists():
        pytest.skip(f"{file} is absent: public vectors are not part of the repository")
    rows = json.loads(file.read_text(encoding="utf-8"))
    for row in rows:
        udi = parse(row["udi"])
        assert udi.agency == row["issuingAgency"].split()[0]
        assert udi.di == row["di"]
        assert udi.lot == row.get("lotNumber", "")
        assert udi.serial == row.get("serialNumber", "")
        assert udi.to_dict()["expiry"] == row.get("expirationDate", "")[:10]
        # One published GTIN has a wrong check digit: it is reported and still read.
        assert reasons(udi) == (["check_digit"] if udi.agency == "GS1" else [])
    assert len(rows) == 4


def test_a_full_ma_code_is_read():
    udi = parse(f"{MA_DI}.SA1.M20250301.LQ7.D555.E280131.V280130.C3")
    assert (udi.valid, udi.di, udi.serial, udi.lot, udi.package_level) == (True, MA_DI, "A1", "Q7", "1")
    assert (udi.production, udi.expiry, udi.expiry_raw) == (date(2025, 3, 1), date(2028, 1, 31), "280131")


def test_valid_until_is_the_expiry_where_no_expiry_is_given():
    assert parse(f"{MA_DI}.V280130").expiry == date(2028, 1, 30)


def test_the_check_character_of_an_ma_code_only_warns():
    udi = parse(f"{MA_DI}.LQ7.C3")
    assert (udi.valid, [(w.key, w.position) for w in udi.warnings]) == (
        True,
        [("ma_unverified", 24), ("ma_unverified", 31)],
    )


@pytest.mark.parametrize(
    ("code", "key", "position"),
    [
        ("MA.156.M0.A1B2C3", "ma_parts", 16),
        ("MA.86.M0.A1B2C3.1abcdef9", "ma_node", 3),
        ("MA.156.M1.A1B2C3.1abcdef9", "ma_node", 7),
        ("MA.156.M0.A1B2C.1abcdef9", "ma_registrant", 10),
        ("MA.156.M0.A1B2C3.1abcde9", "ma_product", 17),
        ("MA.156.M0.A1B2C3.Xabcdef9", "ma_product", 17),
        (f"{MA_DI}.Q1", "ma_unit", 26),
        (f"{MA_DI}.", "ma_unit", 26),
        (f"{MA_DI}.L", "ma_unit", 26),
        (f"{MA_DI}.E281331", "date", 27),
        (f"{MA_DI}.E280100", "date", 27),
        (f"{MA_DI}.LA.LB", "ma_repeated", 29),
        (f"{MA_DI}.C3.LA", "ma_check_last", 26),
        (f"{MA_DI}.C33", "ma_check_last", 26),
    ],
)
def test_a_fault_of_an_ma_code_is_named_where_it_stands(code, key, position):
    assert [(error.key, error.position) for error in parse(code).errors] == [(key, position)]


def test_an_ma_code_is_written_from_the_registry_identifier():
    written = grammar.write_ma(MA_DI, lot="Q7", serial="A1", production=date(2025, 3, 1), expiry=date(2028, 1, 31))
    assert written == f"{MA_DI}.SA1.M20250301.LQ7.E20280131"
    assert parse(written).expiry == date(2028, 1, 31)
    with pytest.raises(grammar.InvalidUdiError):
        grammar.write_ma("MA.86.M0.A1B2C3.1abcdef9")
    with pytest.raises(grammar.InvalidUdiError):
        grammar.write_ma(MA_DI, lot="a.b")

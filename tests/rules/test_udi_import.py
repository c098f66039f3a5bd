"""Public device records: what is read, and what is found wrong before anything is made of them."""

import csv

import pytest

from .support import ROOT, load_rule
from .udi_support import CONFORMANCE, grammar

gudid = load_rule("meddev_udi", "gudid")
SAMPLE = ROOT / "data" / "udi" / "gudid_sample.xml"


def code(number):
    digits = f"0950600{number:06d}"
    return digits + grammar.gs1_check_digit(digits)


def written(folder, rows):
    path = folder / "records.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, gudid.COLUMNS)
        table.writeheader()
        table.writerows({"deviceIdIssuingAgency": "GS1", "brandName": "Brand", **row} for row in rows)
    return str(path)


def primary(text, **values):
    return {"primaryDI": text, "deviceId": text, "deviceIdType": "Primary", **values}


def package(of, text, contains, quantity="10"):
    return {
        "primaryDI": of, "deviceId": text, "deviceIdType": "Package", "containsDINumber": contains,
        "pkgQuantity": quantity,
    }  # fmt: skip


def faults(folder, *rows):
    devices = gudid.read_file(written(folder, rows))
    return [(device.number, reason) for device in gudid.check(devices) for reason in device.faults]


def test_the_sample_is_read_with_its_packages_and_its_one_fault():
    devices = gudid.read_file(str(SAMPLE))
    wrong = gudid.check(devices)
    assert [(len(device.identifiers), device.base.kind) for device in devices[:2]] == [(3, "base"), (2, "base")]
    assert [device.number for device in wrong] == [6]
    assert "Its check digit must be" in wrong[0].faults[0]


def test_17_wrong_records_of_10000_are_named(tmp_path):
    rows = [primary(code(number)) for number in range(1, 10001)]
    bad = [585 * turn + 7 for turn in range(17)]
    for number in bad:
        text = rows[number - 1]["deviceId"]
        rows[number - 1] = primary(f"{text[:-1]}{(int(text[-1]) + 1) % 10}")
    assert [number for number, _reason in faults(tmp_path, *rows)] == bad


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([primary(code(1)), package(code(1), code(2), code(3))], "which is not in the record"),
        ([primary(code(1)), package(code(1), code(2), code(2))], "contains itself"),
        ([primary(code(1)), package(code(1), code(2), code(1), "0")], "does not say how many"),
        ([primary(code(1)), package(code(1), code(2), code(1), "")], "does not say how many"),
        ([primary(code(1), brandName="")], "neither a brand name nor a version"),
        ([primary(code(1), deviceIdIssuingAgency="XX")], "unknown agency XX"),
        ([primary(code(1), deviceCount="-1")], "device count is -1"),
        ([package(code(1), code(2), code(1))], "0 primary identifiers"),
        ([primary(code(1)), primary(code(2)), primary(code(1))], "is given already, in record 1"),
    ],
)
def test_a_wrong_record_is_told_why(tmp_path, rows, words):
    assert words in " ".join(reason for _number, reason in faults(tmp_path, *rows))


def test_a_unit_of_use_or_marking_may_be_shared_by_several_records(tmp_path):
    for kind in ("Unit of Use", "Direct Marking"):
        shared = {"deviceId": code(9), "deviceIdType": kind}
        rows = [primary(code(1)), {"primaryDI": code(1), **shared}, primary(code(2)), {"primaryDI": code(2), **shared}]
        assert faults(tmp_path, *rows) == []


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "<devices/>", "<devices><device>", "<a>&b;</a>"])
def test_what_is_no_file_of_records_is_refused(tmp_path, text):
    path = tmp_path / "records"
    path.write_text(text)
    with pytest.raises(ValueError, match="The file"):
        gudid.read_file(str(path))


def test_entities_of_a_file_are_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    path = tmp_path / "records.xml"
    path.write_text(
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{secret}">]><devices>'
        '<device xmlns="http://www.fda.gov/cdrh/gudid"><brandName>&e;</brandName></device></devices>'
    )
    assert "hidden" not in str(gudid.read_file(str(path)))


def test_the_published_records_are_read_and_two_of_them_are_wrong():
    file = CONFORMANCE / "gudid" / "gudid_dental_devices.xml"
    if not file.exists():
        pytest.skip(f"{file} is absent: public records are not part of the repository")
    devices = gudid.read_file(str(file))
    wrong = {device.number: device.faults for device in gudid.check(devices)}
    assert (len(devices), sum(len(device.identifiers) for device in devices)) == (850, 1510)
    assert set(wrong) == {69, 359}
    assert "Its check digit must be 1" in wrong[359][0]
    assert "must be a letter" in wrong[69][0]  # the labeler code of a HIBC identifier

"""The API from outside, on the demo company."""

import time
from datetime import UTC, datetime, timedelta

import pytest

MODEL = "meddev.api.v1"


def test_ping_answers_alike_over_both_protocols(rpc, json2, database):
    status, answer = json2("qa", MODEL, "ping")
    other = rpc("qa", MODEL, "ping")
    assert status == 200
    assert {**answer, "time": ""} == {**other, "time": ""}
    assert (answer["api"], answer["database"], answer["login"]) == ("v1", database, "qa")
    assert answer["version"].startswith("19.0.")
    assert abs(datetime.fromisoformat(answer["time"]) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("direction", ["up", "down", "both"])
def test_trace_answers_alike_over_both_protocols(rpc, json2, direction):
    lots = rpc("qa", "stock.lot", "search_read", [], ["name", "product_id"], limit=20, order="id")
    for lot in lots:
        question = {"lot": lot["name"], "product": lot["product_id"][0], "direction": direction}
        status, answer = json2("qa", MODEL, "trace", **question)
        assert status == 200
        assert answer == rpc("qa", MODEL, "trace", **question)
        assert answer["root"]["lot"] == lot["name"]


def test_every_role_but_none_may_trace(rpc):
    [lot] = rpc("qa", "stock.lot", "search_read", [], ["name", "product_id"], limit=1)
    for login in ("operator", "inspector", "regulatory", "engineer", "steward", "auditor", "admin"):
        answer = rpc(login, MODEL, "trace", lot=lot["name"], product=lot["product_id"][0])
        assert answer["root"]["lot"] == lot["name"]


def test_every_lot_of_the_demo_company_is_traced_within_a_second(rpc):
    lots = rpc("qa", "stock.lot", "search_read", [], ["name", "product_id"], order="id")
    slowest = 0
    for lot in lots[:: max(len(lots) // 40, 1)]:
        start = time.monotonic()
        answer = rpc("qa", MODEL, "trace", lot=lot["name"], product=lot["product_id"][0])
        slowest = max(slowest, time.monotonic() - start)
        assert answer["links"], f"{lot['name']} came from nowhere and went nowhere"
    assert slowest


def test_an_unknown_lot_is_told_and_not_a_crash(json2):
    status, answer = json2("qa", MODEL, "trace", lot="NO-SUCH-LOT")
    assert status == 422
    assert answer["message"] == "There is no lot or serial number NO-SUCH-LOT. Check the spelling."


def test_the_barcode_of_a_real_record_names_the_product(rpc, json2):
    status, answer = json2("operator", MODEL, "udi_parse", code="(01)20884521010441(10)S26012")
    assert status == 200
    assert answer == rpc("operator", MODEL, "udi_parse", code="(01)20884521010441(10)S26012")
    assert (answer["valid"], answer["lot"], answer["product"]["code"]) == (True, "S26012", "FG-SET")

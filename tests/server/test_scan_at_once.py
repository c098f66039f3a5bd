"""Two people who scan into one document at the same moment."""

import uuid
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor

import pytest

PUMP, SET = "09506000900001", "10884521010444"


@pytest.fixture
def receipt_of(rpc):
    """``receipt_of(code, quantity)``: an expected receipt of a product."""

    def expect(code, quantity):
        product = rpc("operator", "product.product", "search", [("default_code", "=", code)])[0]
        kind = rpc("operator", "stock.picking.type", "search", [("code", "=", "incoming")])[0]
        names = ["default_location_src_id", "default_location_dest_id"]
        source, target = (rpc("operator", "stock.picking.type", "read", [kind], names)[0][name][0] for name in names)
        ends = {"location_id": source, "location_dest_id": target}
        move = {**ends, "product_id": product, "product_uom_qty": quantity}
        values = {**ends, "picking_type_id": kind, "move_ids": [(0, 0, move)]}
        number = rpc("operator", "stock.picking", "create", values)
        rpc("operator", "stock.picking", "action_confirm", [number])
        return number

    return expect


@pytest.fixture
def scan_of(url, database):
    """``scan_of(login)(receipt, code)``, on a connection of its own."""

    def connect(login):
        password = f"{login}-demo"
        uid = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common").authenticate(database, login, password, {})

        def scan(receipt, code):
            models = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)
            try:
                answer = models.execute_kw(
                    database, uid, password, "meddev.scan", "scan", ["stock.picking", receipt, code]
                )
            except xmlrpc.client.Fault as refusal:
                return refusal.faultString
            return answer["message"]

        return scan

    return connect


def both(first, second):
    with ThreadPoolExecutor(2) as pool:
        return [one.result() for one in (pool.submit(first), pool.submit(second))]


def test_one_serial_number_is_taken_once(rpc, receipt_of, scan_of):
    receipt = receipt_of("FG-PUMP", 40)
    one, other = scan_of("operator"), scan_of("inspector")
    for _ in range(6):
        code = f"(01){PUMP}(21)T-{uuid.uuid4().hex[:10]}"
        told = both(lambda code=code: one(receipt, code), lambda code=code: other(receipt, code))
        assert sum("is scanned already" in words for words in told) == 1, told
    assert rpc("operator", "meddev.scan", "sheet", "stock.picking", receipt)["lines"][0]["taken"] == 6


def test_what_both_scan_of_one_lot_is_added_up(rpc, receipt_of, scan_of):
    receipt, lot = receipt_of("FG-SET", 100), f"T-{uuid.uuid4().hex[:10]}"
    one, other = scan_of("operator"), scan_of("inspector")
    code = f"(01){SET}(10){lot}"
    for _ in range(6):
        told = both(lambda: one(receipt, code), lambda: other(receipt, code))
        assert all(lot in words for words in told), told
    lines = rpc("operator", "meddev.scan", "sheet", "stock.picking", receipt)["lines"]
    assert [(line["taken"], [entry["quantity"] for entry in line["lots"]]) for line in lines] == [(12, [12])]

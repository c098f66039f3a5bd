"""Lots where transactions really commit: one name, two who record it at once."""

import threading
import time
import uuid
import xmlrpc.client

import psycopg2
import pytest


def test_of_two_who_record_one_name_at_once_one_is_told_in_plain_words(database, rpc):
    product = rpc("qa", "product.product", "search", [("default_code", "=", "FG-SET")])[0]
    name, answers = f"SRV-{uuid.uuid4().hex[:12]}", []

    def record():
        try:
            answers.append(rpc("operator", "stock.lot", "create", {"name": name, "product_id": product}))
        except xmlrpc.client.Fault as fault:
            answers.append(fault.faultString)

    rpc("operator", "stock.lot", "search_count", [])  # signs in before the race
    first = psycopg2.connect(dbname=database)
    with first.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stock_lot (name, product_id, company_id, state) "
            "SELECT %s, id, NULL, 'quarantine' FROM product_product WHERE id = %s",
            (name, product),
        )
        second = threading.Thread(target=record)
        second.start()
        time.sleep(1)
        assert not answers, "the second does not wait for the first"
        first.commit()
    second.join(60)
    first.close()
    assert "A lot or serial number of this name was just recorded" in answers[0]


def test_a_done_line_of_the_demo_company_does_not_change(rpc):
    line = rpc("operator", "stock.move.line", "search", [("state", "=", "done"), ("lot_id", "!=", False)], limit=1)
    for login in ("operator", "qa", "admin"):
        with pytest.raises(xmlrpc.client.Fault, match=r"can no longer change|not allowed"):
            rpc(login, "stock.move.line", "write", line, {"quantity": 0.5})


@pytest.fixture
def make_caller(url, database):
    """``make_caller()``: another connection of the quality manager, to be used by one thread."""

    def make():
        models = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)
        common = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common", allow_none=True)
        uid = common.authenticate(database, "qa", "qa-demo", {})
        return lambda *arguments, **named: models.execute_kw(
            database, uid, "qa-demo", *arguments[:2], arguments[2:], named
        )

    return make


def sign(call, model, ids, method):
    """What the web client does: open the form, press Sign."""
    wizard = call(model, method, ids)["res_id"]
    typed = {"signature_login": "qa", "signature_password": "qa-demo"}
    return call("meddev.signature.wizard", "action_sign", [wizard], context=typed)


def sign_at_once(make_caller, model, ids, method):
    """The refusals when each of the records ``ids`` is signed by a thread of its own, at one moment."""
    start, faults = threading.Barrier(len(ids)), []

    def make(call, record):
        start.wait()
        try:
            sign(call, model, [record], method)
        except xmlrpc.client.Fault as fault:
            faults.append(fault.faultString)

    threads = [threading.Thread(target=make, args=[make_caller(), record]) for record in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return faults


@pytest.fixture
def stock(rpc):
    """A quantity of a released lot that lies free somewhere: the quant, as a dictionary."""
    domain = [
        ("lot_id.state", "=", "released"), ("product_id.tracking", "=", "lot"), ("location_id.usage", "=", "internal"),
        ("reserved_quantity", "=", 0), ("quantity", ">=", 2), ("package_id", "=", False), ("owner_id", "=", False),
    ]  # fmt: skip
    fields = ["lot_id", "product_id", "location_id", "quantity"]
    [quant] = rpc("inspector", "stock.quant", "search_read", domain, fields, limit=1)
    return {name: value[0] if isinstance(value, list) else value for name, value in quant.items()}


def test_two_transformations_of_one_lot_at_once_do_not_both_take_it(rpc, stock, make_caller):
    documents = []
    for number in range(2):
        goods = {"lot_id": stock["lot_id"], "location_id": stock["location_id"], "quantity": stock["quantity"]}
        made = {"name": f"SRV-{uuid.uuid4().hex[:12]}", "quantity": stock["quantity"]}
        values = {"kind": "relabel", "product_id": stock["product_id"], "reason": f"Try {number}",
                  "input_ids": [(0, 0, goods)], "output_ids": [(0, 0, made)]}  # fmt: skip
        documents.append(rpc("inspector", "meddev.transformation", "create", values))
    rpc("inspector", "meddev.transformation", "action_submit", documents)
    faults = sign_at_once(make_caller, "meddev.transformation", documents, "action_done")
    assert len(faults) == 1, faults
    assert "are free at" in faults[0]
    states = [one["state"] for one in rpc("qa", "meddev.transformation", "read", documents, ["state"])]
    assert sorted(states) == ["done", "submitted"]


def test_of_two_corrections_of_one_line_at_once_one_is_refused(rpc, make_caller):
    domain = [("state", "=", "done"), ("lot_id", "!=", False), ("location_id.usage", "=", "supplier")]
    [line] = rpc("inspector", "stock.move.line", "search_read", domain, ["quantity", "date"], limit=1, order="id desc")
    documents = []
    for more in (1, 2):
        values = {"move_line_id": line["id"], "field_name": "quantity", "right_quantity": line["quantity"] + more}
        document = {"reason": "Counted again", "line_ids": [(0, 0, values)]}
        documents.append(rpc("inspector", "meddev.correction", "create", document))
    rpc("inspector", "meddev.correction", "action_request", documents)
    faults = sign_at_once(make_caller, "meddev.correction", documents, "action_apply")
    assert len(faults) == 1, faults
    assert "by now. Take the request back" in faults[0]

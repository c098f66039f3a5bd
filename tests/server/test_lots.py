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

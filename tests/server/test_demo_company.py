"""The demo company's year, as another program reads it."""

from datetime import UTC, datetime, timedelta

import pytest

DONE = [("state", "=", "done")]
OPERATIONS = {
    "receipts": ("stock.picking", [*DONE, ("picking_type_code", "=", "incoming")], 20),
    "deliveries": ("stock.picking", [*DONE, ("picking_type_code", "=", "outgoing")], 50),
    "customer returns": ("stock.move", [*DONE, ("location_id.usage", "=", "customer")], 1),
    "vendor returns": ("stock.move", [*DONE, ("location_dest_id.usage", "=", "supplier")], 1),
    "backorders": ("stock.picking", [("backorder_id", "!=", False)], 1),
    "orders finished in two parts": ("mrp.production", [*DONE, ("backorder_sequence", ">", 1)], 1),
    "manufacturing orders": ("mrp.production", DONE, 80),
    "subcontracted lots": ("mrp.production", [*DONE, ("subcontractor_id", "!=", False)], 10),
    "by-products": ("stock.move", [*DONE, ("byproduct_id", "!=", False)], 3),
    "scrap": ("stock.scrap", DONE, 2),
    "repairs": ("repair.order", DONE, 1),
    "unbuilds": ("mrp.unbuild", DONE, 1),
    "inventory adjustments": ("stock.move", [*DONE, ("is_inventory", "=", True)], 1),
    "open purchase orders": ("purchase.order", [("receipt_status", "=", "pending")], 1),
    "open deliveries": ("stock.picking", [("state", "=", "assigned"), ("picking_type_code", "=", "outgoing")], 1),
}


@pytest.mark.parametrize("what", OPERATIONS)
def test_the_year_has(rpc, what):
    model, domain, least = OPERATIONS[what]
    assert rpc("admin", model, "search_count", domain) >= least


def test_no_stock_is_negative(rpc):
    assert not rpc("qa", "stock.quant", "search_read", [("quantity", "<", 0), ("location_id.usage", "=", "internal")])


def test_the_dates_are_those_of_the_year_and_not_of_today(rpc):
    now = datetime.now(UTC).replace(tzinfo=None)
    for model, field in (("stock.move.line", "date"), ("stock.picking", "date_done"), ("stock.lot", "create_date")):
        dates = [row[field] for row in rpc("qa", model, "search_read", [(field, "!=", False)], [field])]
        first, last = (datetime.fromisoformat(date) for date in (min(dates), max(dates)))
        assert timedelta(days=300) < now - first < timedelta(days=400), model
        assert now - timedelta(days=30) < last < now - timedelta(days=1), model


def test_bills_of_materials_are_four_levels_deep(rpc):
    def depth(product):
        bom = rpc(
            "admin",
            "mrp.bom",
            "search_read",
            [("product_tmpl_id.product_variant_ids", "in", [product])],
            ["bom_line_ids"],
        )
        if not bom:
            return 0
        lines = rpc("admin", "mrp.bom.line", "read", bom[0]["bom_line_ids"], ["product_id"])
        return 1 + max(depth(line["product_id"][0]) for line in lines)

    [product] = rpc("qa", "product.product", "search", [("default_code", "=", "FG-SET")])
    assert depth(product) >= 3


def test_names_are_there_in_both_languages(rpc):
    for lang, name in (("en_US", "Infusion pump AH-P1"), ("zh_CN", "输液泵 AH-P1")):
        domain = [("default_code", "=", "FG-PUMP")]
        [product] = rpc("qa", "product.product", "search_read", domain, ["name"], context={"lang": lang})
        assert product["name"] == name


def test_package_levels_of_the_set_come_from_the_public_record(rpc):
    rows = rpc("admin", "product.uom", "search_read", [("product_id.default_code", "=", "FG-SET")], ["barcode"])
    assert {row["barcode"] for row in rows} == {"20884521010441", "40884521010445"}


def test_the_suspect_battery_lot_is_traced_to_hospitals_stock_and_repair(rpc):
    answer = rpc("qa", "meddev.api.v1", "trace", lot="LB05", direction="down")
    pumps = {node["lot"] for node in answer["nodes"] if node["product"] == "FG-PUMP"}
    kinds = {link["kind"] for link in answer["links"]}
    orders = {link["to"] for link in answer["links"] if link["from"] == answer["root"]["key"]}
    made = set()
    for order in orders:
        number = int(order.rpartition(":")[2])
        if order.startswith("mrp.production"):
            lots = rpc("qa", "mrp.production", "read", [number], ["lot_producing_ids"])[0]["lot_producing_ids"]
            made |= {lot["name"] for lot in rpc("qa", "stock.lot", "read", lots, ["name"])}
    assert made
    assert made <= pumps
    assert {"consumed", "produced", "shipped", "returned"} <= kinds
    assert {partner["role"] for partner in answer["partners"]} == {"customer"}
    assert {link["grade"] for link in answer["links"]} == {"exact", "order"}

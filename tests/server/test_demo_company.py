"""The story of the demo company, read from a loaded database: what a newcomer sees has to be possible."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest

LOGINS = ("admin", "operator", "inspector", "qa", "regulatory", "engineer", "steward", "auditor")
READER = "admin"
MOMENT = "%Y-%m-%d %H:%M:%S"
SHANGHAI = timedelta(hours=8)


def moment(text):
    return datetime.strptime(text, MOMENT)


@pytest.fixture(scope="module")
def lines(rpc):
    """All done move lines, oldest first."""
    wanted = [
        "lot_id", "product_id", "quantity_product_uom", "date", "location_id", "location_dest_id", "reference",
        "move_id",
    ]  # fmt: skip
    return rpc(READER, "stock.move.line", "search_read", [("state", "=", "done")], wanted, order="date, id")


@pytest.fixture(scope="module")
def history(rpc, lines):
    """Those of the year. A transformation is dated by its signature: the moment at which the demo was loaded."""
    signed = set(rpc(READER, "stock.move", "search", [("transformation_id", "!=", False)]))
    return [line for line in lines if line["move_id"][0] not in signed]


@pytest.fixture(scope="module")
def usages(rpc):
    """``{location id: usage}``, archived ones too."""
    found = rpc(READER, "stock.location", "search_read", [("active", "in", [True, False])], ["usage"])
    return {location["id"]: location["usage"] for location in found}


@pytest.mark.parametrize("login", LOGINS)
def test_every_role_signs_in_with_its_demo_password(rpc, login):
    assert rpc(login, "meddev.api.v1", "ping")["login"] == login


def test_bills_of_materials_are_at_least_three_levels_deep(rpc):
    boms = rpc(READER, "mrp.bom", "search_read", [], ["product_tmpl_id", "bom_line_ids"])
    parts = {
        line["id"]: line["product_tmpl_id"][0]
        for line in rpc(READER, "mrp.bom.line", "search_read", [], ["product_tmpl_id"])
    }
    children = {bom["product_tmpl_id"][0]: [parts[line] for line in bom["bom_line_ids"]] for bom in boms}

    def depth(template):
        return 1 + max(map(depth, children[template])) if template in children else 0

    assert max(map(depth, children)) >= 3


def test_every_kind_of_component_of_a_bill_of_materials_is_really_consumed(rpc, lines, usages):
    """A quantity that is rounded to nothing would leave a component out of every genealogy."""
    made = rpc(READER, "mrp.bom.line", "search_read", [("bom_id.type", "!=", "phantom")], ["product_id"])
    consumed = {line["product_id"][0] for line in lines if usages[line["location_dest_id"][0]] == "production"}
    assert {line["product_id"][1] for line in made if line["product_id"][0] not in consumed} == set()


def test_each_kind_of_operation_happened(rpc):
    done = [("state", "=", "done")]
    kinds = {
        "receipt": ("stock.picking", [*done, ("picking_type_code", "=", "incoming")]),
        "delivery": ("stock.picking", [*done, ("picking_type_code", "=", "outgoing")]),
        "backorder of a transfer": ("stock.picking", [*done, ("backorder_id", "!=", False)]),
        "order": ("mrp.production", [*done, ("subcontractor_id", "=", False)]),
        "split order": ("mrp.production", [*done, ("backorder_sequence", ">", 1)]),
        "subcontracted order": ("mrp.production", [*done, ("subcontractor_id", "!=", False)]),
        "by-product": ("stock.move", [*done, ("byproduct_id", "!=", False)]),
        "return by a customer": (
            "stock.move",
            [*done, ("origin_returned_move_id", "!=", False), ("location_id.usage", "=", "customer")],
        ),
        "return to a vendor": (
            "stock.move",
            [*done, ("origin_returned_move_id", "!=", False), ("location_dest_id.usage", "=", "supplier")],
        ),
        "scrap": ("stock.scrap", done),
        "unbuild": ("mrp.unbuild", done),
        "part put in by a repair": ("stock.move", [*done, ("repair_line_type", "=", "add")]),
        "part taken out by a repair": ("stock.move", [*done, ("repair_line_type", "=", "remove")]),
        "count": ("stock.move", [*done, ("is_inventory", "=", True)]),
        "kit sold": ("stock.move", [*done, ("sale_line_id", "!=", False), ("bom_line_id.bom_id.type", "=", "phantom")]),
        "split of a lot": ("meddev.transformation", [*done, ("kind", "=", "split")]),
        "correction that waits for its signature": ("meddev.correction", [("state", "=", "requested")]),
        "work in hand": ("mrp.production", [("state", "in", ["confirmed", "progress"])]),
        "delivery that is ready": (
            "stock.picking",
            [("state", "=", "assigned"), ("picking_type_code", "=", "outgoing")],
        ),
    }
    missing = [kind for kind, (model, domain) in kinds.items() if not rpc(READER, model, "search_count", domain)]
    assert missing == []


def test_nothing_is_left_half_done(rpc):
    """Open work lies in the last week; nothing older waits for anybody."""
    last = max(order["create_date"] for order in rpc(READER, "sale.order", "search_read", [], ["create_date"]))
    week = (moment(last) - timedelta(days=45)).strftime(MOMENT)
    for model, ended in (("stock.picking", ["done", "cancel"]), ("mrp.production", ["done", "cancel"])):
        old = rpc(READER, model, "search_read", [("state", "not in", ended), ("create_date", "<", week)], ["name"])
        assert [record["name"] for record in old] == [], model


def test_every_date_lies_in_the_year_and_in_working_hours(history):
    dates = [moment(line["date"]) for line in history]
    assert timedelta(days=300) < dates[-1] - dates[0] < timedelta(days=400)
    assert dates[-1] < datetime.now()
    wrong = {
        line["reference"]
        for line, date in zip(history, dates)
        if (date + SHANGHAI).weekday() > 4 or not 7 <= (date + SHANGHAI).hour < 20
    }
    assert wrong == set()


def test_documents_were_made_when_they_say_and_not_when_the_demo_was_loaded(rpc, history):
    end = history[-1]["date"][:10]
    limit = (moment(f"{end} 00:00:00") + timedelta(days=2)).strftime(MOMENT)
    signed = {"stock.lot": "transformation_output_ids", "stock.move": "transformation_id"}
    for model in ("stock.lot", "stock.picking", "stock.move", "mrp.production", "purchase.order", "sale.order"):
        late = [("create_date", ">", limit), *([(signed[model], "=", False)] if model in signed else [])]
        assert rpc(READER, model, "search_count", late) == 0, model
    about = [("model", "in", ["stock.picking", "mrp.production", "purchase.order", "sale.order"]), ("date", ">", limit)]
    assert rpc(READER, "mail.message", "search_count", about) == 0


def test_stock_is_never_negative_at_any_moment_of_the_year(lines, usages):
    """Replayed in the order of the dates, no lot leaves a place before it came there."""
    stock, below = Counter(), {}
    key = {"out": "location_id", "in": "location_dest_id"}
    events = []
    for line in lines:
        for way, sign in (("in", 1), ("out", -1)):
            place = line[key[way]][0]
            if usages[place] == "internal":
                lot = line["lot_id"] and line["lot_id"][1]
                where = (line["product_id"][1], lot, place)
                events.append((line["date"], -sign, where, sign * line["quantity_product_uom"], line["reference"]))
    for date, _order, where, quantity, reference in sorted(events, key=lambda event: event[:2]):
        stock[where] += quantity
        if stock[where] < -1e-6:
            below.setdefault(where, f"{reference} on {date}")
    assert below == {}


def test_what_came_in_less_what_went_out_is_what_is_there(rpc, lines, usages):
    moved, there = defaultdict(float), defaultdict(float)
    for line in lines:
        into, out = usages[line["location_dest_id"][0]] == "internal", usages[line["location_id"][0]] == "internal"
        lot = line["lot_id"] and line["lot_id"][0]
        moved[line["product_id"][0], lot] += (into - out) * line["quantity_product_uom"]
    quants = rpc(READER, "stock.quant", "search_read", [("location_id.usage", "=", "internal")],
                 ["product_id", "lot_id", "quantity"])  # fmt: skip
    for quant in quants:
        there[quant["product_id"][0], quant["lot_id"] and quant["lot_id"][0]] += quant["quantity"]
        assert quant["quantity"] >= 0
    wrong = {key for key in moved.keys() | there.keys() if abs(moved[key] - there[key]) > 1e-6}
    assert wrong == set()


def test_tracked_products_never_move_without_a_lot(rpc, lines):
    tracked = set(rpc(READER, "product.product", "search", [("tracking", "!=", "none")]))
    assert {line["reference"] for line in lines if line["product_id"][0] in tracked and not line["lot_id"]} == set()


def test_lots_that_expire_have_their_date_and_none_was_used_after_it(rpc, lines):
    lots = rpc(READER, "stock.lot", "search_read", [("product_id.use_expiration_date", "=", True)], ["expiration_date"])
    expiry = {lot["id"]: lot["expiration_date"] for lot in lots}
    assert expiry
    assert all(expiry.values())
    late = [
        line["reference"] for line in lines if line["lot_id"] and line["date"] > (expiry.get(line["lot_id"][0]) or "9")
    ]
    assert late == []


def test_everything_is_priced_in_the_currency_of_the_company(rpc):
    company = rpc(READER, "res.company", "search_read", [], ["currency_id"])[0]["currency_id"][1]
    for model in ("sale.order", "purchase.order"):
        found = {order["currency_id"][1] for order in rpc(READER, model, "search_read", [], ["currency_id"])}
        assert found == {company}, model


def test_names_of_products_are_there_in_both_languages(rpc):
    products = rpc(READER, "product.product", "search", [("default_code", "!=", False)])
    english = rpc(READER, "product.product", "read", products, ["name"], context={"lang": "en_US"})
    chinese = rpc(READER, "product.product", "read", products, ["name"], context={"lang": "zh_CN"})
    assert [one["name"] for one, other in zip(english, chinese) if one["name"] == other["name"]] == []


def test_no_mail_waits_to_leave(rpc):
    # The server's own scheduler may have sent the day's anchor since it started.
    assert rpc(READER, "mail.mail", "search_count", [("subject", "not like", "Anchor of the audit trail")]) == 0


def test_a_titanium_heat_is_traced_into_its_implants(rpc):
    heats = rpc(READER, "stock.lot", "search_read", [("product_id.default_code", "=", "RM-TI")], ["name"])
    sterile = [
        {node["lot"] for node in answer["nodes"] if node["type"] == "lot" and node["product"] == "FG-IMP"}
        for answer in (rpc(READER, "meddev.api.v1", "trace", lot=heat["name"], direction="down") for heat in heats)
    ]
    assert max(map(len, sterile)) >= 2


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

"""Two people at once ship and use up the same lots, where transactions really commit and collide."""

import subprocess
import threading
import uuid
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADMIN, WORKERS = "admin", ("operator", "inspector")
THERE, DELIVERIES, ORDERS = 12, 5, 4
"""Together the workers want more of the component than there is."""


@pytest.fixture
def worker_of(url, database):
    """``worker_of(login)``: a connection of its own, as a colleague at another screen has it."""

    def connect(login):
        password = f"{login}-demo"
        uid = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common").authenticate(database, login, password, {})
        models = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)
        return lambda model, method, *args, **kwargs: models.execute_kw(
            database, uid, password, model, method, args, kwargs
        )

    return connect


@pytest.fixture
def goods(rpc):
    """A component lot of which ``THERE`` lie in stock, and an empty lot for all that is made of it."""
    mark = uuid.uuid4().hex[:8]
    [warehouse] = rpc(ADMIN, "stock.warehouse", "search_read", [], ["lot_stock_id", "out_type_id"], limit=1)
    customers = rpc(ADMIN, "stock.location", "search", [("usage", "=", "customer")], limit=1)[0]
    found = {"mark": mark, "stock": warehouse["lot_stock_id"][0], "out": warehouse["out_type_id"][0]}
    for kind in ("part", "batch"):
        values = {"name": f"{kind} {mark}", "default_code": f"{kind}-{mark}", "is_storable": True, "tracking": "lot"}
        product = rpc(ADMIN, "product.product", "create", values)
        lot = rpc(ADMIN, "stock.lot", "create", {"name": f"{kind}-{mark}", "product_id": product})
        found[kind] = {"product": product, "lot": lot}
    values = {"product_id": found["part"]["product"], "lot_id": found["part"]["lot"], "location_id": found["stock"]}
    context = {"inventory_mode": True}
    quant = rpc(ADMIN, "stock.quant", "create", {**values, "inventory_quantity": THERE}, context=context)
    rpc(ADMIN, "stock.quant", "action_apply_inventory", [quant])
    return {**found, "customers": customers}


def deliver(call, goods, kind):
    """Ship one piece of what can be reserved; whether that was possible."""
    ends = {"location_id": goods["stock"], "location_dest_id": goods["customers"]}
    move = {**ends, "product_id": goods[kind]["product"], "product_uom_qty": 1}
    picking = call("stock.picking", "create", {**ends, "picking_type_id": goods["out"], "move_ids": [(0, 0, move)]})
    call("stock.picking", "action_confirm", [picking])
    call("stock.picking", "action_assign", [picking])
    if call("stock.picking", "read", [picking], ["state"])[0]["state"] != "assigned":
        return False
    assert call("stock.picking", "button_validate", [picking]) is True
    return True


def make(call, goods):
    """Use up one piece of the component for one of the common batch; whether that was possible."""
    values = {
        "product_id": goods["batch"]["product"], "product_qty": 1, "bom_id": False,
        "move_raw_ids": [(0, 0, {"product_id": goods["part"]["product"], "product_uom_qty": 1})],
    }  # fmt: skip
    order = call("mrp.production", "create", values)
    call("mrp.production", "action_confirm", [order])
    call("mrp.production", "action_assign", [order])
    if call("mrp.production", "read", [order], ["reservation_state"])[0]["reservation_state"] != "assigned":
        return False
    call("mrp.production", "write", [order], {"lot_producing_ids": [(6, 0, [goods["batch"]["lot"]])]})
    assert call("mrp.production", "button_mark_done", [order]) is True
    return True


def work(call, goods, start):
    """``{act: how often it succeeded}``; what collides too often is refused by Odoo as a whole, and left."""
    done = dict.fromkeys(("part", "made", "batch"), 0)
    acts = {"part": lambda: deliver(call, goods, "part"), "made": lambda: make(call, goods),
            "batch": lambda: deliver(call, goods, "batch")}  # fmt: skip
    start.wait()
    for number in range(DELIVERIES + 2 * ORDERS):
        act = ("made", "batch", "part")[number % 3]
        try:
            done[act] += acts[act]()
        except xmlrpc.client.Fault as fault:
            if "could not serialize" not in fault.faultString:
                raise
    return done


def test_two_who_work_on_the_same_lots_at_once_leave_a_true_genealogy(rpc, worker_of, goods, database):
    start = threading.Barrier(len(WORKERS))
    with ThreadPoolExecutor(len(WORKERS)) as pool:
        done = list(pool.map(lambda login: work(worker_of(login), goods, start), WORKERS))
    total = {act: sum(of_one[act] for of_one in done) for act in done[0]}
    assert all(sum(of_one.values()) for of_one in done), "one of the two got nothing done"

    names = [f"{kind}-{goods['mark']}" for kind in ("part", "batch")]
    scope = rpc("regulatory", "meddev.api.v1", "recall_scope", lots=[{"lot": names[0]}])
    balance = {row["lot"]: row for row in scope["balance"]}
    part, batch = (balance[name] for name in names)
    assert (part["shipped"], part["consumed"], part["adjusted"]) == (total["part"], total["made"], -THERE)
    assert (batch["made"], batch["shipped"]) == (total["made"], total["batch"])
    for row in (part, batch):
        assert row["on_hand"] >= 0, row
        assert row["difference"] == 0, row
    assert part["shipped"] + part["consumed"] <= THERE
    assert batch["shipped"] <= batch["made"]

    command = ["make", "-s", "rebuild-genealogy", f"DB={database}"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "no difference" in told, told

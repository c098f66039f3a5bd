"""Today: sets get labels for two languages by a signed split, and a wrong count of a receipt waits for its correction.

Both carry the moment at which the demo company was loaded, as signatures do.
"""

from odoo.fields import Command

from .master_data import ref

EACH = 20
"""Sets for each language."""
MISSING = 10


def load(env, _today):
    _split_sets(env)
    _correct_a_receipt(env)


def _user(env, login):
    return env["res.users"].search([("login", "=", login)])


def _split_sets(env):
    quant = _in_stock(env, "FG-SET", 2 * EACH)
    split = env["meddev.transformation"].with_user(_user(env, "inspector")).create({
        "kind": "split",
        "product_id": quant.product_id.id,
        "reason": "Order of a distributor abroad: labels and instructions in English and in French",
        "input_ids": [
            Command.create(
                {"lot_id": quant.lot_id.id, "location_id": quant.location_id.id, "quantity": 2 * EACH}
            )
        ],
        "output_ids": [
            Command.create({"name": f"{quant.lot_id.name}-{language}", "quantity": EACH}) for language in ("EN", "FR")
        ],
    })  # fmt: skip
    split.action_submit()
    split.with_user(_user(env, "qa"))._sign("done", {"login": "qa", "password": "qa-demo"}, "Labels checked")


def _correct_a_receipt(env):
    """It waits for its signature, so that somebody can try it."""
    quant = _in_stock(env, "PT-LUER", MISSING)
    line = env["stock.move.line"].search(
        [("lot_id", "=", quant.lot_id.id), ("location_id.usage", "=", "supplier"), ("state", "=", "done")], limit=1
    )
    correction = env["meddev.correction"].with_user(_user(env, "operator")).create({
        "reason": "The vendor's packing list and the second count say ten connectors fewer",
        "line_ids": [
            Command.create(
                {"move_line_id": line.id, "field_name": "quantity", "right_quantity": line.quantity - MISSING}
            )
        ],
    })  # fmt: skip
    correction.action_request()


def _in_stock(env, code, quantity):
    """The oldest free stock of a released lot in one place that is enough."""
    quants = env["stock.quant"].search(
        [("product_id", "=", ref(env, code).id), ("location_id.usage", "=", "internal"), ("lot_id", "!=", False)],
        order="in_date, id",
    )
    return next(
        quant for quant in quants
        if quant.lot_id.state == "released" and quant.quantity - quant.reserved_quantity >= quantity
    )  # fmt: skip

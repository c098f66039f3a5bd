"""This week: what is open on everybody's desk, so that no screen is empty."""

from datetime import timedelta

from ..clock import next_working_day, past
from ..operations import Operations
from .master_data import ref
from .year import MATERIALS


def load(env, today):
    day = next_working_day(today - timedelta(days=4))
    with past(env, day) as clock:
        do = Operations(env, clock)
        _purchasing(env, do)
        clock.set(day, 11)
        _production(do)
        clock.set(day, 14)
        _selling(env, do)


def _purchasing(env, do):
    """One delivery is expected, one request for quotation waits for an answer."""
    do.order("ningbo", MATERIALS["ningbo"])
    env["purchase.order"].create(
        {
            "partner_id": ref(env, "rhein").id,
            "order_line": [
                (0, 0, {"product_id": ref(env, code).id, "product_qty": quantity})
                for code, quantity in MATERIALS["rhein"]
            ],
        }
    )


def _production(do):
    """One order could start now, one lacks parts."""
    do.plan("SA-DRV", 1)
    do.plan("FG-PUMP", 6)


def _selling(env, do):
    """One delivery is ready to go, one quotation is out."""
    do.sell("hosp2", [("FG-PUMP", 1), ("FG-SET", 20)]).picking_ids.action_assign()
    env["sale.order"].create(
        {
            "partner_id": ref(env, "dist2").id,
            "order_line": [(0, 0, {"product_id": ref(env, "FG-SET").id, "product_uom_qty": 200})],
        }
    )

"""Pumps are recorded unit by unit from now on: the first two, and six more that are on order."""

from datetime import timedelta

from ..clock import next_working_day, past
from ..operations import Operations
from .master_data import ref

PUMPS = ("AHP1-01001", "AHP1-01002")


def load(env, today):
    with past(env, next_working_day(today - timedelta(days=6))) as clock:
        do = Operations(env, clock)
        ref(env, "FG-PUMP").is_as_built_required = True
        do.make("SA-PCBA", len(PUMPS), ["CB01001", "CB01002"])
        do.make("SA-DRV", len(PUMPS), ["DU01001", "DU01002"])
        order = do.plan("FG-PUMP", len(PUMPS))
        order.lot_producing_ids = [do.lot("FG-PUMP", name).id for name in PUMPS]
        operator = env["res.users"].search([("login", "=", "operator")])
        record = env["meddev.as.built"].with_user(operator).record
        # Each board and drive in the unit of the other's number: which it was cannot be guessed from the order.
        for unit, number in zip(PUMPS, ("1002", "1001"), strict=True):
            others = order.move_raw_ids.filtered(lambda move: move.product_id.tracking == "lot").move_line_ids.lot_id
            parts = [f"CB0{number}", f"DU0{number}", *others.mapped("name")]
            record(production=order.name, unit=unit, components=[{"lot": name} for name in parts])
        do.finish(order, PUMPS)

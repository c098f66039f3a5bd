"""The ways to ask where a lot went or came from: each gives the lots it reached and the quantity of each partner.

What a way does not tell is None. A way may return a function that reads both from its answer: that is not timed.
"""

import contextlib
import gc
import hashlib
import json
import signal
import time

from genealogy_limit import limit

from odoo.tools import SQL

LIMIT_SECONDS = 60


class TooLongError(Exception):
    """The time that a way is given has passed."""


def report(env, lot, direction, found):
    """Odoo's traceability report, opened and unfolded as its buttons do, each lot or line once.

    On a screen equal lines are unfolded again wherever they appear; here they are not, to the report's favour.
    """
    lots, partners = found["lots"], found["partners"] = set(), {}
    screen = env["stock.traceability.report"]
    walk = _report_down if direction == "down" else _report_up
    walk(screen, lot, lots, partners)
    lots.discard(lot)


def _report_down(screen, lot, lots, partners):
    """Of every lot the report; in it of every line that was used the report of what it was used for."""
    waiting, seen = [lot], set()
    while waiting:
        lot = waiting.pop()
        lots.add(lot)
        for line in screen.get_main_lines({"active_id": lot, "model": "stock.lot", "auto_unfold": False}):
            if line["picking_type_code"] == "outgoing":
                _note_partner(screen, line, partners)
            if line["is_used"] and line["model_id"] not in seen:
                seen.add(line["model_id"])
                context = {"active_id": line["model_id"], "model": line["model"], "lot_name": line["lot_name"]}
                made = screen.get_main_lines({**context, "auto_unfold": True})
                waiting += {one["lot_id"] for one in made} - lots - {False} - set(waiting)


def _report_up(screen, lot, lots, partners):
    """The report of the lot, with every line that can be unfolded unfolded."""
    waiting = screen.get_main_lines({"active_id": lot, "model": "stock.lot", "auto_unfold": False})
    seen = set()
    while waiting:
        line = waiting.pop()
        if line["model_id"] in seen:
            continue
        seen.add(line["model_id"])
        lots.add(line["lot_id"])
        if line["picking_type_code"] == "incoming":
            _note_partner(screen, line, partners)
        if line["unfoldable"]:
            waiting += screen.get_lines(
                line["id"], model_id=line["model_id"], model_name=line["model"], level=line["level"] + 30
            )


def _note_partner(screen, line, partners):
    quantity = screen.env["stock.move.line"].browse(line["model_id"]).quantity
    partners[line["partner_id"]] = partners.get(line["partner_id"], 0) + quantity


def delivery_ids(env, lot, direction, found):
    """Odoo's own field: the transfers, so the customers; neither the lots between nor a quantity."""
    found["partners"] = dict.fromkeys(env["stock.lot"].browse(lot).delivery_ids.partner_id.ids)


def limit_way(env, lot, direction, found):
    """The recursive query over ideal tables."""
    found["lots"], found["partners"] = limit(env, lot, direction)


# --- our links without our code ------------------------------------------------------------------------------------

OWN_PARTNERS = """
    %(walk)s, lot AS MATERIALIZED (SELECT DISTINCT lot_id FROM reach)
    SELECT NULL AS partner_id, NULL AS quantity, array_agg(lot_id) AS lots FROM lot
     UNION ALL
    SELECT partner_id, sum(CASE kind WHEN %(came)s THEN quantity ELSE -quantity END), NULL
      FROM lot JOIN meddev_genealogy_link link USING (lot_id)
     WHERE event_id IS NULL AND partner_id IS NOT NULL AND kind IN (%(came)s, %(back)s) GROUP BY 1"""
KINDS = {
    "down": {"came": "shipped", "back": "returned"},
    "up": {"came": "received", "back": "returned to vendor"},
}


def reach(env, lot, direction, found):
    """The question that the limit answers, asked of our links: the lots reached, the partners, the quantities."""
    walk = env["meddev.genealogy"]._reach_sql([lot], direction)
    (_none, _quantity, lots), *partners = env.execute_query(SQL(OWN_PARTNERS, walk=walk, **KINDS[direction]))
    found["lots"] = set(lots) - {lot}
    found["partners"] = {partner: quantity for partner, quantity, _lots in partners}


# --- OURS: the only place that asks our API -------------------------------------------------------------------------


def trace(env, lot, direction, found):
    """The whole answer: every link with its quantity, grade, date and document, every node and partner."""
    answer = env["meddev.genealogy"]._trace(env["stock.lot"].browse(lot), direction)

    def read():
        found["lots"] = {_id(node) for node in answer["nodes"] if node["type"] == "lot"} - {lot}
        role = "customer" if direction == "down" else "supplier"
        partners = [entry for entry in answer["partners"] if entry["role"] == role]
        found["partners"] = {_id(entry): entry["quantity"] for entry in partners}

    return read


def summary(env, lot, direction, found):
    """The first answer: how many lots, which partners with how much. The lots themselves it only counts."""
    answer = env["meddev.genealogy"]._summary(env["stock.lot"].browse(lot), direction)

    def read():
        found["count"] = answer["lots"] - 1
        partners = found["partners"] = {}
        for entry in answer["partners"]:
            partners[_id(entry)] = partners.get(_id(entry), 0) + entry["quantity"]

    return read


def scope(env, lot, direction, found):
    """The scope of a recall: every lot with its stock, customers, status and balance."""
    answer = env["meddev.genealogy"]._recall_scope(env["stock.lot"].browse(lot))

    def read():
        found["lots"] = set(_ids(env, "stock_lot", [one["lot"] for one in answer["lots"]]).values()) - {lot}
        ids = _ids(env, "res_partner", [one["partner"] for one in answer["shipped"]])
        partners = found["partners"] = {}
        for one in answer["shipped"]:
            partners[ids[one["partner"]]] = partners.get(ids[one["partner"]], 0) + one["quantity"]

    return read


def _ids(env, table, names):
    """Ids by name: the benchmark's names are all different."""
    env.cr.execute(f"SELECT name, id FROM {table} WHERE name = ANY(%s)", [names])  # noqa: S608 - names of our own
    return dict(env.cr.fetchall())


def _id(entry):
    return int(entry["key"].partition(":")[2])


# -------------------------------------------------------------------------------------------------------------------

WAYS = {
    "limit": limit_way,
    "reach": reach,
    "summary": summary,
    "trace": trace,
    "scope": scope,
    "delivery_ids": delivery_ids,
    "report": report,
}


def ask(env, way, direction, lot):
    """Seconds, queries and what was found: asked with nothing in Odoo's own memory of records."""
    env.invalidate_all()
    gc.collect()
    found = {"lots": None, "partners": None}  # filled as it is found: a way that is stopped shows what it had
    queries, started = env.cr.sql_log_count, time.perf_counter()
    with _time_limit() as outcome:
        read = WAYS[way](env, int(lot), direction, found)
    seconds, queries = time.perf_counter() - started, env.cr.sql_log_count - queries
    if outcome["finished"] and read:
        read()
    lots, partners = found["lots"], found["partners"]
    known = partners if partners and None not in partners.values() else None
    return {
        "seconds": seconds,
        "finished": outcome["finished"],
        "queries": queries,
        "lots": found.get("count") if lots is None else len(lots),
        "partners": partners if partners is None else len(partners),
        "shipped": known and sum(known.values()) if direction == "down" else None,
        "digests": {
            "lots": _digest(sorted(lots)) if lots else None,
            "partners": _digest(sorted(partners)) if partners else None,
            "quantities": _digest(sorted((who, round(much, 3)) for who, much in known.items())) if known else None,
        },
    }


@contextlib.contextmanager
def _time_limit():
    """Ends what is inside after the time given to it, at the next step of Python."""

    def stop(*_caught):
        raise TooLongError

    outcome = {"finished": False}
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT_SECONDS)
    try:
        yield outcome
        outcome["finished"] = True
    except TooLongError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _digest(values):
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:12]

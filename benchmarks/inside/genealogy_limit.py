"""The least that any answer costs: a recursive query over tables that hold nothing but what it needs.

They are made once of what Odoo recorded, and nothing keeps them: no grades, documents, dates, companies, corrections.
"""

import random

MAKE = """
    CREATE TABLE bench_edge AS
    SELECT used.lot_id AS src, made.lot_id AS dst, sum(used.quantity)::float8 AS qty
      FROM stock_move_line_consume_rel rel
      JOIN stock_move_line made ON made.id = rel.consume_line_id
      JOIN stock_move_line used ON used.id = rel.produce_line_id
     WHERE made.id > %(start)s GROUP BY 1, 2;
    CREATE INDEX ON bench_edge (src) INCLUDE (dst, qty);
    CREATE INDEX ON bench_edge (dst) INCLUDE (src, qty);
    CREATE TABLE bench_partner AS
    SELECT l.usage, ml.lot_id AS lot, p.partner_id AS partner, sum(ml.quantity)::float8 AS qty
      FROM stock_move_line ml JOIN stock_picking p ON p.id = ml.picking_id
      JOIN stock_location l ON l.id IN (ml.location_id, ml.location_dest_id) AND l.usage IN ('supplier', 'customer')
     WHERE ml.id > %(start)s GROUP BY 1, 2, 3;
    CREATE INDEX ON bench_partner (lot, usage) INCLUDE (partner, qty)"""
REACH = {
    "down": """
        WITH RECURSIVE reach (lot) AS (
            SELECT %(lot)s UNION SELECT e.dst FROM reach JOIN bench_edge e ON e.src = reach.lot)
        SELECT lot FROM reach""",
    "up": """
        WITH RECURSIVE reach (lot) AS (
            SELECT %(lot)s UNION SELECT e.src FROM reach JOIN bench_edge e ON e.dst = reach.lot)
        SELECT lot FROM reach""",
}
PARTNERS = """
    SELECT partner, sum(qty) FROM bench_partner WHERE usage = %(usage)s AND lot = ANY(%(lots)s) GROUP BY 1"""
SAMPLE = 300


def make_limit(cr, start):
    cr.execute(MAKE, {"start": start})


def pick_lots(env, hottest):
    """The hottest lot, the lot of the middle reach among those that were used, and a shipped unit."""
    choice = random.Random(1)  # noqa: S311 - the same lots every time
    cr = env.cr
    cr.execute("SELECT DISTINCT src FROM bench_edge ORDER BY src")
    used = [lot for (lot,) in cr.fetchall()]
    reach = {lot: len(reached(cr, lot, "down")) for lot in choice.sample(used, min(SAMPLE, len(used)))}
    by_reach = sorted(reach, key=reach.get)
    hot = max(by_reach[-1], int(hottest), key=lambda lot: len(reached(cr, lot, "down")))
    cr.execute("SELECT lot FROM bench_partner WHERE usage = 'customer' ORDER BY lot")
    units = [lot for (lot,) in cr.fetchall()]
    return {"hot": hot, "median": by_reach[len(by_reach) // 2], "unit": choice.choice(units[len(units) // 2 :])}


def reached(cr, lot, direction):
    """Lots below or above ``lot``, without itself."""
    cr.execute(REACH[direction], {"lot": lot})
    return {one for (one,) in cr.fetchall()} - {lot}


def limit(env, lot, direction):
    lots = reached(env.cr, lot, direction)
    usage = "customer" if direction == "down" else "supplier"
    env.cr.execute(PARTNERS, {"usage": usage, "lots": [*lots, lot]})
    return lots, dict(env.cr.fetchall())

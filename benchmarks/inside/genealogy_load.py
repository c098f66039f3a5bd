"""Writes the factory's history into Odoo's own tables.

Each row is a copy of one that Odoo itself made, in a receipt, an order and a delivery done with its own buttons, with
the lot, product, order, quantity and date of its own. So every column holds what Odoo would have written.
"""

import contextlib
import tempfile

from genealogy_models import MADE, RECEIVED, SHIPPED, USED

# What differs from the row that is copied: the columns that are sent, and the columns of Odoo filled from them.
DATES = {"create_date": "n.date", "write_date": "n.date"}
QUANTITIES = {"quantity": "n.quantity", "product_qty": "n.quantity", "product_uom_qty": "n.quantity"}
TABLES = {
    "stock_lot": {
        "product_id": "int", "name": "text", "date": "timestamp",
        "fill": {"product_id": "n.product_id", "name": "n.name", "location_id": "NULL", **DATES},
    },
    "stock_picking": {
        "name": "text", "partner_id": "int", "date": "timestamp",
        "fill": {"name": "n.name", "partner_id": "n.partner_id", "scheduled_date": "n.date", "date_done": "n.date",
                 "date_deadline": "n.date", **DATES},
    },
    "mrp_production_group": {
        "name": "text", "date": "timestamp",
        "fill": {"name": "n.name", **DATES},
    },
    "mrp_production": {
        "name": "text", "product_id": "int", "bom_id": "int", "quantity": "numeric", "date": "timestamp",
        "fill": {"name": "n.name", "product_id": "n.product_id", "bom_id": "n.bom_id", "product_qty": "n.quantity",
                 "qty_producing": "n.quantity", "product_uom_qty": "n.quantity", "production_group_id": "n.id",
                 "date_start": "n.date", "date_finished": "n.date", **DATES},
    },
    "stock_move": {
        "product_id": "int", "quantity": "numeric", "picking_id": "int", "partner_id": "int", "order_id": "int",
        "reference": "text", "date": "timestamp",
        "fill": {"product_id": "n.product_id", "picking_id": "n.picking_id", "partner_id": "n.partner_id",
                 "production_id": "CASE WHEN t.production_id IS NOT NULL THEN n.order_id END",
                 "raw_material_production_id": "CASE WHEN t.raw_material_production_id IS NOT NULL THEN n.order_id END",
                 "production_group_id": "n.order_id", "reference": "n.reference", "origin": "n.reference",
                 "bom_line_id": "NULL", "date": "n.date", "date_deadline": "NULL", **QUANTITIES, **DATES},
    },
    "stock_move_line": {
        "move_id": "int", "product_id": "int", "lot_id": "int", "quantity": "numeric", "picking_id": "int",
        "order_id": "int", "date": "timestamp",
        "fill": {"move_id": "n.move_id", "product_id": "n.product_id", "lot_id": "n.lot_id", "quantity": "n.quantity",
                 "quantity_product_uom": "n.quantity", "picking_id": "n.picking_id", "date": "n.date",
                 "production_id": "CASE WHEN t.production_id IS NOT NULL THEN n.order_id END", **DATES},
    },
}  # fmt: skip
DERIVED = ("stock_move_line_consume_rel", "mrp_production_stock_lot_rel", "stock_quant")

CONSUME_REL = """
    INSERT INTO stock_move_line_consume_rel (consume_line_id, produce_line_id)
    SELECT made.id, used.id
      FROM stock_move made_move JOIN stock_move_line made ON made.move_id = made_move.id
      JOIN stock_move used_move ON used_move.raw_material_production_id = made_move.production_id
      JOIN stock_move_line used ON used.move_id = used_move.id
     WHERE made_move.production_id > %s"""
PRODUCING_LOTS = """
    INSERT INTO mrp_production_stock_lot_rel (mrp_production_id, stock_lot_id)
    SELECT DISTINCT m.production_id, ml.lot_id FROM stock_move m JOIN stock_move_line ml ON ml.move_id = m.id
     WHERE m.production_id > %s"""
QUANTS = """
    INSERT INTO stock_quant (product_id, company_id, location_id, lot_id, quantity, reserved_quantity, in_date,
                             create_uid, write_uid, create_date, write_date)
    SELECT one.product_id, CASE WHEN l.usage IN ('internal', 'transit') THEN one.company_id END, one.location_id,
           lot_id, sum(quantity), 0, min(date), 1, 1, min(date), min(date)
      FROM (SELECT product_id, company_id, lot_id, date, side.location_id, side.quantity
              FROM stock_move_line,
                   LATERAL (VALUES (location_dest_id, quantity), (location_id, -quantity)) side (location_id, quantity)
             WHERE id > %s) one
      JOIN stock_location l ON l.id = one.location_id
     GROUP BY product_id, l.usage, one.company_id, one.location_id, lot_id HAVING sum(quantity) <> 0"""
LOT_PLACES = """
    UPDATE stock_lot SET location_id = q.location_id
      FROM (SELECT lot_id, min(location_id) AS location_id FROM stock_quant WHERE quantity > 0 AND lot_id > %s
             GROUP BY lot_id HAVING count(*) = 1) q
     WHERE q.lot_id = stock_lot.id"""


class Book:
    """Takes the factory's history down as rows, in one file for each table, and pours them in."""

    def __init__(self, cr, models, products, boms, partners):
        self.cr, self.models = cr, models
        self.products, self.boms, self.customers, self.suppliers = products, boms, *partners
        # In every table the ids go on above all that there are; an order's group then has the order's id.
        cr.execute(
            "SELECT max(last_value) FROM pg_sequences WHERE sequencename = ANY(%s)",
            [[f"{table}_id_seq" for table in TABLES]],
        )
        self.start = cr.fetchone()[0]
        self.last = dict.fromkeys(TABLES, self.start)
        self.files = {table: tempfile.TemporaryFile("w+") for table in TABLES}  # noqa: SIM115 - closed when poured
        self.lot_ids = {}

    # --- taking down ----------------------------------------------------------------------------------------------

    def make(self, number, item, now, taken, made):
        name, product = f"B/MO/{number:07}", self.products[item.number]
        quantity = sum(some for _lot, some in made)
        order = self._row("mrp_production_group", MADE, name, now)
        self._row("mrp_production", MADE, name, product, self.boms[item.number], quantity, now, number=order)
        used = {}
        for lot, some in taken:
            used.setdefault(lot.item.number, []).append((lot, some))
        for pairs in used.values():
            self._move(USED, pairs, now, name, order=order)
        self._move(MADE, made, now, name, order=order)

    def receive(self, lot, quantity, supplier):
        self._transfer(RECEIVED, "B/IN", [(lot, quantity)], self.suppliers[supplier], lot.made_on)

    def ship(self, units, customer, now):
        self._transfer(SHIPPED, "B/OUT", [(unit, 1) for unit in units], self.customers[customer], now)

    def _transfer(self, kind, prefix, pairs, partner, now):
        name = f"{prefix}/{self.last['stock_picking'] + 1:07}"
        picking = self._row("stock_picking", kind, name, partner, now)
        self._move(kind, pairs, now, name, picking=picking, partner=partner)

    def _move(self, kind, pairs, now, reference, picking=None, partner=None, order=None):
        product, total = self.products[pairs[0][0].item.number], sum(some for _lot, some in pairs)
        move = self._row("stock_move", kind, product, total, picking, partner, order, reference, now)
        for lot, some in pairs:
            self._row("stock_move_line", kind, move, product, self._lot_id(lot), some, picking, order, now)

    def _lot_id(self, lot):
        if lot.number not in self.lot_ids:
            product = self.products[lot.item.number]
            name = f"B{lot.number:08}"
            self.lot_ids[lot.number] = self._row("stock_lot", MADE, product, name, lot.made_on)
        return self.lot_ids[lot.number]

    def _row(self, table, kind, *values, number=None):
        self.last[table] = number or self.last[table] + 1
        fields = (kind, self.last[table], *values)
        print(*["\\N" if value is None else value for value in fields], sep="\t", file=self.files[table])
        return self.last[table]

    # --- pouring in -----------------------------------------------------------------------------------------------

    def pour(self):
        with contextlib.ExitStack() as stack:
            for table in (*TABLES, *DERIVED):
                stack.enter_context(bare(self.cr, table))
            for table in TABLES:
                self._pour(table)
            self.cr.execute("CREATE INDEX bench_move ON stock_move_line (move_id)")
            self.cr.execute("CREATE INDEX bench_raw ON stock_move (raw_material_production_id)")
            self.cr.execute("ANALYZE stock_move, stock_move_line")
            for statement in (CONSUME_REL, PRODUCING_LOTS, QUANTS, LOT_PLACES):
                self.cr.execute(statement, [self.start])
            self.cr.execute("DROP INDEX bench_move, bench_raw")

    def _pour(self, table):
        sent = {name: kind for name, kind in TABLES[table].items() if name != "fill"}
        columns = ", ".join(f"{name} {kind}" for name, kind in {"kind": "text", "id": "int", **sent}.items())
        self.cr.execute(f"CREATE TEMP TABLE sent ({columns}) ON COMMIT DROP")
        with self.files[table] as file:
            file.seek(0)
            self.cr._obj.copy_expert("COPY sent FROM STDIN", file)
        values = ", ".join(f"('{kind}', {row})" for kind, row in self.models[table].items())
        fill = {"id": "n.id", **TABLES[table]["fill"]}
        columns = self._columns(table)
        filled = ", ".join(fill.get(name, f"t.{name}") for name in columns)
        self.cr.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {filled} "  # noqa: S608 - names of our own
            f"FROM sent n JOIN (VALUES {values}) AS model (kind, id) ON model.kind = n.kind "
            f"JOIN {table} t ON t.id = model.id"
        )
        self.cr.execute("DROP TABLE sent")
        self.cr.execute(f"SELECT setval('{table}_id_seq', %s)", [self.last[table]])

    def _columns(self, table):
        self.cr.execute(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped",
            [table],
        )
        return [name for (name,) in self.cr.fetchall()]


@contextlib.contextmanager
def bare(cr, table):
    """Without the table's indexes, foreign keys and triggers while it is filled; all of them are there again after."""
    cr.execute(
        """SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)""",
        [table],
    )
    indexes = cr.fetchall()
    cr.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'",
        [table],
    )
    keys = cr.fetchall()
    cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for name, _definition in indexes:
        cr.execute(f'DROP INDEX "{name}"')
    for name, _definition in keys:
        cr.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
    for _name, definition in indexes:
        cr.execute(definition)
    for name, definition in keys:
        cr.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

from contextlib import contextmanager

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.meddev_base.models.prepared import execute_prepared

from ..graph import EXACT, INTO, ORDER, OUT_OF
from ..moves import ends

COLUMNS = (
    "line_id", "lot_id", "product_id", "side", "kind", "quantity", "grade", "date", "document", "event_id",
    "apart_event_id", "partner_id", "location_id", "company_id",
)  # fmt: skip
WAITING = "meddev_genealogy.waiting"
COMPANION = {"added": "removed", "removed": "added"}
"""Parts of one document of which neither is in what came out of the other."""


class MeddevGenealogyEvent(models.Model):
    """What turned lots into lots: a document, or that part of one in which all that went in is in what came out."""

    _name = "meddev.genealogy.event"
    _description = "Genealogy Event"
    _log_access = False
    _rec_name = "res_id"

    res_model = fields.Char("Document Model", required=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True)
    part = fields.Char(required=True, default="", help="Empty for what the whole document shares.")

    _document_idx = models.UniqueIndex("(res_model, res_id, part)")


class MeddevGenealogyLink(models.Model):
    """One lot's recorded part in one event, derived from a done move line in the transaction that did it.

    What a line means is said once, as SQL over the table expression ``line`` (see :meth:`_line_columns`), for one order
    as for a million lines. A bridge addon adds its application by extending the methods below "what a line means".
    """

    _name = "meddev.genealogy.link"
    _description = "Genealogy Link"
    _log_access = False
    _rec_name = "document"
    _order = "date, id"

    line_id = fields.Many2one("stock.move.line", "Move Line", required=True, ondelete="cascade", index=True)
    lot_id = fields.Many2one("stock.lot", "Lot/Serial Number", ondelete="cascade", help="Empty without lot control.")
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict")
    side = fields.Selection([(INTO, "Into"), (OUT_OF, "Out of")], required=True)
    kind = fields.Char(required=True)
    quantity = fields.Float(digits=False, required=True, help="In the product's own unit of measure.")
    grade = fields.Selection(
        [(EXACT, "Exact: recorded for this unit"), (ORDER, "Order: all units of the order share it"),
         ("inferred", "Inferred: from legacy data or dates")], required=True,
    )  # fmt: skip
    date = fields.Datetime()
    document = fields.Char()
    event_id = fields.Many2one("meddev.genealogy.event", ondelete="restrict")
    apart_event_id = fields.Many2one(
        "meddev.genealogy.event", "Apart From", ondelete="restrict",
        help="What this link leads out of is not in what goes into that event, though it is in the same document.",
    )  # fmt: skip
    partner_id = fields.Many2one("res.partner", ondelete="restrict", index="btree_not_null")
    location_id = fields.Many2one("stock.location", "Place", ondelete="restrict")
    company_id = fields.Many2one("res.company", ondelete="restrict")

    # A walk reads these indexes and not the table.
    _lot_idx = models.Index("(lot_id, side) INCLUDE (event_id, grade, company_id)")
    _lot_end_idx = models.Index("(lot_id) INCLUDE (partner_id, kind, quantity, company_id) WHERE event_id IS NULL")
    _event_idx = models.Index("(event_id, side) INCLUDE (lot_id, product_id, apart_event_id, company_id)")

    # --- what a line means ---------------------------------------------------------------------------------------

    def _models_read(self):
        """Models whose tables the definitions read, and which are flushed before."""
        return ["stock.move.line", "stock.move", "stock.picking", "stock.location"]

    def _line_columns(self):
        """SQL columns of ``line``: one row for each done move line ``ml`` of move ``m`` with a quantity."""
        return [
            SQL("ml.id, ml.lot_id, ml.product_id, ml.quantity_product_uom AS quantity, ml.date, ml.company_id"),
            SQL("source.usage AS source_usage, target.usage AS target_usage, source.id AS source_id"),
            SQL("target.id AS target_id, m.scrap_id, m.reference AS document"),
            SQL("coalesce(picking.partner_id, m.partner_id) AS partner_id"),
            *self._partner_columns(),
        ]

    def _partner_columns(self):
        """SQL columns of ``line``: ``got_from`` and ``given_to``, the partners where it came from and where it went.

        The transfer of a dropship names the vendor and its movement the customer; where both name one partner, that is
        the customer. What the customer returns straight to the vendor came from the partner of the return and goes to
        the one of the transfer that it returns.
        """
        columns = """CASE source.usage || ' ' || target.usage
            WHEN 'supplier customer' THEN %s
            WHEN 'customer supplier' THEN CASE WHEN m.origin_returned_move_id IS NOT NULL THEN %s ELSE %s END
            ELSE coalesce(picking.partner_id, m.partner_id) END AS %s"""
        vendor = SQL("CASE WHEN m.partner_id IS NOT NULL THEN nullif(picking.partner_id, m.partner_id) END")
        customer = SQL("coalesce(m.partner_id, picking.partner_id)")
        returner = SQL("coalesce(picking.partner_id, m.partner_id)")
        returned = SQL(
            """nullif((SELECT first.partner_id
                         FROM stock_move origin JOIN stock_picking first ON first.id = origin.picking_id
                        WHERE origin.id = m.origin_returned_move_id), %s)""",
            returner,
        )
        return [
            SQL(columns, vendor, returner, SQL("NULL"), SQL("got_from")),
            SQL(columns, customer, returned, returner, SQL("given_to")),
        ]

    def _same_document(self):
        """Groups of columns of ``stock_move`` that name one document, whose lines are derived together.

        Grades depend on all lines of a document.
        """
        return []

    def _claimed(self):
        """SQL conditions on ``line``: that both its ends lie in an event, so that the line shows no end of a path."""
        return []

    def _definitions(self, documents):
        """SQL queries that make links of ``line``, by :meth:`_links`.

        :param documents: collection of the columns of :meth:`_same_document` that are filled in any line, so that no
            query is planned for nothing
        """
        return [self._ends_of_paths()]

    def _links(self, source, side, kind, event=None, **columns):
        """A query for links, with the columns that the source names differently.

        :param source: SQL after FROM, with ``line`` among its tables
        :param event: SQL of ``(model, id, part)`` in which the goods went; none where a path ends
        :param columns: SQL for ``line_id``, ``lot_id``, ``product_id``, ``quantity``, ``date``, ``partner_id``,
            ``location_id``, and ``grade``, which depends on the other lots of the event where it is not given
        """
        model, res_id, part = event or (SQL("NULL"), SQL("NULL::int"), SQL("''"))
        return SQL(
            """SELECT %s AS line_id, %s AS lot_id, %s AS product_id, %s AS side, %s AS kind, %s AS quantity, %s AS date,
                      %s AS given, %s AS partner_id, %s AS location_id, %s AS res_model, %s AS res_id, %s AS part,
                      line.document, line.company_id
                 FROM %s""",
            columns.get("line_id", SQL("line.id")),
            columns.get("lot_id", SQL("line.lot_id")),
            columns.get("product_id", SQL("line.product_id")),
            side,
            kind,
            columns.get("quantity", SQL("line.quantity")),
            columns.get("date", SQL("line.date")),
            columns.get("grade", SQL("NULL::text")),
            columns.get("partner_id", SQL("NULL::int")),
            columns.get("location_id", SQL("NULL::int")),
            model,
            res_id,
            part,
            source,
        )

    def _ends_of_paths(self):
        """Receipts, deliveries, returns, scrap and adjustments: where lots enter or leave the company's hands."""
        is_scrap = SQL("(line.scrap_id IS NOT NULL AND way.side = 'into')")
        partner = SQL(
            """CASE WHEN NOT way.is_partner OR %s THEN NULL
                    WHEN way.side = 'into' THEN line.given_to ELSE line.got_from END""",
            is_scrap,
        )
        place = SQL("CASE WHEN way.side = 'into' THEN line.target_id ELSE line.source_id END")
        ways = SQL(", ").join(SQL("(%s, %s, %s, %s, %s)", *end) for end in ends())
        return self._links(
            SQL(
                """line JOIN (VALUES %s) AS way (source_usage, target_usage, kind, side, is_partner)
                     ON way.source_usage = line.source_usage AND way.target_usage = line.target_usage
                  WHERE line.lot_id IS NOT NULL AND NOT (%s)""",
                ways,
                self._any(self._claimed()),
            ),
            SQL("way.side"),
            SQL("CASE WHEN %s THEN 'scrapped' ELSE way.kind END", is_scrap),
            partner_id=partner,
            location_id=SQL("CASE WHEN %s IS NULL THEN %s END", partner, place),
        )

    # --- deriving ------------------------------------------------------------------------------------------------

    @api.model
    def _refresh(self, line_ids):
        """Derive the links of these move lines anew, and of the other lines of their documents."""
        waiting = self.env.cr.cache.get(WAITING)
        if waiting is not None:
            waiting.update(line_ids)
        elif line_ids:
            self._derive(line_ids)

    @contextmanager
    def _together(self):
        """Derive once, at the end, what is refreshed inside: Odoo finishes an order in several steps."""
        cache = self.env.cr.cache
        if WAITING in cache:
            yield
            return
        cache[WAITING] = set()
        try:
            yield
            self._settle()
        finally:
            del cache[WAITING]

    def _settle(self):
        """Derive what waits for the end of an act, for somebody asks now."""
        if waiting := self.env.cr.cache.get(WAITING):
            line_ids = list(waiting)
            waiting.clear()
            self.sudo()._derive(line_ids)

    def _derive(self, line_ids):
        for name in self._models_read():
            self.env[name].flush_model()
        documents = self._documents_of(line_ids)
        line_ids = self._lines_of(documents, line_ids)
        execute_prepared(
            self.env,
            SQL(
                """%s, gone AS (DELETE FROM meddev_genealogy_link WHERE line_id = ANY(%s)),
                   kept AS (INSERT INTO meddev_genealogy_link (%s) %s RETURNING product_id, side, event_id)
                   %s""",
                self._derivation(SQL("ml.id = ANY(%s)", line_ids), documents),
                line_ids,
                self._columns(),
                self._derived(),
                self.env["meddev.genealogy.passage"]._noting(
                    SQL("SELECT product_id, side FROM kept WHERE event_id IS NOT NULL")
                ),
            ),
        )
        self.invalidate_model(flush=False)

    @api.model
    def _rename(self, documents):
        """Tell the documents of done moves by their new names, ``{move id: name}``."""
        if documents:
            self.env.cr.execute(
                """UPDATE meddev_genealogy_link link SET document = named.name
                     FROM unnest(%s::int[], %s::text[]) AS named (move_id, name)
                     JOIN stock_move_line line ON line.move_id = named.move_id
                    WHERE link.line_id = line.id AND link.document <> named.name""",
                (list(documents), list(documents.values())),
            )
            self.invalidate_model(["document"], flush=False)

    def _with_documents(self, line_ids):
        """These lines, and all lines of the documents they belong to."""
        return self._lines_of(self._documents_of(line_ids), line_ids)

    def _documents_of(self, line_ids):
        """``{column: ids}`` of the documents that the moves of these lines name, those without any left out."""
        names = self._document_columns()
        if not names:
            return {}
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT DISTINCT %s FROM stock_move_line ml JOIN stock_move m ON m.id = ml.move_id
                    WHERE ml.id = ANY(%s)""",
                SQL(", ").join(SQL("m.%s", SQL.identifier(name)) for name in names),
                list(line_ids),
            )
        )
        found = {name: list({row[name] for row in rows} - {None}) for name in names}
        # An order's lines name it in one column or in the other.
        for columns in self._same_document():
            ids = list({one for name in columns for one in found[name]})
            found.update(dict.fromkeys(columns, ids))
        return {name: ids for name, ids in found.items() if ids}

    def _document_columns(self):
        return [name for columns in self._same_document() for name in columns]

    def _lines_of(self, documents, line_ids):
        if not documents:
            return list(line_ids)
        moves = SQL(" UNION ALL ").join(
            SQL("SELECT m.id FROM stock_move m WHERE m.%s = ANY(%s)", SQL.identifier(name), ids)
            for name, ids in documents.items()
        )
        others = self.env.execute_query(SQL("SELECT id FROM stock_move_line WHERE move_id IN (%s)", moves))
        return list({*line_ids, *(row[0] for row in others)})

    def _columns(self):
        return SQL(", ").join(SQL.identifier(name) for name in COLUMNS)

    def _derivation(self, scope, documents):
        """The WITH clause that derives links from the done lines in ``scope``, and makes the events they need."""
        return SQL(
            """
            WITH line AS MATERIALIZED (
                SELECT %(columns)s
                  FROM stock_move_line ml
                  JOIN stock_move m ON m.id = ml.move_id
                  JOIN stock_location source ON source.id = ml.location_id
                  JOIN stock_location target ON target.id = ml.location_dest_id
                  LEFT JOIN stock_picking picking ON picking.id = m.picking_id
                 WHERE m.state = 'done' AND ml.quantity_product_uom > 0 AND (%(scope)s)
            ), act AS MATERIALIZED (%(definitions)s),
            needed AS (
                SELECT DISTINCT res_model, res_id, part FROM act WHERE res_model IS NOT NULL
                 UNION
                SELECT DISTINCT res_model, res_id, %(companion)s FROM act WHERE %(companion)s IS NOT NULL
            ), made AS (
                INSERT INTO meddev_genealogy_event (res_model, res_id, part) SELECT * FROM needed
                    ON CONFLICT DO NOTHING RETURNING id, res_model, res_id, part
            ), event AS (
                SELECT * FROM made
                 UNION ALL
                SELECT known.id, res_model, res_id, part
                  FROM meddev_genealogy_event known JOIN needed USING (res_model, res_id, part)
            ), outputs AS (
                SELECT res_model, res_id, part, count(DISTINCT coalesce(lot_id, -product_id)) AS number
                  FROM act WHERE side = 'out of' AND res_model IS NOT NULL GROUP BY 1, 2, 3
            )
            """,
            columns=SQL(", ").join(self._line_columns()),
            scope=scope,
            definitions=SQL(" UNION ALL ").join(self._definitions(documents)),
            companion=self._companion(SQL("part")),
        )

    def _companion(self, part):
        """The part of the same document that is kept apart from ``part``, or NULL."""
        cases = SQL(" ").join(SQL("WHEN %s THEN %s", one, other) for one, other in COMPANION.items())
        return SQL("CASE %s %s END", part, cases)

    def _derived(self):
        """The links that :meth:`_derivation` found, in the order of ``COLUMNS``."""
        return SQL(
            """
            SELECT act.line_id, act.lot_id, act.product_id, act.side, act.kind, act.quantity::float8,
                   coalesce(act.given,
                            CASE WHEN act.side = 'into' AND outputs.number > 1 THEN 'order' ELSE 'exact' END),
                   act.date, coalesce(act.document, ''), event.id, apart.id, act.partner_id, act.location_id,
                   act.company_id
              FROM act
              LEFT JOIN event USING (res_model, res_id, part)
              LEFT JOIN outputs USING (res_model, res_id, part)
              LEFT JOIN event apart ON apart.res_model = act.res_model AND apart.res_id = act.res_id
                                   AND apart.part = %s
            """,
            self._companion(SQL("act.part")),
        )

    def _any(self, conditions):
        return SQL(" OR ").join(SQL("(%s)", one) for one in conditions) if conditions else SQL("FALSE")

from odoo import models
from odoo.tools import SQL

UNLIMITED = 1000
"""A depth that no genealogy has; from here on nothing is cut, and the walk need not count."""

FEW = "i.event_id %% 1 = 0"
"""True of every number. PostgreSQL expects few rows of it; without, it expects half a million events behind any lot,
and makes room for them, which takes longer than most walks.
"""


class MeddevGenealogy(models.AbstractModel):
    """How a walk gets from lots to the events that they went into (or came out of), and on: SQL, and no more.

    It goes from event to event, for an event has many lots and is entered by several of them. A lot leads on only where
    lots of its product have ever led on (see ``meddev.genealogy.passage``).
    """

    _name = "meddev.genealogy"
    _inherit = ["meddev.genealogy"]

    def _reach(self, lot_ids, way, max_depth=None):
        """Every lot on the paths from ``lot_ids``, these included, as ``(lot id, apart, depth)``.

        ``apart`` is the event that the path must not go on into, for it came out of another part of the same document
        (0 for none); a lot reached in several ways is there once for each. ``depth`` is 0 without ``max_depth``.
        """
        walk = self._reach_sql(lot_ids, way, max_depth)
        return self.env.execute_query(SQL("%s SELECT lot_id, apart, depth FROM reach", walk))

    def _reach_sql(self, lot_ids, way, max_depth=None):
        """A WITH clause for the tables ``entered`` and ``reach`` (with the lots' products) of :meth:`_reach`."""
        return SQL(
            """%s, reach (lot_id, product_id, apart, depth) AS MATERIALIZED (
                SELECT id, product_id, 0, 0 FROM stock_lot WHERE id = ANY(%s)
                 UNION
                SELECT o.lot_id, o.product_id, coalesce(o.apart_event_id, 0), entered.depth FROM entered %s
            )""",
            self._entered_sql(lot_ids, way, max_depth),
            list(lot_ids),
            self._left_sql(way),
        )

    def _entered_sql(self, lot_ids, way, max_depth=None):
        """A WITH clause for the table ``entered (event_id, depth)``: every event that the paths go into."""
        entering, leaving = self._sides(way)
        is_counted = self._is_counted(max_depth)
        return SQL(
            """
            WITH RECURSIVE entered (event_id, depth) AS (
                SELECT i.event_id, %(first)s FROM meddev_genealogy_link i
                 WHERE i.lot_id = ANY(%(lots)s) AND i.side = %(entering)s AND i.event_id IS NOT NULL AND %(may_see_in)s
                 UNION
                SELECT i.event_id, %(depth)s
                  FROM entered
                  JOIN meddev_genealogy_link o ON o.event_id = entered.event_id AND o.side = %(leaving)s
                                              AND %(may_see_out)s
                  JOIN meddev_genealogy_link i ON i.lot_id = o.lot_id AND i.side = %(entering)s
                                              AND i.event_id <> coalesce(o.apart_event_id, 0) AND %(may_see_in)s
                 WHERE %(leads_on)s AND %(limit)s AND %(few)s
            )""",
            lots=list(lot_ids),
            first=1 if is_counted else 0,
            depth=SQL("entered.depth + 1") if is_counted else SQL("0"),
            limit=SQL("entered.depth < %s", max_depth) if is_counted else SQL("TRUE"),
            entering=SQL("'%s'", SQL(entering)),
            leaving=SQL("'%s'", SQL(leaving)),
            leads_on=self._leads_on(SQL("o.product_id"), way),
            few=SQL(FEW),
            may_see_in=self._may_see(SQL("i")),
            may_see_out=self._may_see(SQL("o")),
        )

    def _is_counted(self, max_depth):
        return max_depth is not None and max_depth < UNLIMITED

    def _left_sql(self, way):
        """A join that tells what left the events of ``entered``, as ``o``.

        OFFSET 0 keeps PostgreSQL on the indexes: it thinks reading all links cheaper, and is wrong where they are many.
        """
        _entering, leaving = self._sides(way)
        return SQL(
            """CROSS JOIN LATERAL (
                SELECT lot_id, product_id, apart_event_id FROM meddev_genealogy_link made
                 WHERE made.event_id = entered.event_id AND made.side = '%s' AND made.lot_id IS NOT NULL AND %s
                OFFSET 0) o""",
            SQL(leaving),
            self._may_see(SQL("made")),
        )

    def _leads_on(self, product, way):
        """SQL condition: lots of ``product`` can have gone into events, or have come out of them."""
        entering, _leaving = self._sides(way)
        return SQL("%s IN (SELECT product_id FROM meddev_genealogy_passage WHERE side = '%s')", product, SQL(entering))

    def _sides(self, way):
        return ("into", "out of") if way == "down" else ("out of", "into")

    def _may_see(self, link):
        """SQL condition: the link is of a company that the user has chosen."""
        if self._sees_all_companies():
            return SQL("TRUE")
        return SQL("%s.company_id = ANY(%s)", link, self.env.companies.ids)

    def _sees_all_companies(self):
        return len(self.env.companies) == self.env["res.company"]._count_all()

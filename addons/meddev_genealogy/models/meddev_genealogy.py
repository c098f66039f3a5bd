from datetime import UTC
from functools import lru_cache

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..graph import Link

COLUMNS = SQL(
    "id, lot_id, product_id, side, kind, quantity, grade, date, document, event_id, apart_event_id, partner_id, "
    "location_id"
)
"""Of links, as :meth:`MeddevGenealogy._added_up` takes them."""
DIRECTIONS = {"up": ("up",), "down": ("down",), "both": ("up", "down")}


class MeddevGenealogy(models.AbstractModel):
    """Walks the recorded links: what a lot came from, and what became of it."""

    _name = "meddev.genealogy"
    _description = "Lot Genealogy"

    @api.model
    def _trace(self, lots, direction="both", max_depth=None):
        """What ``lots`` came from and what became of them, as nodes and links of plain JSON types.

        :param lots: ``stock.lot`` records that the user may read
        :param direction: "up", "down" or "both"
        :param max_depth: how many events (orders, repairs) deep; None for all
        :return: see ``trace`` of the API in the architecture; ``roots`` are the nodes of all ``lots``; ``hidden``
            counts moves in companies that the user may not see
        """
        if not isinstance(direction, str) or direction not in DIRECTIONS:
            raise ValidationError(self.env._('The direction is "up", "down" or "both", not "%s".', direction))
        # True is an int to Python, and no depth.
        if max_depth is not None and (type(max_depth) is not int or max_depth < 1):
            raise ValidationError(self.env._("The depth is a whole number from 1 on, not %s.", max_depth))
        self._check_readable(lots)
        self.env["meddev.genealogy.link"]._settle()
        ways = DIRECTIONS[direction]
        links = self._links_reached(lots.ids, ways, max_depth)
        truncated = max_depth is not None and any(self._is_cut(lots.ids, way, max_depth, links) for way in ways)
        reached = {*lots.ids, *(link.lot_id for link in links)} - {None}
        return self._answer(lots, links, truncated, self._count_hidden(reached))

    def _check_readable(self, lots):
        lots.sudo().fetch(["company_id"])  # which the rules ask for; else Odoo fetches every column of a lot
        lots.check_access("read")

    # --- the links ---------------------------------------------------------------------------------------------

    def _links_reached(self, lot_ids, ways, max_depth=None):
        """All links on the paths, as a list of ``Link``, the oldest first."""
        return self._added_up(SQL(" UNION ").join(self._links_sql(lot_ids, way, max_depth) for way in ways))

    def _added_up(self, links):
        """What a query for columns of links finds, those of one kind, document and pair of nodes added up."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT lot_id, product_id, of_product_id, side, kind, event_id, apart_event_id, partner_id, location_id,
                       grade, document, quantity, date, res_model, res_id, part
                  FROM (SELECT lot_id, CASE WHEN lot_id IS NULL THEN product_id END AS product_id,
                               min(product_id) AS of_product_id, side, kind, event_id, apart_event_id, partner_id,
                               location_id, grade, document, sum(quantity) AS quantity, min(date) AS date,
                               min(id) AS first
                          FROM (%s) link
                         GROUP BY lot_id, 2, side, kind, event_id, apart_event_id, partner_id, location_id, grade,
                                  document) told
                  LEFT JOIN meddev_genealogy_event event ON event.id = event_id
                 ORDER BY date, first
                """,
                links,
            )
        )
        return list(map(Link._make, rows))

    def _links_sql(self, lot_ids, way, max_depth):
        """A query for the ends of the paths, for the links by which lots go on, and for all that those events made."""
        entering, leaving = self._sides(way)
        # What a customer returned belongs to the question who has it now.
        is_asked = "{0}.kind = 'returned' OR {0}.side = 'into'" if way == "down" else (
            "{0}.kind <> 'returned' AND {0}.side = 'out of'"
        )  # fmt: skip
        return SQL(
            """
            SELECT * FROM (
                %(reach)s
                SELECT link.* FROM (SELECT DISTINCT lot_id FROM reach) lot
                 CROSS JOIN LATERAL (
                    SELECT %(columns)s FROM meddev_genealogy_link own
                     WHERE own.lot_id = lot.lot_id AND own.event_id IS NULL AND %(may_see_own)s
                    OFFSET 0) link
                 WHERE %(is_asked)s
                 UNION ALL
                (SELECT DISTINCT ON (link.id) link.* FROM reach
                 CROSS JOIN LATERAL (
                    SELECT %(columns)s FROM meddev_genealogy_link own
                     WHERE own.lot_id = reach.lot_id AND own.side = '%(entering)s' AND own.event_id IS NOT NULL
                           AND %(may_see_own)s
                    OFFSET 0) link
                 WHERE %(leads_on)s AND link.event_id <> reach.apart AND %(limit)s)
                 UNION ALL
                SELECT link.* FROM (SELECT DISTINCT event_id FROM entered) event
                 CROSS JOIN LATERAL (
                    SELECT %(columns)s FROM meddev_genealogy_link made
                     WHERE made.event_id = event.event_id AND made.side = '%(leaving)s' AND %(may_see_made)s
                    OFFSET 0) link
            ) of_way
            """,
            reach=self._reach_sql(lot_ids, way, max_depth),
            columns=COLUMNS,
            entering=SQL(entering),
            leaving=SQL(leaving),
            leads_on=self._leads_on(SQL("reach.product_id"), way),
            is_asked=SQL(is_asked.format("link")),
            may_see_own=self._may_see(SQL("own")),
            may_see_made=self._may_see(SQL("made")),
            limit=SQL("reach.depth < %s", max_depth) if self._is_counted(max_depth) else SQL("TRUE"),
        )

    def _is_cut(self, lot_ids, way, max_depth, links):
        """Whether more events were there than ``max_depth`` let in."""
        last = [lot for lot, _apart, depth in self._reach(lot_ids, way, max_depth) if depth >= max_depth]
        if not last:
            return False
        entering, _leaving = self._sides(way)
        rows = self.env.execute_query(
            SQL(
                """SELECT 1 FROM meddev_genealogy_link link
                    WHERE lot_id = ANY(%s) AND side = %s AND event_id <> ALL(%s) AND %s LIMIT 1""",
                last,
                entering,
                list({link.event_id for link in links} - {None}),
                self._may_see(SQL("link")),
            )
        )
        return bool(rows)

    def _count_hidden(self, lot_ids):
        """How many movements of these lots, and in their events, are in companies that the user may not see."""
        if self._sees_all_companies():
            return 0
        rows = self.env.execute_query(
            SQL(
                """
                WITH own AS (SELECT * FROM meddev_genealogy_link WHERE lot_id = ANY(%(lots)s))
                SELECT count(DISTINCT line_id) FROM (
                    SELECT line_id, company_id FROM own
                     UNION ALL
                    SELECT link.line_id, link.company_id FROM meddev_genealogy_link link
                     WHERE link.event_id IN (SELECT event_id FROM own)
                ) known WHERE company_id <> ALL(%(companies)s)
                """,
                lots=list(lot_ids),
                companies=self.env.companies.ids,
            )
        )
        return rows[0][0]


@lru_cache(maxsize=4096)
def iso(moment):
    """A moment that the database keeps in UTC, as ISO 8601 with offset; "" for none."""
    return moment.replace(tzinfo=UTC).isoformat(timespec="seconds") if moment else ""

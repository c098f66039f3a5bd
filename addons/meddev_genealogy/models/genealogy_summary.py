from collections import defaultdict

from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.meddev_base.models.prepared import execute_prepared

from ..graph import EXACT, worst
from .genealogy_names import ProductWords

KINDS = {"down": ("customer", "shipped", "returned"), "up": ("supplier", "received", "")}
"""Whom a way leads to, what went there, and what came back; a vendor supplied also what was sent back to him."""


class MeddevGenealogy(models.AbstractModel):
    """How far a lot went, before anybody asks for every link: the first answer when a recall is thought of."""

    _name = "meddev.genealogy"
    _inherit = ["meddev.genealogy"]

    def _summary(self, lots, direction="down"):
        """Lots of which products ``lots`` went into (or came from), and which partners have or gave how much.

        :param lots: ``stock.lot`` records that the user may read
        :param direction: "up" or "down"
        :return: see ``trace_summary`` of the API
        """
        if not isinstance(direction, str) or direction not in KINDS:
            raise ValidationError(self.env._('The direction of a summary is "up" or "down", not "%s".', direction))
        self._check_readable(lots)
        self.env["meddev.genealogy.link"]._settle()
        rows = self._summary_rows(lots.ids, direction)
        words = {product: ProductWords(*told) for product, _none, _count, _sum, *told in rows["product"]}
        products = [{"product": words[one].code, "lots": count} for one, _none, count, *_rest in rows["product"]]
        partners = self._summary_partners(rows["partner"], words, KINDS[direction][0])
        return {
            "lots": sum(product["lots"] for product in products),
            "products": sorted(products, key=lambda one: one["product"]),
            "partners": sorted(partners, key=lambda one: (one["name"], one["product"])),
            "grade": worst(EXACT, *(grade for *_none, grade, _unit in rows["grade"])),
            "hidden": 0 if self._sees_all_companies() else self._count_hidden(self._lots_reached(lots.ids, direction)),
        }

    def _summary_partners(self, rows, words, role):
        # An address without a name is called by its type, in the reader's language.
        unnamed = {partner for _product, partner, *_rest, name, _unit in rows if not name}
        names = self._names("res.partner", unnamed) if unnamed else {}
        return [
            {
                "key": f"res.partner:{partner}",
                "name": name or names[partner],
                "role": role,
                "product": words[product].code,
                "quantity": round(quantity, 6),
                "uom": words[product].unit,
                "lots": count,
            }
            for product, partner, count, quantity, name, _unit in rows
        ]

    def _summary_rows(self, lot_ids, direction):
        """All that the summary tells, in one query by indexes alone.

        :return: ``{"product": [(id, None, lots, None, code, unit)], "partner": [(product id, id, lots, quantity, name,
            None)], "grade": [(None, None, links, None, grade, None)]}``
        """
        _role, came, back = KINDS[direction]
        entering, _leaving = self._sides(direction)
        rows = execute_prepared(
            self.env,
            SQL(
                """
                %(entered)s, lot AS MATERIALIZED (
                    SELECT DISTINCT lot_id, product_id
                      FROM (SELECT id AS lot_id, product_id FROM stock_lot WHERE id = ANY(%(lots)s)
                             UNION ALL SELECT o.lot_id, o.product_id FROM entered %(left)s) reached
                     ORDER BY lot_id, product_id)
                SELECT 'product', product_id, NULL::int, number, NULL::float8, told.code, told.unit
                  FROM (SELECT product_id, count(*) AS number FROM lot GROUP BY product_id) made %(words)s
                 UNION ALL
                SELECT 'partner', sent.product_id, partner.id, number, quantity, %(name)s, NULL
                  FROM (SELECT lot.product_id, partner_id, count(DISTINCT lot_id) AS number,
                               sum(CASE kind WHEN %(came)s THEN quantity ELSE -quantity END)::float8 AS quantity
                          FROM lot CROSS JOIN LATERAL (
                            SELECT partner_id, kind, quantity FROM meddev_genealogy_link link
                             WHERE link.lot_id = lot.lot_id AND event_id IS NULL AND partner_id IS NOT NULL
                                   AND kind IN (%(came)s, %(back)s) AND %(may_see)s OFFSET 0) link
                         GROUP BY lot.product_id, partner_id) sent
                 CROSS JOIN LATERAL (SELECT * FROM res_partner own WHERE own.id = sent.partner_id OFFSET 0) partner
                 UNION ALL
                SELECT 'grade', NULL, NULL, count(*), NULL, grade, NULL
                  FROM lot CROSS JOIN LATERAL (
                    SELECT grade FROM meddev_genealogy_link link
                     WHERE link.lot_id = lot.lot_id AND side = '%(entering)s' AND event_id IS NOT NULL
                           AND %(may_see)s OFFSET 0) link
                 WHERE %(leads_on)s
                 GROUP BY grade
                """,
                entered=self._entered_sql(lot_ids, direction),
                left=self._left_sql(direction),
                leads_on=self._leads_on(SQL("lot.product_id"), direction),
                lots=list(lot_ids),
                words=self._product_words_sql(SQL("made.product_id")),
                name=self.env["res.partner"].sudo()._field_to_sql("partner", "complete_name"),
                came=came,
                back=back,
                entering=SQL(entering),
                may_see=self._may_see(SQL("link")),
            ),
        )
        found = defaultdict(list)
        for what, *row in rows:
            found[what].append(row)
        return found

    def _lots_reached(self, lot_ids, direction):
        return {lot for lot, _apart, _depth in self._reach(lot_ids, direction)}

from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..graph import EXACT, worst

KINDS = {"down": ("customer", "shipped", "returned"), "up": ("supplier", "received", "")}
"""Whom a way leads to, what went there, and what came back; a vendor supplied also what was sent back to him."""


class MeddevGenealogy(models.AbstractModel):
    """How far a lot went, before anybody asks for every link: the first answer when a recall is thought of."""

    _name = "meddev.genealogy"
    _inherit = ["meddev.genealogy"]

    def _summary(self, lots, direction="down"):
        """Lots of which products ``lots`` went into (or came from), and which partners have or gave how much.

        :param lots: ``stock.lot`` records that the user may read
        :param direction: "down" or "up"
        :return: see ``trace_summary`` of the API
        """
        if direction not in KINDS:
            raise ValidationError(self.env._('The direction of a summary is "up" or "down", not "%s".', direction))
        lots.check_access("read")
        self.env["meddev.genealogy.link"]._settle()
        role, *_kinds = KINDS[direction]
        products, partners, grades = self._summary_rows(lots.ids, direction)
        codes, units = self._product_codes(set(products)), self._units(set(products))
        names = self._names("res.partner", {partner for partner, _product in partners})
        told = [
            {
                "key": f"res.partner:{partner}",
                "name": names[partner],
                "role": role,
                "product": codes[product],
                "quantity": round(quantity, 6),
                "uom": units[product],
                "lots": count,
            }
            for (partner, product), (quantity, count) in partners.items()
        ]
        return {
            "lots": sum(products.values()),
            "products": sorted(
                ({"product": codes[one], "lots": count} for one, count in products.items()),
                key=lambda one: one["product"],
            ),
            "partners": sorted(told, key=lambda one: (one["name"], one["product"])),
            "grade": worst(EXACT, *grades),
            "hidden": 0 if self._sees_all_companies() else self._count_hidden(self._lots_reached(lots.ids, direction)),
        }

    def _summary_rows(self, lot_ids, direction):
        """``({product id: lots}, {(partner id, product id): (quantity, lots)}, {grade})``; by indexes alone."""
        _role, came, back = KINDS[direction]
        entering, _leaving = self._sides(direction)
        rows = self.env.execute_query(
            SQL(
                """
                %(walk)s, lot AS MATERIALIZED (
                    SELECT reached.lot_id, own.product_id
                      FROM (SELECT DISTINCT lot_id FROM reach) reached
                     CROSS JOIN LATERAL (
                        SELECT product_id FROM stock_lot WHERE stock_lot.id = reached.lot_id OFFSET 0) own)
                SELECT 'product', product_id, NULL::int, count(*), NULL::float8, NULL FROM lot GROUP BY product_id
                 UNION ALL
                SELECT 'partner', lot.product_id, partner_id, count(DISTINCT lot_id),
                       sum(CASE kind WHEN %(came)s THEN quantity ELSE -quantity END)::float8, NULL
                  FROM lot CROSS JOIN LATERAL (
                    SELECT partner_id, kind, quantity FROM meddev_genealogy_link link
                     WHERE link.lot_id = lot.lot_id AND partner_id IS NOT NULL AND kind IN (%(came)s, %(back)s)
                           AND %(may_see)s OFFSET 0) link
                 GROUP BY lot.product_id, partner_id
                 UNION ALL
                SELECT 'grade', NULL, NULL, count(*), NULL, grade
                  FROM lot CROSS JOIN LATERAL (
                    SELECT grade FROM meddev_genealogy_link link
                     WHERE link.lot_id = lot.lot_id AND side = '%(entering)s' AND event_id IS NOT NULL
                           AND %(may_see)s OFFSET 0) link
                 GROUP BY grade
                """,
                walk=self._reach_sql(lot_ids, direction),
                came=came,
                back=back,
                entering=SQL(entering),
                may_see=self._may_see(SQL("link")),
            )
        )
        products = {product: count for what, product, _partner, count, *_rest in rows if what == "product"}
        partners = {
            (partner, product): (quantity, count)
            for what, product, partner, count, quantity, _grade in rows
            if what == "partner"
        }
        return products, partners, {grade for what, *_rest, grade in rows if what == "grade"}

    def _lots_reached(self, lot_ids, direction):
        return {lot for lot, _apart, _depth in self._reach(lot_ids, direction)}

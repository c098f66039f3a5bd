from odoo import models
from odoo.tools import SQL

from ..graph import INTO, balance_column, difference, grades_of_paths, worst
from .meddev_genealogy import COLUMNS, iso

BALANCE = ("made", "on_hand", "shipped", "consumed", "scrapped", "adjusted", "returned_to_vendor")
LISTED = {"shipped": ("shipped", "returned"), "scrapped": ("scrapped",)}


class MeddevGenealogy(models.AbstractModel):
    _name = "meddev.genealogy"
    _inherit = ["meddev.genealogy"]

    def _recall_scope(self, lots):
        """What a recall of ``lots`` reaches: these lots and everything that they went into.

        :param lots: ``stock.lot`` records that the user may read
        :return: see ``recall_scope`` of the API in the architecture. Lots are told with "status" and "expiry";
            what customers returned is in "shipped" with a quantity below zero; "consumed" names the event, of an
            as-built record also the "unit", and its grade; the "grade" of a lot, and of what was shipped of it, says
            how sure it is that it has to do with ``lots``; in a balance "made" is made or received, and it also has
            "adjusted" and "returned_to_vendor"; "hidden" counts movements in companies that the user may not see
        """
        self._check_readable(lots)
        self.env["meddev.genealogy.link"]._settle()
        ids = {lot for lot, _apart, _depth in self._reach(lots.ids, "down")} if lots else set()
        links, quants = self._links_of(ids), self._quants_of(ids)
        label = self._labels_of(ids)
        grades = grades_of_paths(lots.ids, links)
        places = self._names("stock.location", {place for _lot, place, _quantity in quants})
        return {
            "lots": self._scope_lots(ids, label, grades),
            "on_hand": [
                {**label[lot], "location": places[place], "quantity": round(quantity, 6)}
                for lot, place, quantity in quants
            ],
            **self._scope_ends(links, label, grades),
            "consumed": self._scope_consumed(links, label),
            "balance": self._balances(sorted(ids), links, quants, label),
            "hidden": self._count_hidden(ids),
        }

    def _balance(self, lots):
        """Balance of each of ``lots`` alone: ``{"made", "on_hand", ..., "difference"}`` with its names."""
        self._check_readable(lots)
        self.env["meddev.genealogy.link"]._settle()
        return self._balances(
            lots.ids, self._links_of(lots.ids), self._quants_of(lots.ids), self._labels_of(set(lots.ids))
        )

    # --- reading -------------------------------------------------------------------------------------------------

    def _links_of(self, lot_ids):
        """The links of these lots, as a list of ``Link``, the oldest first."""
        return self._added_up(
            SQL(
                """
                SELECT %s FROM unnest(%s::int[]) AS asked (id_asked)
                 CROSS JOIN LATERAL (
                    SELECT * FROM meddev_genealogy_link own WHERE own.lot_id = id_asked OFFSET 0) link
                 WHERE %s
                """,
                COLUMNS,
                list(lot_ids),
                self._may_see(SQL("link")),
            )
        )

    def _quants_of(self, lot_ids):
        """``(lot id, location id, quantity)`` of what is in own or transit stock."""
        self.env["stock.quant"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT quant.lot_id, quant.location_id, sum(quant.quantity)::float8
                  FROM unnest(%s::int[]) AS asked (lot_id)
                 CROSS JOIN LATERAL (SELECT * FROM stock_quant own WHERE own.lot_id = asked.lot_id OFFSET 0) quant
                  JOIN stock_location place ON place.id = quant.location_id
                 WHERE place.usage IN ('internal', 'transit') AND %s
                 GROUP BY quant.lot_id, quant.location_id HAVING sum(quant.quantity) <> 0
                 ORDER BY quant.lot_id, quant.location_id
                """,
                list(lot_ids),
                SQL("(quant.company_id IS NULL OR %s)", self._may_see(SQL("quant"))),
            )
        )

    # --- telling -------------------------------------------------------------------------------------------------

    def _labels_of(self, lot_ids):
        words = self._words_of_lots(lot_ids)
        return {lot: {"lot": words[lot][1], "product": words[lot][2]} for lot in lot_ids}

    def _scope_lots(self, ids, label, grades):
        has_expiry = "expiration_date" in self.env["stock.lot"]._fields
        columns = SQL("state, expiration_date") if has_expiry else SQL("state, NULL::timestamp")
        return [
            {**label[lot], "status": state, "expiry": iso(expiry), "grade": grades[lot]}
            for lot, state, expiry in sorted(self._rows("stock.lot", ids, columns))
        ]

    def _scope_ends(self, links, label, grades):
        """What was shipped (returns below zero) and what was scrapped, with whom and where."""
        partners = self._names("res.partner", {link.partner_id for link in links})
        places = self._names("stock.location", {link.location_id for link in links})
        return {
            name: [
                {
                    **label[link.lot_id],
                    "partner": partners[link.partner_id] if name == "shipped" else "",
                    "location": places[link.location_id],
                    "delivery" if name == "shipped" else "document": link.document,
                    "date": iso(link.date),
                    "quantity": round(link.quantity * balance_column(link.kind, link.side)[1], 6),
                    "grade": worst(link.grade, grades[link.lot_id]),
                }
                for link in links
                if link.kind in kinds
            ]
            for name, kinds in LISTED.items()
        }

    def _scope_consumed(self, links, label):
        consumed = [link for link in links if link.side == INTO and balance_column(link.kind, INTO) == ("consumed", 1)]
        events = [self._ends_of(link)[1] for link in consumed]
        nodes, units = self._nodes(set(events), {}), self._units_of_events(set(events))
        return [
            {
                **label[link.lot_id],
                "into": nodes[event]["name"],
                "unit": units.get(event, ""),
                "kind": link.kind,
                "document": link.document,
                "date": iso(link.date),
                "quantity": round(link.quantity, 6),
                "grade": link.grade,
            }
            for link, event in zip(consumed, events, strict=True)
        ]

    def _balances(self, lot_ids, links, quants, label):
        sums = {lot: dict.fromkeys(BALANCE, 0.0) for lot in lot_ids}
        for link in links:
            if counted := balance_column(link.kind, link.side):
                column, sign = counted
                sums[link.lot_id][column] += sign * link.quantity
        for lot, _place, quantity in quants:
            sums[lot]["on_hand"] += quantity
        return [
            {
                **label[lot],
                **{name: round(value, 6) for name, value in balance.items()},
                "difference": difference(*balance.values()),
            }
            for lot, balance in sums.items()
        ]

from collections import Counter, defaultdict
from datetime import UTC

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..graph import INTO, OUT_OF, Act, Event, grades, walk
from ..moves import end_of_move

DIRECTIONS = {"up": ("up",), "down": ("down",), "both": ("up", "down")}


class MeddevGenealogy(models.AbstractModel):
    """Reads from Odoo's own stock moves where a lot came from and what became of it.

    This addon knows receipts, deliveries, returns, scrap and adjustments; a bridge addon adds each application that
    turns lots into other lots, by extending :meth:`_line_columns`, :meth:`_acts_of_line`, :meth:`_lot_conditions` and
    :meth:`_event_conditions`.
    """

    _name = "meddev.genealogy"
    _description = "Lot Genealogy"

    # --- the question -------------------------------------------------------------------------------------------

    @api.model
    def _trace(self, lot, direction="both", max_depth=None):
        """What ``lot`` came from and what became of it, as nodes and links of plain JSON types.

        :param lot: a ``stock.lot`` record that the user may read
        :param direction: "up", "down" or "both"
        :param max_depth: how many events (orders, repairs) deep; None for all
        :return: see ``trace`` of the API in the architecture; ``hidden`` counts moves in companies that the user may
            not see
        """
        if not isinstance(direction, str) or direction not in DIRECTIONS:
            raise ValidationError(self.env._('The direction is "up", "down" or "both", not "%s".', direction))
        # True is an int to Python, and no depth.
        if max_depth is not None and (type(max_depth) is not int or max_depth < 1):
            raise ValidationError(self.env._("The depth is a whole number from 1 on, not %s.", max_depth))
        lot.check_access("read")
        for name in self._models_read():
            self.env[name].flush_model()
        hidden = Counter()
        acts, truncated, outputs = {}, False, {}
        for way in DIRECTIONS[direction]:
            found, is_cut = walk(
                lot.ids,
                way,
                lambda lots: self._visible(self._acts_of_lots(lots), hidden),
                lambda events: self._count_outputs(self._visible(self._acts_of_events(events), hidden), outputs),
                max_depth,
            )
            acts.update(dict.fromkeys(found))
            truncated |= is_cut
        return self._answer(lot, list(acts), outputs, truncated, len(hidden))

    # --- reading the moves --------------------------------------------------------------------------------------

    def _models_read(self):
        """Models whose tables the queries read, and which are flushed before."""
        return ["stock.move.line", "stock.move", "stock.picking", "stock.lot"]

    def _acts_of_lots(self, lot_ids):
        return self._acts(self._lot_conditions(tuple(lot_ids)))

    def _acts_of_events(self, events):
        return self._acts(self._event_conditions(events))

    def _acts(self, conditions):
        """``(act, company id)`` for all done move lines that meet one of ``conditions``."""
        if not conditions:
            return []
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT %(columns)s
                  FROM stock_move_line ml
                  JOIN stock_move m ON m.id = ml.move_id
                  JOIN stock_location source ON source.id = ml.location_id
                  JOIN stock_location target ON target.id = ml.location_dest_id
                  LEFT JOIN stock_picking picking ON picking.id = m.picking_id
                 WHERE m.state = 'done' AND ml.quantity_product_uom > 0 AND (%(condition)s)
                 ORDER BY ml.date, ml.id
                """,
                columns=SQL(", ").join(self._line_columns()),
                condition=SQL(" OR ").join(conditions),
            )
        )
        return [(act, row["company_id"]) for row in rows for act in self._acts_of_line(row)]

    def _line_columns(self):
        return [
            SQL("ml.id, ml.lot_id, ml.product_id, ml.quantity_product_uom AS quantity, ml.date, ml.company_id"),
            SQL("source.usage AS source_usage, target.usage AS target_usage, source.id AS source_id"),
            SQL("target.id AS target_id, m.scrap_id, m.reference AS document"),
            SQL("coalesce(picking.partner_id, m.partner_id) AS partner_id"),
        ]

    def _lot_conditions(self, lot_ids):
        """SQL conditions on ``ml`` and ``m``: a line that meets one of them may hold acts of these lots."""
        return [SQL("ml.lot_id IN %s", lot_ids)]

    def _event_conditions(self, events):
        """SQL conditions on ``ml`` and ``m``: a line that meets one of them may hold acts in these events."""
        return []

    def _acts_of_line(self, line):
        """The acts that a done move line records; none for a move inside the company.

        :param line: dict with the columns of :meth:`_line_columns`
        """
        act = self._end_of_line(line) if line["lot_id"] else None
        return [act] if act else []

    def _end_of_line(self, line):
        """The act by which a lot enters or leaves the company's stock, or None."""
        if line["scrap_id"]:
            return self._end(line, "scrapped", INTO, "stock.location", line["target_id"])
        if not (end := end_of_move(line["source_usage"], line["target_usage"])):
            return None
        kind, side, is_partner = end
        if is_partner and line["partner_id"]:
            return self._end(line, kind, side, "res.partner", line["partner_id"])
        return self._end(line, kind, side, "stock.location", line["target_id" if side == INTO else "source_id"])

    def _end(self, line, kind, side, model, res_id):
        return self._act(line, Event(model, res_id, is_end=True), side, kind)

    def _act(self, line, event, side, kind, **other):
        values = {
            "line_id": line["id"],
            "event": event,
            "side": side,
            "kind": kind,
            "lot_id": line["lot_id"],
            "product_id": line["product_id"],
            "quantity": float(line["quantity"]),
            "date": line["date"],
            "document": line["document"] or "",
        }
        return Act(**{**values, **other})

    def _visible(self, acts, hidden):
        """The acts in companies that the user may see; the others are counted in ``hidden`` by their line."""
        allowed = set(self.env.companies.ids)
        hidden.update(act.line_id for act, company in acts if company not in allowed)
        return [act for act, company in acts if company in allowed]

    def _count_outputs(self, acts, outputs):
        made = defaultdict(set)
        for act in acts:
            if act.side == OUT_OF:
                made[act.event].add(act.key)
        outputs.update((event, len(keys)) for event, keys in made.items())
        return acts

    # --- the answer ---------------------------------------------------------------------------------------------

    def _answer(self, lot, acts, outputs, truncated, hidden):
        dates = {}
        for act in acts:
            for key in (act.key, act.event.key):
                dates[key] = min(dates.get(key, act.date), act.date)
        nodes = self._nodes({f"lot:{lot.id}", *dates}, dates)
        root = nodes[f"lot:{lot.id}"]
        return {
            "root": root,
            "nodes": list(nodes.values()),
            "links": self._links(acts, outputs),
            "partners": self._partners(acts, nodes),
            "truncated": truncated,
            "hidden": hidden,
        }

    def _nodes(self, keys, dates):
        """``{key: node}`` for all keys, each model read once."""
        ids = defaultdict(list)
        for key in sorted(keys):
            model, _colon, res_id = key.rpartition(":")
            ids[{"lot": "stock.lot", "product": "product.product"}.get(model, model)].append((int(res_id), key))
        nodes = {}
        for model, pairs in ids.items():
            records = self.env[model].sudo().browse([res_id for res_id, _key in pairs])
            for record, (_res_id, key) in zip(records, pairs):
                nodes[key] = self._node(record, key, dates.get(key) or record.create_date)
        return nodes

    def _node(self, record, key, date):
        node = {
            "key": key,
            "type": self._node_type(record),
            "lot": "",
            "product": "",
            "name": record.display_name or "",
        }
        if record._name == "stock.lot":
            node.update(lot=record.name, product=self._product_code(record.product_id))
        elif record._name == "product.product":
            node.update(product=self._product_code(record))
        return {**node, "date": iso(date)}

    def _node_type(self, record):
        types = {
            "stock.lot": "lot",
            "product.product": "product",
            "res.partner": "partner",
            "stock.location": "location",
        }
        return types.get(record._name, "order")

    def _product_code(self, product):
        return product.default_code or product.name or ""

    def _links(self, acts, outputs):
        """One link for each pair of nodes, kind and document; quantities of several move lines are added up."""
        products = self.env["product.product"].sudo().browse({act.product_id for act in acts})
        units = {product.id: product.uom_id.name for product in products}
        links = {}
        for act, grade in zip(acts, grades(acts, outputs)):
            ends = (act.key, act.event.key) if act.side == INTO else (act.event.key, act.key)
            link = links.setdefault(
                (*ends, act.kind, act.document, grade),
                {"from": ends[0], "to": ends[1], "kind": act.kind, "quantity": 0.0, "uom": units[act.product_id],
                 "grade": grade, "date": iso(act.date), "document": act.document},
            )  # fmt: skip
            link["quantity"] = round(link["quantity"] + act.quantity, 6)
        return list(links.values())

    def _partners(self, acts, nodes):
        """Who supplied, worked on or received any of it: one entry for each partner and role."""
        roles = {"received": "supplier", "returned to vendor": "supplier", "shipped": "customer",
                 "returned": "customer", "subcontracted": "subcontractor"}  # fmt: skip
        partners = {}
        for act in acts:
            if act.event.model != "res.partner" or act.kind not in roles:
                continue
            entry = partners.setdefault(
                (act.event.key, roles[act.kind]),
                {"key": act.event.key, "name": nodes[act.event.key]["name"], "role": roles[act.kind],
                 "lots": [], "quantity": 0.0, "documents": []},
            )  # fmt: skip
            sign = -1 if act.kind in {"returned", "returned to vendor"} else 1
            entry["quantity"] = round(entry["quantity"] + sign * act.quantity, 6)
            for name, value in (("lots", nodes[act.key]["lot"]), ("documents", act.document)):
                if value and value not in entry[name]:
                    entry[name].append(value)
        return sorted(partners.values(), key=lambda entry: (entry["role"], entry["name"]))


def iso(moment):
    """A moment that the database keeps in UTC, as ISO 8601 with offset; "" for none."""
    return moment.replace(tzinfo=UTC).isoformat(timespec="seconds") if moment else ""

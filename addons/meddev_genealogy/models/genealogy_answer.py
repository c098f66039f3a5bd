from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..graph import INTO
from .meddev_genealogy import iso

MODELS = {"lot": "stock.lot", "product": "product.product"}
TYPES = {"stock.lot": "lot", "product.product": "product", "res.partner": "partner", "stock.location": "location"}
ROLES = {"received": "supplier", "returned to vendor": "supplier", "shipped": "customer", "returned": "customer",
         "subcontracted": "subcontractor"}  # fmt: skip
BACK = frozenset({"returned", "returned to vendor"})


class MeddevGenealogy(models.AbstractModel):
    """The links of a trace as the answer that people and other systems get."""

    _inherit = "meddev.genealogy"

    def _answer(self, roots, links, truncated, hidden):
        ends = [self._ends_of(link) for link in links]
        dates = {}
        for link, (node, event) in zip(links, ends, strict=True):  # the oldest first
            dates.setdefault(node, link.date)
            dates.setdefault(event, link.date)
        nodes = self._nodes({*(f"lot:{root.id}" for root in roots), *dates}, dates)
        return {
            "root": nodes[f"lot:{roots[0].id}"],
            "roots": [nodes[f"lot:{root.id}"] for root in roots],
            "nodes": list(nodes.values()),
            "links": self._told(links, ends),
            "partners": self._partners(links, ends, nodes),
            "truncated": truncated,
            "hidden": hidden,
        }

    def _ends_of(self, link):
        """The keys of a link's two nodes: the lot (or product without lots), and the event (or partner, or place)."""
        node = f"lot:{link.lot_id}" if link.lot_id else f"product:{link.product_id}"
        if link.partner_id:
            return node, f"res.partner:{link.partner_id}"
        if not link.event_id:
            return node, f"stock.location:{link.location_id}"
        key = f"{link.res_model}:{link.res_id}"
        return node, f"{key}:{link.part}" if link.part else key

    def _nodes(self, keys, dates):
        """``{key: node}`` for all keys, each model read once."""
        asked = defaultdict(list)
        for key in sorted(keys):
            model, res_id, *_part = key.split(":")
            asked[MODELS.get(model, model)].append((int(res_id), key))
        nodes = {}
        for model, pairs in asked.items():
            words = self._words_of_nodes(model, {res_id for res_id, _key in pairs})
            kind = TYPES.get(model, "order")
            for res_id, key in pairs:
                name, lot, product, created = words[res_id]
                nodes[key] = {
                    "key": key,
                    "type": kind,
                    "lot": lot,
                    "product": product,
                    "name": name,
                    "date": iso(dates.get(key) or created),
                }
        return nodes

    def _words_of_nodes(self, model, ids):
        """``{id: (name, lot, product, when it was created)}``; the last three of lots, the product also of products."""
        if model == "stock.lot":
            return self._words_of_lots(ids)
        names = self._names(model, ids)
        words = self._product_words(ids) if model == "product.product" else {}
        return {one: (names[one], "", words[one].code if words else "", None) for one in ids}

    def _words_of_lots(self, ids):
        """``{id: (name, name, product code, when it was created)}``."""
        rows = self._rows("stock.lot", ids, SQL("name, product_id, create_date"))
        words = self._product_words({product for _id, _name, product, _created in rows})
        return {lot: (name, name, words[product].code, created) for lot, name, product, created in rows}

    def _units_of_events(self, _keys):
        """``{key: name of the unit}`` of those events that are what went into one unit only."""
        return {}

    def _told(self, links, ends):
        words = self._product_words({link.of_product_id for link in links})
        return [
            {
                "from": node if link.side == INTO else event,
                "to": event if link.side == INTO else node,
                "kind": link.kind,
                "quantity": round(link.quantity, 6),
                "uom": words[link.of_product_id].unit,
                "grade": link.grade,
                "date": iso(link.date),
                "document": link.document,
            }
            for link, (node, event) in zip(links, ends, strict=True)
        ]

    def _partners(self, links, ends, nodes):
        """Who supplied, worked on or received any of it: one entry for each partner and role."""
        found = defaultdict(lambda: ({}, {}, []))
        for link, (node, event) in zip(links, ends, strict=True):
            if link.partner_id and link.kind in ROLES:
                lots, documents, quantities = found[event, ROLES[link.kind]]
                lots.setdefault(nodes[node]["lot"])
                documents.setdefault(link.document)
                quantities.append(-link.quantity if link.kind in BACK else link.quantity)
        told = [
            {
                "key": key,
                "name": nodes[key]["name"],
                "role": role,
                "lots": [name for name in lots if name],
                "quantity": round(sum(quantities), 6),
                "documents": [name for name in documents if name],
            }
            for (key, role), (lots, documents, quantities) in found.items()
        ]
        return sorted(told, key=lambda entry: (entry["role"], entry["name"]))

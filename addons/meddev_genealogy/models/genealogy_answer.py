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
        dates = {}
        for link in links:
            link["node"], link["event"] = self._ends_of(link)
            for key in (link["node"], link["event"]):
                known = dates.get(key)
                dates[key] = link["date"] if known is None else min(known, link["date"] or known)
        nodes = self._nodes({*(f"lot:{root.id}" for root in roots), *dates}, dates)
        return {
            "root": nodes[f"lot:{roots[0].id}"],
            "roots": [nodes[f"lot:{root.id}"] for root in roots],
            "nodes": list(nodes.values()),
            "links": self._told(links),
            "partners": self._partners(links, nodes),
            "truncated": truncated,
            "hidden": hidden,
        }

    def _ends_of(self, link):
        """The keys of a link's two nodes: the lot (or product without lots), and the event (or partner, or place)."""
        node = f"lot:{link['lot_id']}" if link["lot_id"] else f"product:{link['product_id']}"
        if link["partner_id"]:
            return node, f"res.partner:{link['partner_id']}"
        if not link["event_id"]:
            return node, f"stock.location:{link['location_id']}"
        key = f"{link['res_model']}:{link['res_id']}"
        return node, f"{key}:{link['part']}" if link["part"] else key

    def _nodes(self, keys, dates):
        """``{key: node}`` for all keys, each model read once."""
        asked = defaultdict(list)
        for key in sorted(keys):
            model, res_id, *_part = key.split(":")
            asked[MODELS.get(model, model)].append((int(res_id), key))
        nodes = {}
        for model, pairs in asked.items():
            values = self._values_of_nodes(model, {res_id for res_id, _key in pairs})
            for res_id, key in pairs:
                known = {"lot": "", "product": "", **values[res_id]}
                created = known.pop("created", None)
                node = {"key": key, "type": TYPES.get(model, "order"), **known}
                nodes[key] = {**node, "date": iso(dates.get(key) or created)}
        return nodes

    def _values_of_nodes(self, model, ids):
        """``{id: {"name", "lot", "product"}}``; of a lot also "created"."""
        if model == "stock.lot":
            rows = self._rows(model, ids, SQL("name, product_id, create_date"))
            words = self._product_words({product for _id, _name, product, _created in rows})
            return {
                row_id: {"name": name, "lot": name, "product": words[product].code, "created": created}
                for row_id, name, product, created in rows
            }
        names = self._names(model, ids)
        if model == "product.product":
            words = self._product_words(ids)
            return {res_id: {"name": names[res_id], "product": words[res_id].code} for res_id in ids}
        return {res_id: {"name": names[res_id]} for res_id in ids}

    def _told(self, links):
        words = self._product_words({link["of_product_id"] for link in links})
        return [
            {
                "from": link["node"] if link["side"] == INTO else link["event"],
                "to": link["event"] if link["side"] == INTO else link["node"],
                "kind": link["kind"],
                "quantity": round(link["quantity"], 6),
                "uom": words[link["of_product_id"]].unit,
                "grade": link["grade"],
                "date": iso(link["date"]),
                "document": link["document"],
            }
            for link in links
        ]

    def _partners(self, links, nodes):
        """Who supplied, worked on or received any of it: one entry for each partner and role."""
        partners = {}
        for link in links:
            role = ROLES.get(link["kind"])
            if not role or not link["partner_id"]:
                continue
            entry = partners.setdefault(
                (link["event"], role),
                {"key": link["event"], "name": nodes[link["event"]]["name"], "role": role,
                 "lots": {}, "quantity": 0.0, "documents": {}},
            )  # fmt: skip
            entry["quantity"] += -link["quantity"] if link["kind"] in BACK else link["quantity"]
            entry["lots"].setdefault(nodes[link["node"]]["lot"])
            entry["documents"].setdefault(link["document"])
        told = [
            {**entry, "quantity": round(entry["quantity"], 6),
             "lots": [name for name in entry["lots"] if name],
             "documents": [name for name in entry["documents"] if name]}
            for entry in partners.values()
        ]  # fmt: skip
        return sorted(told, key=lambda entry: (entry["role"], entry["name"]))

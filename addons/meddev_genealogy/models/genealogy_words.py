from odoo import fields, models

from .genealogy_answer import MODELS
from .meddev_genealogy import iso


class MeddevGenealogy(models.AbstractModel):
    """The nodes and links of a trace in the reader's language, with what the screen shows beside them."""

    _name = "meddev.genealogy"
    _inherit = ["meddev.genealogy"]

    def _told_nodes(self, answer):
        """The nodes, each with ``model``, ``id``, its labels, and status and expiry where it has them."""
        ids = {}
        for node in answer["nodes"]:
            model, number, *_part = node["key"].split(":")
            ids.setdefault(MODELS.get(model, model), []).append((int(number), node))
        roles = {entry["key"]: entry["role"] for entry in answer["partners"]}
        told = {}
        for model, pairs in ids.items():
            records = self.env[model].sudo().browse([number for number, _node in pairs])
            for record, (number, node) in zip(records, pairs):
                label = self._type_label(record, roles.get(node["key"]))
                told[node["key"]] = {
                    **node, "model": model, "id": number, "type_label": label, **self._told_state(record)
                }  # fmt: skip
        return [told[node["key"]] for node in answer["nodes"]]

    def _told_links(self, answer):
        kinds, grades = self._kind_labels(), self._grade_labels()
        return [
            {
                **link,
                "kind_label": kinds.get(link["kind"], link["kind"]),
                "grade_label": grades.get(link["grade"], link["grade"]),
            }
            for link in answer["links"]
        ]

    def _told_state(self, record):
        told = {"state": "", "state_label": "", "expiry": "", "is_expired": False, "product_name": ""}
        state = record._fields.get("state")
        if state and state.type == "selection" and record.state:
            labels = dict(state._description_selection(self.env))
            told.update(state=record.state, state_label=labels.get(record.state, record.state))
        if record._name == "stock.lot":
            expiry = record.expiration_date if "expiration_date" in record._fields else False
            told.update(expiry=iso(expiry), is_expired=bool(expiry and expiry <= fields.Datetime.now()))
        if "product_id" in record._fields:
            told["product_name"] = record.product_id.name or ""
        elif record._name == "product.product":
            told["product_name"] = record.name
        return told

    def _type_label(self, record, role=None):
        """What a node is, in the reader's words."""
        if record._name == "stock.lot":
            is_serial = record.product_id.tracking == "serial"
            return self.env._("Serial number") if is_serial else self.env._("Lot")
        roles = {
            "supplier": self.env._("Supplier"),
            "customer": self.env._("Customer"),
            "subcontractor": self.env._("Subcontractor"),
        }
        labels = {
            "product.product": self.env._("Product without lots"),
            "res.partner": roles.get(role) or self.env._("Partner"),
            "stock.location": self.env._("Location"),
        }
        return labels.get(record._name) or self.env["ir.model"]._get(record._name).sudo().name

    def _kind_labels(self):
        """``{kind of a link: what the reader calls it}``; a bridge adds the kinds that it makes."""
        return {
            "received": self.env._("Received"),
            "returned to vendor": self.env._("Returned to vendor"),
            "shipped": self.env._("Shipped"),
            "returned": self.env._("Returned by customer"),
            "scrapped": self.env._("Scrapped"),
            "adjusted": self.env._("Inventory count"),
        }

    def _grade_labels(self):
        return {
            "exact": self.env._("Exact"),
            "order": self.env._("Whole order"),
            "inferred": self.env._("Inferred"),
        }

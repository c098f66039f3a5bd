"""Signed content in words that the reader knows."""

from odoo import fields
from odoo.tools import format_date, format_datetime

from .content import REFERENCE


class Reader:
    """Labels and values of a record's content, in the language of its environment."""

    def __init__(self, record, is_current=False):
        """With ``is_current``, records that are referred to carry their present names, in the reader's language."""
        self.env, self.model, self.is_current = record.env, record, is_current

    def rows(self, content):
        """``[(label, text)]`` of a whole content; lines are one row each."""
        found = []
        for name, value in content.items():
            if isinstance(value, list) and value and isinstance(value[0], dict) and value[0].keys() - {"name", "model"}:
                found += [(self.label((name,)), self.text((name, line.get("id")), line)) for line in value]
            else:
                found.append((self.label((name,)), self.text((name,), value)))
        return found

    def label(self, path):
        """``("line_ids", 7, "value")`` as "Measurements, Value"."""
        model, words = self.model, []
        for part in path:
            if not isinstance(part, str) or part in {"id", "model"}:
                continue
            if model is None or part not in model._fields:
                words.append(self.env._("Files") if part == "attachments" else part)
                continue
            words.append(model.fields_get([part], ["string"]).get(part, {}).get("string", part))
            field = model._fields[part]
            model = self.env[field.comodel_name] if field.relational else None
        return ", ".join(words)

    def text(self, path, value):
        """One value for people; what is empty is said to be."""
        if value is None or value in ("", []):
            return self.env._("(empty)")
        if isinstance(value, list):
            return ", ".join(self.text(path, one) for one in value)
        if isinstance(value, dict):
            return self._text_of_dict(path, value)
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        return self._text_of_field(path, value)

    def _text_of_dict(self, path, value):
        if self.is_current and value.keys() == REFERENCE and value["model"] in self.env:
            return self.env[value["model"]].sudo().browse(value["id"]).display_name
        if "name" in value and not value.keys() - {"id", "model", "name", "mimetype", "size", "sha256"}:
            return value["name"]
        inner = {key: one for key, one in value.items() if key != "id"}
        return "; ".join(f"{self.label((*path, key))[len(self.label(path)) + 2 :]}: {self.text((*path, key), one)}"
                         for key, one in inner.items())  # fmt: skip

    def _text_of_field(self, path, value):
        field = self._field(path)
        if field is None:
            return str(value)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date":
            return format_date(self.env, fields.Date.to_date(value))
        if field.type == "datetime":
            return format_datetime(self.env, fields.Datetime.to_datetime(value))
        return str(value)

    def _field(self, path):
        model, field = self.model, None
        for part in path:
            if isinstance(part, str) and model is not None and part in model._fields:
                field = model._fields[part]
                model = self.env[field.comodel_name] if field.relational else None
        return field

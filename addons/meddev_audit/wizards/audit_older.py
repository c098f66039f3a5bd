import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime

from .. import sealing
from ..models.audit_entry import ORIGINS

SHOWN = 1000  # lines; the files hold the rest


class MeddevAuditOlder(models.TransientModel):
    """Archived entries of one record, read from the files and told like those in the database."""

    _name = "meddev.audit.older"
    _description = "Older Entries of the Audit Trail"

    files = fields.Text(readonly=True)
    entries = fields.Html(readonly=True, sanitize=False)

    @api.model
    def _open(self, records):
        """The window with the archived entries of ``records`` that the user may read."""
        self.env["meddev.audit.change"].check_access("read")
        records.check_access("read")
        told = records._told_together()
        older = self.create({"files": records._archived_words(told), "entries": self._as_html(self._changes(told))})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Audit Trail: Archived Entries"),
            "res_model": self._name,
            "res_id": older.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _changes(self, told):
        """The changes, newest first, as records that are not stored."""
        changes = self.env["meddev.audit.change"]
        hidden = {} if self.env.su else {model: set(names) for model, names in changes._hidden_fields()}
        companies = {None, *self.env.companies.ids}
        found = []
        for model, ids in told.items():
            for entry in self.env["meddev.audit.archive"]._entries_of(model, ids):
                row = dict(zip(sealing.COLUMNS, entry, strict=True))
                if row["company_id"] in companies:
                    found += [line for line in _lines(row) if line["field_name"] not in hidden.get(model, ())]
        found.sort(key=lambda line: line["entry_number"], reverse=True)
        rows = changes.concat(*(changes.new(line) for line in found[:SHOWN]))
        rows._compute_words()
        return rows

    def _as_html(self, changes):
        titles = changes.fields_get(
            ["moment", "who", "record_name", "field_label", "old_text", "new_text", "reason", "origin"], ["string"]
        )
        origins = dict(changes._fields["origin"]._description_selection(self.env)) or dict(ORIGINS)
        cell, head = Markup("<td>%s</td>"), Markup("<th>%s</th>")
        lines = [Markup("").join(head % titles[name]["string"] for name in titles)]
        for change in changes:
            values = {name: change[name] or "" for name in titles}
            values["moment"] = format_datetime(self.env, change.moment)
            values["origin"] = origins.get(change.origin, change.origin)
            lines.append(Markup("").join(cell % values[name] for name in titles))
        rows = Markup("").join(Markup("<tr>%s</tr>") % line for line in lines)
        return Markup("<table class='table table-sm'>%s</table>") % rows


def _lines(row):
    """Values of a change for each field that an entry names."""
    about = {"entry_number": row["id"], "user_number": row["user_id"] or 0}
    about |= {name: row[name] for name in ("model", "record_id", "operation", "db_user", "reason", "origin")}
    about["moment"] = row["moment"][:19].replace("T", " ")
    for name, value in json.loads(row["changes"]).items():
        if name == "id":
            continue
        old, new = value if row["operation"] == "U" else (value, None) if row["operation"] == "D" else (None, value)
        yield {**about, "field_name": name, "old_value": _text(old), "new_value": _text(new)}


def _text(value):
    return False if value is None else json.dumps(value)

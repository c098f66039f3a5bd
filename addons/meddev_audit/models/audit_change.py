import json
from collections import defaultdict

from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL, format_date, format_datetime, html2plaintext

from ..names_then import NamesThen
from ..readable import Words, value_text
from .audit_entry import OPERATIONS, ORIGINS

PER_ENTRY = 1000  # ids: entry * 1000 + place; no table has that many columns
# An old value of an update is its first part, a new one its second; a creation has new values only, a deletion old.
VIEW = """
    CREATE VIEW meddev_audit_change AS
    SELECT e.id * 1000 + c.place AS id, e.id AS entry_number, e.txid, e.moment,
           e.model, m.id AS model_id, e.record_id, e.operation, c.key AS field_name, f.id AS field_id,
           (CASE e.operation WHEN 'U' THEN c.value -> 0 WHEN 'D' THEN c.value END)::text AS old_value,
           (CASE e.operation WHEN 'U' THEN c.value -> 1 WHEN 'D' THEN NULL ELSE c.value END)::text AS new_value,
           u.id AS user_id, e.user_id AS user_number, e.db_user, e.reason, e.origin, e.company_id
      FROM meddev_audit_entry e
      CROSS JOIN LATERAL jsonb_each(e.changes::jsonb) WITH ORDINALITY AS c (key, value, place)
      LEFT JOIN ir_model m ON m.model = e.model
      LEFT JOIN ir_model_fields f ON f.model = e.model AND f.name = c.key
      LEFT JOIN res_users u ON u.id = e.user_id
     WHERE c.key <> 'id'
"""


class MeddevAuditChange(models.Model):
    """The audit trail as people read it: one line for each field that changed, in words, names as they were then."""

    _name = "meddev.audit.change"
    _description = "Audit Trail"
    _auto = False
    _order = "entry_number desc, id"
    _rec_name = "record_name"

    entry_number = fields.Integer("Entry", readonly=True)
    txid = fields.Float("Transaction", digits=(20, 0), readonly=True, help="What was saved together has one number")
    moment = fields.Datetime("When", readonly=True)
    model = fields.Char("Technical Name", readonly=True)
    model_id = fields.Many2one("ir.model", "Kind of Record", readonly=True)
    record_id = fields.Many2oneReference("Record Number", model_field="model", readonly=True)
    record_name = fields.Char("Record", compute="_compute_words", help="Its name at that time")
    operation = fields.Selection(OPERATIONS, readonly=True)
    field_name = fields.Char("Technical Field", readonly=True)
    field_id = fields.Many2one("ir.model.fields", "Technical Field Definition", readonly=True)
    field_label = fields.Char("Field", compute="_compute_words")
    old_value = fields.Text("Old Value as Stored", readonly=True)
    new_value = fields.Text("New Value as Stored", readonly=True)
    old_text = fields.Char("Old Value", compute="_compute_words")
    new_text = fields.Char("New Value", compute="_compute_words")
    who = fields.Char(compute="_compute_words", help="Name at that time; of plain SQL the database's user")
    user_id = fields.Many2one("res.users", readonly=True)
    user_number = fields.Integer(readonly=True, help="Also of a user who was deleted")
    db_user = fields.Char("Database User", readonly=True)
    reason = fields.Char(readonly=True)
    origin = fields.Selection(ORIGINS, "From Where", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(VIEW)

    # --- reading ------------------------------------------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Fields that the reader may not see in the form are not shown in the trail either."""
        domain = Domain(domain)
        if not self.env.su:
            for model, names in self._hidden_fields():
                domain &= Domain("model", "!=", model) | Domain("field_name", "not in", names)
        return super()._search(domain, *args, **kwargs)

    def _as_query(self, *args, **kwargs):
        """Reading by id goes through the entries' index, not through every change there is."""
        query = super()._as_query(*args, **kwargs)
        if self.ids:
            entries = tuple({number // PER_ENTRY for number in self.ids})
            query.add_where(SQL("%s IN %s", SQL.identifier(query.table, "entry_number"), entries))
        return query

    @tools.ormcache("self.env.uid")
    def _hidden_fields(self):
        """``((model, (field names)), ...)`` that the user's groups keep from them."""
        hidden = []
        for model in self.env["meddev.audit.rule"]._audited_models():
            if model in self.env:
                names = [
                    name
                    for name, field in self.env[model]._fields.items()
                    if field.groups and field.store and not self.env[model]._has_field_access(field, "read")
                ]
                if names:
                    hidden.append((model, tuple(sorted(names))))
        return tuple(sorted(hidden))

    def action_open_record(self):
        """The record as it is now."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.record_id,
            "views": [(False, "form")],
        }

    # --- words --------------------------------------------------------------------------------------------------

    @api.depends_context("lang", "tz", "uid")
    @api.depends("entry_number", "field_name")
    def _compute_words(self):
        words, names = self._words(), self._names()
        labels = {}
        for change in self:
            field = change._field()
            change.record_name = names(change.model, change.record_id, change.entry_number)
            change.who = names("res.users", change.user_number, change.entry_number) or change.db_user
            change.field_label = field._description_string(self.env) if field else change.field_name
            key = (change.model, change.field_name)
            if key not in labels:
                labels[key] = self._selection(field)
            comodel = field.comodel_name if field and field.relational else ""

            def name(number, comodel=comodel, entry=change.entry_number):
                return names(comodel, number, entry)

            kind = field.type if field else ""
            for source, target in (("old_value", "old_text"), ("new_value", "new_text")):
                change[target] = value_text(_value(change[source]), kind, words, labels[key], name)

    def _field(self):
        model = self.env.get(self.model)
        return model._fields.get(self.field_name) if model is not None else None

    def _selection(self, field):
        if field is None or field.type != "selection":
            return None
        return {str(value): label for value, label in field._description_selection(self.env)}

    def _words(self):
        env = self.env
        return Words(
            lang=env.lang or "en_US",
            yes=env._("yes"),
            no=env._("no"),
            hidden=env._("(not shown)"),
            date_text=lambda day: format_date(env, day),
            moment_text=lambda moment: format_datetime(env, moment, tz=env.context.get("tz")),
            plain=html2plaintext,
        )

    def _names(self):
        """``names(model, id, entry)``: what the record was called then."""
        wanted = defaultdict(set)
        for change in self:
            if change.model and change.record_id:
                wanted[change.model].add(change.record_id)
            if change.user_number:
                wanted["res.users"].add(change.user_number)
            field = change._field()
            if field is not None and field.type in ("many2one", "many2many"):
                wanted[field.comodel_name] |= {
                    value for value in (_value(change.old_value), _value(change.new_value)) if type(value) is int
                }
        return NamesThen(self.env, wanted)


def _value(text):
    """A value from its JSON; None where there is none."""
    return json.loads(text) if text else None

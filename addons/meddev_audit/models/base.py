from contextlib import contextmanager

from lxml import etree
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from odoo import api, fields, models
from odoo.exceptions import UserError

from .origin import coming_from, current_origin

REASON = "audit_reason"
READERS = (
    "meddev_base.group_quality_user,meddev_base.group_regulatory,meddev_base.group_auditor,meddev_base.group_system"
)
# Kept beside the transaction: Odoo clears both when it commits or rolls back, and PostgreSQL clears its settings.
ACTOR_MARK, REASON_MARK = "meddev_audit.actor", "meddev_audit.reason"


class Base(models.AbstractModel):
    """Every model tells the database who changes something and why; PostgreSQL's triggers write it down."""

    _inherit = "base"

    audit_reason = fields.Char(
        "Reason for Change",
        store=False,
        copy=False,
        exportable=False,
        help="Is kept in the audit trail with what is saved along with it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._tell_actor()
        reason = next((vals[REASON] for vals in vals_list if vals.get(REASON)), "")
        if not reason:
            return super().create(vals_list)
        with self._because(reason):
            return super().create([{k: value for k, value in vals.items() if k != REASON} for vals in vals_list])

    def write(self, vals):
        self._tell_actor()
        if REASON not in vals:
            self._check_reason(vals)
            return super().write(vals)
        reason, vals = vals[REASON], {name: value for name, value in vals.items() if name != REASON}
        with self._because(reason):
            self._check_reason(vals)
            return super().write(vals)

    def unlink(self):
        self._tell_actor()
        self._check_reason_to_delete()
        return super().unlink()

    @api.model
    def load(self, fields, data):
        with coming_from("import"):
            return super().load(fields, data)

    # --- who ----------------------------------------------------------------------------------------------------

    def _tell_actor(self):
        """Tell the database who acts; once in a transaction, and again when another user takes over."""
        data, actor = self.env.cr.precommit.data, (self.env.uid, current_origin())
        if data.get(ACTOR_MARK) == actor:
            return
        if ACTOR_MARK in data:
            self.env.flush_all()  # what is waiting was done by the user before
        self.env.cr.execute("SELECT set_config('meddev.actor', %s, true)", (f"{actor[0] or 1} {actor[1]}",))
        data[ACTOR_MARK] = actor

    # --- why ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _because(self, reason):
        """What is changed inside, and only that, carries ``reason``."""
        cr, reason = self.env.cr, " ".join((reason or "").split())
        before = cr.precommit.data.get(REASON_MARK, "")
        self.env.flush_all()
        self._set_reason(reason or before)
        try:
            yield
            self.env.flush_all()
        finally:
            if cr._cnx.get_transaction_status() != TRANSACTION_STATUS_INERROR:
                self._set_reason(before)

    def _set_reason(self, reason):
        self.env.cr.execute("SELECT set_config('meddev.reason', %s, true)", (reason,))
        self.env.cr.precommit.data[REASON_MARK] = reason

    def _check_reason(self, vals):
        rule = self.env["meddev.audit.rule"]._reasons().get(self._name)
        if not rule or self.env.cr.precommit.data.get(REASON_MARK):
            return
        fields_with_reason, states = rule
        touched = sorted(fields_with_reason & vals.keys())
        for record in self:
            names = touched or (sorted(vals) if states and record.state in states else ())
            if changed := [name for name in names if record._is_changed_by(name, vals[name])]:
                raise UserError(
                    self.env._(
                        "%(fields)s of %(record)s can't change without a reason. "
                        "Give it in 'Reason for Change' (audit_reason) along with the change.",
                        fields=", ".join(self._fields[name]._description_string(self.env) for name in changed),
                        record=record.display_name,
                    )
                )

    def _is_changed_by(self, name, value):
        """Whether writing ``value`` would change field ``name``; commands of x2many fields always count."""
        field = self._fields.get(name)
        if field is None or field.type in ("one2many", "many2many"):
            return field is not None
        return field.convert_to_cache(value, self) != field.convert_to_cache(self[name], self)

    def _check_reason_to_delete(self):
        rule = self.env["meddev.audit.rule"]._reasons().get(self._name)
        if not rule or self.env.cr.precommit.data.get(REASON_MARK):
            return
        fields_with_reason, states = rule
        for record in self:
            if fields_with_reason or record.state in states:
                raise UserError(
                    self.env._(
                        "%s can't be deleted: its changes need a reason and a deletion gives none. "
                        "Archive or cancel it, with the reason in 'Reason for Change'.",
                        record.display_name,
                    )
                )

    # --- on the form --------------------------------------------------------------------------------------------

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and (sheet := next(arch.iter("sheet"), None)) is not None:
            rules = self.env["meddev.audit.rule"]
            if self._name in rules._audited_models():
                self._add_trail_button(sheet)
            if self._name in rules._reasons():
                self._add_reason_field(sheet)
        return arch, view

    def _add_trail_button(self, sheet):
        box = next((node for node in sheet.iter("div") if node.get("name") == "button_box"), None)
        if box is None:
            box = etree.Element("div", {"class": "oe_button_box", "name": "button_box"})
            sheet.insert(0, box)
        attributes = {"name": "meddev_audit_trail", "groups": READERS, "invisible": "not id"}
        etree.SubElement(box, "widget", {**attributes, "label": self.env._("Audit Trail")})

    def _add_reason_field(self, sheet):
        group = etree.Element("group", {"name": "audit_reason"})
        etree.SubElement(group, "field", {"name": "audit_reason", "invisible": "not id"})
        box = next((node for node in sheet if node.get("name") == "button_box"), None)
        sheet.insert(0 if box is None else 1, group)

    def action_audit_trail(self):
        """Everything that was recorded about these records."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Audit Trail"),
            "res_model": "meddev.audit.change",
            "views": [(False, "list"), (False, "form")],
            "domain": [("model", "=", self._name), ("record_id", "in", self.ids)],
            "context": {"create": False, "meddev_one_record": len(self) == 1},
        }

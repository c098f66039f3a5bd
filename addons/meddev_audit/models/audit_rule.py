from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.meddev_base.models.workflow_mixin import is_uninstalling

from .. import column_function, defaults, triggers
from ..extent import Extent, lost, state_names
from .audit_coverage import NEVER
from .base_reason import RULES_MARK

LOCK = 7316021  # a number of ours for PostgreSQL's advisory locks: one process at a time installs triggers
APPROVAL = {
    "name": "Approval",
    "group": "meddev_base.group_quality_manager",
    "meaning": "approval",
    "is_reason_required": True,
}


class MeddevAuditRule(models.Model):
    """One kind of record under audit. Switching it off is a quality manager's signed decision."""

    _name = "meddev.audit.rule"
    _description = "Audit Rule"
    _inherit = ["meddev.workflow.mixin"]
    _order = "model_id"
    _rec_name = "model_id"

    _transitions = {"on": {"off"}, "off": {"on"}}
    _final_states = {"on"}
    _signed_transitions = {("on", "off"): (APPROVAL,)}
    _signed_content = ("model_id", "model")

    model_id = fields.Many2one("ir.model", "Kind of Record", required=True, ondelete="cascade", index=True)
    model = fields.Char("Technical Name", related="model_id.model", store=True)
    state = fields.Selection([("on", "Under audit"), ("off", "Switched off")], default="on", required=True)
    ignored_field_ids = fields.Many2many(
        "ir.model.fields",
        "meddev_audit_rule_ignored_rel",
        string="Fields Left Out",
        domain="[('model_id', '=', model_id), ('store', '=', True)]",
        help="Changes of these fields are not recorded. More of them are left out by a signed narrowing only.",
    )
    reason_field_ids = fields.Many2many(
        "ir.model.fields",
        "meddev_audit_rule_reason_rel",
        string="Fields That Need a Reason",
        domain="[('model_id', '=', model_id)]",
    )
    reason_states = fields.Char(
        "States That Need a Reason",
        help="Technical names, separated by commas: a record in one of these states changes with a reason only.",
    )
    has_reason = fields.Boolean("Reason Required", compute="_compute_has_reason", store=True)
    narrowing_ids = fields.One2many("meddev.audit.narrowing", "rule_id", "Narrowings", readonly=True)

    _model_unique = models.Constraint("unique(model_id)", "There is one audit rule for each kind of record.")

    @api.depends("reason_field_ids", "reason_states")
    def _compute_has_reason(self):
        for rule in self:
            rule.has_reason = bool(rule.reason_field_ids or rule.reason_states)

    @api.constrains("model_id")
    def _check_has_table(self):
        for rule in self:
            if rule.model in defaults.NOT_AUDITED or not self._is_stored(rule.model):
                raise ValidationError(
                    self.env._("%s has no table of its own that could be watched.", rule.model_id.name)
                )

    @api.constrains("reason_field_ids", "model_id")
    def _check_fields_are_kept_here(self):
        """A field that is another record's changes there, and would pass by a rule of this kind of record."""
        for rule in self:
            known = self.env[rule.model]._fields
            for name in rule._own(rule.reason_field_ids):
                if name in known and not known[name].store:
                    raise ValidationError(
                        self.env._(
                            "%(field)s is not kept in %(model)s. Require the reason in the kind of record that keeps "
                            "it.",
                            field=known[name]._description_string(self.env),
                            model=rule.model_id.name,
                        )
                    )

    @api.constrains("reason_states", "model_id")
    def _check_states(self):
        for rule in self.filtered("reason_states"):
            field = self.env[rule.model]._fields.get("state")
            known = dict(field._description_selection(self.env)) if field and field.type == "selection" else {}
            if unknown := [state for state in rule._state_names() if state not in known]:
                raise ValidationError(
                    self.env._(
                        "%(model)s has no state %(unknown)s. It has: %(known)s.",
                        model=rule.model_id.name,
                        unknown=", ".join(unknown),
                        known=", ".join(known) or self.env._("none"),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._after_change()
        return rules

    def write(self, vals):
        before = {} if self._is_gate_open() else {rule: (rule.model_id, rule._extent()) for rule in self}
        result = super().write(vals)
        for rule, (model, extent) in before.items():
            rule._check_not_narrowed(model, extent)
        self._after_change()
        return result

    def _extent(self):
        """What the rule covers, whatever its state."""
        return Extent(
            ignored=frozenset(self._own(self.ignored_field_ids)),
            fields=frozenset(self._own(self.reason_field_ids)),
            states=state_names(self.reason_states),
        )

    def _own(self, model_fields):
        return model_fields.filtered(lambda field: field.model == self.model).mapped("name")

    def _check_not_narrowed(self, model, extent):
        if self.model_id != model:
            raise UserError(self.env._("A rule stays with its kind of record, %s. Add another rule.", model.name))
        if narrowed := lost(extent, self._extent()):
            described = self.env[self.model].fields_get(narrowed, ["string"]) if self.model in self.env else {}
            labels = [described[name]["string"] if name in described else name for name in narrowed]
            raise UserError(
                self.env._(
                    "%(rule)s would cover less: %(names)s. That takes a quality manager's signature: press Narrow.",
                    rule=self.display_name,
                    names=", ".join(labels),
                )
            )

    def unlink(self):
        self.check_access("unlink")
        if not is_uninstalling(self.env):
            self._refuse_deletion()
        return super().unlink()

    def _refuse_deletion(self):
        raise UserError(
            self.env._("%s stays on file. A quality manager can switch it off by signature.", self[:1].display_name)
        )

    def action_switch_off(self):
        return self.action_sign("off")

    def action_switch_on(self):
        self._move_to("on")

    def action_narrow(self):
        """Begin a narrowing of this rule, for a quality manager to sign."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Narrow %s", self.display_name),
            "res_model": "meddev.audit.narrowing",
            "views": [(False, "form")],
            "context": {"default_rule_id": self.id},
        }

    def action_put_back(self):
        """Put triggers back that somebody dropped or switched off. The gap stays on record, in the coverage."""
        if not self.env.user.has_group("meddev_base.group_system"):
            raise AccessError(self.env._("Only a system administrator puts triggers back."))
        unsound = self.env["meddev.audit.check"]._unsound([trigger for rule in self for trigger in rule._triggers()])
        if not unsound:
            raise UserError(self.env._("All triggers of %s are in place.", ", ".join(self.mapped("display_name"))))
        self._apply([(trigger, "restored") for trigger in unsound], [])

    # --- reasons ------------------------------------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _audited_models(self):
        """Names of the models under audit."""
        return frozenset(self.sudo().search([("state", "=", "on")]).mapped("model"))

    def _state_names(self):
        return sorted(state_names(self.reason_states))

    # --- triggers -----------------------------------------------------------------------------------------------

    def _register_hook(self):
        super()._register_hook()
        self._add_defaults()
        self._install_triggers()

    def _add_defaults(self):
        """Rules for what is audited by default and has none yet, for example after an app was installed."""
        there = set(self.sudo().search([("model", "!=", False)]).mapped("model"))
        wanted = [
            name
            for name in self.env.registry
            if defaults.is_audited_by_default(name) and self._is_stored(name) and name not in there
        ]
        known = {model.model: model.id for model in self.env["ir.model"].sudo().search([("model", "in", wanted)])}
        self.sudo().create([{"model_id": known[name]} for name in sorted(known)])

    def _after_change(self):
        self.env.registry.clear_cache()
        self.env.cr.precommit.data.pop(RULES_MARK, None)
        if self.env.registry.ready:
            self.env.flush_all()
            self._install_triggers()

    def _install_triggers(self):
        """Put the triggers that were never there, or whose rule changed, on their tables; take off the released.

        A trigger that was put on and is gone is not put back in silence: verification reports it.
        """
        wanted, latest = self._wanted_triggers(), self.env["meddev.audit.coverage"]._latest()
        present = self._present_tables()
        changes = []
        for key, trigger in wanted.items():
            last = latest.get(key, NEVER)
            if last.event == "released":
                changes.append((trigger, "installed"))
            elif present[trigger.table][0] != last.table_oid and trigger.name not in present[trigger.table][1]:
                changes.append((trigger, "installed"))  # another table of that name: its addon was installed anew
            elif last.definition != trigger.definition and trigger.name in present[trigger.table][1]:
                changes.append((trigger, "changed"))
        released = [
            triggers.Trigger(table, name, last.model, last.definition)
            for (table, name), last in latest.items()
            if last.event != "released" and (table, name) not in wanted and table in present
        ]
        if changes or released:
            self._apply(changes, released)

    def _apply(self, changes, released):
        cr, coverage = self.env.cr, self.env["meddev.audit.coverage"].sudo()
        cr.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        for trigger, event in changes:
            for statement in trigger.statements:
                cr.execute(statement)
            coverage._note(trigger, event)
        for trigger in released:
            name, table = SQL.identifier(trigger.name), SQL.identifier(trigger.table)
            cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", name, table))
            if function := column_function.of_definition(trigger.definition):
                cr.execute(SQL("DROP FUNCTION IF EXISTS %s()", SQL.identifier(function[0])))
            coverage._note(trigger, "released")

    def _wanted_triggers(self):
        """``{(table, trigger name): trigger}`` for every rule that is on."""
        wanted, present = {}, self._present_tables()
        for rule in self.sudo().search([("state", "=", "on")], order="id"):
            if self._is_stored(rule.model):
                for trigger in rule._triggers():
                    if trigger.table in present:
                        wanted.setdefault((trigger.table, trigger.name), trigger)
        return wanted

    def _triggers(self):
        table = self.env[self.model]._table
        columns, attributes = self._table_columns(table)
        found = triggers.row_triggers(self.model, table, columns, attributes, **self._columns())
        for field in self._relations():
            found += triggers.relation_triggers(self.model, field.name, field.relation, field.column1, field.column2)
        return found

    def _columns(self):
        """Columns that are not recorded, recorded without their values, or as a hash: ``{"ignored": {name}, ...}``."""
        # The table's columns, not the model's fields: a password is a column and no stored field.
        columns, _attributes = self._table_columns(self.env[self.model]._table)
        ignored = {*triggers.ALWAYS_IGNORED, *defaults.IGNORED.get(self.model, ())}
        ignored |= set(self._own(self.ignored_field_ids))
        return {
            "ignored": ignored,
            "masked": defaults.MASKED.get(self.model, set()) & columns.keys()
            | {name for name, kind in columns.items() if defaults.is_secret(name) and kind != "bool"},
            "hashed": {name for name, kind in columns.items() if kind == "bytea"} - ignored,
        }

    def _table_columns(self, table):
        """``({column: type}, number of columns that the table ever had)``, as PostgreSQL knows them."""
        self.env.cr.execute(
            """SELECT attname, typname, attisdropped
                 FROM pg_attribute LEFT JOIN pg_type ON pg_type.oid = atttypid
                WHERE attrelid = %s::regclass AND attnum > 0""",
            (f'"{table}"',),
        )
        rows = self.env.cr.fetchall()
        return {name: kind for name, kind, is_dropped in rows if not is_dropped}, len(rows)

    def _relations(self):
        """Many-to-many fields under this rule. A relation that is a model's own table is under that model's rule."""
        ignored = set(self._own(self.ignored_field_ids))
        return [
            field
            for field in self.env[self.model]._fields.values()
            if field.type == "many2many"
            and field.store
            and field.name not in ignored
            and not self._is_model_table(field.relation)
        ]

    def _is_model_table(self, table):
        return any(model._table == table for model in self.env.registry.values() if not model._abstract)

    def _is_stored(self, name):
        model = self.env.registry.get(name)
        return bool(model) and not model._abstract and not model._transient and (model._auto or False)

    def _present_tables(self):
        """``{table: (oid, {its triggers})}`` of all ordinary tables."""
        self.env.cr.execute(
            """SELECT c.relname, c.oid::text, array_remove(array_agg(t.tgname::text), NULL)
                 FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
                WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema::regnamespace GROUP BY c.oid"""
        )
        return {table: (oid, set(names)) for table, oid, names in self.env.cr.fetchall()}

from odoo import models

from ..exceptions import ReasonRequired
from ..many_values import changed_ids
from .origin import current_reason

# Kept beside the transaction, which Odoo clears when it commits or rolls back; a rule that changes takes it away.
RULES_MARK = "meddev_audit.has_reason_rules"


class Base(models.AbstractModel):
    """Where a rule requires a reason, nothing changes without one: the record, its lines, what it is linked to."""

    _inherit = "base"  # pylint: disable=consider-merging-classes-inherited

    def _lacks_reason(self):
        """Whether rules require reasons and none is given now."""
        return self._has_reason_rules() and not current_reason(self.env.cr)

    def _has_reason_rules(self):
        """Whether any rule requires reasons: asked at every write, so looked up once in a transaction."""
        data = self.env.cr.precommit.data
        has_rules = data.get(RULES_MARK)
        if has_rules is None:
            has_rules = bool(self.env["meddev.audit.reason"]._rules())
            if self.env.registry.ready:
                data[RULES_MARK] = has_rules
        return has_rules

    def _create_with_reason_check(self, vals_list, create):
        records = create(vals_list)
        if self._lacks_reason():
            for vals in vals_list:
                self.browse()._check_reason_of_other_sides(vals)
            records._check_reason_of_parents()
        return records

    def _check_reason(self, vals):
        """Called before ``vals`` are written."""
        if not self._lacks_reason():
            return
        reasons = self.env["meddev.audit.reason"]
        if rule := reasons._rules().get(self._name):
            for record in self:
                names = record._names_with_reason(rule, vals)
                if (changed := [name for name in names if record._is_changed_by(name, vals[name])]) and not (
                    reasons._born_now(record)
                ):
                    reasons._refuse(record, changed)
        self._check_reason_of_other_sides(vals)
        if self._name in reasons._parents():
            touched = self.filtered(lambda record: any(record._is_changed_by(name, vals[name]) for name in vals))
            touched._check_reason_of_parents(vals)

    def _names_with_reason(self, rule, vals):
        """Which of ``vals`` this record changes with a reason only."""
        names, states = rule
        if states and self.sudo().state in states:
            return sorted(name for name in vals if self._is_content(name))
        return sorted(names & vals.keys())

    def _is_content(self, name):
        """Whether a field is part of what the record says, and not of what is said around it."""
        field = self._fields.get(name)
        if field is None or field.type == "one2many":
            return name in self._part_fields()
        return bool(field.store)

    def _is_changed_by(self, name, value):
        """Whether writing ``value`` would change field ``name``; commands of x2many fields always count."""
        field = self._fields.get(name)
        if field is None or field.type in ("one2many", "many2many"):
            return field is not None
        return field.convert_to_cache(value, self) != field.convert_to_cache(self[name], self)

    def _part_fields(self):
        """One2many fields whose records are parts of this one: ``{field: (model, its field)}``.

        A part belongs to one record and goes with it; what merely refers to a record is none.
        """
        return {
            field.name: (field.comodel_name, field.inverse_name)
            for field in self._fields.values()
            if field.type == "one2many" and field.inverse_name and self._is_part_of(field)
        }

    def _is_part_of(self, field):
        inverse = self.env[field.comodel_name]._fields.get(field.inverse_name)
        return (
            inverse is not None and inverse.type == "many2one" and inverse.store
            and inverse.comodel_name == self._name and inverse.required and inverse.ondelete == "cascade"
        )  # fmt: skip

    # --- from the other side ------------------------------------------------------------------------------------

    def _check_reason_of_other_sides(self, vals):
        """A user's roles also change where the role's users are written."""
        sides = self.env["meddev.audit.reason"]._other_sides().get(self._name, {})
        for name in sides.keys() & vals.keys():
            for record in self or [self]:
                changed = changed_ids(record.sudo()[name].ids, vals[name])
                for model, field in sides[name]:
                    self._check_reason_at(self.env[model].sudo().browse(changed).exists(), field)

    def _check_reason_of_parents(self, vals=None):
        """A bill of materials also changes where its lines are written."""
        for inverse, model, field in self.env["meddev.audit.reason"]._parents().get(self._name, ()):
            parents = self.sudo()[inverse]
            if vals and vals.get(inverse):
                parents |= parents.browse(vals[inverse]).exists()
            if parents._name == model:
                self._check_reason_at(parents, field)

    def _check_reason_at(self, records, name):
        reasons = self.env["meddev.audit.reason"]
        names, states = reasons._rules()[records._name]
        asked = records if name in names else records.filtered(lambda record: states and record.state in states)
        if asked and (asked := asked - reasons._born_now(asked)):
            reasons._refuse(asked[0], [name])

    def _check_reason_to_delete(self):
        if not self or not self._lacks_reason():
            return
        self._check_reason_of_parents()
        reasons = self.env["meddev.audit.reason"]
        names, states = reasons._rules().get(self._name, ((), ()))
        asked = self if names else self.filtered(lambda record: states and record.sudo().state in states)
        if asked and (asked := asked - reasons._born_now(asked)):
            fact = self.env._("%s can't be deleted without a reason.", asked[0].sudo().display_name)
            message = self.env._(
                "%s Give it with the deletion (meddev.audit.reason, call), or archive or cancel it with one.", fact
            )
            raise ReasonRequired(message, fact)

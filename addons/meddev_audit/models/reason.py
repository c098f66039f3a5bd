from odoo import api, models, tools
from odoo.service.model import call_kw

from ..exceptions import ReasonRequired

TOLD = """
    SELECT e.model, e.record_id, e.changes::jsonb
      FROM meddev_audit_entry e
     WHERE e.txid = pg_current_xact_id_if_assigned()::text::bigint AND e.operation = 'U' AND e.reason = ''
       AND e.model = ANY(%s)
       AND NOT EXISTS (SELECT FROM meddev_audit_entry born
                        WHERE born.model = e.model AND born.record_id = e.record_id AND born.operation = 'I'
                          AND born.txid = e.txid)
     ORDER BY e.id
"""
NEW = """
    SELECT record_id FROM meddev_audit_entry
     WHERE model = %s AND record_id = ANY(%s) AND operation = 'I'
       AND txid = pg_current_xact_id_if_assigned()::text::bigint
"""


class MeddevAuditReason(models.AbstractModel):
    """Where a reason is required, and the way to give one for any act: a button, a deletion, a change."""

    _name = "meddev.audit.reason"
    _description = "Reasons for Changes"

    @api.model
    def call(self, reason, res_model, act, args=(), kwargs=None):
        """Call a public method as the caller could do directly, with ``reason`` for all that it changes.

        :param res_model: name of the model
        :param act: name of the method
        :param args: as for ``execute_kw``: the ids first, where the method is one of records
        :raises ReasonRequired: ``reason`` says nothing
        """
        if not isinstance(reason, str) or not reason.strip():
            raise ReasonRequired(self.env._("The reason is empty. Write why this is done, then try again."))
        with self._because(reason):
            return call_kw(self.env[res_model], act, list(args), kwargs or {})

    # --- what the rules require ---------------------------------------------------------------------------------

    @api.model
    def _rules(self):
        """``{model: (fields, states)}`` that do not change without a reason."""
        # While addons are being loaded there may be no table yet, and nobody there to give a reason.
        return self._required() if self.env.registry.ready else {}

    @api.model
    @tools.ormcache()
    def _required(self):
        rules = self.env["meddev.audit.rule"].sudo().search([("has_reason", "=", True), ("state", "=", "on")])
        return {rule.model: (rule._extent().fields, rule._extent().states) for rule in rules if rule.model in self.env}

    @api.model
    @tools.ormcache()
    def _other_sides(self):
        """``{model: {many-to-many field: [(model of the other side, its field)]}}`` as far as rules speak of it."""
        sides = {}
        for name, (names, states) in self._rules().items():
            for field in self.env[name]._fields.values():
                if field.type == "many2many" and field.store and (states or field.name in names):
                    for other in self.env.registry.field_inverses[field]:
                        sides.setdefault(other.model_name, {}).setdefault(other.name, []).append((name, field.name))
        return sides

    @api.model
    @tools.ormcache()
    def _parents(self):
        """``{model of lines: [(its field, model of the parent, the parent's field of lines)]}`` as far as rules speak
        of it: lines named in a rule, and those that are a part of a record whose states are in a rule.
        """
        parents = {}
        for name, (names, states) in self._rules().items():
            parts = self.env[name]._part_fields() if states else {}
            for field in self.env[name]._fields.values():
                is_asked = field.type == "one2many" and field.inverse_name and field.name in {*names, *parts}
                if is_asked and self.env[field.comodel_name]._fields[field.inverse_name].store:
                    entry = (field.inverse_name, name, field.name)
                    parents.setdefault(field.comodel_name, []).append(entry)
        return parents

    # --- asking -------------------------------------------------------------------------------------------------

    def _check_told(self):
        """Before the transaction ends: what it recorded without a reason and should not have.

        Catches what no ``write`` announces: computed fields, cascades, plain SQL of our own code.
        """
        rules = self._rules()
        self.env.cr.execute(TOLD, (list(rules),))
        for model, number, changes in self.env.cr.fetchall():
            names, states = rules[model]
            found = names & changes.keys()
            if "state" in changes and changes["state"][0] in states:
                found |= {"state"}
            if found:
                self._refuse(self.env[model].sudo().browse(number), found)

    def _born_now(self, records):
        """Those of ``records`` that this very transaction created: a creation needs no reason."""
        self.env.cr.execute(NEW, (records._name, records.ids))
        return records.browse(number for (number,) in self.env.cr.fetchall())

    def _refuse(self, record, names):
        """Raise that ``names`` of ``record`` need a reason."""
        described = record.fields_get(sorted(names), ["string"])
        known = record.sudo().exists()
        labels = [described[name]["string"] if name in described else name for name in sorted(names)]
        fact = self.env._(
            "%(fields)s of %(record)s can't change without a reason.",
            fields=", ".join(labels),
            record=known.display_name or f"{record._description} {record.id}",
        )
        message = self.env._(
            "%s Give it in 'Reason for Change' (audit_reason) along with the change, or with the act "
            "(meddev.audit.reason, call).",
            fact,
        )
        raise ReasonRequired(message, fact)

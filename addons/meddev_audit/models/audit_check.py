import json
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.meddev_signature import triggers as ledger_triggers

from .. import column_function, trail_sql, triggers
from ..verification import EpochCheck, anchor_problems, chain_problems

SCOPES = ("all", "signatures", "audit", "seals")
LIMIT = 1000  # problems listed; more of them are counted


class MeddevAuditCheck(models.AbstractModel):
    """Finds what was done to the evidence past the software: by a superuser, with the triggers off, in the files."""

    _name = "meddev.audit.check"
    _description = "Verification of the Evidence"

    @api.model
    def _verify(self, scope="all", anchors=None):
        """Check signatures, audit entries and seals against each other, the keys, the data and outside anchors.

        :param anchors: anchor files' contents, beside those in the server's own folder of anchors
        :return: ``{"ok": bool, "checked": int, "broken": [{"model", "id", "reason"}]}``
        """
        if scope not in SCOPES:
            raise ValidationError(
                self.env._("There is no scope %(scope)s. There are: %(scopes)s.", scope=scope, scopes=", ".join(SCOPES))
            )
        checker = self.sudo()
        self.env.flush_all()
        checked, broken = 0, []
        for name in ("seals", "audit", "signatures"):
            if scope in ("all", name):
                count, found = getattr(checker, f"_verify_{name}")(anchors or [])
                checked, broken = checked + count, broken + found
        if len(broken) > LIMIT:
            more = {"model": "", "id": 0, "reason": f"and {len(broken) - LIMIT} more"}
            broken = [*broken[:LIMIT], more]
        return {"ok": not broken, "checked": checked, "broken": broken}

    # --- seals --------------------------------------------------------------------------------------------------

    def _verify_seals(self, anchors):
        seals = self.env["meddev.audit.seal"]._chain()
        keys = self.env["meddev.seal.key"]
        model = "meddev.audit.seal"
        broken = [_problem(model, seal["id"], reason) for seal, reason in chain_problems(seals, keys._holds)]
        for anchor in [*self.env["meddev.audit.anchor"]._kept(), *anchors]:
            broken += [
                _problem(model, number, reason)
                for number, reason in anchor_problems(seals, anchor, keys._public_keys())
            ]
        broken += keys._problems()
        return len(seals), broken

    # --- entries ------------------------------------------------------------------------------------------------

    def _verify_audit(self, _anchors):
        checked, broken = self._verify_entries()
        broken += self._trigger_problems() + self._ledger_protection_problems() + self._data_problems()
        return checked, broken

    def _verify_entries(self):
        seals = self.env["meddev.audit.seal"]
        chain, epochs, begin = seals._chain(), {}, {}
        checked, broken, archived = self.env["meddev.audit.archive"]._verify(chain)
        for seal in chain:
            begin.setdefault(seal["epoch"], seal["after_id"])
            epochs.setdefault(seal["epoch"], [])
            if seal["number"] not in archived:
                epochs[seal["epoch"]].append(seal)
        for number, kept in sorted(epochs.items()):
            check = EpochCheck(kept)
            tail = "WHERE id > %s AND id <= %s ORDER BY txid"
            for row in seals._rows(tail, (begin[number], begin.get(number + 1, 2**62))):
                check.add(row)
            checked += check.checked
            broken += [_problem(f"meddev.audit.{kind}", found, reason) for kind, found, reason in check.finish()]
        return checked, broken

    def _trigger_problems(self):
        """Triggers that should be there and are not, or not as they were installed."""
        there, tables = self._triggers_there(), self.env["meddev.audit.rule"]._present_tables()
        rows = {
            (row.table_name, row.trigger_name): row.id
            for row in self.env["meddev.audit.coverage"].search([], order="id")
        }
        broken, definitions = [], []
        for key, latest in self.env["meddev.audit.coverage"]._latest().items():
            table, name = key
            if latest.event == "released" or table not in tables:
                if latest.event != "released" and latest.model in self.env:
                    broken.append(_problem("meddev.audit.coverage", rows[key], f"table {table} is gone"))
                continue
            definitions.append(latest.definition)
            if reason := _trigger_problem(there.get(key), latest.definition, latest):
                broken.append(_problem("meddev.audit.coverage", rows[key], f"trigger {name} of table {table} {reason}"))
        return broken + self._function_problems(definitions)

    def _triggers_there(self):
        """``{(table, trigger): There}`` of all our triggers in the database."""
        self.env.cr.execute(trail_sql.TRIGGERS)
        return {(table, name): There(*rest) for table, name, *rest in self.env.cr.fetchall()}

    def _unsound(self, trigger_list):
        """Those of ``trigger_list`` that are not on their tables as they should be, or whose function is another."""
        there, latest = self._triggers_there(), self.env["meddev.audit.coverage"]._latest()
        keys, sources = {trigger: (trigger.table, trigger.name) for trigger in trigger_list}, self._sources()
        return [
            trigger
            for trigger, key in keys.items()
            if _trigger_problem(there.get(key), trigger.definition, latest.get(key))
            or _other_functions([trigger.definition], sources)
        ]

    def _sources(self):
        """``{name: body}`` of our functions in the database."""
        self.env.cr.execute(trail_sql.SOURCES)
        return dict(self.env.cr.fetchall())

    def _function_problems(self, definitions):
        """Functions that are not what the software has, or what the triggers of ``definitions`` were installed with."""
        sources = self._sources()
        known = {**triggers.FUNCTION_BODIES, **ledger_triggers.FUNCTION_BODIES}
        other = [name for name, body in known.items() if sources.get(name) != body]
        return [
            _problem("meddev.audit.coverage", 0, f"function {name} in the database is not the one of this software")
            for name in [*other, *_other_functions(definitions, sources)]
        ]

    def _ledger_protection_problems(self):
        """Ledgers that somebody could change now: their protecting triggers are missing or switched off."""
        there = {key: trigger.enabled for key, trigger in self._triggers_there().items()}
        mixin, broken = self.env.registry["meddev.ledger.mixin"], []
        for name, model in self.env.registry.items():
            if not issubclass(model, mixin) or model._abstract:
                continue
            wanted = ["meddev_append_only_rows", "meddev_append_only_table"]
            wanted += ["meddev_signature_now"] if name == "meddev.signature" else []
            if name == "meddev.audit.entry":
                wanted += ["meddev_audit_refuse", "meddev_audit_keep"]
            for trigger in wanted:
                if there.get((model._table, trigger), "D") not in ("O", "A"):
                    broken.append(
                        _problem(name, 0, f"protecting trigger {trigger} of {model._table} is missing or off")
                    )
        return broken

    # --- data ---------------------------------------------------------------------------------------------------

    def _data_problems(self):
        """Where the data are not what the trail recorded last: changed while the triggers were off."""
        broken = []
        tables = self.env["meddev.audit.rule"]._present_tables()
        for rule in self.env["meddev.audit.rule"].search([("state", "=", "on")]):
            model = self.env.get(rule.model)
            if model is not None and model._table in tables:
                broken += self._record_problems(rule, model._table)
                broken += self._pair_problems(rule)
                broken += self.env["meddev.audit.baseline"]._problems(rule, model._table)
        return broken

    def _record_problems(self, rule, table):
        since, last_row = self._watched_since(table, rule.model)
        columns = rule._columns()
        seen = trail_sql.SEEN if columns["hashed"] else "to_jsonb(row)"
        parameters = {
            "model": rule.model,
            "unseen": sorted(columns["ignored"]),
            "hashed": sorted(columns["hashed"]),
            "since": since,
            "last_row": last_row,
            "limit": LIMIT,
        }
        questions = (
            (trail_sql.DIFFERENT, "%s: not what the audit trail recorded last"),
            (trail_sql.GONE, "%sis gone, and the audit trail has no deletion"),
            (trail_sql.UNTOLD, "%sis there, and the audit trail has no creation"),
        )  # the names of columns, where there are any
        broken = []
        for question, reason in questions:
            self.env.cr.execute(question.format(table=table, seen=seen), parameters)
            broken += [_problem(rule.model, number, reason % names) for number, names in self.env.cr.fetchall()]
        return broken

    def _pair_problems(self, rule):
        broken = []
        for field in rule._relations():
            names = {"table": field.relation, "column": field.column1, "other": field.column2}
            since = self._watched_since(field.relation)[0]
            parameters = {"model": rule.model, "field": field.name, "limit": LIMIT, "since": since}
            for question in (trail_sql.PAIRS, trail_sql.MORE_PAIRS):
                self.env.cr.execute(question.format(**names), parameters)
                broken += [_problem(rule.model, number, reason) for number, reason in self.env.cr.fetchall()]
        return broken

    def _watched_since(self, table, model=""):
        """The last entry when triggers were last put on a table, and the last row whose creation is not in the trail:
        older than the first trigger, or archived.
        """
        self.env.cr.execute(
            "SELECT coalesce(max(last_entry), 0), coalesce(min(last_row), 0) FROM meddev_audit_coverage"
            " WHERE table_name = %s",
            (table,),
        )
        last_entry, last_row = self.env.cr.fetchone()
        return last_entry, max(last_row, self.env["meddev.audit.archive"]._last_record(model))

    # --- signatures ---------------------------------------------------------------------------------------------

    def _verify_signatures(self, _anchors):
        signatures = self.env["meddev.signature"]
        broken = signatures._problems()
        for name, archived in self.env["meddev.audit.archive"]._told_of_ledgers().items():
            table = self.env[name]._table
            last_row = self._watched_since(table)[1]  # what is archived is told
            parameters = {"model": name, "archived": json.dumps(archived), "last_row": last_row, "limit": LIMIT}
            self.env.cr.execute(trail_sql.LEDGER.format(table=table), parameters)
            broken += [_problem(name, number, reason) for number, reason in self.env.cr.fetchall()]
        return signatures.search_count([]) + self.env["meddev.signature.void"].search_count([]), broken


class There(NamedTuple):
    """A trigger in the database: how it fires, its definition, its table's oid, its own identity."""

    enabled: str
    text: str
    table_oid: str
    identity: str


def _trigger_problem(there, definition, latest):
    if not there:
        return "was dropped"
    if there.enabled != "A":
        return "is switched off" if there.enabled == "D" else "was switched off and on again, or no longer always fires"
    # PostgreSQL writes a definition its own way; the call with its arguments is what the trigger does.
    call = definition[definition.index("EXECUTE FUNCTION") :]
    if not there.text.endswith(call):
        return "does something else than when it was installed"
    # A table that is another one was restored, and its triggers with it: their identity says nothing then.
    if latest and latest.identity and latest.table_oid == there.table_oid and latest.identity != there.identity:
        return "was switched off and on again, or made anew, since it was installed"
    return ""


def _other_functions(definitions, sources):
    """Names of the tables' own functions that are not what these triggers' definitions say."""
    made = filter(None, map(column_function.of_definition, definitions))
    return [name for name, body in made if sources.get(name) != body]


def _problem(model, number, reason):
    return {"model": model, "id": number, "reason": reason}

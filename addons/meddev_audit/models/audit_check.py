from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.meddev_signature import triggers as ledger_triggers

from .. import trail_sql, triggers
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
        self.env.cr.execute(trail_sql.TRIGGERS)
        there = {(table, name): (enabled, text) for table, name, enabled, _function, text in self.env.cr.fetchall()}
        tables = self.env["meddev.audit.rule"]._present_tables()
        rows = {
            (row.table_name, row.trigger_name): row.id
            for row in self.env["meddev.audit.coverage"].search([], order="id")
        }
        broken = []
        for key, (event, definition, _oid, model) in self.env["meddev.audit.coverage"]._latest().items():
            table, name = key
            if event == "released" or table not in tables:
                if event != "released" and model in self.env:
                    broken.append(_problem("meddev.audit.coverage", rows[key], f"table {table} is gone"))
                continue
            enabled, text = there.get(key, ("", ""))
            if reason := _trigger_problem(enabled, text, definition):
                broken.append(_problem("meddev.audit.coverage", rows[key], f"trigger {name} of table {table} {reason}"))
        return broken + self._function_problems()

    def _unsound(self, trigger_list):
        """Those of ``trigger_list`` that are not on their tables as they should be."""
        self.env.cr.execute(trail_sql.TRIGGERS)
        there = {(table, name): (enabled, text) for table, name, enabled, _function, text in self.env.cr.fetchall()}
        return [
            trigger
            for trigger in trigger_list
            if _trigger_problem(*there.get((trigger.table, trigger.name), ("", "")), trigger.definition)
        ]

    def _function_problems(self):
        self.env.cr.execute(trail_sql.SOURCES)
        sources = dict(self.env.cr.fetchall())
        return [
            _problem("meddev.audit.coverage", 0, f"function {name} in the database is not the one of this software")
            for name, body in {**triggers.FUNCTION_BODIES, **ledger_triggers.FUNCTION_BODIES}.items()
            if sources.get(name) != body
        ]

    def _ledger_protection_problems(self):
        """Ledgers that somebody could change now: their protecting triggers are missing or switched off."""
        self.env.cr.execute(trail_sql.TRIGGERS)
        there = {(table, name): enabled for table, name, enabled, *_rest in self.env.cr.fetchall()}
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
        return broken

    def _record_problems(self, rule, table):
        since, last_row = self._watched_since(table, rule.model)
        columns = rule._columns()
        unseen = sorted(columns["ignored"] | columns["masked"] | columns["hashed"])
        if rule.model == "ir.config_parameter":
            unseen.append("value")
        parameters = {"model": rule.model, "unseen": unseen, "since": since, "last_row": last_row, "limit": LIMIT}
        questions = (
            (trail_sql.DIFFERENT, "%s: not what the audit trail recorded last"),
            (trail_sql.GONE, "%sis gone, and the audit trail has no deletion"),
            (trail_sql.UNTOLD, "%sis there, and the audit trail has no creation"),
        )  # the names of columns, where there are any
        broken = []
        for question, reason in questions:
            self.env.cr.execute(question.format(table=table), parameters)
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
        for name in ("meddev.signature", "meddev.signature.void"):
            table = self.env[name]._table
            parameters = {"model": name, "last_row": self._watched_since(table, name)[1], "limit": LIMIT}
            self.env.cr.execute(trail_sql.LEDGER.format(table=table), parameters)
            broken += [_problem(name, number, reason) for number, reason in self.env.cr.fetchall()]
        return signatures.search_count([]) + self.env["meddev.signature.void"].search_count([]), broken


def _trigger_problem(enabled, text, definition):
    if not enabled:
        return "was dropped"
    if enabled != "A":
        return "is switched off" if enabled == "D" else "was switched off and on again, or no longer always fires"
    # PostgreSQL writes a definition its own way; the call with its arguments is what the trigger does.
    call = definition[definition.index("EXECUTE FUNCTION") :]
    return "" if text.endswith(call) else "does something else than when it was installed"


def _problem(model, number, reason):
    return {"model": model, "id": number, "reason": reason}

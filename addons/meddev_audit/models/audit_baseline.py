import json

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import baseline_sql


class MeddevAuditBaseline(models.Model):
    """What the rows of a table were when the trail began to vouch for them: hashes, block by block.

    The trail tells what changed since: undone, every row must be what it was. So a row that was there before its table
    came under audit, or whose entries are all archived, cannot be changed past the triggers without being found.
    """

    _name = "meddev.audit.baseline"
    _description = "Audit Baseline"
    _inherit = ["meddev.ledger.mixin"]
    _order = "id desc"
    _rec_name = "table_name"

    model = fields.Char(required=True, readonly=True)
    table_name = fields.Char("Table", required=True, readonly=True)
    columns = fields.Text(required=True, readonly=True, help="Columns with their types, as JSON")
    blocks = fields.Text(required=True, readonly=True, help="Hashes of 1,000 record numbers each, as JSON")
    rows = fields.Integer(required=True, readonly=True)
    taken_on = fields.Datetime(required=True, readonly=True)
    last_entry = fields.Integer("Last Entry Then", required=True, readonly=True)
    last_row = fields.Integer("Last Row Then", required=True, readonly=True)
    in_flight = fields.Char(readonly=True, help="Transactions that ran while it was taken, as JSON")

    def _take_missing(self):
        """Take the baselines that are not there, or no longer fit the columns that are recorded."""
        for rule, table in self._watched():
            if not self._fitting(rule, table):
                self._take(rule, table)

    def _renew_before(self, last_entry):
        """Take new baselines before entries up to ``last_entry`` leave the database: these undo the present ones.

        :raises UserError: a table is not what its baseline and its entries say
        """
        for rule, table in self._watched():
            baseline = self._fitting(rule, table)
            if baseline and baseline.last_entry >= last_entry:
                continue
            if problems := self._problems(rule, table):
                raise UserError(self.env._("%s. Verify before archiving.", problems[0]["reason"]))
            self._take(rule, table)

    def _problems(self, rule, table):
        """Blocks of records that are not what the latest baseline and the entries since then say."""
        baseline = self._fitting(rule, table)
        if not baseline:
            return []
        values = {
            "columns": list(json.loads(baseline.columns)),
            "last_entry": baseline.last_entry,
            "last_row": baseline.last_row,
            "in_flight": json.loads(baseline.in_flight),
        }
        found = self._blocks(baseline_sql.blocks_then, rule, table, values["columns"], values)[0]
        told = json.loads(baseline.blocks)
        odd = sorted(int(block) for block in found.keys() | told.keys() if found.get(block) != told.get(block))
        return [self._problem_of(rule, baseline, block * baseline_sql.SIZE) for block in odd]

    def _problem_of(self, rule, baseline, first):
        reason = (
            f"records {first} to {first + baseline_sql.SIZE - 1}: not all are what they were on "
            f"{baseline.taken_on:%Y-%m-%d %H:%M} UTC and what the audit trail recorded since"
        )
        return {"model": rule.model, "id": first, "reason": reason}

    # --- taking --------------------------------------------------------------------------------------------------

    def _watched(self):
        """``(rule, table)`` of every table whose triggers are there."""
        latest = self.env["meddev.audit.coverage"].sudo()._latest()
        rules = self.env["meddev.audit.rule"].sudo()
        tables = rules._present_tables()
        for rule in rules.search([("state", "=", "on")], order="id"):
            table = self.env[rule.model]._table if rule.model in self.env else ""
            watch = latest.get((table, "meddev_audit_update"))
            if table in tables and watch and watch.event != "released":
                yield rule, table

    def _fitting(self, rule, table):
        """The latest baseline of a table, where all its columns are still recorded as they were then."""
        baseline = self.sudo().search([("table_name", "=", table)], limit=1)
        if baseline and json.loads(baseline.columns).items() <= self._recorded(rule, table).items():
            return baseline
        return self.browse()

    def _recorded(self, rule, table):
        """``{column: type and how it is told}`` of what the trail records."""
        columns, _attributes = rule._table_columns(table)
        kinds = rule._columns()
        return {
            name: " ".join([kind, *(way for way in ("masked", "hashed") if name in kinds[way])])
            for name, kind in columns.items()
            if name not in kinds["ignored"]
        }

    def _take(self, rule, table):
        cr = self.env.cr
        cr.execute(
            "SELECT coalesce(max(id), 0), array(SELECT pg_snapshot_xip(pg_current_snapshot())::text::bigint)"
            " FROM meddev_audit_entry"
        )
        last_entry, in_flight = cr.fetchone()
        cr.execute(SQL("SELECT coalesce(max(id), 0) FROM %s", SQL.identifier(table)))
        last_row = cr.fetchone()[0]
        recorded = self._recorded(rule, table)
        blocks, rows = self._blocks(baseline_sql.blocks_now, rule, table, recorded)
        self._append(
            [
                {
                    "model": rule.model,
                    "table_name": table,
                    "columns": json.dumps(recorded, sort_keys=True),
                    "blocks": json.dumps(blocks, sort_keys=True),
                    "rows": rows,
                    "taken_on": fields.Datetime.now(),
                    "last_entry": last_entry,
                    "last_row": last_row,
                    "in_flight": json.dumps(in_flight),
                }
            ]
        )

    def _blocks(self, question, rule, table, told, values=()):
        """``({block: hash}, number of rows)``.

        :param told: the columns that are told, by name
        """
        present, _attributes = rule._table_columns(table)
        kinds = rule._columns()
        seen = baseline_sql.SEEN if kinds["masked"] or kinds["hashed"] else baseline_sql.PLAIN
        parameters = {
            "model": rule.model,
            "masked": sorted(kinds["masked"]),
            "hashed": sorted(kinds["hashed"]),
            "unseen": sorted(present.keys() - set(told)),
            **dict(values),
        }
        if table == "ir_config_parameter":
            seen = baseline_sql.PARAMETER
        self.env.cr.execute(question(table, seen), parameters)
        rows = self.env.cr.fetchall()
        return {block: digest for block, digest, _count in rows}, sum(count for *_rest, count in rows)

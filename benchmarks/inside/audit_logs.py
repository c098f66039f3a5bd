"""How each audit is switched on for the same models, and how what it wrote is read, in one form for all of them.

An entry is ``{"model", "id", "operation", "fields": {name: (before, after)}}``, its values as the log holds them.
"""

import json

MODELS = (
    "stock.lot",
    "stock.move",
    "stock.move.line",
    "stock.picking",
    "stock.quant",
    "mrp.production",
    "mrp.bom",
    "product.template",
    "product.product",
    "res.partner",
    "res.users",
    "purchase.order",
    "sale.order",
)


class NoLog:
    """The variant without an audit."""

    tables = ()

    def switch_on(self, env):
        """Nothing to do."""

    def mark(self, env):
        """Where the log ends now: 0 where there is none."""
        if not self.tables:
            return 0
        env.cr.execute(f"SELECT coalesce(max(id), 0) FROM {self.tables[0]}")  # noqa: S608 - names of our own
        return env.cr.fetchone()[0]

    def read(self, env, mark):
        """Entries after ``mark``."""
        return []

    def size(self, env):
        """Rows in each table, and bytes on disk of all of them with their indexes."""
        rows, size = {}, 0
        for table in self.tables:
            env.cr.execute(f"SELECT count(*), pg_total_relation_size('{table}') FROM {table}")  # noqa: S608
            rows[table], table_size = env.cr.fetchone()
            size += table_size
        return {"rows": rows, "bytes": size}


class Auditlog(NoLog):
    """OCA's auditlog: methods create, write and unlink replaced, a log with lines."""

    tables = ("auditlog_log", "auditlog_log_line")

    def __init__(self, kind):
        self.kind = kind

    def switch_on(self, env):
        for model in MODELS:
            rule = env["auditlog.rule"].create(
                {
                    "name": model,
                    "model_id": env["ir.model"]._get_id(model),
                    "log_type": self.kind,
                    # A full log may keep the values of what is deleted; without it the log of a deletion has none.
                    "capture_record": self.kind == "full",
                }
            )
            rule.set_to_confirmed()

    def read(self, env, mark):
        entries = []
        for log in env["auditlog.log"].sudo().search([("id", ">", mark)], order="id"):
            fields = {line.field_name: (line.old_value, line.new_value) for line in log.line_ids}
            entry = {"model": log.model_model, "id": log.res_id, "operation": log.method, "fields": fields}
            entries.append(entry)
        return entries


class MeddevAudit(NoLog):
    """Ours: row triggers that write into one table."""

    tables = ("meddev_audit_entry",)
    operations = {"i": "create", "c": "create", "u": "write", "w": "write", "d": "unlink"}

    def switch_on(self, env):
        rules = env["meddev.audit.rule"].sudo()
        watched = rules.search([]).model_id.mapped("model")
        rules.create([{"model_id": env["ir.model"]._get_id(model)} for model in MODELS if model not in watched])

    def read(self, env, mark):
        env.cr.execute(
            "SELECT model, record_id, operation, changes FROM meddev_audit_entry WHERE id > %s ORDER BY id", [mark]
        )
        return [
            {
                "model": model,
                "id": record,
                "operation": self.operations.get(operation[:1].lower(), operation),
                "fields": {name: _before_and_after(change) for name, change in json.loads(changes).items()},
            }
            for model, record, operation, changes in env.cr.fetchall()
        ]


def _before_and_after(change):
    """A change as a pair of texts: an update is recorded as a pair, a creation or deletion as one value."""
    if isinstance(change, list) and len(change) == 2:
        return str(change[0]), str(change[1])
    return str(change), str(change)


LOGS = {"none": NoLog(), "meddev": MeddevAudit(), "fast": Auditlog("fast"), "full": Auditlog("full")}

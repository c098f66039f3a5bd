import json
from pathlib import Path

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from .. import archive_file, sealing
from ..verification import CLOSING

MONTHS = 24
PORTION = 200  # seals in one file


class MeddevAuditArchive(models.Model):
    """Entries that moved from the database to a compressed file, whole seals of them; the seals stay."""

    _name = "meddev.audit.archive"
    _description = "Audit Archives"
    _inherit = ["meddev.ledger.mixin"]
    _order = "first_seal desc"
    _rec_name = "file_name"

    first_seal = fields.Integer(required=True, readonly=True)
    last_seal = fields.Integer(required=True, readonly=True)
    from_xid = fields.Float("From Transaction", digits=(20, 0), required=True, readonly=True)
    to_xid = fields.Float("To Transaction", digits=(20, 0), required=True, readonly=True)
    after_id = fields.Integer("After Entry", required=True, readonly=True)
    last_id = fields.Integer("Last Entry", required=True, readonly=True)
    count = fields.Integer("Entries", required=True, readonly=True)
    file_name = fields.Char("File", required=True, readonly=True)
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    last_records = fields.Text("Last Records Created", required=True, readonly=True)
    archived_on = fields.Datetime(required=True, readonly=True)
    statement = fields.Text(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    key_signature = fields.Char(required=True, readonly=True)

    def action_download(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/meddev_audit/archive/{self.id}", "target": "download"}

    @api.model
    def _archive_old(self):
        """Scheduled, when the company switched it on: what is older than the retention in the database."""
        months = self.env["ir.config_parameter"].sudo().get_param("meddev_audit.archive_after_months", MONTHS)
        try:
            months = int(months)
        except ValueError:
            months = 0
        if months < 1:
            raise UserError(
                self.env._(
                    "The parameter meddev_audit.archive_after_months must be a number of months, 1 or more. Set it, or "
                    "switch the scheduled action off."
                )
            )
        while self._archive_until(fields.Datetime.now() - relativedelta(months=months)):
            # Each file with its row is whole, so what was done so far may stay.
            self.env.cr.commit()  # pylint: disable=invalid-commit
        return True

    def _archive_until(self, moment):
        """Move the oldest whole seals made before ``moment`` to a file; the archive, or none when there is nothing.

        The file is complete, on disk and read back before anything is deleted, and its row and the deletion are one
        transaction: killed anywhere in between, nothing is lost and the next run writes the file again.
        """
        seals = self._seals_to_archive(moment)
        if not seals:
            return self.browse()
        ledger = self.env["meddev.audit.seal"]
        name = f"entries-{seals[0]['number']:06}-{seals[-1]['number']:06}.jsonl.gz"
        blocks = ((seal["statement"], map(sealing.leaf_text, ledger._rows_of(seal))) for seal in seals)
        count = archive_file.write(self._folder() / name, blocks)
        self._check_file(self._folder() / name, seals)
        archive = self._write_row(seals, name, count)
        self.env.cr.execute(
            "DELETE FROM meddev_audit_entry WHERE txid >= %s AND txid < %s AND id > %s AND id <= %s",
            (seals[0]["from_xid"], seals[-1]["to_xid"], seals[0]["after_id"], max(seal["last_id"] for seal in seals)),
        )
        if self.env.cr.rowcount != count:
            raise UserError(self.env._("%s does not hold what would be deleted. Verify before archiving.", name))
        return archive

    def _seals_to_archive(self, moment):
        """A run of ordinary seals of one epoch, the oldest that are in no archive yet."""
        self.env.cr.execute("SELECT coalesce(max(last_seal), 0) FROM meddev_audit_archive")
        (done,) = self.env.cr.fetchone()
        text = moment.isoformat()
        run = []
        for seal in self.env["meddev.audit.seal"]._chain():
            if seal["number"] <= done or seal["to_xid"] == CLOSING:
                if run:
                    break
                continue
            if seal["sealed_on"] >= text or len(run) == PORTION or (run and seal["epoch"] != run[0]["epoch"]):
                break
            run.append(seal)
        return run

    def _check_file(self, path, seals):
        try:
            found = archive_file.check(path)
        except archive_file.Unfit as problem:
            raise UserError(self.env._("%s. Verify before archiving.", problem)) from problem
        if set(found) != {seal["number"] for seal in seals}:
            raise UserError(self.env._("%s does not hold what would be deleted. Verify before archiving.", path.name))

    def _write_row(self, seals, name, count):
        first, last = seals[0], seals[-1]
        last_id = max(seal["last_id"] for seal in seals)
        self.env.cr.execute(
            """SELECT model, max(record_id) FROM meddev_audit_entry
                WHERE operation = 'I' AND txid >= %s AND txid < %s AND id > %s AND id <= %s GROUP BY model""",
            (first["from_xid"], last["to_xid"], first["after_id"], last_id),
        )
        row = {
            "first_seal": first["number"],
            "last_seal": last["number"],
            "from_xid": first["from_xid"],
            "to_xid": last["to_xid"],
            "after_id": first["after_id"],
            "last_id": last_id,
            "count": count,
            "file_name": name,
            "sha256": archive_file.sha256(self._folder() / name),
            "last_records": json.dumps(dict(self.env.cr.fetchall()), sort_keys=True),
        }
        statement = sealing.canonical({"type": "archive", **row})
        key, signature = self.env["meddev.seal.key"]._sign(statement)
        now = fields.Datetime.now()
        return self._append(
            [{**row, "archived_on": now, "statement": statement, "key": key, "key_signature": signature}]
        )

    def _folder(self):
        return Path(config["data_dir"], "meddev_archive", self.env.cr.dbname)

    # --- verification -------------------------------------------------------------------------------------------

    def _rows(self):
        self.env.cr.execute(
            """SELECT id, first_seal, last_seal, from_xid::bigint, to_xid::bigint, after_id, last_id, count, file_name,
                      sha256, last_records, statement, key, key_signature
                 FROM meddev_audit_archive ORDER BY first_seal"""
        )
        return self.env.cr.dictfetchall()

    def _verify(self, seals):
        """``(entries checked, problems, numbers of archived seals)``; the files are read, all of them."""
        by_number = {seal["number"]: seal for seal in seals}
        checked, problems, archived = 0, [], set()
        for row in self._rows():
            archived |= set(range(row["first_seal"], row["last_seal"] + 1))
            if reason := self._row_problem(row, by_number):
                problems.append({"model": self._name, "id": row["id"], "reason": reason})
            else:
                checked += row["count"]
        return checked, problems, archived

    def _row_problem(self, row, seals):
        said = {name: row[name] for name in row.keys() - {"id", "statement", "key", "key_signature"}}
        if sealing.canonical({"type": "archive", **said}) != row["statement"]:
            return "the row does not say what was signed"
        if not self.env["meddev.seal.key"]._holds(row["statement"], row["key"], row["key_signature"]):
            return "this server's key did not sign it"
        path = self._folder() / row["file_name"]
        if not path.exists():
            return f"its file {row['file_name']} is missing: restore it from the backup"
        if archive_file.sha256(path) != row["sha256"]:
            return f"its file {row['file_name']} is not the one that was written"
        return self._content_problem(path, row, seals)

    def _content_problem(self, path, row, seals):
        try:
            found = archive_file.check(path)
        except archive_file.Unfit as problem:
            return str(problem)
        for number in range(row["first_seal"], row["last_seal"] + 1):
            seal = seals.get(number)
            if seal is None or found.get(number) != (seal["root"], seal["count"]):
                return f"seal {number} is not the one over its entries"
        return ""

    def _last_record(self, model):
        """The highest id whose creation is in an archive."""
        return max((json.loads(row["last_records"]).get(model, 0) for row in self._rows()), default=0)

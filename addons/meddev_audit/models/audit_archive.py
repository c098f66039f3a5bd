import json

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import archive_file, sealing
from ..verification import CLOSING
from . import places
from .audit_entry import RAW

MONTHS = 24
LEDGERS = ("meddev.signature", "meddev.signature.void")


class MeddevAuditArchive(models.Model):
    """Entries that moved from the database to a compressed file, whole seals of one month; the seals stay."""

    _name = "meddev.audit.archive"
    _description = "Audit Archives"
    _inherit = ["meddev.ledger.mixin"]
    _order = "first_seal desc"
    _rec_name = "file_name"

    month = fields.Char(required=True, readonly=True, help="In which its entries were sealed, UTC")
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
    records = fields.Json(readonly=True, prefetch=False, help="Number of entries of each record")
    archived_on = fields.Datetime(required=True, readonly=True)
    statement = fields.Text(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    key_signature = fields.Char(required=True, readonly=True)

    def action_download(self):
        self.ensure_one()
        self._check_may_download()
        return {"type": "ir.actions.act_url", "url": f"/meddev_audit/archive/{self.id}", "target": "download"}

    def _check_may_download(self):
        """The file holds the raw entries of all records, whatever fields their readers may see."""
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in RAW.split(",")):
            raise AccessError(
                self.env._("Archives hold everything as stored. Auditors and system administrators download them.")
            )

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
        # Whole months: a file for each.
        until = fields.Datetime.now() - relativedelta(months=months, day=1, hour=0, minute=0, second=0, microsecond=0)
        while self._archive_until(until):
            # Each file with its row is whole, so what was done so far may stay.
            self.env.cr.commit()  # pylint: disable=invalid-commit
        return True

    def _archive_until(self, moment):
        """Move the whole seals of the oldest month, as far as they were made before ``moment``, to a file; the archive,
        or none when there is nothing.

        The file is complete, on disk and read back before anything is deleted, and its row and the deletion are one
        transaction: killed anywhere in between, nothing is lost and the next run writes the file again.
        """
        seals = self._seals_to_archive(moment)
        if not seals:
            return self.browse()
        ledger = self.env["meddev.audit.seal"]
        name = f"entries-{_month(seals[0])}-{seals[0]['number']:06}-{seals[-1]['number']:06}.jsonl.gz"
        blocks = ((_signed(seal), map(sealing.leaf_text, ledger._rows_of(seal))) for seal in seals)
        count = archive_file.write(places.archives(self.env) / name, self._head(), blocks)
        held = self._check_file(places.archives(self.env) / name, seals)
        self.env["meddev.audit.baseline"]._renew_before(max(seal["last_id"] for seal in seals))
        archive = self._write_row(seals, name, count, held)
        self.env.cr.execute(
            "DELETE FROM meddev_audit_entry WHERE txid >= %s AND txid < %s AND id > %s AND id <= %s",
            (seals[0]["from_xid"], seals[-1]["to_xid"], seals[0]["after_id"], max(seal["last_id"] for seal in seals)),
        )
        if self.env.cr.rowcount != count:
            raise UserError(self.env._("%s does not hold what would be deleted. Verify before archiving.", name))
        return archive

    def _seals_to_archive(self, moment):
        """The ordinary seals of one epoch and one month, the oldest that are in no archive yet."""
        self.env.cr.execute("SELECT coalesce(max(last_seal), 0) FROM meddev_audit_archive")
        (done,) = self.env.cr.fetchone()
        text = moment.isoformat()
        run = []
        for seal in self.env["meddev.audit.seal"]._chain():
            if seal["number"] <= done or seal["to_xid"] == CLOSING:
                if run:
                    break
                continue
            if seal["sealed_on"] >= text or (run and _period(seal) != _period(run[0])):
                break
            run.append(seal)
        return run

    def _check_file(self, path, seals):
        try:
            found = archive_file.check(path)
        except archive_file.Unfit as problem:
            raise UserError(self.env._("%s. Verify before archiving.", problem)) from problem
        if set(found.blocks) != {seal["number"] for seal in seals}:
            raise UserError(self.env._("%s does not hold what would be deleted. Verify before archiving.", path.name))
        return found

    def _head(self):
        """What a file says about itself: whose it is, and the keys that its seals are checked with."""
        keys = self.env["meddev.seal.key"].sudo().search([("id", ">", 0)], order="id")
        return {
            "database": self.env["ir.config_parameter"].sudo().get_param("database.uuid"),
            "keys": [self.env["meddev.signature.evidence"]._key(key) for key in keys],
        }

    def _write_row(self, seals, name, count, held):
        first, last = seals[0], seals[-1]
        last_id = max(seal["last_id"] for seal in seals)
        self.env.cr.execute(
            """SELECT model, max(record_id) FROM meddev_audit_entry
                WHERE operation = 'I' AND txid >= %s AND txid < %s AND id > %s AND id <= %s GROUP BY model""",
            (first["from_xid"], last["to_xid"], first["after_id"], last_id),
        )
        row = {
            "month": _month(first),
            "first_seal": first["number"],
            "last_seal": last["number"],
            "from_xid": first["from_xid"],
            "to_xid": last["to_xid"],
            "after_id": first["after_id"],
            "last_id": last_id,
            "count": count,
            "file_name": name,
            "sha256": archive_file.sha256(places.archives(self.env) / name),
            "last_records": json.dumps(dict(self.env.cr.fetchall()), sort_keys=True),
        }
        statement = sealing.canonical({"type": "archive", **row})
        key, signature = self.env["meddev.seal.key"]._sign(statement)
        now = fields.Datetime.now()
        return self._append(
            [
                {
                    **row,
                    "records": json.dumps(held.records),
                    "archived_on": now,
                    "statement": statement,
                    "key": key,
                    "key_signature": signature,
                }
            ]
        )

    # --- verification -------------------------------------------------------------------------------------------

    def _rows(self):
        self.env.cr.execute(
            """SELECT id, month, first_seal, last_seal, from_xid::bigint, to_xid::bigint, after_id, last_id, count,
                      file_name, sha256, last_records, statement, key, key_signature
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
        path = places.archives(self.env) / row["file_name"]
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
            if seal is None or found.blocks.get(number) != (seal["root"], seal["count"]):
                return f"seal {number} is not the one over its entries"
        self.env.cr.execute("SELECT records FROM meddev_audit_archive WHERE id = %s", (row["id"],))
        if self.env.cr.fetchone()[0] != found.records:
            return "its list of records is not the one of its file"
        return ""

    # --- reading ------------------------------------------------------------------------------------------------

    def _holding(self, model, ids):
        """``[(archive, number of entries)]`` about these records, the oldest first."""
        self.env.cr.execute(
            """SELECT a.id, sum((a.records -> %s ->> number)::integer)
                 FROM meddev_audit_archive a CROSS JOIN unnest(%s::text[]) number
                WHERE a.records -> %s ? number GROUP BY a.id ORDER BY min(a.first_seal)""",
            (model, [str(number) for number in ids], model),
        )
        return [(self.browse(number), count) for number, count in self.env.cr.fetchall()]

    def _entries_of(self, model, ids):
        """The archived entries about these records, in order; each as ``sealing.COLUMNS``."""
        found = []
        for archive, _count in self._holding(model, ids):
            wanted = set(ids)
            found += [
                entry
                for entry in archive_file.entries(places.archive_file(archive), model)
                if entry[archive_file.RECORD] in wanted
            ]
        return sorted(found)

    def _proof_of_creation(self, model, number):
        """As ``meddev.audit.seal._evidence_of``, of a record whose creation is in an archive."""
        for archive, _count in self._holding(model, [number]):
            if places.archive_file(archive).exists() and (
                proof := archive_file.proof_of_creation(places.archive_file(archive), model, number)
            ):
                return proof
        return None

    def _told_of_ledgers(self):
        """``{model: {id: signature of the key}}``: what files tell of the creation of signatures and their voids.

        A file that is missing or not fit is a problem of its own, see :meth:`_verify`.
        """
        told = {model: {} for model in LEDGERS}
        for row in self._rows():
            for model in LEDGERS:
                if model in json.loads(row["last_records"]):
                    told[model] |= self._told_in(places.archives(self.env) / row["file_name"], model)
        return told

    def _told_in(self, path, model):
        found = {}
        try:
            for entry in archive_file.entries(path, model):
                if entry[archive_file.OPERATION] == "I":
                    found[entry[archive_file.RECORD]] = json.loads(entry[archive_file.CHANGES]).get("key_signature")
        except archive_file.Unfit:
            return {}
        return found

    def _last_record(self, model):
        """The highest id whose creation is in an archive."""
        return max((json.loads(row["last_records"]).get(model, 0) for row in self._rows()), default=0)


def _month(seal):
    return seal["sealed_on"][:7]


def _period(seal):
    return seal["epoch"], _month(seal)


def _signed(seal):
    return {name: seal[name] for name in ("statement", "key", "key_signature")}

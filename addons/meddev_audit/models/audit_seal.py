from datetime import timezone

from odoo import fields, models

from .. import sealing
from ..verification import CLOSING

BLOCK = 50_000  # entries; a block grows beyond it only by the rest of one transaction
LOCK = 7316022  # one sealer at a time
SELECT = """
    SELECT id, txid, to_char(moment, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), model, record_id, operation::text, changes,
           user_id, db_user, reason, origin, company_id
      FROM meddev_audit_entry
"""


class MeddevAuditSeal(models.Model):
    """A block of audit entries, closed for good: their number, the root of their hash tree, and the seal before.

    Blocks go by transaction numbers and not by time or id: everything below the oldest running transaction is
    finished, so a block is complete when it is sealed, whatever is still in flight.
    """

    _name = "meddev.audit.seal"
    _description = "Audit Seals"
    _inherit = ["meddev.ledger.mixin"]
    _order = "number desc"
    _rec_name = "number"

    number = fields.Integer(required=True, readonly=True)
    epoch = fields.Integer(required=True, readonly=True, help="Grows when the database moves to another cluster")
    after_id = fields.Integer("After Entry", readonly=True, help="The epoch begins after this entry")
    from_xid = fields.Float("From Transaction", digits=(20, 0), readonly=True)
    to_xid = fields.Float("To Transaction", digits=(20, 0), readonly=True)
    ahead_xid = fields.Float("Next Transaction Then", digits=(20, 0), readonly=True)
    count = fields.Integer("Entries", readonly=True)
    first_id = fields.Integer("First Entry", readonly=True)
    last_id = fields.Integer("Last Entry", readonly=True)
    root = fields.Char("Root of the Hash Tree", required=True, readonly=True)
    previous = fields.Char("Seal Before", readonly=True)
    sealed_on = fields.Datetime(required=True, readonly=True)
    statement = fields.Text(required=True, readonly=True)
    hash = fields.Char("SHA-256", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    key_signature = fields.Char(required=True, readonly=True)

    _number_unique = models.Constraint("unique(number)", "Seals are numbered without a gap.")

    def _seal(self):
        """Seal every finished transaction, in a transaction of its own; the number of new seals.

        Whoever comes second while another process seals has nothing to do.
        """
        count = 0
        with self.env.registry.cursor() as cr:
            seals = self.with_env(self.env(cr=cr)).sudo()
            while seals._seal_finished():
                # A cursor of its own, and a seal is whole or not there.
                cr.commit()  # pylint: disable=invalid-commit
                count += 1
        return count

    def _verify(self, scope="all", anchors=None):
        """Seal what is finished, then check; see ``meddev.audit.check``."""
        self._seal()
        return self.env["meddev.audit.check"]._verify(scope, anchors)

    def _seal_finished(self):
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
        if not cr.fetchone()[0]:
            return self.browse()
        cr.execute(
            """SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                      pg_snapshot_xmax(pg_current_snapshot())::text::bigint"""
        )
        to_xid, ahead_xid = cr.fetchone()
        last = self._last()
        if last and to_xid < last["to_xid"]:
            return self._close_epoch(last)
        return self._seal_up_to(to_xid, ahead_xid)

    def _seal_up_to(self, to_xid, ahead_xid):
        """One seal over the entries of transactions below ``to_xid`` that have none; no entries, no seal."""
        last = self._last() or {"number": 0, "epoch": 1, "after_id": 0, "to_xid": 0, "hash": "", "last_id": 0}
        epoch, after_id, from_xid = last["epoch"], last["after_id"], last["to_xid"]
        if last["number"] and from_xid == CLOSING:
            epoch, after_id = epoch + 1, last["last_id"]
        self.env.cr.execute(
            """SELECT txid FROM meddev_audit_entry WHERE txid >= %s AND txid < %s AND id > %s
                ORDER BY txid OFFSET %s LIMIT 1""",
            (from_xid, to_xid, after_id, BLOCK - 1),
        )
        if cut := self.env.cr.fetchone():
            to_xid = cut[0] + 1
        rows = self._rows("WHERE txid >= %s AND txid < %s AND id > %s ORDER BY id", (from_xid, to_xid, after_id))
        values = {"epoch": epoch, "after_id": after_id, "from_xid": from_xid, "to_xid": to_xid, "ahead_xid": ahead_xid}
        return self._write_seal(last, rows, values)

    def _close_epoch(self, last):
        """End an epoch: this cluster counts transactions from lower numbers, so it is another one than before.

        Nobody writes while the border is drawn: everything up to the last entry belongs to the old epoch.
        """
        cr = self.env.cr
        cr.rollback()
        cr.execute("LOCK TABLE meddev_audit_entry IN SHARE ROW EXCLUSIVE MODE")
        return self._write_closing(last)

    def _write_closing(self, last):
        self.env.cr.execute("SELECT max(last_id) FROM meddev_audit_seal WHERE epoch = %s", (last["epoch"],))
        sealed = self.env.cr.fetchone()[0]
        rows = self._rows(
            "WHERE id > %s OR (id > %s AND txid >= %s) ORDER BY id", (sealed, last["after_id"], last["to_xid"])
        )
        values = {
            "epoch": last["epoch"],
            "after_id": last["after_id"],
            "from_xid": last["to_xid"],
            "to_xid": CLOSING,
            "ahead_xid": 0,
        }
        return self._write_seal(last, rows, values, last_id=sealed)

    def _write_seal(self, last, rows, values, last_id=None):
        ids, hashes = [], []
        for row in rows:
            ids.append(row[0])
            hashes.append(sealing.leaf_hash(sealing.leaf_text(row)))
        if not ids and last_id is None:
            return self.browse()
        self.env.cr.execute("SELECT now() AT TIME ZONE 'utc'")
        sealed_on = self.env.cr.fetchone()[0]
        seal = {
            **values,
            "number": last["number"] + 1,
            "count": len(ids),
            "first_id": ids[0] if ids else 0,
            "last_id": max([last_id or 0, *ids[-1:]]),
            "root": sealing.merkle_root(hashes).hex(),
            "previous": last["hash"],
        }
        text = sealing.statement({**seal, "sealed_on": _iso(sealed_on)})
        key, signature = self.env["meddev.seal.key"]._sign(text)
        seal.update(statement=text, hash=sealing.digest(text), key=key, key_signature=signature, sealed_on=sealed_on)
        return self._append([seal])

    def _last(self):
        rows = self._chain("ORDER BY number DESC LIMIT 1")
        return rows[0] if rows else None

    def _chain(self, tail="ORDER BY number"):
        """The seals as the rules know them: dicts, moments and numbers as in their statements."""
        self.env.cr.execute(  # pylint: disable=sql-injection
            f"""SELECT id, number, epoch, after_id, from_xid::bigint, to_xid::bigint, ahead_xid::bigint, count,
                       first_id, last_id, root, previous,
                       to_char(sealed_on, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS sealed_on,
                       statement, hash, key, key_signature
                  FROM meddev_audit_seal {tail}"""  # noqa: S608 - the tail is ours
        )
        return self.env.cr.dictfetchall()

    def _rows(self, tail, parameters):
        """Entries in the order of ``sealing.COLUMNS``, read in portions whatever their number."""
        with self.env.cr._cnx.cursor(name="meddev_audit_rows") as rows:
            rows.itersize = 5000
            rows.execute(f"{SELECT} {tail}", parameters)
            yield from rows

    def action_download_anchor(self):
        return {"type": "ir.actions.act_url", "url": "/meddev_audit/anchor", "target": "download"}

    def _evidence_of(self, model, record_id):
        """What proves the creation of a record, for an evidence bundle: ``{"leaf", "seal", "proof"}`` or None."""
        self.env.cr.execute(f"{SELECT} WHERE model = %s AND record_id = %s AND operation = 'I'", (model, record_id))
        entry = self.env.cr.fetchone()
        if not entry:
            return self.env["meddev.audit.archive"]._proof_of_creation(model, record_id)
        seal = self._seal_of(entry[0], entry[1])
        if not seal or seal["to_xid"] == CLOSING:
            return None
        rows = self._rows_of(seal)
        hashes = [sealing.leaf_hash(sealing.leaf_text(row)) for row in rows]
        place = [row[0] for row in rows].index(entry[0])
        proof = sealing.merkle_proof(hashes, place)
        return {"leaf": sealing.leaf_text(entry), "seal": seal["number"], "proof": proof}

    def _seal_of(self, entry_id, txid):
        candidates = [seal for seal in self._chain() if seal["after_id"] < entry_id]
        if not candidates:
            return None
        epoch = [seal for seal in candidates if seal["epoch"] == candidates[-1]["epoch"]]
        border = max((seal["last_id"] for seal in epoch if seal["to_xid"] != CLOSING), default=0)
        for seal in epoch:
            if seal["to_xid"] == CLOSING or (entry_id <= border and seal["from_xid"] <= txid < seal["to_xid"]):
                return seal
        return None

    def _rows_of(self, seal):
        """The entries of one block, in order."""
        if seal["to_xid"] == CLOSING:
            raise ValueError(f"seal {seal['number']} closes an epoch: its entries are told by id")
        tail = "WHERE txid >= %s AND txid < %s AND id > %s AND id <= %s ORDER BY id"
        return list(self._rows(tail, (seal["from_xid"], seal["to_xid"], seal["after_id"], seal["last_id"])))


def _iso(moment):
    return moment.replace(tzinfo=timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

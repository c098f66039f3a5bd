import hashlib
import io
import json
import zipfile
from pathlib import Path

from odoo import models
from odoo.exceptions import UserError

from ..canonical import canonical, digest
from ..content import roots
from .clock import database_now, utc_text
from .server_key import sign

VERIFIER = Path(__file__).parents[1] / "evidence" / "verify.py"
README = """Evidence of electronic signatures
=================================

evidence.json   the signed content, the signatures, the keys and seals
files/          attachments that were signed, named by their SHA-256
verify.py       says what holds and what does not; needs Python 3.9 or newer and nothing else

    python3 -I verify.py .
    python3 -I verify.py . --anchor <anchor file that the company published>

The fingerprint of the key that verify.py prints must be the one that the company published.
"""


class MeddevSignatureEvidence(models.AbstractModel):
    """A record's signatures with all that proves them, as a zip that can be verified without Odoo."""

    _name = "meddev.signature.evidence"
    _description = "Evidence Bundle"

    def _bundle(self, record):
        """The zip (bytes) for one record that the user may read.

        :raises UserError: the record was never signed
        """
        record.ensure_one().check_access("read")
        signatures = record.sudo().signature_ids.sorted("id")
        if not signatures:
            raise UserError(self.env._("%s was never signed: there is nothing to prove.", record.display_name))
        evidence = self._evidence(record, signatures)
        files = self._files(record, signatures)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("evidence.json", json.dumps(evidence, ensure_ascii=False, indent=1))
            bundle.writestr("verify.py", VERIFIER.read_text())
            bundle.writestr("README.txt", README)
            for name, raw in files.items():
                bundle.writestr(f"files/{name}", raw)
        return packed.getvalue()

    def _evidence(self, record, signatures):
        current = canonical(record._signature_content())
        proofs, seals = self._proofs(signatures)
        header = self._header(record, signatures, current)
        key, key_signature = sign(self.env, canonical(header))
        return {
            "format": "meddev-evidence/1",
            "statement": canonical(header),
            "key": key,
            "key_signature": key_signature,
            "current_content": current,
            "signatures": [
                {
                    **self._sealed(signature),
                    "content": signature.content,
                    "voids": [self._sealed(void) for void in signature.void_ids.sorted("id")],
                    "audit": proofs.get(signature.id),
                }
                for signature in signatures
            ],
            "keys": [self._key(key) for key in self.env["meddev.seal.key"].sudo().search([], order="id")],
            "seals": seals,
        }

    def _header(self, record, signatures, current):
        """What the bundle is about; signed as a whole, so that nothing can be left out of it or put into it."""
        return {
            "type": "evidence",
            "created_on": utc_text(database_now(self.env.cr)),
            "database": self.env["ir.config_parameter"].sudo().get_param("database.uuid"),
            "company": (signatures.company_id[:1] or self.env.company).name,
            "record": {"model": record._name, "id": record.id, "name": record.display_name},
            "current_content_sha256": digest(current),
            "signatures": signatures.ids,
            "voids": signatures.void_ids.sorted("id").ids,
        }

    def _proofs(self, signatures):
        """``({signature id: proof of being in a seal}, [seal])``; for the addon that keeps seals."""
        return {}, []

    def _files(self, record, signatures):
        """``{sha256: bytes}`` of the attachments that the signed contents name, as far as they are still there."""
        wanted = {name for signature in signatures for name in _hashes(json.loads(signature.content))}
        wanted |= set(_hashes(record._signature_content()))
        if not wanted:
            return {}
        # Odoo leaves out the files of binary fields unless the domain speaks of ids.
        attachments = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("id", "!=", False)]
        )  # fmt: skip
        attachments |= self._attachments_in(record)
        found = {hashlib.sha256(one.raw).hexdigest(): one.raw for one in attachments if one.raw}
        return {name: raw for name, raw in found.items() if name in wanted}

    def _attachments_in(self, record):
        """Attachments in the record's own relational fields."""
        names = [
            name for name, field in record._fields.items() if field.relational and field.comodel_name == "ir.attachment"
        ]
        return self.env["ir.attachment"].union(
            *(record.sudo()[name] for name in names if name in roots(record._signed_content))
        )

    def _sealed(self, row):
        return {"statement": row.statement, "key": row.key, "key_signature": row.key_signature}

    def _key(self, key):
        names = ("fingerprint", "public_key", "statement", "endorsement")
        return {**{name: key[name] for name in names}, "endorsed_by": key.endorsed_by or ""}


def _hashes(content):
    if isinstance(content, dict):
        own = [content["sha256"]] if "sha256" in content else []
        return own + [found for value in content.values() for found in _hashes(value)]
    if isinstance(content, list):
        return [found for value in content for found in _hashes(value)]
    return []

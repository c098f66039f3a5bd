from odoo import models


class MeddevSignatureEvidence(models.AbstractModel):
    """Adds the seals that cover a record's signatures to its evidence bundle."""

    _inherit = "meddev.signature.evidence"

    def _proofs(self, signatures):
        proofs, seals = super()._proofs(signatures)
        ledger = self.env["meddev.audit.seal"].sudo()
        ledger._seal()
        for signature in signatures:
            if proof := ledger._evidence_of("meddev.signature", signature.id):
                proofs[signature.id] = proof
        first = min((proof["seal"] for proof in proofs.values()), default=None)
        if first is not None:
            # Up to the newest one: the chain leads from the covering seal to whatever anchor the reader holds.
            chain = ledger._chain(f"WHERE number >= {int(first)} ORDER BY number")
            seals += [{name: seal[name] for name in ("statement", "key", "key_signature")} for seal in chain]
        return proofs, seals

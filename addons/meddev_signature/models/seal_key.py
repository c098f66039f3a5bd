import json
import sys

from odoo import fields, models
from odoo.exceptions import AccessError

from .. import keys
from ..canonical import canonical
from .server_key import is_addon, path, sign

CACHE = "meddev_seal_keys"
OF_PERSONS = {"signature", "void", "evidence"}
"""What is said in statements that this addon signs itself, with the function :func:`sign`."""


class MeddevSealKey(models.Model):
    """Public half of a key of this server. Each key is endorsed by the one before it; the first by itself."""

    _name = "meddev.seal.key"
    _description = "Seal Keys"
    _inherit = ["meddev.ledger.mixin"]
    _order = "id desc"
    _rec_name = "fingerprint"

    fingerprint = fields.Char(required=True, readonly=True)
    public_key = fields.Char(required=True, readonly=True, help="Ed25519, base64")
    statement = fields.Text(required=True, readonly=True, help="What the endorsing key signed")
    endorsed_by = fields.Char(readonly=True, help="Fingerprint of the key before; empty for the first")
    endorsement = fields.Char(required=True, readonly=True)
    created_on = fields.Datetime(required=True, readonly=True)

    _fingerprint_unique = models.Constraint("unique(fingerprint)", "A key is recorded once.")

    def init(self):
        result = super().init()
        if not self._public_keys():
            self._record(keys.load(path()))
        return result

    def _sign(self, text):
        """``(fingerprint, signature)`` of ``text``, for addons that seal.

        Nothing that a person would have signed, and nothing for an expression kept in the database.
        """
        # What asks is one frame up. pylint: disable=protected-access
        if json.loads(text).get("type") in OF_PERSONS or not is_addon(sys._getframe(1)):
            raise AccessError(self.env._("The server's key signs for the system's own code alone."))
        return sign(self.env, text)

    def _holds(self, text, fingerprint, signature):
        """Whether the recorded key ``fingerprint`` made ``signature`` over ``text``."""
        public_key = self._public_keys().get(fingerprint)
        return bool(public_key) and keys.holds(public_key, text, signature or "")

    def _rotate(self):
        """Begin with a new key; the former one endorses it and stays on file."""
        former, new = keys.replace(path())
        self._record(new, former)
        return new.fingerprint

    def _problems(self):
        """What is wrong with the recorded keys, as ``[{"model", "id", "reason"}]``."""
        problems, previous = [], None
        for key in self.sudo().search([("id", ">", 0)], order="id"):
            if reason := key._endorsement_problem(previous):
                problems.append({"model": self._name, "id": key.id, "reason": reason})
            previous = key
        mine = keys.load(path()).fingerprint if path().exists() else "none"
        if previous and previous.fingerprint != mine:
            reason = f"the newest recorded key is not the one of this server ({mine[:16]})"
            problems.append({"model": self._name, "id": previous.id, "reason": reason})
        return problems

    def _endorsement_problem(self, previous):
        if keys.fingerprint(self.public_key) != self.fingerprint or f'"{self.public_key}"' not in self.statement:
            return "the key is not the one that its fingerprint and statement name"
        expected = previous.fingerprint if previous else ""
        if (self.endorsed_by or "") != expected:
            return "the key is not endorsed by the one before it (was the database restored on another server?)"
        endorser = previous or self
        if not keys.holds(endorser.public_key, self.statement, self.endorsement):
            return "the endorsement of the key does not hold"
        return ""

    def _accept_new_key(self):
        """Begin anew after the key was lost. It stays visible for good that no former key endorses this one."""
        key = keys.load(path())
        if key.fingerprint not in self._public_keys():
            self._record(key)
        return key.fingerprint

    def _record(self, key, former=None):
        signer = former or key
        created = fields.Datetime.now()
        statement = canonical(
            {
                "type": "key",
                "public_key": key.public_key,
                "created_on": f"{created.isoformat()}Z",
                "previous": former.fingerprint if former else "",
            }
        )
        self.env.cr.execute(
            """INSERT INTO meddev_seal_key (fingerprint, public_key, statement, endorsed_by, endorsement, created_on)
               VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (fingerprint) DO NOTHING""",
            (
                key.fingerprint,
                key.public_key,
                statement,
                former.fingerprint if former else "",
                signer.sign(statement),
                created,
            ),
        )
        self.env.cr.cache.pop(CACHE, None)

    def _public_keys(self):
        """``{fingerprint: public key}``, read once in a transaction."""
        cached = self.env.cr.cache.get(CACHE)
        if cached is None:
            self.env.cr.execute("SELECT fingerprint, public_key FROM meddev_seal_key")
            cached = self.env.cr.cache[CACHE] = dict(self.env.cr.fetchall())
        return cached

"""A passkey as software: what a device answers to a challenge, and its entry in the database."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from odoo.addons.meddev_signature.tests.common import SignatureCase

PRESENT, VERIFIED = 1, 4


def to_base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Authenticator:
    def __init__(self, name):
        self.identifier = hashlib.sha256(name.encode()).digest()
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.count = 0

    def public_key(self):
        """In COSE: the form in which a device hands it over."""
        numbers = self.private.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y

    def pkcs8(self):
        form = serialization.PrivateFormat.PKCS8
        return self.private.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())

    def answer(self, challenge, origin, flags=PRESENT | VERIFIED, domain="127.0.0.1"):
        """What the browser sends for ``challenge``, as JSON text."""
        self.count += 1
        said = {"type": "webauthn.get", "challenge": challenge, "origin": origin, "crossOrigin": False}
        client = json.dumps(said).encode()
        device = hashlib.sha256(domain.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        signature = self.private.sign(device + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": device, "signature": signature}
        identifier = to_base64url(self.identifier)
        response = {name: to_base64url(part) for name, part in parts.items()}
        return json.dumps({"id": identifier, "rawId": identifier, "type": "public-key", "response": response})


class PasskeyCase(SignatureCase):
    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].sudo().set_param("web.base.url", self.base_url())

    def register(self, user, name="phone"):
        """A new passkey of ``user``."""
        device = Authenticator(name)
        keys = self.env["auth.passkey.key"].with_user(user).sudo()
        key = keys.create({"name": name, "credential_identifier": to_base64url(device.identifier)})
        public = base64.urlsafe_b64encode(device.public_key()).decode()
        self.env.cr.execute("UPDATE auth_passkey_key SET public_key = %s WHERE id = %s", (public, key.id))
        key.invalidate_recordset()
        user.invalidate_recordset()
        return device

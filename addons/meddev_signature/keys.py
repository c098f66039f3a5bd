"""The server's own key (Ed25519), kept in a file beside the database's files and never in the database.

Whoever can write to the database, superuser or not, cannot write a signature row or a seal that this key would have
written. The public half is in the database and in every evidence bundle.
"""

import base64
import binascii
import contextlib
import functools
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class ServerKey:
    """A private key that signs text."""

    def __init__(self, seed):
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = base64.b64encode(self._key.public_key().public_bytes_raw()).decode()
        self.fingerprint = fingerprint(self.public_key)

    def sign(self, text):
        """Base64 of the Ed25519 signature over ``text`` in UTF-8."""
        return base64.b64encode(self._key.sign(text.encode())).decode()


def fingerprint(public_key):
    """SHA-256 of the raw public key (given in base64), in hexadecimal."""
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()


@functools.lru_cache(maxsize=4096)
def holds(public_key, text, signature):
    """Whether ``signature`` over ``text`` was made with the private half of ``public_key`` (both in base64).

    Remembered: the same three always have the same answer, and a lot's release is asked about at each use of the lot.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError, TypeError, binascii.Error):
        return False
    return True


def load(path):
    """The key in the file at ``path``, made on first use, readable by its owner alone.

    :raises ValueError: the file holds something else than a key
    """
    path = Path(path)
    try:
        seed = path.read_text()
    except FileNotFoundError:
        seed = _create(path)
    try:
        return ServerKey(base64.b64decode(seed.strip(), validate=True))
    except (ValueError, binascii.Error) as error:
        raise ValueError(f"{path} is no key of this server. Restore it from the backup.") from error


def replace(path):
    """Put a new key into ``path`` and keep the former one beside it; both keys."""
    former = load(path)
    path = Path(path)
    path.rename(path.with_suffix(f".{former.fingerprint[:12]}"))
    return former, load(path)


def _create(path):
    """Write a new key in one step: of two processes that begin at once, both use the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".new{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(base64.b64encode(os.urandom(32)).decode() + "\n")
        out.flush()
        os.fsync(out.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path.read_text()

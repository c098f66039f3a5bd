"""How entries are sealed: each as a leaf of a hash tree (RFC 6962), each block's root in a statement, each statement
naming the one before. Plain Python, so that anybody can check a seal without Odoo or this database.
"""

import hashlib
import json

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode

COLUMNS = (
    "id", "txid", "moment", "model", "record_id", "operation", "changes", "user_id", "db_user", "reason", "origin",
    "company_id",
)  # fmt: skip
"""Columns of an entry in the order of its leaf text."""
MOMENT = 2
SEAL_NAMES = (
    "number", "epoch", "after_id", "from_xid", "to_xid", "ahead_xid", "count", "first_id", "last_id", "root",
    "previous", "sealed_on",
)  # fmt: skip
"""What the statement of a seal says, beside its type."""


def canonical(value):
    """The one text of a value, as meddev_signature writes it down too."""
    return _encode(value)


def leaf_text(row):
    """The text that stands for one entry; ``row`` has :data:`COLUMNS`, its moment as ISO 8601 text in UTC."""
    return _encode(list(row))


def leaf_hash(text):
    return hashlib.sha256(b"\0" + text.encode()).digest()


def statement(values):
    """What the server's key signs about a block."""
    return _encode({"type": "seal", **{name: values[name] for name in SEAL_NAMES}})


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def merkle_root(hashes):
    """Root of the tree over ``hashes``, built upwards in pairs; the last of an odd number goes up as it is."""
    level = list(hashes) or [hashlib.sha256().digest()]
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def merkle_proof(hashes, index):
    """What leads from leaf ``index`` to the root: ``[["left" or "right", sibling in hexadecimal], ...]``."""
    level, proof = list(hashes), []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(["left" if sibling < index else "right", level[sibling].hex()])
        level, index = _level_above(level), index // 2
    return proof


def _level_above(level):
    pairs = zip(level[::2], level[1::2])
    above = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs]
    return above + level[len(level) & ~1 :]

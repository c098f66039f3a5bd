"""Archived entries as a file (format meddev-archive/1), one JSON value on a line.

First the format, the database and the keys; then for each seal a line with its statement and the key's signature of
it and, after it, a line for each entry's leaf text. Gzip, UTF-8: readable in fifty years with two commands, and by
the stand-alone verifier.
"""

import gzip
import hashlib
import json
import os
from collections import Counter, defaultdict
from pathlib import Path

from .sealing import leaf_hash, merkle_proof, merkle_root

FORMAT = "meddev-archive/1"
MODEL, RECORD, OPERATION, CHANGES = 3, 4, 5, 6  # places in a leaf


class Unfit(Exception):
    """The file is not what its seals say; the message says which."""


class Held:
    """What a file really holds: ``blocks`` ``{seal number: (root, entries)}``, ``records`` by model and id."""

    def __init__(self):
        self.blocks, self.records = {}, defaultdict(Counter)


def write(path, head, blocks):
    """Write ``blocks``, pairs of a signed seal and its leaf texts, whole or not at all; the number of entries."""
    path, count = Path(path), 0
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with draft.open("wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as out:
            out.write(f"{json.dumps({'format': FORMAT, **head})}\n".encode())
            for seal, leaves in blocks:
                out.write(f"{json.dumps(seal)}\n".encode())
                for leaf in leaves:
                    out.write(f"{leaf}\n".encode())
                    count += 1
        raw.flush()
        os.fsync(raw.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return count


def sha256(path):
    digest = hashlib.sha256()
    with Path(path).open("rb") as source:
        while portion := source.read(1 << 20):
            digest.update(portion)
    return digest.hexdigest()


def check(path):
    """What the file really holds, as :class:`Held`.

    :raises Unfit: it cannot be read, or a block is not what its own statement says
    """
    held = Held()
    for seal, leaves in _blocks(path):
        hashes = [leaf_hash(leaf) for leaf in leaves]
        root = merkle_root(hashes).hex()
        if root != seal["root"] or len(hashes) != seal["count"]:
            raise Unfit(f"the entries of seal {seal['number']} are not those that were sealed")
        held.blocks[seal["number"]] = (root, len(hashes))
        for leaf in leaves:
            entry = json.loads(leaf)
            held.records[entry[MODEL]][str(entry[RECORD])] += 1
    return held


def entries(path, model, number=None):
    """The entries (lists, in the order of ``sealing.COLUMNS``) about a model, or about one record of it."""
    # A leaf is canonical JSON: what it is about stands in it in one way only.
    mark = f',"{model}",' if number is None else f',"{model}",{number},"'
    for _seal, leaves in _blocks(path):
        for leaf in leaves:
            if mark in leaf and (entry := json.loads(leaf))[MODEL] == model and number in (None, entry[RECORD]):
                yield entry


def proof_of_creation(path, model, number):
    """What leads from the creation of a record to its seal: ``{"leaf", "seal", "proof"}``; None when it is not here."""
    mark = f',"{model}",{number},"I",'
    for seal, leaves in _blocks(path):
        for place, leaf in enumerate(leaves):
            if mark in leaf and json.loads(leaf)[MODEL:CHANGES] == [model, number, "I"]:
                proof = merkle_proof([leaf_hash(text) for text in leaves], place)
                return {"leaf": leaf, "seal": seal["number"], "proof": proof}
    return None


def _blocks(path):
    """``(what the seal says, leaf texts)`` of each block; Unfit when the file cannot be read."""
    seal, leaves = None, []
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            if json.loads(next(lines))["format"] != FORMAT:
                raise Unfit(f"{Path(path).name} is not of the format {FORMAT}")
            for line in lines:
                text = line.rstrip("\n")
                if not text.startswith("{"):
                    leaves.append(text)
                    continue
                if seal is not None:
                    yield seal, leaves
                elif leaves:
                    raise Unfit("entries come before the first seal")
                seal, leaves = json.loads(json.loads(text)["statement"]), []
        if seal is not None:
            yield seal, leaves
    except (OSError, EOFError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise Unfit(f"{Path(path).name} cannot be read: {error}") from error

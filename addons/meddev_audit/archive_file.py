"""Archived entries as a file: for each seal a line with its statement and, after it, a line for each entry's leaf text.

Gzip, UTF-8, one JSON value on a line: readable in fifty years with two commands.
"""

import gzip
import hashlib
import json
import os
from pathlib import Path

from .sealing import leaf_hash, merkle_root


class Unfit(Exception):
    """The file is not what its seals say; the message says which."""


def write(path, blocks):
    """Write ``blocks``, pairs of a seal's statement and its leaf texts, whole or not at all; the number of entries."""
    path, count = Path(path), 0
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with draft.open("wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as out:
            for statement, leaves in blocks:
                out.write(f'{{"seal":{statement}}}\n'.encode())
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
    """``{seal number: (root, entries)}`` of what the file really holds.

    :raises Unfit: it cannot be read, or a block is not what its own statement says
    """
    found, seal, hashes = {}, None, []
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                text = line.rstrip("\n")
                if text.startswith("{"):
                    _close(found, seal, hashes)
                    seal, hashes = json.loads(text)["seal"], []
                else:
                    hashes.append(leaf_hash(text))
        _close(found, seal, hashes)
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise Unfit(f"{Path(path).name} cannot be read: {error}") from error
    return found


def _close(found, seal, hashes):
    if seal is None:
        if hashes:
            raise Unfit("entries come before the first seal")
        return
    root = merkle_root(hashes).hex()
    if root != seal["root"] or len(hashes) != seal["count"]:
        raise Unfit(f"the entries of seal {seal['number']} are not those that were sealed")
    found[seal["number"]] = (root, len(hashes))

"""Checks signed evidence (format meddev-evidence/1) and archives of the audit trail (meddev-archive/1) without the
database that made them and without the network.

    python3 -I verify.py .                        in the unpacked folder
    python3 -I verify.py . --anchor anchor.json   against what the company published; may be repeated
    python3 -I verify.py --archive file.jsonl.gz  archived entries; may be repeated, and takes --anchor too

Needs Python 3.9 or later and nothing else; -I keeps Python from loading other files of the folder. Exit code: 0 all
checks hold, 1 something is broken, 2 it could not be read. Nothing is written to disk. The parts, in order: the format,
Ed25519 (RFC 8032), Merkle proofs (RFC 6962), strict reading, the checks, the command.
"""

import argparse
import base64
import gzip
import hashlib
import json
import sys
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

# ---- the format: the parts of each object and their types; texts called "statement" are canonical JSON ----
SIGNED = {"statement": str, "key": str, "key_signature": str}
EVIDENCE = {
    "format": str, **SIGNED, "current_content": str,
    "signatures": [{**SIGNED, "content": str, "voids": [SIGNED], "audit": (dict, type(None))}],
    "keys": [{"fingerprint": str, "public_key": str, "statement": str, "endorsed_by": str, "endorsement": str}],
    "seals": [SIGNED],
}  # fmt: skip
ARCHIVE = {"format": str, "database": str, "keys": EVIDENCE["keys"]}
AUDIT = {"leaf": str, "seal": int, "proof": [[str]]}
ANCHOR = {"format": str, "database": str, "seals": [{"number": int, "hash": str, "sealed_on": str}], "keys": [str]}
RECORD = {"model": str, "id": int, "name": str}
PERSON = {"id": int, "login": str, "name": str}
STATEMENTS = {
    "evidence": {
        "type": str, "created_on": str, "database": str, "company": str, "record": RECORD,
        "current_content_sha256": str, "signatures": [int], "voids": [int],
    },
    "signature": {
        "type": str, "database": str, "id": int, "model": str, "record_id": int, "record_name": str, "step": str,
        "meaning": str, "reason": str, "signer": {**PERSON, "job_title": str}, "signed_on": str, "timezone": str,
        "method": str, "content_sha256": str,
    },
    "void": {"type": str, "id": int, "signature_id": int, "voided_on": str, "user": PERSON, "reason": str},
    "key": {"type": str, "public_key": str, "previous": str},
    "seal": {"type": str, "number": int, "count": int, "root": str, "previous": str},
}  # fmt: skip
VALID = "VALID: the record says what was signed; at most the names of other records that it refers to have changed"
CHANGED = "CONTENT CHANGED SINCE: the record no longer says what was signed"
GONE = "RECORD GONE: the record does not exist any more"
BROKEN = "BROKEN: this signature proves nothing, see the checks above"
NEVER_PROVEN = "who sat at the keyboard, and that the server's clock was right: the server states it, its key signs it"


class Unreadable(Exception):
    """The bundle or an anchor is not what the format says; nothing can be checked."""


class Broken(Exception):
    """A check does not hold; the message says why."""


# ---- Ed25519, RFC 8032 section 5.1: points are (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z ----
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
NEUTRAL = (0, 1, 1, 0)


def _add(one, two):
    """Sum of two points, equal or not (section 5.1.4)."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b, c, d = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2), 2 * t1 * t2 * D, 2 * z1 * z2
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def _point(encoded):
    """The point that 32 bytes stand for, or None (section 5.1.3); y >= P is refused."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    x_squared = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x_squared, (P + 3) // 8, P)
    if (x * x - x_squared) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x_squared) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _encoded(point):
    """The 32 bytes of a point (section 5.1.2)."""
    inverse = pow(point[2], -1, P)
    return (point[1] * inverse % P | (point[0] * inverse % P & 1) << 255).to_bytes(32, "little")


BASE = _point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def _sum_of_multiples(a, one, b, two):
    """a * one + b * two, both numbers read together bit by bit."""
    choices, total = (None, one, two, _add(one, two)), NEUTRAL
    for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
        total = _add(total, total)
        if choice := choices[(a >> bit & 1) + 2 * (b >> bit & 1)]:
            total = _add(total, choice)
    return total


def check_signature(public_key_bytes, message_bytes, signature_bytes):
    """Whether the Ed25519 signature holds (section 5.1.7). Keys of small order and S >= ORDER are refused."""
    if len(public_key_bytes) != 32 or len(signature_bytes) != 64:
        return False
    key, s = _point(public_key_bytes), int.from_bytes(signature_bytes[32:], "little")
    if key is None or s >= ORDER or _encoded(_sum_of_multiples(8, key, 0, NEUTRAL)) == _encoded(NEUTRAL):
        return False
    k = int.from_bytes(hashlib.sha512(signature_bytes[:32] + public_key_bytes + message_bytes).digest(), "little")
    negated = (P - key[0], key[1], 1, P - key[3])
    return _encoded(_sum_of_multiples(s, BASE, k % ORDER, negated)) == signature_bytes[:32]


# ---- Merkle tree, RFC 6962 section 2.1 ----
def root_by_proof(text, proof, count):
    """Root (hexadecimal) to which ``proof`` leads from the entry ``text`` in a tree of ``count`` entries."""
    found, size = hashlib.sha256(b"\0" + text.encode()).digest(), count
    for side, _sibling in reversed(proof):  # from the root down: the left part is the largest power of two < size
        left = 1 << (size - 1).bit_length() >> 1
        size = 0 if size < 2 else left if side == "right" else size - left
    if size != 1:
        raise Broken(f"the proof does not lead through a tree of {count} entries: it was cut or is of another tree")
    for side, sibling in proof:
        other = bytes.fromhex(sibling)
        if side not in ("left", "right") or other.hex() != sibling:
            raise Broken("the proof is not written as the format says")
        found = hashlib.sha256(b"\1" + (other + found if side == "left" else found + other)).digest()
    return found.hex()


def root_of(texts):
    """Root (hexadecimal) of the tree over entries, built upwards in pairs; the last of an odd number goes up alone."""
    level = [hashlib.sha256(b"\0" + text.encode()).digest() for text in texts] or [hashlib.sha256().digest()]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2])
        level = [hashlib.sha256(b"\1" + one + two).digest() for one, two in pairs] + level[len(level) & ~1 :]
    return level[0].hex()


# ---- strict reading: what could be understood in two ways is refused ----
def _no_duplicates(pairs):
    """An object of JSON; ValueError when a name stands in it twice."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)


def sha256(text):
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def parsed(text, must_be_canonical=True):
    """The value of a JSON text; Broken when it is none, has a name twice, or is not written in the canonical way."""
    try:
        value = json.loads(text, object_pairs_hook=_no_duplicates)
        canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        canonical.encode()  # refuses halves of characters
    except (ValueError, RecursionError) as error:
        raise Broken(f"it is not readable JSON: {error}") from error
    if must_be_canonical and canonical != text:
        raise Broken("its text is not in canonical form")
    return value


def require(value, shape, where, is_exact=True):
    """Raise Broken unless ``value`` has ``shape``; where it is exact, objects have no further parts."""
    if isinstance(shape, dict) and isinstance(value, dict):
        if wrong := shape.keys() ^ value.keys() if is_exact else shape.keys() - value.keys():
            raise Broken(f"{where} has missing or unknown parts: {', '.join(sorted(wrong))}")
        for name, part in shape.items():
            require(value[name], part, f"{where}.{name}", is_exact)
    elif isinstance(shape, list) and isinstance(value, list):
        for item in value:
            require(item, shape[0], where, is_exact)
    elif isinstance(shape, (dict, list)) or not isinstance(value, shape) or isinstance(value, bool):
        raise Broken(f"{where} is of the wrong kind")


def document(data, shape, kind):
    """The JSON document of format ``kind`` in ``data`` (bytes), or Unreadable."""
    try:
        value = parsed(data.decode(), must_be_canonical=False)
        require(value, shape, kind)
    except (Broken, UnicodeDecodeError) as error:
        raise Unreadable(f"{kind}: {error}") from error
    if value["format"] != kind:
        raise Unreadable(f"this is not a document of format {kind}")
    return value


def from_base64(text, size):
    """``size`` bytes, written in the one way that base64 allows."""
    data = base64.b64decode(text.encode())
    if len(data) != size or base64.b64encode(data).decode() != text:
        raise Broken(f"{text} is not the base64 text of {size} bytes")
    return data


def essence(value):
    """``value`` with references (objects of exactly id, model and name) less the name."""
    if isinstance(value, dict):
        is_reference = value.keys() == {"id", "model", "name"}
        return {key: essence(part) for key, part in value.items() if not (is_reference and key == "name")}
    return [essence(part) for part in value] if isinstance(value, list) else value


def attachments(value):
    """All objects with a "sha256", anywhere in ``value``."""
    parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    own = [value] if isinstance(value, dict) and "sha256" in value else []
    return own + [found for part in parts for found in attachments(part)]


def moments(text, zone):
    """A moment as UTC and as the local time of ``zone``, for people."""
    moment = datetime.strptime(text, f"%Y-%m-%dT%H:%M:%S{'.%f' if '.' in text else ''}Z").replace(tzinfo=timezone.utc)
    try:
        local = f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S UTC%z} ({zone})"
    except (KeyError, ValueError, OSError, OverflowError):
        local = f"not shown: this computer does not know the time zone {zone or '(none given)'}"
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC", local


def files_in(folder):
    """``{name: (SHA-256, size)}`` of the files in ``folder``; links are not followed."""
    found = {}
    for file in sorted(one for one in Path(folder).glob("*") if one.is_file() and not one.is_symlink()):
        digest = hashlib.sha256()
        with file.open("rb") as stream:
            while part := stream.read(1 << 20):
                digest.update(part)
        found[file.name] = digest.hexdigest(), file.stat().st_size
    return found


def archive_lines(path):
    """The lines of an archive, one after the other; Unreadable when it is none."""
    try:
        with gzip.open(path, "rb") as lines:
            for line in lines:
                yield line.decode().removesuffix("\n")
    except (OSError, EOFError, ValueError) as error:
        raise Unreadable(f"{Path(path).name}: {error}") from error


def blocks(lines):
    """``(seal, [entry])`` for each seal of an archive, as its lines after the first say."""
    seal, entries = None, []
    for line in lines:
        if line.startswith("["):
            entries.append(line)
            continue
        if seal is not None or entries:
            yield seal, entries
        seal, entries = parsed(line, must_be_canonical=False), []
    yield seal, entries


# ---- the checks ----
class Verification:
    """Checks one bundle; what was found is in plain lists and dictionaries."""

    def __init__(self, evidence, files, anchors):
        self.checks, self.signatures, self.not_proven = [], [], [NEVER_PROVEN]
        self.keys, self.seals, self.anchored, self.header = {}, {}, {}, None
        self.archives = []
        self.evidence, self.files, self.anchors = evidence, files, anchors
        self.current, self.current_files, self.mentioned = (), [], set()  # (): not proven

    @contextmanager
    def claim(self, sentence):
        """What stands inside proves ``sentence``, or raises."""
        check = {"claim": sentence, "holds": True, "why": ""}
        self.checks.append(check)
        try:
            yield
        except (Broken, ValueError, TypeError, LookupError, RecursionError) as error:
            check.update(holds=False, why=str(error))

    def signed(self, kind, statement, key, key_signature, more_keys=()):
        """The parsed statement, when one of the proven keys signed it."""
        keys = {**self.keys, **dict(more_keys)}
        if key not in keys:
            raise Broken(f"key {key} is not proven to be the company's")
        if not check_signature(keys[key], statement.encode(), from_base64(key_signature, 64)):
            raise Broken("the key did not sign this statement")
        value = parsed(statement)
        require(value, STATEMENTS[kind], f"the {kind}", is_exact=False)
        if value["type"] != kind:
            raise Broken(f"it is a statement of another kind: {value['type']}")
        return value

    def check_files(self):
        """Each file is what its name says."""
        for name, (digest, _size) in self.files.items():
            with self.claim(f"files/{name} holds what its name says"):
                if digest != name:
                    raise Broken(f"it has SHA-256 {digest}")

    def check_keys(self):
        """Keys are proven in one chain: the first endorses itself, each other one is endorsed by the one before."""
        previous, waiting = "", list(self.evidence["keys"])
        while waiting:
            entry = next((one for one in waiting if one["endorsed_by"] == previous), waiting[0])
            waiting.remove(entry)
            with self.claim(f"Key {entry['fingerprint']} is in the company's chain of keys"):
                self.prove_key(entry, previous)
                previous = entry["fingerprint"]

    def prove_key(self, entry, previous):
        """Add a key to the proven ones, or raise Broken."""
        name, public = entry["fingerprint"], from_base64(entry["public_key"], 32)
        if entry["endorsed_by"] != previous or name in self.keys:
            raise Broken("the last proven key of the chain does not endorse it")
        if hashlib.sha256(public).hexdigest() != name:
            raise Broken("the fingerprint is that of another key")
        if self.anchors and not any(name in anchor["keys"] for anchor in self.anchors):
            raise Broken("the anchor does not know it: it is forged, or younger than the anchor")
        said = self.signed("key", entry["statement"], previous or name, entry["endorsement"], {name: public})
        if (said["public_key"], said["previous"]) != (entry["public_key"], previous):
            raise Broken("the endorsed statement speaks of another key")
        self.keys[name] = public

    def check_header(self):
        """The company's key signed what the bundle is about and what is in it: nothing is left out or put in."""
        with self.claim("The bundle was put together by the company's system"):
            self.header = self.signed("evidence", **{name: self.evidence[name] for name in SIGNED})
            moments(self.header["created_on"], "UTC")
        with self.claim("The current content is what the record said when the bundle was made"):
            if self.proven_header()["current_content_sha256"] != sha256(self.evidence["current_content"]):
                raise Broken(f"this content has SHA-256 {sha256(self.evidence['current_content'])}")
            self.current = parsed(self.evidence["current_content"])
            self.current_files = attachments(self.current)
        entries = self.evidence["signatures"]
        found = {"signatures": entries, "voids": [void for entry in entries for void in entry["voids"]]}
        for name, statements in found.items():
            with self.claim(f"The {name} are all that there were, each once"):
                ids = sorted(parsed(one["statement"])["id"] for one in statements)
                if ids != sorted(self.proven_header()[name]):
                    raise Broken(f"there were {self.header[name]}, here are {ids}")
        with self.claim("There is at least one signature"):
            if not entries:
                raise Broken("the bundle holds none")

    def proven_header(self):
        """What the company's key signed about the bundle as a whole."""
        if self.header is None:
            raise Broken("no key signed what this bundle is about")
        return self.header

    def check_anchors(self):
        """Anchors are of this database and agree; ``anchored`` is what they know of seals."""
        for place, anchor in enumerate(self.anchors, 1):
            with self.claim(f"Anchor {place} is of this database and agrees with the other anchors"):
                for seal in anchor["seals"]:
                    if self.anchored.setdefault(seal["number"], seal["hash"]) != seal["hash"]:
                        raise Broken(f"there are two hashes for seal {seal['number']}")
                if anchor["database"] != self.proven_header()["database"]:
                    raise Broken(f"it is of {anchor['database']}, the bundle says {self.header['database']}")

    def check_seals(self):
        """Seals are signed and chained; ``is_anchored``: an anchor knows the seal or one that its chain leads to."""
        for place, entry in enumerate(self.evidence["seals"], 1):
            with self.claim(f"Seal {place} of the bundle was signed by the company's key; no anchor contradicts it"):
                seal, digest = self.signed("seal", **entry), sha256(entry["statement"])
                number = seal["number"]
                if number in self.seals:
                    raise Broken(f"seal {number} is there twice")
                if self.anchored.get(number, digest) != digest:
                    raise Broken(f"for seal {number} the anchor has {self.anchored[number]}, this one has {digest}")
                self.seals[number] = {**seal, "hash": digest}
        for number, seal in sorted(self.seals.items(), reverse=True):
            seal["is_anchored"] = number in self.anchored
            if after := self.seals.get(number + 1):
                with self.claim(f"Seal {number + 1} continues seal {number}"):
                    if after["previous"] != seal["hash"]:
                        raise Broken("it names another seal before it")
                    seal["is_anchored"] |= after["is_anchored"]

    def check_signature(self, place, entry):
        """All about one signature, and its part of the report."""
        start, title = len(self.checks), f"Signature {place}"
        with self.claim(f"{title} was signed by the company's key, for this record of this database"):
            said = self.signed("signature", **{name: entry[name] for name in SIGNED})
            utc, local = moments(said["signed_on"], said["timezone"])
            record = self.proven_header()["record"]
            if (said["model"], said["record_id"]) != (record["model"], record["id"]):
                raise Broken(f"it was given to {said['model']} number {said['record_id']}")
            if said["database"] != self.header["database"]:
                raise Broken(f"it was given in the database {said['database']}")
        if not self.checks[-1]["holds"]:
            return self.signatures.append({"verdict": BROKEN})
        self.check_content(title, entry, said)
        voids = self.check_voids(title, entry, said)
        self.check_audit(title, entry, said)
        verdict = self.verdict(entry, voids, all(check["holds"] for check in self.checks[start:]))
        lines = {"record": said["record_name"], "printed name": said["signer"]["name"], "local time": local, "UTC": utc}
        lines.update({name: said[name] for name in ("step", "meaning", "reason", "method")})
        lines.update({"job title": said["signer"]["job_title"], "content": said["content_sha256"]})
        return self.signatures.append({"verdict": verdict, **lines})

    def check_content(self, title, entry, said):
        """The content is the signed one, and its files are here; one that the record lost since may be missing."""
        found = []
        with self.claim(f"{title} was given to the content beside it"):
            if sha256(entry["content"]) != said["content_sha256"]:
                raise Broken(f"this content has SHA-256 {sha256(entry['content'])}, signed: {said['content_sha256']}")
            found = attachments(parsed(entry["content"]))
        for file in found:
            with self.claim(f"{title} covers the file {file.get('name')} of {file.get('size')} bytes"):
                self.mentioned.add(file["sha256"])
                here = self.files.get(file["sha256"])
                if not here and file not in self.current_files:
                    self.not_proven.append(f"{title}: its file {file.get('name')} left the record and is not here")
                elif not here or here[1] != file.get("size"):
                    raise Broken(f"no file of this size with SHA-256 {file['sha256']} is in the bundle")

    def check_voids(self, title, entry, said):
        """What the company's key signed about this signature being void."""
        voids = []
        for void in entry["voids"]:
            with self.claim(f"{title} was voided by a statement signed by the company's key"):
                found = self.signed("void", **void)
                if found["signature_id"] != said["id"]:
                    raise Broken(f"that statement voids signature number {found['signature_id']}")
                since = moments(found["voided_on"], "UTC")[0]
                voids.append(f"VOID since {since}, through {found['user']['name']}: {found['reason']}")
        return voids

    def check_audit(self, title, entry, said):
        """The audit trail has this signature, under a seal."""
        if (audit := entry["audit"]) is None:
            return self.not_proven.append(f"{title} is in the audit trail: no seal covers it yet")
        with self.claim(f"{title} is in the audit trail under a proven seal"):
            require(audit, AUDIT, "the proof")
            if not (seal := self.seals.get(audit["seal"])):
                raise Broken(f"seal {audit['seal']} is missing or not proven")
            if root_by_proof(audit["leaf"], audit["proof"], seal["count"]) != seal["root"]:
                raise Broken(f"the proof does not lead to the root of seal {seal['number']}")
            leaf = parsed(audit["leaf"])
            if not isinstance(leaf, list) or len(leaf) != 12 or leaf[3:6] != ["meddev.signature", said["id"], "I"]:
                raise Broken("the entry of the audit trail tells of something else")
            changes = parsed(leaf[6], must_be_canonical=False)
            if not isinstance(changes, dict) or changes.get("key_signature") != entry["key_signature"]:
                raise Broken("the entry of the audit trail tells of another signature by the key")
            if not seal["is_anchored"]:
                self.not_proven.append(f"{title}: no anchor given here knows seal {seal['number']}")
        return None

    def verdict(self, entry, voids, holds):
        """Whether the signature still stands for the record."""
        if not holds or self.current == ():
            return BROKEN
        if voids:
            return "; ".join(voids)
        if self.current is None:
            return GONE
        return VALID if essence(self.current) == essence(parsed(entry["content"])) else CHANGED

    def check_archive(self, path):
        """The seals of an archive are signed and chained, and its entries are those that were sealed."""
        name, lines, count, first, last = Path(path).name, archive_lines(path), 0, None, None
        next(lines)
        with self.claim(f"{name}: every seal was signed by the company's key and holds over its entries"):
            problems = []
            for entry, entries in blocks(lines):
                require(entry, SIGNED, "a seal of the archive")
                last = self.signed("seal", **entry)
                first = first or last["number"]
                problems += self.problems_of_block(last, sha256(entry["statement"]), entries)
                count += len(entries)
            if problems:
                raise Broken("; ".join(problems[:10]))
        if last:
            self.archives.append(f"{name}: {count} entries under the seals {first} to {last['number']}")

    def problems_of_block(self, seal, digest, entries):
        """What is wrong with one block of an archive; the seal is kept for those that follow it."""
        number, problems = seal["number"], []
        if number in self.seals:
            problems.append(f"seal {number} is there twice")
        if number - 1 in self.seals and self.seals[number - 1]["hash"] != seal["previous"]:
            problems.append(f"seal {number} does not continue the one before it")
        if len(entries) != seal["count"]:
            problems.append(f"seal {number}: there were {seal['count']} entries, here are {len(entries)}")
        elif root_of(entries) != seal["root"]:
            problems.append(f"seal {number}: an entry is not what was sealed")
        if self.anchored.get(number, digest) != digest:
            problems.append(f"seal {number} is not the one that the anchor knows")
        self.seals[number] = {"hash": digest}
        return problems

    def note_the_unproven_of_archives(self):
        """How far the anchors reach, and where seals between the files are missing."""
        numbers = sorted(self.seals)
        gaps = [str(number + 1) for number in numbers[:-1] if number + 1 not in self.seals]
        if gaps:
            self.not_proven.append(f"what is under the seals that are in none of these files, from {', '.join(gaps)}")
        known = max((number for number in numbers if number in self.anchored), default=0)
        if numbers and known < numbers[-1]:
            self.not_proven.append(f"seals after {known or 'the first'}: no anchor given here knows one of them")

    def note_the_unproven(self):
        """Say what these checks do not show."""
        if self.header:
            self.not_proven.append(f"anything after {self.header['created_on']}, when the bundle was made")
        if not self.anchors:
            self.not_proven.append(
                "that the keys are the company's, as no anchor was given: compare the fingerprints "
                "below with those that it published"
            )
        for name in sorted(self.files.keys() - self.mentioned):
            self.not_proven.append(f"files/{name}: no signature mentions this file")


def verify(evidence, files, anchors=()):
    """Check a bundle.

    :param evidence: the document, as :func:`document` reads it
    :param files: ``{name in files/: (SHA-256, size)}``
    :param anchors: documents of anchors
    :return: Verification, with everything that was found
    """
    found = Verification(evidence, files, list(anchors))
    found.check_files()
    found.check_keys()
    found.check_header()
    found.check_anchors()
    found.check_seals()
    for place, entry in enumerate(evidence["signatures"], 1):
        found.check_signature(place, entry)
    found.note_the_unproven()
    return found


def verify_archives(paths, anchors=()):
    """Check archives, given in any order, as one chain; see :func:`verify`."""
    heads = {path: document(next(archive_lines(path), "").encode(), ARCHIVE, "meddev-archive/1") for path in paths}
    keys = {key["fingerprint"]: key for head in heads.values() for key in head["keys"]}
    found = Verification({"keys": list(keys.values())}, {}, list(anchors))
    found.check_keys()
    with found.claim("The files and anchors are all of one database"):
        if len(names := {one["database"] for one in [*heads.values(), *anchors]}) > 1:
            raise Broken(f"they are of {', '.join(sorted(names))}")
    for seal in [seal for anchor in anchors for seal in anchor["seals"]]:
        with found.claim(f"The anchors agree about seal {seal['number']}"):
            if found.anchored.setdefault(seal["number"], seal["hash"]) != seal["hash"]:
                raise Broken("there are two hashes")
        if found.checks[-1]["holds"]:
            found.checks.pop()
    for path in sorted(paths, key=lambda path: Path(path).name):
        found.check_archive(path)
    found.note_the_unproven()
    found.note_the_unproven_of_archives()
    return found


# ---- the command ----
def show(line="", stream=sys.stdout):
    """Print one line; what does not print (line ends, controls) is shown as its code, so that names forge nothing."""
    shown = "".join(c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode() for c in line)
    stream.write(shown + "\n")


def show_report(found, holds):
    """Print all checks, the summary of each signature and what was not proven."""
    for check in found.checks:
        show(f"holds   {check['claim']}" if check["holds"] else f"BROKEN  {check['claim']}: {check['why']}")
    if said := found.header:
        show(f"About {said['record']['name']} of {said['company']}, as it was on {said['created_on']}")
    for place, lines in enumerate(found.signatures, 1):
        show()
        show(f"Signature {place}: {lines['verdict']}")
        for label in [name for name in lines if name != "verdict"]:
            show(f"    {label:<14}{lines[label]}")
    archives = [("Archived entries", found.archives)] if found.archives else []
    sections = (*archives, ("Not proven", found.not_proven), ("Keys, oldest first (fingerprints)", found.keys))
    for heading, lines in sections:
        for line in ("", f"{heading}:", *(f"    {line}" for line in lines)):
            show(line)
    show(f"Checked by a verify.py with SHA-256 {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()}")
    show(f"RESULT: {'all checks hold' if holds else 'BROKEN'}")


def verify_folder(folder, anchors):
    """Check the bundle in a folder."""
    evidence = document(Path(folder, "evidence.json").read_bytes(), EVIDENCE, "meddev-evidence/1")
    return verify(evidence, files_in(Path(folder, "files")), anchors)


def main():
    """The command; its exit code."""
    parser = argparse.ArgumentParser(description="Checks signed evidence.")
    parser.add_argument("folder", nargs="?", help="the unpacked bundle")
    parser.add_argument("--archive", action="append", default=[], help="archive file of the audit trail")
    parser.add_argument("--anchor", action="append", default=[], help="anchor file that the company kept elsewhere")
    options = parser.parse_args()
    if options.archive and options.folder:
        parser.error("check the bundle and the archives one after the other")
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        anchors = [document(Path(path).read_bytes(), ANCHOR, "meddev-anchor/1") for path in options.anchor]
        if options.archive:
            found = verify_archives(options.archive, anchors)
        else:
            found = verify_folder(options.folder or ".", anchors)
    except Exception as error:  # whatever the bytes were, people get a sentence
        show(f"Could not be read: {error}", sys.stderr)
        return 2
    holds = all(check["holds"] for check in found.checks)
    show_report(found, holds)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())

"""What can be wrong with sealed entries, found from the seals and the entries alone.

A block holds every entry of one epoch whose transaction number lies in ``from_xid <= txid < to_xid``. When it was
sealed all those transactions were over, so an entry that appears in the range later was not written by its
transaction: it was put there.
"""

from datetime import datetime, timedelta

from .sealing import MOMENT, digest, leaf_hash, leaf_text, merkle_root, statement

CLOSING = 0
"""``to_xid`` of the block that ends an epoch, after which another PostgreSQL cluster counts transactions anew."""
TOLERANCE = timedelta(minutes=1)
"""Clocks step; what lies further outside its block's time was back-dated or post-dated."""


def chain_problems(seals, holds):
    """What is wrong with the chain of seals itself, as ``[(seal, reason)]``.

    :param seals: dicts with what a statement says, ``statement``, ``hash``, ``key``, ``key_signature``, in order
    :param holds: ``holds(statement, key, key_signature)``: whether that key signed it
    """
    problems, before = [], None
    for seal in seals:
        if reason := _link_problem(seal, before, holds):
            problems.append((seal, reason))
        before = seal
    return problems


def _link_problem(seal, before, holds):
    if seal["number"] != (before["number"] + 1 if before else 1):
        return f"seal {before['number'] + 1 if before else 1} is missing before it"
    if statement(seal) != seal["statement"] or digest(seal["statement"]) != seal["hash"]:
        return "the row does not say what was signed"
    if seal["previous"] != (before["hash"] if before else ""):
        return "it does not continue the seal before it"
    if not holds(seal["statement"], seal["key"], seal["key_signature"]):
        return "this server's key did not sign it"
    return _range_problem(seal, before)


def _range_problem(seal, before):
    if before and seal["epoch"] == before["epoch"]:
        is_next = seal["from_xid"] == before["to_xid"] and seal["after_id"] == before["after_id"]
    elif before:
        closed = before["to_xid"] == CLOSING
        is_next = closed and seal["from_xid"] == 0 and seal["after_id"] >= before["last_id"]
    else:
        is_next = seal["from_xid"] == 0 and seal["after_id"] == 0
    return "" if is_next else "its range does not begin where the one before it ends"


def anchor_problems(seals, anchor, fingerprints):
    """What an anchor, kept outside, knows and the database no longer does: ``[(seal number, reason)]``."""
    there = {seal["number"]: seal["hash"] for seal in seals}
    found = []
    for known in anchor.get("seals", ()):
        number = known["number"]
        if number not in there:
            found.append((number, f"seal {number} of {known['sealed_on']} is in the anchor and not in the database"))
        elif there[number] != known["hash"]:
            found.append((number, f"seal {number} is not the one that the anchor of {known['sealed_on']} knows"))
    missing = set(anchor.get("keys", ())) - set(fingerprints)
    found += [(0, f"key {name[:16]} is in the anchor and not in the database") for name in sorted(missing)]
    return found


class EpochCheck:
    """Compares the entries of one epoch, given one after the other in order of ``txid``, with its seals."""

    def __init__(self, seals):
        self.seals = seals
        self.problems = []
        self.checked = 0
        ordinary = [seal for seal in seals if seal["to_xid"] != CLOSING]
        self._ordinary, self._place = ordinary, 0
        self._closing = next((seal for seal in seals if seal["to_xid"] == CLOSING), None)
        self._last_sealed_id = max((seal["last_id"] for seal in ordinary), default=0)
        self._block, self._rest, self._open = [], [], 0

    def add(self, row):
        """One entry, in the order of :data:`~.sealing.COLUMNS`."""
        self.checked += 1
        number, txid = row[0], row[1]
        if self._closing and number > self._last_sealed_id:
            self._rest.append((number, leaf_hash(leaf_text(row))))
            return
        while self._place < len(self._ordinary) and txid >= self._ordinary[self._place]["to_xid"]:
            self._finish_block()
        if self._place == len(self._ordinary):
            if self._closing:
                self._rest.append((number, leaf_hash(leaf_text(row))))
            else:
                self._open += 1
            return
        seal = self._ordinary[self._place]
        self._block.append((number, leaf_hash(leaf_text(row))))
        if reason := self._time_problem(row, seal):
            self.problems.append(("entry", number, reason))

    def finish(self):
        """Call after the last entry; the problems as ``[("seal" or "entry", id, reason)]``."""
        while self._place < len(self._ordinary):
            self._finish_block()
        if self._closing:
            self._check(self._closing, self._rest)
        return self.problems

    def _finish_block(self):
        self._check(self._ordinary[self._place], self._block)
        self._block = []
        self._place += 1

    def _check(self, seal, block):
        block.sort()
        if merkle_root([leaf for _number, leaf in block]).hex() == seal["root"] and len(block) == seal["count"]:
            return
        where = f"seal {seal['number']} of {seal['sealed_on']} (entries {seal['first_id']} to {seal['last_id']})"
        if len(block) < seal["count"]:
            reason = f"{where}: {seal['count'] - len(block)} of {seal['count']} sealed entries are missing"
        elif len(block) > seal["count"]:
            reason = f"{where}: {len(block) - seal['count']} entries were inserted after sealing"
            for number, _leaf in block:
                if not seal["first_id"] <= number <= seal["last_id"]:
                    self.problems.append(("entry", number, f"was inserted after seal {seal['number']} was made"))
        else:
            reason = f"{where}: an entry is not what was sealed"
        self.problems.append(("seal", seal["id"], reason))

    def _time_problem(self, row, seal):
        moment = row[MOMENT]
        if moment > later(seal["sealed_on"], TOLERANCE):
            return f"is dated {moment}, after it was sealed"
        before = self._ordinary[self._place - 1] if self._place else None
        if before and row[1] >= before["ahead_xid"] and moment < later(before["sealed_on"], -TOLERANCE):
            return f"is dated {moment}, before its transaction can have begun"
        return ""


_later_cache = {}


def later(text, delta):
    """The ISO moment ``text`` moved by ``delta``, in the same form; such texts compare like moments."""
    key = (text, delta)
    if key not in _later_cache:
        if len(_later_cache) > 100:
            _later_cache.clear()
        moved = datetime.fromisoformat(text.removesuffix("Z")) + delta
        _later_cache[key] = moved.isoformat(timespec="microseconds") + "Z"
    return _later_cache[key]

"""The stand-alone verifier of signed evidence: what it must believe, and what it must not."""

import ast
import base64
import copy
import hashlib
import json
import subprocess
import sys

import pytest

from .support import ADDONS, load_rule

ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
hypothesis = pytest.importorskip("hypothesis", reason="hypothesis is not installed")
st = hypothesis.strategies

verifier = load_rule("meddev_signature", "evidence.verify")
SCRIPT = ADDONS / "meddev_signature" / "evidence" / "verify.py"
ORDER, P = verifier.ORDER, verifier.P
SPECIFICATION = b"%PDF-1.7 \x00 specification"
DIGEST = hashlib.sha256(SPECIFICATION).hexdigest()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def base64_of(data):
    return base64.b64encode(data).decode()


class Key:
    """A key of the server, as it would be on file."""

    def __init__(self, seed):
        self.private = ed25519.Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.public = self.private.public_key().public_bytes_raw()
        self.fingerprint = hashlib.sha256(self.public).hexdigest()

    def sign(self, **claims):
        statement = canonical(claims)
        signature = base64_of(self.private.sign(statement.encode()))
        return {"statement": statement, "key": self.fingerprint, "key_signature": signature}

    def entry(self, previous=None):
        before = previous.fingerprint if previous else ""
        claims = {"public_key": base64_of(self.public), "created_on": "2026-01-01T00:00:00Z", "previous": before}
        signed = (previous or self).sign(type="key", **claims)
        return {
            "fingerprint": self.fingerprint,
            "public_key": base64_of(self.public),
            "statement": signed["statement"],
            "endorsed_by": before,
            "endorsement": signed["key_signature"],
        }


FIRST, SECOND, FORGED = Key(1), Key(2), Key(66)
CONTENT = {
    "name": "泵-7",
    "product_id": {"id": 5, "model": "product.product", "name": "Pump"},
    "limits": [1.5, 2],
    "files": [{"name": "spec.pdf", "mimetype": "application/pdf", "size": len(SPECIFICATION), "sha256": DIGEST}],
}


def signature(number=7, key=FIRST, content=None, **claims):
    """A signature of record 3, in no seal yet."""
    text = canonical(CONTENT if content is None else content)
    said = {
        "database": "production",
        "id": number,
        "model": "meddev.inspection",
        "record_id": 3,
        "record_name": "Inspection 3",
        "source_state": "draft",
        "target_state": "done",
        "step": "Approval",
        "step_key": "policy 1, step 1",
        "meaning": "approval",
        "reason": "",
        "signer": {"id": 2, "login": "li", "name": "李娜", "job_title": "Quality Manager"},
        "signed_on": "2026-11-23T13:00:00.123456Z",
        "timezone": "Asia/Shanghai",
        "method": "password",
        "origin": "192.0.2.1",
        "content_sha256": sha256(text),
        "company": 1,
        **claims,
    }
    return {**key.sign(type="signature", **said), "content": text, "voids": [], "audit": None}


def void(number=7, key=FIRST, **claims):
    user = {"id": 2, "login": "li", "name": "李娜"}
    said = {"id": 1, "signature_id": number, "voided_on": "2026-11-24T08:00:00.000000Z", "user": user, **claims}
    return key.sign(type="void", **{"reason": "content changed", "content_sha256": "0" * 64, **said})


def hashes_of(leaves):
    return [hashlib.sha256(b"\0" + text.encode()).digest() for text in leaves]


def split(hashes):
    """The largest power of two smaller than their number."""
    return 1 << (len(hashes) - 1).bit_length() - 1


def by_the_book(hashes):
    """RFC 6962, section 2.1, as it is written there."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    left, right = hashes[: split(hashes)], hashes[split(hashes) :]
    return hashlib.sha256(b"\1" + by_the_book(left) + by_the_book(right)).digest()


def proof_by_the_book(hashes, place):
    """RFC 6962, section 2.1.1: from the leaf to the root."""
    if len(hashes) == 1:
        return []
    left, right = hashes[: split(hashes)], hashes[split(hashes) :]
    if place < len(left):
        return [*proof_by_the_book(left, place), ["right", by_the_book(right).hex()]]
    return [*proof_by_the_book(right, place - len(left)), ["left", by_the_book(left).hex()]]


def leaf(entry, number=7, model="meddev.signature", operation="I"):
    changes = json.dumps({"id": number, "key_signature": entry["key_signature"]})
    moment = "2026-11-23T13:00:00.2Z"
    return canonical([40 + number, 900, moment, model, number, operation, changes, 2, "odoo", None, "web", 1])


def seal(leaves, number=1, previous="", key=FIRST):
    said = {"epoch": 1, "after_id": 0, "from_xid": 1, "to_xid": 999, "ahead_xid": 999, "first_id": 1, "last_id": 99}
    said |= {"count": len(leaves), "root": by_the_book(hashes_of(leaves)).hex(), "previous": previous}
    return key.sign(type="seal", number=number, sealed_on="2026-11-23T13:10:00Z", **said)


def under_seal(entry, others=("a", "b", "c", "d"), **options):
    """The signature with its proof, and the seal."""
    leaves = [*others[:2], leaf(entry), *others[2:]]
    proof = proof_by_the_book(hashes_of(leaves), 2)
    entry["audit"] = {"leaf": leaves[2], "seal": options.get("number", 1), "proof": proof}
    return seal(leaves, **options)


def header(given, current, **claims):
    """What the key signs about a bundle of the ``given`` signatures as a whole."""
    voids = [void for one in given for void in one["voids"]]
    return {
        "type": "evidence",
        "created_on": "2026-11-25T13:00:00Z",
        "database": "production",
        "company": "Pumps Ltd",
        "record": {"model": "meddev.inspection", "id": 3, "name": "Inspection 3"},
        "current_content_sha256": sha256(current),
        "signatures": [json.loads(one["statement"])["id"] for one in given],
        "voids": [json.loads(one["statement"])["id"] for one in voids],
        **claims,
    }


def evidence(*signatures, keys=None, seals=(), current=None, key=FIRST, **claims):
    """A bundle of ``signatures``; ``claims`` replace what the key signs about it as a whole."""
    current = canonical(CONTENT) if current is None else current
    return {
        "format": "meddev-evidence/1",
        **key.sign(**header(signatures, current, **claims)),
        "current_content": current,
        "signatures": list(signatures),
        "keys": keys or [FIRST.entry()],
        "seals": list(seals),
    }


def good():
    """One signature under a seal."""
    entry = signature()
    return evidence(entry, seals=[under_seal(entry)])


def report_of(document, files=None, anchors=()):
    """What the verifier finds; ``document`` is a value or bytes, ``files`` are ``{name: bytes}``."""
    data = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
    files = {DIGEST: SPECIFICATION} if files is None else files
    hashed = {name: (hashlib.sha256(content).hexdigest(), len(content)) for name, content in files.items()}
    found = verifier.verify(verifier.document(data, verifier.EVIDENCE, "meddev-evidence/1"), hashed, anchors)
    holds = all(check["holds"] for check in found.checks)
    return {"holds": holds, **vars(found), "keys": list(found.keys)}


def broken(report):
    return [f"{check['claim']}: {check['why']}" for check in report["checks"] if not check["holds"]]


def validities(report):
    """The first word of each verdict."""
    return [one["verdict"].split()[0].strip(":").lower() for one in report["signatures"]]


def anchor(document, *, keys=(FIRST.fingerprint,), **values):
    seals = [
        {"number": json.loads(one["statement"])["number"], "hash": sha256(one["statement"]), "sealed_on": ""}
        for one in document["seals"]
    ]
    return {"format": "meddev-anchor/1", "database": "production", "seals": seals, "keys": list(keys), **values}


def assert_broken(document, reason, **options):
    report = report_of(document, **options)
    assert not report["holds"]
    assert any(reason in line for line in broken(report)), broken(report)
    return report


# Ed25519

RFC_8032 = [  # section 7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]
OFTEN = hypothesis.settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(("public", "message", "signed"), RFC_8032)
def test_the_vectors_of_the_standard_hold(public, message, signed):
    public, message, signed = (bytes.fromhex(text) for text in (public, message, signed))
    assert verifier.check_signature(public, message, signed)
    assert not verifier.check_signature(public, message + b"x", signed)


@OFTEN
@hypothesis.given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
def test_what_the_other_implementation_signs_holds(seed, message):
    private = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    assert verifier.check_signature(private.public_key().public_bytes_raw(), message, private.sign(message))


@OFTEN
@hypothesis.given(st.integers(0, 96 * 8 - 1), st.binary(min_size=1, max_size=40))
def test_no_single_bit_of_key_or_signature_may_change(place, message):
    data = bytearray(FIRST.public + FIRST.private.sign(message))
    data[place // 8] ^= 1 << place % 8
    assert not verifier.check_signature(bytes(data[:32]), message, bytes(data[32:]))


@OFTEN
@hypothesis.given(st.binary(max_size=40), st.binary(max_size=10), st.binary(max_size=70))
def test_any_bytes_are_only_refused(public, message, signed):
    assert not verifier.check_signature(public, message, signed)


def test_the_same_signature_with_a_larger_number_is_refused():
    signed = FIRST.private.sign(b"text")
    number = int.from_bytes(signed[32:], "little")
    for larger in (number + ORDER, number + 2 * ORDER, number + 4 * ORDER):
        assert not verifier.check_signature(FIRST.public, b"text", signed[:32] + larger.to_bytes(32, "little"))
    assert verifier.check_signature(FIRST.public, b"text", signed)


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_a_key_of_small_order_signs_nothing(public):
    assert verifier._point(bytes.fromhex(public)), "it is a point"
    for first in SMALL_ORDER:
        for message in (b"", b"a", b"b", b"c"):
            assert not verifier.check_signature(bytes.fromhex(public), message, bytes.fromhex(first) + bytes(32))


@pytest.mark.parametrize("y", [P, P + 1, P + 3, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_a_point_is_written_in_one_way_only(y, sign):
    assert verifier._point((y | sign << 255).to_bytes(32, "little")) is None


def test_zero_has_no_negative():
    assert verifier._point((1 | 1 << 255).to_bytes(32, "little")) is None
    assert verifier._point((P - 1 | 1 << 255).to_bytes(32, "little")) is None


def test_half_of_all_numbers_are_no_points():
    points = [verifier._point(number.to_bytes(32, "little")) for number in range(2, 200)]
    assert 60 < points.count(None) < 140
    for x, y, _z, _t in filter(None, points):
        assert (y * y - x * x - 1 - verifier.D * x * x * y * y) % P == 0


def test_wrong_lengths_are_refused():
    signed = FIRST.private.sign(b"")
    for public, other in ((b"", signed), (FIRST.public[:31], signed), (FIRST.public + b"\0", signed)):
        assert not verifier.check_signature(public, b"", other)
    for other in (b"", signed[:63], signed + b"\0", signed[:32]):
        assert not verifier.check_signature(FIRST.public, b"", other)


# Merkle tree


@pytest.mark.parametrize("count", [*range(1, 18), 31, 32, 33, 100])
def test_every_leaf_of_the_standard_s_tree_has_its_proof(count):
    leaves = [str(number) for number in range(count)]
    hashes = hashes_of(leaves)
    for place, text in enumerate(leaves):
        found = verifier.root_by_proof(text, proof_by_the_book(hashes, place), count)
        assert found == by_the_book(hashes).hex()


def test_the_known_root_of_the_certificate_log_test_data_is_found():
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    hashes = [hashlib.sha256(b"\0" + bytes.fromhex(text)).digest() for text in leaves]
    root = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert verifier.root_by_proof("", proof_by_the_book(hashes, 0), 8) == root


@pytest.mark.parametrize("count", [-5, 0, 1, 2, 3, 4, 9, 100, 10**3000])
def test_a_proof_does_not_lead_through_a_tree_of_another_height(count):
    hashes = hashes_of(map(str, range(5)))
    with pytest.raises(verifier.Broken):
        verifier.root_by_proof("0", proof_by_the_book(hashes, 0), count)
    for proof in ([["left", "0" * 64]] * 70, [["right", "0" * 64]] * 70):
        with pytest.raises(verifier.Broken):
            verifier.root_by_proof("4", proof, count)


# A good bundle


def test_a_good_bundle_holds():
    report = report_of(good())
    assert report["holds"], broken(report)
    assert validities(report) == ["valid"]
    assert report["keys"] == [FIRST.fingerprint]


def test_the_summary_has_what_the_law_wants_to_see():
    (summary,) = report_of(good())["signatures"]
    names = ("printed name", "job title", "meaning")
    assert [summary[name] for name in names] == ["李娜", "Quality Manager", "approval"]
    assert summary["UTC"] == "2026-11-23 13:00:00 UTC"
    assert summary["local time"] == "2026-11-23 21:00:00 UTC+0800 (Asia/Shanghai)"
    assert summary["method"] == "password"


@pytest.mark.parametrize("zone", ["", "Nowhere/At_All", "../../etc/passwd", "/etc/passwd", "\0", "x" * 5000])
def test_an_unknown_time_zone_is_said_and_breaks_nothing(zone):
    report = report_of(evidence(signature(timezone=zone)))
    assert report["holds"], broken(report)
    assert "not shown" in report["signatures"][0]["local time"]


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00"])
def test_a_moment_that_is_none_is_broken(moment):
    assert_broken(evidence(signature(signed_on=moment)), "does not match")


def test_the_ends_of_time_are_shown():
    for moment in ("0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"):
        assert report_of(evidence(signature(signed_on=moment, timezone="America/New_York")))["holds"]
        assert report_of(evidence(signature(signed_on=moment)))["holds"]


def test_a_signature_without_a_seal_is_valid_and_that_is_said():
    report = report_of(evidence(signature()))
    assert report["holds"]
    assert any("no seal covers it yet" in line for line in report["not_proven"])


def test_two_keys_in_either_order_hold():
    keys = [FIRST.entry(), SECOND.entry(FIRST)]
    for chain in (keys, keys[::-1]):
        report = report_of(evidence(signature(), signature(8, SECOND), keys=chain))
        assert validities(report) == ["valid", "valid"]
        assert report["keys"] == [FIRST.fingerprint, SECOND.fingerprint]


def test_content_that_changed_since_is_told():
    report = report_of(evidence(signature(), current=canonical({**CONTENT, "name": "Pump 8"})))
    assert report["holds"]
    assert validities(report) == ["content"]
    assert report["signatures"][0]["verdict"].startswith("CONTENT CHANGED SINCE")


def test_a_new_name_of_a_referred_record_is_no_other_content():
    product = {"id": 5, "model": "product.product", "name": "Better Pump"}
    for value, expected in (
        (product, "valid"),
        ({**product, "id": 6}, "content"),
        ({**product, "model": "product.template"}, "content"),
        ({**product, "lot": "7"}, "content"),
        ([product], "content"),
    ):
        current = canonical({**CONTENT, "product_id": value})
        assert validities(report_of(evidence(signature(), current=current))) == [expected]


def test_a_line_with_a_name_is_no_reference():
    line = {"id": 5, "model": "Pump 7", "name": "first", "value": "1.0"}
    signed, current = ({**CONTENT, "lines": [{**line, "name": name}]} for name in ("first", "second"))
    report = report_of(evidence(signature(content=signed), current=canonical(current)))
    assert validities(report) == ["content"]


def test_a_record_that_is_gone_is_told():
    assert validities(report_of(evidence(signature(), current="null"))) == ["record"]


def test_a_current_content_that_cannot_be_read_is_broken():
    for text in ("", "{", '{"a":1,"a":1}', '{"a": 1}', "NaN", "[" * 100_000):
        report = assert_broken(evidence(signature(), current=text), "current content")
        assert validities(report) == ["broken"]


def test_another_current_content_than_the_system_s_is_broken():
    for text in (canonical({**CONTENT, "name": "Pump 8"}), "null", "{}"):
        document = {**evidence(signature()), "current_content": text}
        assert validities(assert_broken(document, "this content has SHA-256")) == ["broken"]


def test_a_void_signature_says_when_through_whom_and_why():
    entry = signature()
    entry["voids"] = [void()]
    report = report_of(evidence(entry))
    assert report["holds"]
    assert validities(report) == ["void"]
    assert report["signatures"][0]["verdict"] == "VOID since 2026-11-24 08:00:00 UTC, through 李娜: content changed"


# What must not be believed


def test_no_signature_can_be_left_out_or_put_in():
    one, two = signature(), signature(8)
    for there, here in (((one, two), (one,)), ((one,), (one, two)), ((one,), (two,)), ((one, two), ())):
        document = {**evidence(*there), "signatures": list(here)}
        assert_broken(document, "The signatures are all that there were")


def test_no_void_can_be_left_out_put_in_or_moved():
    bare, voided = signature(), {**signature(), "voids": [void()]}
    for there, here in ((voided, bare), (bare, voided), (voided, {**voided, "voids": [void(), void()]})):
        assert_broken({**evidence(there), "signatures": [here]}, "The voids are all that there were")
    other = {**signature(8), "voids": voided["voids"]}
    assert_broken({**evidence(voided, signature(8)), "signatures": [bare, other]}, "voids signature number 7")


def test_the_statement_about_the_bundle_must_be_the_company_s():
    for document in (
        evidence(signature(), key=FORGED),
        {**evidence(signature()), "key_signature": evidence(signature(), company="")["key_signature"]},
        {**evidence(signature()), **FIRST.sign(**{**header([signature()], canonical(CONTENT)), "type": "draft"})},
        {**evidence(signature()), **{name: signature()[name] for name in ("statement", "key", "key_signature")}},
    ):
        report = assert_broken(document, "The bundle was put together by the company's system")
        assert validities(report) == ["broken"]


@pytest.mark.parametrize("claims", [{"signatures": [True]}, {"voids": None}, {"record": {}}, {"created_on": "today"}])
def test_a_statement_about_the_bundle_of_another_shape_is_broken(claims):
    assert_broken(evidence(signature(), **claims), "The bundle was put together")


def test_a_signature_of_another_database_does_not_count_here():
    report = assert_broken(evidence(signature(database="copy for tests")), "given in the database copy for tests")
    assert validities(report) == ["broken"]


def test_a_signature_of_another_record_does_not_count_here():
    assert_broken(evidence(signature(record_id=4)), "it was given to meddev.inspection number 4")
    assert_broken(evidence(signature(model="meddev.capa")), "it was given to meddev.capa number 3")


def test_swapped_contents_are_found():
    one, two = signature(), signature(8, content={**CONTENT, "name": "other"})
    one["content"], two["content"] = two["content"], one["content"]
    assert validities(assert_broken(evidence(one, two), "this content has SHA-256")) == ["broken", "broken"]


def test_a_signature_that_stands_there_twice_is_found():
    document = evidence(signature())
    assert_broken({**document, "signatures": document["signatures"] * 2}, "there were [7], here are [7, 7]")


def test_swapped_key_signatures_are_found():
    one, two = signature(), signature(8)
    one["key_signature"], two["key_signature"] = two["key_signature"], one["key_signature"]
    assert_broken(evidence(one, two), "the key did not sign this statement")


def test_a_void_of_another_signature_or_key_does_not_count():
    for wrong, reason in (
        (void(8), "voids signature number 8"),
        (void(key=FORGED), "is not proven"),
        ({**void(), "key_signature": void(8)["key_signature"]}, "did not sign"),
    ):
        entry = signature()
        entry["voids"] = [wrong]
        assert validities(assert_broken(evidence(entry), reason)) == ["broken"]


def test_a_statement_of_one_kind_is_none_of_another():
    entry = signature()
    entry["voids"] = [{name: entry[name] for name in ("statement", "key", "key_signature")}]
    assert_broken(evidence(entry), "missing or unknown parts")
    assert_broken(evidence(signature(), seals=[void()]), "missing or unknown parts")
    said = json.loads(signature()["statement"])
    assert_broken(evidence({**signature(), **FIRST.sign(**{**said, "type": "draft"})}), "of another kind")


def test_a_forged_key_without_endorsement_proves_nothing():
    for keys in ([FIRST.entry(), FORGED.entry()], [FORGED.entry(), FIRST.entry()]):
        report = assert_broken(evidence(signature(key=FORGED), signature(8), keys=keys), "does not endorse it")
        assert not report["holds"]
    lying = {**FORGED.entry(), "endorsed_by": FIRST.fingerprint}
    report = assert_broken(evidence(signature(key=FORGED), keys=[FIRST.entry(), lying]), "did not sign")
    assert validities(report) == ["broken"]
    claims = {"public_key": base64_of(FORGED.public), "created_on": "", "previous": FIRST.fingerprint}
    signed = FORGED.sign(type="key", **claims)
    own = {**lying, "statement": signed["statement"], "endorsement": signed["key_signature"]}
    report = assert_broken(evidence(signature(key=FORGED), keys=[FIRST.entry(), own]), "did not sign")
    assert report["keys"] == [FIRST.fingerprint]


def test_a_key_that_is_not_in_the_bundle_proves_nothing():
    assert_broken(evidence(signature(key=SECOND)), "is not proven to be the company's")


def test_an_endorsement_of_one_key_does_not_serve_another():
    genuine = SECOND.entry(FIRST)
    stolen = {**FORGED.entry(), **{name: genuine[name] for name in ("statement", "endorsed_by", "endorsement")}}
    assert_broken(evidence(signature(key=FORGED), keys=[FIRST.entry(), stolen]), "speaks of another key")
    renamed = {**FORGED.entry(), "fingerprint": FIRST.fingerprint}
    assert_broken(evidence(signature(), keys=[renamed]), "fingerprint is that of another key")


def test_a_key_of_small_order_is_no_key():
    weak = bytes.fromhex(SMALL_ORDER[0])
    name = hashlib.sha256(weak).hexdigest()
    statement = canonical({"type": "key", "public_key": base64_of(weak), "created_on": "", "previous": ""})
    signed = base64_of(weak + bytes(32))
    entry = {"fingerprint": name, "public_key": base64_of(weak), "statement": statement, "endorsed_by": ""}
    forged = {**signature(), "key": name, "key_signature": signed}
    report = assert_broken(evidence(forged, keys=[{**entry, "endorsement": signed}]), "did not sign")
    assert report["keys"] == []


@pytest.mark.parametrize("endorsement", ["", "é", "A", "=", "AAAA", "x" * 88])
def test_an_endorsement_that_is_no_signature_leaves_the_key_unproven(endorsement):
    report = assert_broken(evidence(signature(), keys=[{**FIRST.entry(), "endorsement": endorsement}]), "Key ")
    assert report["keys"] == []
    assert validities(report) == ["broken"]


def test_rings_and_branches_of_keys_are_refused():
    ring = {**FIRST.entry(SECOND)}
    assert_broken(evidence(signature(), keys=[ring, SECOND.entry(FIRST)]), "does not endorse it")
    assert_broken(evidence(signature(), keys=[FIRST.entry(), SECOND.entry(FIRST), FORGED.entry(FIRST)]), "endorse")
    for again in (FIRST.entry(), FIRST.entry(FIRST)):
        assert_broken(evidence(signature(), keys=[FIRST.entry(), again]), "does not endorse it")


def test_a_cut_or_changed_proof_is_broken():
    genuine = good()
    proof = genuine["signatures"][0]["audit"]["proof"]
    other = {"left": "right", "right": "left"}
    for wrong in (
        proof[:-1],
        proof[1:],
        [],
        [*proof, ["left", "0" * 64]],
        proof[::-1],
        [[other[proof[0][0]], proof[0][1]], *proof[1:]],
        [[proof[0][0], proof[0][1].upper()], *proof[1:]],
        [["up", proof[0][1]], *proof[1:]],
        [["left"], *proof[1:]],
        [["left", "x", "y"], *proof[1:]],
        [["left", "xyz"], *proof[1:]],
        "left",
    ):
        document = copy.deepcopy(genuine)
        document["signatures"][0]["audit"]["proof"] = wrong
        assert validities(assert_broken(document, "in the audit trail")) == ["broken"]


@pytest.mark.parametrize(
    "options", [{"number": 8}, {"model": "meddev.signature.void"}, {"operation": "U"}, {"operation": "D"}]
)
def test_the_audit_entry_must_be_that_of_the_signature(options):
    entry = signature()
    text = leaf(entry, **options)
    entry["audit"] = {"leaf": text, "seal": 1, "proof": []}
    assert_broken(evidence(entry, seals=[seal([text])]), "tells of something else")


def test_the_audit_entry_must_have_the_same_key_signature():
    entry = signature()
    text = leaf(signature(8))
    moved = canonical([*json.loads(text)[:4], 7, *json.loads(text)[5:]])
    entry["audit"] = {"leaf": moved, "seal": 1, "proof": []}
    assert_broken(evidence(entry, seals=[seal([moved])]), "tells of another signature")


@pytest.mark.parametrize("text", ["[]", "{}", "null", "1", '[1,2,3,"meddev.signature",7,"I",null,1,"",null,"",1]', "x"])
def test_an_audit_entry_of_any_other_shape_is_broken(text):
    entry = signature()
    entry["audit"] = {"leaf": text, "seal": 1, "proof": []}
    assert validities(assert_broken(evidence(entry, seals=[seal([text])]), "in the audit trail")) == ["broken"]


def test_an_audit_part_of_any_other_shape_is_broken():
    for audit in ({}, {"leaf": "", "seal": 1}, {"leaf": "", "seal": True, "proof": []}):
        entry = signature()
        entry["audit"] = audit
        assert_broken(evidence(entry), "in the audit trail")


def test_a_missing_or_forged_seal_proves_nothing():
    entry = signature()
    under_seal(entry)
    assert_broken(evidence(entry), "seal 1 is missing")
    entry = signature()
    assert_broken(evidence(entry, seals=[under_seal(entry, key=FORGED)]), "is not proven")


def test_seals_are_a_chain():
    entry = signature()
    first = under_seal(entry)
    second = seal(["x"], 2, sha256(first["statement"]))
    assert report_of(evidence(entry, seals=[second, first]))["holds"]
    assert_broken(evidence(entry, seals=[first, seal(["x"], 2, "0" * 64)]), "names another seal")
    assert_broken(evidence(entry, seals=[first, seal(["x"], 1)]), "there twice")


def test_a_bundle_without_signatures_proves_nothing():
    assert_broken(evidence(), "the bundle holds none")


# Files


def test_a_missing_or_changed_file_is_found():
    assert_broken(good(), "is in the bundle", files={})
    assert_broken(good(), "it has SHA-256", files={DIGEST: SPECIFICATION + b" "})
    assert_broken(good(), "is in the bundle", files={sha256("x"): b"x"})


def test_a_file_that_left_the_record_after_signing_may_be_missing_and_that_is_said():
    entry = {**signature(), "voids": [void()]}
    report = report_of(evidence(entry, current=canonical({**CONTENT, "files": []})), files={})
    assert report["holds"], broken(report)
    assert any("spec.pdf left the record and is not here" in line for line in report["not_proven"])


@pytest.mark.parametrize("size", [0, 1, None, "24"])
def test_the_size_must_be_the_signed_one(size):
    content = {"file": {"name": "a", "mimetype": "", "size": size, "sha256": DIGEST}}
    assert_broken(evidence(signature(content=content), current=canonical(content)), "is in the bundle")


@pytest.mark.parametrize("digest", [None, 1, [], {}, "", "../../etc/passwd", DIGEST.upper()])
def test_a_hash_that_is_none_is_broken(digest):
    content = {"deep": [[{"sha256": digest, "size": len(SPECIFICATION)}]]}
    assert_broken(evidence(signature(content=content), current=canonical(content)), "covers the file")


def test_a_file_without_a_size_is_not_excused_from_being_there():
    for extra in ({}, {"size": None}):
        content = {"file": {"sha256": sha256("gone"), **extra}}
        assert_broken(evidence(signature(content=content), current=canonical(content)), "is in the bundle")


def test_files_that_nobody_signed_are_named():
    report = report_of(good(), files={DIGEST: SPECIFICATION, sha256("x"): b"x"})
    assert report["holds"]
    assert len([line for line in report["not_proven"] if "no signature mentions this file" in line]) == 1


# Anchors


def test_an_anchor_that_agrees_holds():
    document = good()
    report = report_of(document, anchors=[anchor(document)])
    assert report["holds"], broken(report)
    assert not any("anchor" in line for line in report["not_proven"])


def test_without_an_anchor_it_says_what_to_compare():
    assert any("no anchor was given" in line for line in report_of(good())["not_proven"])


def test_anchors_that_disagree_are_broken():
    document = good()
    wrong = anchor(document, seals=[{"number": 1, "hash": "0" * 64, "sealed_on": ""}])
    assert validities(assert_broken(document, "the anchor has 000", anchors=[wrong])) == ["broken"]
    assert_broken(document, "two hashes for seal 1", anchors=[anchor(document), wrong])
    assert_broken(document, "it is of test", anchors=[anchor(document, database="test")])


def test_keys_that_the_anchor_does_not_know_are_broken():
    document = good()
    report = assert_broken(document, "does not know it", anchors=[anchor(document, keys=[SECOND.fingerprint])])
    assert validities(report) == ["broken"]
    assert report["keys"] == []


def test_everything_made_anew_with_another_key_fails_at_the_anchor():
    entry = signature(key=FORGED)
    forged = evidence(entry, keys=[FORGED.entry()], seals=[under_seal(entry, key=FORGED)], key=FORGED)
    assert report_of(forged)["holds"], "alone it is consistent: only the fingerprint tells"
    assert validities(assert_broken(forged, "does not know it", anchors=[anchor(good())])) == ["broken"]


def test_a_seal_is_anchored_through_the_chain_that_follows_it():
    entry = signature()
    first = under_seal(entry)
    second = seal(["x"], 2, sha256(first["statement"]))
    knows_second = anchor({"seals": [second]})
    report = report_of(evidence(entry, seals=[first, second]), anchors=[knows_second])
    assert report["holds"]
    assert not any("no anchor given here knows" in line for line in report["not_proven"])
    report = report_of(evidence(entry, seals=[first]), anchors=[knows_second])
    assert any("no anchor given here knows seal 1" in line for line in report["not_proven"])


# Reading


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"format":"meddev-evidence/2"}',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"1" * 10_000,
        json.dumps({**good(), "extra": 1}).encode(),
        json.dumps({**good(), "format": "meddev-evidence/2"}).encode(),
        json.dumps({**good(), "current_content": "\ud800"}).encode(),
        json.dumps({**good(), "seals": None}).encode(),
        json.dumps({**good(), "keys": [1]}).encode(),
        json.dumps({**good(), "current_content": None}).encode(),
        json.dumps(good()).replace('"seals"', '"seals": [], "seals"').encode(),
        json.dumps(good()).replace('"meddev-evidence/1"', "NaN").encode(),
    ],
)
def test_a_document_of_another_shape_cannot_be_read(data):
    with pytest.raises(verifier.Unreadable):
        report_of(data)


def test_a_name_twice_in_a_signed_text_is_refused():
    entry = signature()
    twice = entry["content"].replace('"name":"泵-7"', '"name":"泵-7","name":"泵-7"')
    statement = json.loads(entry["statement"]) | {"content_sha256": sha256(twice)}
    assert_broken(evidence({**entry, **FIRST.sign(**statement), "content": twice}), "stands twice")


def test_texts_in_another_than_the_canonical_form_are_refused():
    entry = signature()
    loose = json.dumps(json.loads(entry["statement"]), ensure_ascii=False)
    signed = base64_of(FIRST.private.sign(loose.encode()))
    assert_broken(evidence({**entry, "statement": loose, "key_signature": signed}), "not in canonical form")


def test_base64_has_one_way_to_be_written():
    entry = signature()
    text = entry["key_signature"]
    for other in (text[:-2], text + "\n", " " + text, text[:-3] + chr(ord(text[-3]) + 1) + "==", "é", text + "="):
        assert_broken(evidence({**entry, "key_signature": other}), "Signature 1")


def meaning(data):
    """The document, or None."""
    try:
        return json.loads(data.decode())
    except (ValueError, RecursionError):
        return None


def is_believed(data, files):
    try:
        report = report_of(data, files)
    except verifier.Unreadable:
        return False
    return report["holds"] and set(validities(report)) == {"valid"}


@pytest.fixture
def quick_signatures(monkeypatch):
    """Signature checks by the other implementation (the same answers, see above), for thousands of bundles."""

    def check(public, message, signed):
        try:
            ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signed, message)
        except (ValueError, pytest.importorskip("cryptography.exceptions").InvalidSignature):
            return False
        return True

    monkeypatch.setattr(verifier, "check_signature", check)


def every_change(data):
    """``data`` with each byte once replaced (in several ways), once removed and once repeated."""
    for place, byte in enumerate(data):
        for other in {byte ^ 1, byte ^ 0x20, byte ^ 0x80, ord(" "), ord('"'), ord("0"), 0} - {byte}:
            yield data[:place] + bytes([other]) + data[place + 1 :]
        yield data[:place] + data[place + 1 :]
        yield data[:place] + data[place : place + 1] + data[place:]


@pytest.mark.usefixtures("quick_signatures")
def test_no_changed_byte_of_the_evidence_is_believed():
    data = json.dumps(good(), ensure_ascii=False).encode()
    files, genuine, changes = {DIGEST: SPECIFICATION}, meaning(data), 0
    assert is_believed(data, files)
    for changed in every_change(data):
        changes += 1
        if is_believed(changed, files):
            assert meaning(changed) == genuine, changed
    assert changes > 20_000


@pytest.mark.usefixtures("quick_signatures")
def test_no_changed_byte_of_a_void_is_believed():
    data = json.dumps(evidence({**signature(), "voids": [void()]}), ensure_ascii=False).encode()
    genuine, verdict = meaning(data), report_of(data)["signatures"][0]["verdict"]
    for changed in every_change(data):
        try:
            report = report_of(changed)
        except verifier.Unreadable:
            continue
        if report["holds"]:
            assert meaning(changed) == genuine, changed
            assert report["signatures"][0]["verdict"] == verdict


@pytest.mark.usefixtures("quick_signatures")
def test_no_changed_byte_of_a_file_or_its_name_is_believed():
    data, name = json.dumps(good()).encode(), DIGEST.encode()
    for changed in every_change(SPECIFICATION):
        assert not is_believed(data, {DIGEST: changed})
    for changed in every_change(name):
        assert not is_believed(data, {changed.decode("latin-1"): SPECIFICATION})


# The command


def run(*arguments, cwd=None):
    """The verifier as an inspector runs it: alone, without this project and its packages."""
    command = [sys.executable, "-I", "-S", str(cwd / "verify.py" if cwd else SCRIPT), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, cwd=cwd, check=False, timeout=120)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def unpacked(folder, document, files=None):
    """A folder as the zip leaves it when it is unpacked."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    data = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
    (folder / "evidence.json").write_bytes(data)
    for name, content in ({DIGEST: SPECIFICATION} if files is None else files).items():
        (folder / "files" / name).write_bytes(content)
    return folder


@pytest.fixture
def bundle(tmp_path):
    return unpacked(tmp_path / "bundle", good())


def test_the_command_tells_in_sentences_and_exits_with_0(bundle):
    code, out, err = run(bundle)
    assert (code, err) == (0, "")
    told = ("李娜", "Quality Manager", "approval", "2026-11-23 13:00:00 UTC", "VALID", FIRST.fingerprint, "password")
    for text in (*told, "Inspection 3 of Pumps Ltd", "RESULT: all checks hold"):
        assert text in out
    assert "BROKEN" not in out


def test_the_command_exits_with_1_when_something_is_broken(bundle):
    (bundle / "files" / DIGEST).unlink()
    code, out, _err = run(bundle)
    assert code == 1
    assert "BROKEN  Signature 1" in out


@pytest.mark.parametrize("data", [b"", b"{", b"PK\x05\x06" + bytes(18), b"\0" * 9999, b"[]"])
def test_the_command_exits_with_2_for_any_other_bytes(bundle, data):
    code, out, err = run(unpacked(bundle, data))
    assert (code, out) == (2, "")
    assert err.startswith("Could not be read: ")
    assert err.count("\n") == 1


def test_the_command_exits_with_2_for_what_is_not_there(tmp_path):
    assert run(tmp_path / "nothing")[0] == 2
    assert run(tmp_path)[0] == 2
    assert run("--wrong")[0] == 2


def test_the_command_reads_anchors(bundle, tmp_path):
    path = tmp_path / "anchor.json"
    path.write_text(json.dumps(anchor(good())))
    assert run(bundle, "--anchor", path, "--anchor", path)[0] == 0
    path.write_text(json.dumps(anchor(good(), keys=[])))
    assert run(bundle, "--anchor", path)[0] == 1
    for wrong in ("", "[]", '{"format":"meddev-anchor/1"}', json.dumps(good())):
        path.write_text(wrong)
        assert run(bundle, "--anchor", path)[0] == 2
    assert run(bundle, "--anchor", tmp_path / "none")[0] == 2


def test_the_command_works_in_the_unpacked_folder(bundle):
    (bundle / "verify.py").write_bytes(SCRIPT.read_bytes())
    (bundle / "json.py").write_text("raise SystemExit('this file must not be loaded')")
    assert run(".", cwd=bundle)[0] == 0
    assert run(cwd=bundle)[0] == 0
    (bundle / "files" / DIGEST).write_bytes(b"other")
    assert run(".", cwd=bundle)[0] == 1


def test_links_out_of_the_folder_are_not_followed(tmp_path, bundle):
    file, elsewhere = bundle / "files" / DIGEST, tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert run(bundle)[0] == 1


def test_names_cannot_forge_lines_of_the_report(tmp_path):
    signer = {"id": 2, "login": "li", "name": "Li\nholds   forged \x1b[2J\u202e", "job_title": ""}
    code, out, _err = run(unpacked(tmp_path, evidence(signature(signer=signer))))
    assert code == 0
    assert "Li\\nholds   forged \\x1b[2J\\u202e" in out
    assert "\nholds   forged" not in out


def test_the_verifier_needs_the_standard_library_alone_and_an_old_python():
    tree = ast.parse(SCRIPT.read_text(), feature_version=(3, 9))
    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names

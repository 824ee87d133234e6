"""Offline check of receipts."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm, OKPAlgorithm

from app.province.errors import ReceiptInvalid
from app.province.receipts import (
    RECEIPT_TYPE,
    STATEMENT_TYPE,
    files_digest,
    is_statement,
    stated_claims,
    verify_receipt,
    verify_statement,
)
from tests.receiver.dossier_samples import manifest_of

MANIFEST = manifest_of({"b": b"2", "a": b"1"}, client_ref="hs-1")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
JWKS = {"keys": [{**OKPAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1"}]}


def claims(**changes: object) -> dict[str, object]:
    return {
        "iss": "thu-nghiem",
        "receipt_no": "BN-1",
        "dossier_id": "d-1",
        "client_ref": "hs-1",
        "revision": 1,
        "manifest_sha256": MANIFEST.digest(),
        "files_sha256": files_digest(MANIFEST),
        "committed_at": "2026-11-22T01:00:00Z",
        "client_audit_head": MANIFEST.client_audit_head,
        **changes,
    }


def signed(payload, *, key=KEY, algorithm="EdDSA", kid="k1", typ=RECEIPT_TYPE) -> str:
    headers = {"kid": kid, "typ": typ}
    return jwt.PyJWS().encode(
        json.dumps(payload).encode(), key, algorithm=algorithm, headers=headers
    )


def test_verify_receipt_good_gives_its_content():
    receipt = verify_receipt(signed(claims()), JWKS, MANIFEST)

    assert (receipt.number, receipt.dossier_id, receipt.revision) == ("BN-1", "d-1", 1)
    assert receipt.committed_at == "2026-11-22T01:00:00Z"


def test_verify_receipt_signed_with_p256_is_accepted():
    key = ec.generate_private_key(ec.SECP256R1())
    jwk = {**ECAlgorithm(ECAlgorithm.SHA256).to_jwk(key.public_key(), as_dict=True), "kid": "e"}

    receipt = verify_receipt(
        signed(claims(), key=key, algorithm="ES256", kid="e"),
        {"keys": [*JWKS["keys"], jwk]},
        MANIFEST,
    )

    assert receipt.number == "BN-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"manifest_sha256": "0" * 64},
        {"client_ref": "hs-2"},
        {"revision": 2},
        {"revision": True},
        {"revision": "1"},
        {"files_sha256": "0" * 64},
        {"client_audit_head": "b" * 64},
        {"receipt_no": ""},
        {"receipt_no": 7},
        {"dossier_id": None},
        {"committed_at": ["x"]},
    ],
)
def test_verify_receipt_for_something_else_is_refused(changes):
    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(claims(**changes)), JWKS, MANIFEST)


def test_verify_receipt_against_another_revision_is_refused():
    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(claims()), JWKS, replace(MANIFEST, revision=2))


@pytest.mark.parametrize("payload", [[], "text", 7, None])
def test_verify_receipt_whose_claims_are_no_object_is_refused(payload):
    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(payload), JWKS, MANIFEST)


def test_verify_receipt_of_a_foreign_key_is_refused():
    foreign = signed(claims(), key=Ed25519PrivateKey.generate())

    with pytest.raises(ReceiptInvalid):
        verify_receipt(foreign, JWKS, MANIFEST)


@pytest.mark.parametrize(
    "options",
    [{"kid": "k2"}, {"typ": "JWT"}, {"key": "x" * 40, "algorithm": "HS256"}],
)
def test_verify_receipt_with_a_wrong_header_is_refused(options):
    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(claims(), **options), JWKS, MANIFEST)


def test_verify_receipt_without_signature_is_refused():
    head, body, _ = signed(claims()).split(".")
    none = (
        base64.urlsafe_b64encode(
            json.dumps({"alg": "none", "typ": RECEIPT_TYPE, "kid": "k1"}).encode()
        )
        .rstrip(b"=")
        .decode()
    )

    for forged in (f"{none}.{body}.", f"{head}.{body}."):
        with pytest.raises(ReceiptInvalid):
            verify_receipt(forged, JWKS, MANIFEST)


@pytest.mark.parametrize("jwks", [{}, {"keys": []}, {"keys": [7]}, {"keys": "k"}])
def test_verify_receipt_without_usable_key_is_refused(jwks):
    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(claims()), jwks, MANIFEST)


def test_verify_receipt_with_two_keys_of_one_name_is_refused():
    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(claims()), {"keys": JWKS["keys"] * 2}, MANIFEST)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_verify_receipt_with_any_altered_byte_is_refused(position, change):
    data = bytearray(signed(claims()).encode())
    # The last two characters may hold unused bits of Base64.
    data[position % (len(data) - 2)] ^= change

    with pytest.raises(ReceiptInvalid):
        verify_receipt(data.decode("latin-1"), JWKS, MANIFEST)


@given(st.text(max_size=200))
def test_verify_receipt_of_any_text_raises_only_its_own_error(text):
    with pytest.raises(ReceiptInvalid):
        verify_receipt(text, JWKS, MANIFEST)


def test_files_digest_does_not_depend_on_the_order():
    turned = replace(MANIFEST, files=MANIFEST.files[::-1])

    assert files_digest(turned) == files_digest(MANIFEST)


NEXT = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
DAY = 86400


def pinned(**first: object) -> dict[str, object]:
    """The old key, with `first` about it, and the next one beside it."""
    old = {**JWKS["keys"][0], **first}
    return {"keys": [old, {**OKPAlgorithm.to_jwk(NEXT.public_key(), as_dict=True), "kid": "k2"}]}


@pytest.mark.parametrize(("key", "kid"), [(KEY, "k1"), (NEXT, "k2")])
def test_verify_receipt_in_a_rotation_takes_both_keys(key, kid):
    receipt = verify_receipt(signed(claims(), key=key, kid=kid), pinned(), MANIFEST)

    assert receipt.number == "BN-1"


@pytest.mark.parametrize(("key", "kid"), [(KEY, "k2"), (NEXT, "k1")])
def test_verify_receipt_under_the_name_of_the_other_key_is_refused(key, kid):
    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(claims(), key=key, kid=kid), pinned(), MANIFEST)


def test_verify_receipt_of_a_retired_key_counts_for_its_own_time():
    end = NOW.timestamp() + 1

    assert verify_receipt(signed(claims()), pinned(exp=end), MANIFEST).number == "BN-1"


@pytest.mark.parametrize(
    "first",
    [
        {"exp": NOW.timestamp()},
        {"exp": NOW.timestamp() - DAY},
        {"nbf": NOW.timestamp() + 1},
        {"revoked": True},
        {"revoked": "yes"},
        {"exp": "never"},
        {"exp": float("nan")},
    ],
)
def test_verify_receipt_of_a_key_out_of_force_is_refused(first):
    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(claims()), pinned(**first), MANIFEST)


def test_verify_receipt_with_a_time_nobody_can_read_is_refused():
    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(claims(committed_at="yesterday")), pinned(), MANIFEST)


def test_verify_receipt_signed_by_hmac_with_the_public_key_is_refused():
    raw = KEY.public_key().public_bytes_raw()
    for secret in (JWKS["keys"][0]["x"], raw, raw.hex()):
        forged = signed(claims(), key=secret, algorithm="HS256")
        with pytest.raises(ReceiptInvalid):
            verify_receipt(forged, JWKS, MANIFEST)


def test_verify_receipt_that_brings_its_own_key_is_refused():
    own = {**OKPAlgorithm.to_jwk(NEXT.public_key(), as_dict=True), "kid": "k1"}
    headers = {"kid": "k1", "typ": RECEIPT_TYPE, "jwk": own}
    forged = jwt.PyJWS().encode(
        json.dumps(claims()).encode(), NEXT, algorithm="EdDSA", headers=headers
    )

    with pytest.raises(ReceiptInvalid):
        verify_receipt(forged, JWKS, MANIFEST)


def test_verify_receipt_of_an_older_revision_is_refused():
    corrected = replace(MANIFEST, revision=2, supersedes="khoa-1")

    with pytest.raises(ReceiptInvalid):
        verify_receipt(signed(claims()), JWKS, corrected)


def test_statement_is_no_receipt_and_receipt_is_no_statement():
    statement, receipt = signed(claims(), typ=STATEMENT_TYPE), signed(claims())

    assert (is_statement(statement), is_statement(receipt)) == (True, False)
    with pytest.raises(ReceiptInvalid):
        verify_receipt(statement, JWKS, MANIFEST)
    with pytest.raises(ReceiptInvalid):
        verify_statement(receipt, JWKS, MANIFEST)
    assert not verify_statement(statement, JWKS, MANIFEST).signed_by_server


@pytest.mark.parametrize("jws", ["", "a.b.c", "x"])
def test_stated_claims_of_anything_else_are_refused(jws):
    with pytest.raises(ReceiptInvalid):
        stated_claims(jws)

"""Receipts that a processing system has signed, and its public keys."""

from __future__ import annotations

import json
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from app.domain.submission import Submission
from app.province.receipts import RECEIPT_TYPE
from app.services.receipt_check import ReceiptKeys

SERVER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
KID = "may-1"
SERVER_KEYS: dict[str, object] = {
    "keys": [{**OKPAlgorithm.to_jwk(SERVER_KEY.public_key(), as_dict=True), "kid": KID}]
}


def receipt_keys() -> ReceiptKeys:
    """What a station knows that has pinned the key of this system."""
    return ReceiptKeys(SERVER_KEYS)


def signed(
    claims: dict[str, Any],
    *,
    kid: str = KID,
    typ: str = RECEIPT_TYPE,
    key: Ed25519PrivateKey = SERVER_KEY,
) -> str:
    """Claims as a receipt; any: JSON has no static shape."""
    headers = {"kid": kid, "typ": typ}
    return jwt.PyJWS().encode(json.dumps(claims).encode(), key, "EdDSA", headers=headers)


def claims_about(sent: Submission, number: str = "BN-17") -> dict[str, Any]:
    """What the receipt of a submission says."""
    return {
        "receipt_no": number,
        "client_ref": sent.dossier_id,
        "revision": sent.revision,
        "manifest_sha256": sent.manifest_sha256,
        "committed_at": "2026-11-22T01:00:00Z",
    }

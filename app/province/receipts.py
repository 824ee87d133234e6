"""Verifying a receipt of the processing system, offline, against pinned keys.

Source: RFC 7515 (JWS), RFC 8037 (EdDSA), RFC 7518 §3.4 (ES256); docs/intake-api.yaml.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import jwt

from app.domain.manifest import Manifest
from app.province.base import Receipt, ReceiptInvalid

RECEIPT_TYPE = "sohoa-receipt+jwt"
MAX_RECEIPT_BYTES = 16 * 1024

Jwks = Mapping[str, object]
"""A JWK set as it came from JSON (RFC 7517)."""

_ALGORITHMS = {("OKP", "Ed25519"): "EdDSA", ("EC", "P-256"): "ES256"}
_TEXTS = ("receipt_no", "dossier_id", "client_ref", "manifest_sha256", "committed_at")


def verify_receipt(jws: str, jwks: Jwks, manifest: Manifest) -> Receipt:
    """Check a receipt's signature and that it confirms exactly `manifest`.

    Neither the clock nor the network is asked: a receipt stays true.

    Args:
        jws: Compact JWS.
        jwks: Pinned public keys of the processing system.
        manifest: What was sent.

    Raises:
        ReceiptInvalid: Unknown key, bad signature, or it confirms something else.
    """
    claims = _claims(_signed_payload(jws, jwks))
    expected: dict[str, object] = {
        "manifest_sha256": manifest.digest(),
        "client_ref": manifest.client_ref,
        "revision": manifest.revision,
        "files_sha256": files_digest(manifest),
        "client_audit_head": manifest.client_audit_head,
    }
    for name, value in expected.items():
        given = claims.get(name)
        if type(given) is not type(value) or given != value:
            raise ReceiptInvalid(f"receipt states another {name}")
    return Receipt(
        number=claims["receipt_no"],
        jws=jws,
        dossier_id=claims["dossier_id"],
        client_ref=manifest.client_ref,
        revision=manifest.revision,
        manifest_sha256=claims["manifest_sha256"],
        committed_at=claims["committed_at"],
    )


def files_digest(manifest: Manifest) -> str:
    """SHA-256 over one line "digest, two spaces, file id" per file, ordered by file id."""
    digest = hashlib.sha256()
    for item in sorted(manifest.files, key=lambda each: each.id):
        digest.update(f"{item.sha256}  {item.id}\n".encode())
    return digest.hexdigest()


def usable_keys(jwks: object) -> list[dict[str, Any]]:  # Any: members of a JWK have no one type
    """Keys of a JWK set that may check receipts; everything else in the set is left out."""
    keys = jwks.get("keys") if isinstance(jwks, Mapping) else None
    if not isinstance(keys, list):
        return []
    return [key for key in keys if isinstance(key, dict) and _algorithm(key) and key.get("kid")]


def _algorithm(key: Mapping[str, Any]) -> str:  # Any: as above
    kind = (str(key.get("kty")), str(key.get("crv")))
    return _ALGORITHMS.get(kind, "")


def _signed_payload(jws: str, jwks: Jwks) -> bytes:
    if len(jws) > MAX_RECEIPT_BYTES or not jws.isascii():
        raise ReceiptInvalid("not a receipt")
    try:
        header = jwt.get_unverified_header(jws)
        if header.get("typ") != RECEIPT_TYPE:
            raise ReceiptInvalid("signed, but not a receipt")
        keys = [key for key in usable_keys(jwks) if key["kid"] == header.get("kid")]
        if len(keys) != 1:
            raise ReceiptInvalid("signed with a key that is not pinned")
        algorithm = _algorithm(keys[0])
        key = jwt.PyJWK(keys[0], algorithm)
        payload: bytes = jwt.PyJWS().decode(jws, key, algorithms=[algorithm])
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise ReceiptInvalid(f"signature: {type(error).__name__}") from error
    return payload


def _claims(payload: bytes) -> dict[str, Any]:  # Any: JSON has no static shape
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise ReceiptInvalid("claims are not JSON") from error
    if not isinstance(claims, dict):
        raise ReceiptInvalid("claims are not an object")
    for name in _TEXTS:
        if not isinstance(claims.get(name), str) or not claims[name]:
            raise ReceiptInvalid(f"receipt states no {name}")
    return claims

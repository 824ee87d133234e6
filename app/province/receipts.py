"""Verifying a receipt of the processing system, offline, against pinned keys.

Keys rotate: a pinned key may carry `nbf` and `exp`, seconds since 1970, and counts for receipts
of that time only; a withdrawn one carries `"revoked": true` and counts for none. A newer set of
keys is taken only when a pinned key has signed it; see `app.province.key_sets`.

The library that knows signatures is loaded with the first receipt: no start of the window has one.

Source: RFC 7515 (JWS), RFC 8037 (EdDSA), RFC 7518 §3.4 (ES256); docs/intake-api.yaml.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from app.domain.manifest import Manifest
from app.province.base import Receipt
from app.province.errors import KeyUnknown, ReceiptInvalid

RECEIPT_TYPE = "sohoa-receipt+jwt"
STATEMENT_TYPE = "sohoa-statement+jwt"
"""A station's own record of an answer that nobody signed; see `app.province.statements`."""
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
    return _confirmed(jws, jwks, manifest, RECEIPT_TYPE)


def verify_statement(jws: str, jwks: Jwks, manifest: Manifest) -> Receipt:
    """Check a statement of this station and that it is about exactly `manifest`.

    Raises:
        ReceiptInvalid: Unknown key, bad signature, or it is about something else.
    """
    receipt = _confirmed(jws, jwks, manifest, STATEMENT_TYPE)
    return replace(receipt, signed_by_server=False)


def is_statement(jws: str) -> bool:
    """Whether a stored receipt is only the station's own statement; nothing is verified."""
    import jwt

    try:
        return bool(jwt.get_unverified_header(jws).get("typ") == STATEMENT_TYPE)
    except jwt.PyJWTError:
        return False


def stated_claims(jws: str) -> dict[str, Any]:  # Any: JSON has no static shape
    """What a stored receipt states; it was verified before it was stored.

    Raises:
        ReceiptInvalid: It is none.
    """
    import jwt

    try:
        payload: bytes = jwt.PyJWS().decode(jws, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError) as error:
        raise ReceiptInvalid("not a receipt") from error
    return _claims(payload)


def _confirmed(jws: str, jwks: Jwks, manifest: Manifest, kind: str) -> Receipt:
    payload, key = signed_payload(jws, jwks, kind)
    claims = _claims(payload)
    require_in_force(key, _moment(claims["committed_at"]))
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


def require_in_force(key: Mapping[str, Any], moment: datetime) -> None:  # Any: as above
    """Refuse a key that was withdrawn, or did not count at that time."""
    begins, ends = key.get("nbf", 0), key.get("exp", float("inf"))
    if key.get("revoked") not in (None, False):
        raise ReceiptInvalid("signed with a key that was withdrawn")
    if not isinstance(begins, int | float) or not isinstance(ends, int | float):
        raise ReceiptInvalid("pinned key has no readable time of use")
    if not begins <= moment.timestamp() < ends:
        raise ReceiptInvalid("signed with a key that did not count at that time")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ReceiptInvalid("receipt states no readable committed_at") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def signed_payload(
    jws: str, jwks: Jwks, kind: str
) -> tuple[bytes, dict[str, Any]]:  # Any: as above
    """What was signed, and the pinned key that signed it.

    Args:
        jws: Compact JWS.
        jwks: Pinned keys.
        kind: Type that its header has to state, so that nothing signed as another counts.

    Raises:
        KeyUnknown: Another key than the pinned ones signed it.
        ReceiptInvalid: Another type, or the signature does not hold.
    """
    import jwt

    if len(jws) > MAX_RECEIPT_BYTES or not jws.isascii():
        raise ReceiptInvalid("not a receipt")
    try:
        header = jwt.get_unverified_header(jws)
        if header.get("typ") != kind:
            raise ReceiptInvalid(f"signed, but not as {kind}")
        keys = [key for key in usable_keys(jwks) if key["kid"] == header.get("kid")]
        if len(keys) != 1:
            raise KeyUnknown("signed with a key that is not pinned")
        algorithm = _algorithm(keys[0])
        key = jwt.PyJWK(keys[0], algorithm)
        payload: bytes = jwt.PyJWS().decode(jws, key, algorithms=[algorithm])
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise ReceiptInvalid(f"signature: {type(error).__name__}") from error
    return payload, keys[0]


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

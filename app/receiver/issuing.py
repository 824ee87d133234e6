"""The receipts of the receiver, signed with the key in use.

Source: RFC 7515 (JWS), RFC 8037 (EdDSA), RFC 7518 §3.4 (ES256); meaning after ETSI EN 319 522-1
submission acceptance.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import jwt

from app.domain.manifest import Manifest
from app.receiver.key_sets import SETS_AT_ONCE
from app.receiver.keyring import Keyring

RECEIPT_TYPE = "sohoa-receipt+jwt"
FIRST_PREVIOUS = "0" * 64
"""Stands where the first receipt has no previous one."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a receipt states besides the manifest."""

    number: str
    dossier_id: str
    dossier_code: str
    received_at: str
    committed_at: str
    previous_hash: str


def files_digest(manifest: Manifest) -> str:
    """SHA-256 over one line "digest, two spaces, file id" per file, ordered by file id."""
    lines = [f"{item.sha256}  {item.id}\n" for item in sorted(manifest.files, key=lambda f: f.id)]
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


class Issuer:
    """Signs receipts."""

    def __init__(self, keyring: Keyring, name: str) -> None:
        self._keyring = keyring
        self._name = name

    def jwks(self) -> dict[str, object]:
        """Public keys for checking receipts, as a JWK set; the one in use comes first."""
        newest = self._keyring.sets[-1]
        keys = [dict(jwk) for jwk in self._keyring.published]
        return {"version": newest.version, "iat": newest.iat, "keys": keys}

    def key_sets(self, after: int) -> dict[str, object]:
        """Signed key sets with a greater version, oldest first, and the newest version."""
        sets = [each.jws for each in self._keyring.sets if each.version > after]
        return {"version": self._keyring.sets[-1].version, "sets": sets[:SETS_AT_ONCE]}

    def receipt(self, manifest: Manifest, acceptance: Acceptance) -> str:
        """Build the compact JWS that confirms one accepted dossier."""
        claims = {
            "iss": self._name,
            "receipt_no": acceptance.number,
            "dossier_id": acceptance.dossier_id,
            "dossier_code": acceptance.dossier_code,
            "client_ref": manifest.client_ref,
            "revision": manifest.revision,
            "manifest_sha256": manifest.digest(),
            "files_sha256": files_digest(manifest),
            "received_at": acceptance.received_at,
            "committed_at": acceptance.committed_at,
            "station": manifest.station_id,
            "officer": manifest.officer_id,
            "client_audit_head": manifest.client_audit_head,
            "prev_receipt_hash": acceptance.previous_hash,
        }
        keyring = self._keyring
        headers = {"typ": RECEIPT_TYPE, "kid": keyring.kid}
        return jwt.encode(claims, keyring.key, algorithm=keyring.algorithm, headers=headers)

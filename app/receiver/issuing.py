"""The receiver's own key and the receipts signed with it.

Source: RFC 7515 (JWS), RFC 8037 (EdDSA); meaning after ETSI EN 319 522-1 submission acceptance.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from app.domain.manifest import Manifest
from app.receiver.problems import ReceiverUnusable

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
    """Signs receipts with one Ed25519 key."""

    def __init__(self, key: Ed25519PrivateKey, name: str) -> None:
        self._key = key
        self._name = name
        # Ed25519 keys give a plain dict here; the stub also allows text.
        public = OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
        self._kid = hashlib.sha256(str(public["x"]).encode("ascii")).hexdigest()[:16]
        self._jwk = {**public, "kid": self._kid, "alg": "EdDSA", "use": "sig"}

    def jwks(self) -> dict[str, object]:
        """Public keys for checking receipts, as a JWK set."""
        return {"keys": [dict(self._jwk)]}

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
        headers = {"typ": RECEIPT_TYPE, "kid": self._kid}
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers=headers)


def load_issuer(path: Path, name: str) -> Issuer:
    """Read the key file, or make the key when there is none.

    Raises:
        ReceiverUnusable: The file cannot be read, written or is no Ed25519 key.
    """
    try:
        if not path.exists():
            _make_key(path)
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise ReceiverUnusable(f"key file: {type(error).__name__}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ReceiverUnusable("key file holds another kind of key")
    return Issuer(key, name)


def _make_key(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(pem)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)

"""What a system answered that signs nothing: put down and signed by the station itself.

Such a statement is no receipt of the processing system. Its type says so, its claims say so, and
whoever shows it has to say so.

Source: RFC 7515 (JWS), RFC 8037 (EdDSA), RFC 7638 (thumbprint as key name).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.manifest import Manifest
from app.province.base import Receipt
from app.province.errors import NotConfigured
from app.province.receipts import STATEMENT_TYPE, files_digest

NOTE = "Không có chữ ký của hệ thống tiếp nhận; máy trạm ghi lại câu trả lời."
_MOST_ANSWER = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system said when it took a dossier.

    Attributes:
        way: Way of delivery, such as "folder".
        number: Number that it gave, or that the station gives in its stead.
        dossier_id: Id of the dossier there.
        committed_at: Time it told, ISO 8601, "" when it told none.
        text: Its words, for whoever has to look into it later.
    """

    way: str
    number: str
    dossier_id: str
    committed_at: str = ""
    text: str = ""


class Statements:
    """Signs statements with a key of this station.

    Args:
        key: The station's own key; not one of an officer.
        now: The clock.
    """

    def __init__(self, key: Ed25519PrivateKey, now: Callable[[], datetime]) -> None:
        self._key = key
        self._now = now

    def jwks(self) -> dict[str, object]:
        """The public key, for checking statements later."""
        return {"keys": [_public_jwk(self._key.public_key())]}

    def receipt(self, answer: Answer, manifest: Manifest) -> Receipt:
        """State what was answered to the delivery of `manifest`."""
        stated_at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        committed_at = answer.committed_at or stated_at
        claims = {
            "iss": manifest.station_id,
            "signed_by_server": False,
            "note": NOTE,
            "way": answer.way,
            "receipt_no": answer.number,
            "dossier_id": answer.dossier_id,
            "client_ref": manifest.client_ref,
            "revision": manifest.revision,
            "manifest_sha256": manifest.digest(),
            "files_sha256": files_digest(manifest),
            "client_audit_head": manifest.client_audit_head,
            "committed_at": committed_at,
            "stated_at": stated_at,
            "answer": answer.text[:_MOST_ANSWER],
            "answer_sha256": hashlib.sha256(answer.text.encode("utf-8")).hexdigest(),
        }
        return Receipt(
            number=answer.number,
            jws=self._signed(claims),
            dossier_id=answer.dossier_id,
            client_ref=manifest.client_ref,
            revision=manifest.revision,
            manifest_sha256=manifest.digest(),
            committed_at=committed_at,
            signed_by_server=False,
        )

    def _signed(self, claims: Mapping[str, object]) -> str:
        headers = {"typ": STATEMENT_TYPE, "kid": _public_jwk(self._key.public_key())["kid"]}
        payload = json.dumps(claims, sort_keys=True).encode("ascii")
        return jwt.PyJWS().encode(payload, self._key, algorithm="EdDSA", headers=headers)


def station_statements(file: Path, now: Callable[[], datetime]) -> Statements:
    """Statements with the key in `file`, which is made at the first time.

    Raises:
        NotConfigured: The file cannot be read or written, or holds something else.
    """
    try:
        if not file.exists():
            _write_key(file, Ed25519PrivateKey.generate())
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise NotConfigured(f"{file.name}: {type(error).__name__}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NotConfigured(f"{file.name}: another kind of key")
    return Statements(key, now)


def _write_key(file: Path, key: Ed25519PrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    temporary = file.with_name(f".{file.name}.part")
    file.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o600)
    try:
        os.write(handle, pem)
        os.fsync(handle)
    finally:
        os.close(handle)
    temporary.replace(file)
    if sys.platform != "win32":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _public_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    members = {"crv": "Ed25519", "kty": "OKP", "x": _b64(raw)}
    named = json.dumps(members, sort_keys=True, separators=(",", ":")).encode("ascii")
    return {**members, "kid": _b64(hashlib.sha256(named).digest())}


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")

"""Keys that sign updates, how many of them have to, and the proof of signatures (Ed25519).

Source: the thresholds and the rotation of the root role in The Update Framework 1.0, 5.3.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.updates.base import UpdateUnproved, UpdateUnreadable

SCHEMA = "sohoa.update-keys/1"
CONTEXT = b"sohoa update manifest 1\0"
"""Stands before the bytes that are signed, so that no other signature of a key fits."""
MOST_KEYS = 16
MOST_SIGNATURES = 64
MOST_BYTES = 64 * 1024
_RAW = 32
_SIGNATURE = 64


@dataclass(frozen=True, slots=True)
class TrustedKeys:
    """Keys of a publisher.

    Attributes:
        version: Number of this choice of keys; each change adds one.
        threshold: How many different keys have to have signed.
        keys: Raw public keys.
    """

    version: int
    threshold: int
    keys: tuple[bytes, ...]

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """What people compare, one for each key."""
        return tuple(key_id(key) for key in self.keys)

    def to_json(self) -> dict[str, object]:
        """The shape of files and manifests."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "threshold": self.threshold,
            "keys": [base64.b64encode(key).decode("ascii") for key in self.keys],
        }

    def to_bytes(self) -> bytes:
        """As a file."""
        return (json.dumps(self.to_json(), indent=2) + "\n").encode("ascii")


def key_id(raw: bytes) -> str:
    """Name of a key: SHA-256 of its raw bytes, hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def keys_of(values: object) -> TrustedKeys:
    """Keys in a file or manifest.

    Raises:
        UpdateUnreadable: They make no sense.
    """
    names = {"schema", "version", "threshold", "keys"}
    if not isinstance(values, dict) or set(values) != names or values["schema"] != SCHEMA:
        raise UpdateUnreadable("no keys of this form")
    version, threshold, listed = values["version"], values["threshold"], values["keys"]
    if not all(
        isinstance(each, int) and not isinstance(each, bool) for each in (version, threshold)
    ):
        raise UpdateUnreadable("no numbers")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_KEYS:
        raise UpdateUnreadable("no list of keys")
    keys = tuple(_decoded(each, _RAW) for each in listed)
    if len(set(keys)) != len(keys) or not 0 < threshold <= len(keys) or version < 1:
        raise UpdateUnreadable("a key that stands twice, or a threshold out of reach")
    return TrustedKeys(version, threshold, keys)


def _decoded(value: object, size: int) -> bytes:
    try:
        raw = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except ValueError as error:
        raise UpdateUnreadable("no base64") from error
    if len(raw) != size:
        raise UpdateUnreadable("a key or signature of another size")
    return raw


def signatures_of(values: Mapping[str, object]) -> dict[str, bytes]:
    """Signatures by the name of their key; one key signs once.

    Raises:
        UpdateUnreadable: They make no sense.
    """
    listed = values.get("signatures")
    if set(values) != {"signatures"} or not isinstance(listed, list):
        raise UpdateUnreadable("no list of signatures")
    if len(listed) > MOST_SIGNATURES:
        raise UpdateUnreadable("too many signatures")
    found: dict[str, bytes] = {}
    for each in listed:
        if not isinstance(each, dict) or set(each) != {"key", "value"}:
            raise UpdateUnreadable("a signature without key and value")
        name = each["key"]
        if not isinstance(name, str) or name in found:
            raise UpdateUnreadable("two signatures of one key")
        found[name] = _decoded(each["value"], _SIGNATURE)
    return found


def signers(manifest: bytes, signatures: Mapping[str, bytes], keys: TrustedKeys) -> list[str]:
    """Names of those of the keys that signed these bytes; wrong signatures count for nothing."""
    found = []
    for raw in keys.keys:
        value = signatures.get(key_id(raw))
        if value is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(raw).verify(value, CONTEXT + manifest)
        except InvalidSignature:
            continue
        found.append(key_id(raw))
    return found


def prove(manifest: bytes, signatures: Mapping[str, bytes], keys: TrustedKeys) -> list[str]:
    """Names of the keys that signed.

    Raises:
        UpdateUnproved: Too few of them did.
    """
    found = signers(manifest, signatures, keys)
    if len(found) < keys.threshold:
        raise UpdateUnproved(f"{len(found)} of {keys.threshold} signatures")
    return found

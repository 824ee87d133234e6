"""Wrap keys for those who may recover a station: public keys, and the private ones behind them.

A recovery key is an X25519 pair. Its public half lies at the station and wraps a second copy of
every key; the private half is with the province, or sealed under a passphrase. HPKE binds each
copy to what it is the key of, so a copy cannot be moved to another dossier.

Source: RFC 9180 (2022) HPKE, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM;
RFC 9106 (2021) Argon2id, second recommended option (64 MiB, 3 passes, 4 lanes).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.errors import Advice
from app.store.base import StoreDamaged, StoreError
from app.store.envelope import KEY_BYTES, NONCE_BYTES, open_value, seal_value

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO = b"sohoa recovery v1 "
_SALT_BYTES = 16
_MOST_MEMORY_KIB = 1 << 20
_MOST_PASSES = 64
SHORTEST_PASSPHRASE = 10
"""Characters below which a passphrase is refused."""


class RecoveryKeyInvalid(StoreError):
    """The file or text is no recovery key of this program."""

    code = "recovery.key_invalid"
    advice = Advice.USER_ACTION


class PassphraseWrong(StoreError):
    """The passphrase does not open the key."""

    code = "recovery.passphrase_wrong"
    advice = Advice.USER_ACTION


class PassphraseWeak(StoreError):
    """The passphrase is too short to protect a key."""

    code = "recovery.passphrase_weak"
    advice = Advice.USER_ACTION


class RecipientKind(StrEnum):
    """Who holds the private half."""

    PROVINCE = "province"
    PASSPHRASE = "passphrase"  # noqa: S105  # a kind, no secret


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody for whom keys are wrapped: 32 bytes of an X25519 public key."""

    kind: RecipientKind
    public: bytes

    @property
    def fingerprint(self) -> str:
        """First 32 hex digits of the SHA-256 of the public key."""
        return hashlib.sha256(b"sohoa recovery key" + self.public).hexdigest()[:32]

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Encrypt a key for the holder of the private half, bound to `context`."""
        try:
            public = X25519PublicKey.from_public_bytes(self.public)
            return _SUITE.encrypt(key, public, _INFO + context)
        except ValueError as error:
            raise RecoveryKeyInvalid("not a usable public key") from error


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The private half, 32 bytes; never shown."""

    secret: bytes = field(repr=False)
    kind: RecipientKind = RecipientKind.PROVINCE

    @property
    def recipient(self) -> Recipient:
        """The public half."""
        return Recipient(self.kind, _private(self.secret).public_key().public_bytes_raw())

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Get a key back.

        Raises:
            StoreDamaged: Wrapped for somebody else, for another context, or changed.
        """
        try:
            return _SUITE.decrypt(wrapped, _private(self.secret), _INFO + context)
        except (InvalidTag, ValueError) as error:
            raise StoreDamaged("a key wrapped for recovery does not open") from error


@dataclass(frozen=True, slots=True)
class Hardness:
    """What one try of a passphrase costs.

    Attributes:
        memory_kib: Memory, KiB.
        passes: Passes over it.
        lanes: Lanes.
    """

    memory_kib: int = 1 << 16
    passes: int = 3
    lanes: int = 4


def seal_secret(
    secret: bytes, passphrase: bytes, entropy: Callable[[int], bytes], hardness: Hardness
) -> dict[str, Any]:  # values of JSON are any of its types
    """Seal the private half under a passphrase; what comes out is a JSON object.

    Raises:
        PassphraseWeak: Shorter than `SHORTEST_PASSPHRASE` characters.
    """
    if len(passphrase.decode("utf-8", "replace")) < SHORTEST_PASSPHRASE:
        raise PassphraseWeak(f"at least {SHORTEST_PASSPHRASE} characters")
    salt = entropy(_SALT_BYTES)
    key = _stretched(passphrase, salt, hardness)
    recovery = RecoveryKey(secret)
    head = {
        "kind": "sohoa recovery private key",
        "version": 1,
        "public": as_text(recovery.recipient.public),
        "argon2id": {
            "salt": as_text(salt),
            "memory_kib": hardness.memory_kib,
            "passes": hardness.passes,
            "lanes": hardness.lanes,
        },
    }
    sealed = seal_value(key, _canonical(head), secret, nonce=entropy(NONCE_BYTES))
    return {**head, "sealed": as_text(sealed)}


def open_secret(content: Mapping[str, Any], passphrase: bytes) -> bytes:
    """Get the private half back.

    Raises:
        RecoveryKeyInvalid: Not such an object, or its cost is out of bounds.
        PassphraseWrong: It does not open with this passphrase, or was changed.
    """
    try:
        head = {name: content[name] for name in ("kind", "version", "public", "argon2id")}
        cost = head["argon2id"]
        hardness = Hardness(int(cost["memory_kib"]), int(cost["passes"]), int(cost["lanes"]))
        salt, sealed = from_text(cost["salt"]), from_text(content["sealed"])
        known = head["kind"] == "sohoa recovery private key" and head["version"] == 1
    except (KeyError, TypeError, ValueError) as error:
        raise RecoveryKeyInvalid("not a sealed recovery key") from error
    if not known or not _bearable(hardness) or len(salt) != _SALT_BYTES:
        raise RecoveryKeyInvalid("a recovery key of an unknown kind")
    key = _stretched(passphrase, salt, hardness)
    try:
        return open_value(key, _canonical(head), sealed)
    except StoreDamaged as error:
        raise PassphraseWrong("the passphrase does not open the key") from error


def public_text(recipient: Recipient) -> str:
    """The public half as a file's text, for the stations."""
    content = {
        "kind": "sohoa recovery public key",
        "version": 1,
        "public": as_text(recipient.public),
        "fingerprint": recipient.fingerprint,
    }
    return json.dumps(content, indent=1) + "\n"


def read_public(text: bytes) -> Recipient:
    """The public half from its file; a fingerprint that does not fit is refused.

    Raises:
        RecoveryKeyInvalid: Not such a file, or not a usable key.
    """
    try:
        content = json.loads(text)
        recipient = Recipient(RecipientKind.PROVINCE, from_text(content["public"]))
        known = content["kind"] == "sohoa recovery public key" and content["version"] == 1
        fits = content["fingerprint"] == recipient.fingerprint
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise RecoveryKeyInvalid("not a public recovery key") from error
    if not known or not fits:
        raise RecoveryKeyInvalid("a public recovery key that was changed, or of an unknown kind")
    # A point of small order gives everybody the same secret; wrapping something shows it.
    recipient.wrap(bytes(KEY_BYTES), b"probe")
    return recipient


_PAPER = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAPER_READ = str.maketrans("OIL", "011", " -\r\t")
_GROUP, _LINE_BYTES = 4, 10


def paper_lines(secret: bytes) -> list[str]:
    """The private half as lines to write down: groups of four, two signs of check at the end.

    Source: Crockford's Base32 (2019): no letter that is mistaken for a digit.
    """
    lines = []
    for number, start in enumerate(range(0, len(secret), _LINE_BYTES)):
        signs = _signs(secret[start : start + _LINE_BYTES])
        groups = [signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP)]
        lines.append("-".join([*groups, _check(number, signs)]))
    return lines


def read_paper(text: str) -> bytes:
    """The private half from lines that were typed from paper.

    Raises:
        RecoveryKeyInvalid: Names the first line whose check does not fit.
    """
    secret = bytearray()
    typed = [line.upper().translate(_PAPER_READ) for line in text.splitlines() if line.strip()]
    for number, line in enumerate(typed):
        signs, check = line[:-2], line[-2:]
        if not signs or set(line) - set(_PAPER) or _check(number, signs) != check:
            raise RecoveryKeyInvalid(f"line {number + 1} of the paper key is mistyped")
        bits = "".join(f"{_PAPER.index(sign):05b}" for sign in signs)
        whole = len(bits) // 8
        secret += int(bits[: whole * 8], 2).to_bytes(whole, "big")
    if len(secret) != KEY_BYTES:
        raise RecoveryKeyInvalid("a line of the paper key is missing")
    return bytes(secret)


def _signs(piece: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in piece)
    bits += "0" * (-len(bits) % 5)
    return "".join(_PAPER[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def _check(number: int, signs: str) -> str:
    digest = hashlib.sha256(f"{number} {signs}".encode()).digest()
    return _PAPER[digest[0] & 31] + _PAPER[digest[1] & 31]


def as_text(secret: bytes) -> str:
    """Bytes as base64."""
    return base64.b64encode(secret).decode("ascii")


def from_text(text: str) -> bytes:
    """Bytes from base64.

    Raises:
        ValueError, TypeError: It is none.
    """
    return base64.b64decode(text, validate=True)


def _private(secret: bytes) -> X25519PrivateKey:
    try:
        return X25519PrivateKey.from_private_bytes(secret)
    except ValueError as error:
        raise RecoveryKeyInvalid("not a private key") from error


def _bearable(hardness: Hardness) -> bool:
    """A file from elsewhere must not make this PC run out of memory or time."""
    return (
        8 * hardness.lanes <= hardness.memory_kib <= _MOST_MEMORY_KIB
        and 1 <= hardness.passes <= _MOST_PASSES
        and 1 <= hardness.lanes <= 16
    )


def _stretched(passphrase: bytes, salt: bytes, hardness: Hardness) -> bytes:
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=hardness.passes,
        lanes=hardness.lanes,
        memory_cost=hardness.memory_kib,
    ).derive(passphrase)


def _canonical(head: Mapping[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True, separators=(",", ":")).encode("ascii")

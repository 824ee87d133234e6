"""The receiver's receipt keys on the disk: the one in use, the next one, and retired ones.

A next key is published before it signs, and a retired one stays published, so that stations that
pin keys never meet a receipt whose key they could not know. Each change of what is published is
one more signed key set; see `app.receiver.key_sets`.

Source: RFC 7517 §5 (JWK set), RFC 8037 (Ed25519), RFC 7518 §6.2 (P-256).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from jwt.algorithms import ECAlgorithm, OKPAlgorithm

from app.receiver.key_sets import (
    Jwk,
    KeySet,
    PrivateKey,
    dated,
    next_set,
    read_sets,
    sets_to_bytes,
)
from app.receiver.problems import ReceiverUnusable

RETIRED_DAYS = 400
"""Days for which a retired key is still published."""

OVERLAP_DAYS = 30
"""Days for which receipts of a retired key still count: a server that runs goes on to use it."""

_OVERLAP = timedelta(days=OVERLAP_DAYS)
_SETS = "key-sets.json"
_CURRENT, _NEXT, _RETIRED = "receipt-key.pem", "receipt-key-next.pem", "retired-keys.json"


class KeyKind(StrEnum):
    """Algorithms of receipts that the contract allows."""

    EDDSA = "EdDSA"
    ES256 = "ES256"


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keys of one receiver; `published` begins with the public half of `key`.

    Attributes:
        sets: All key sets, oldest first; the last one is what is published.
    """

    key: PrivateKey
    published: tuple[Jwk, ...]
    sets: tuple[KeySet, ...] = ()

    @property
    def kid(self) -> str:
        """Name of the key in use."""
        return str(self.published[0]["kid"])

    @property
    def algorithm(self) -> str:
        """JWS algorithm of the key in use."""
        return str(self.published[0]["alg"])


def load_keyring(folder: Path, now: datetime, kind: KeyKind = KeyKind.EDDSA) -> Keyring:
    """Read the keys, or make the first one.

    Args:
        folder: Folder of the receiver.
        now: UTC; keys that were retired too long ago are not published any more.
        kind: Algorithm of a key that has to be made.

    Raises:
        ReceiverUnusable: A file cannot be read, written or holds something else.
    """
    try:
        if not (folder / _CURRENT).exists():
            _write(folder / _CURRENT, _new_pem(kind))
        key = _read_key(folder / _CURRENT)
        jwks = [_public(key)]
        if (folder / _NEXT).exists():
            jwks.append(_public(_read_key(folder / _NEXT)))
        jwks += _retired(folder, now)
        return _published(folder, key, _once(jwks), now)
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise ReceiverUnusable(f"key file: {type(error).__name__}") from error


def _once(jwks: list[Jwk]) -> list[Jwk]:
    """Each key once, the one in use first."""
    unique = {str(jwk["kid"]): jwk for jwk in reversed(jwks)}
    rest = [jwk for kid, jwk in unique.items() if kid != jwks[0]["kid"]]
    return [jwks[0], *reversed(rest)]


def _published(folder: Path, key: PrivateKey, jwks: list[Jwk], now: datetime) -> Keyring:
    """The keys as the newest set has them; a set is added when they are others than before."""
    path = folder / _SETS
    sets = read_sets(path.read_bytes()) if path.exists() else ()
    keys = dated(jwks, sets, now)
    if not sets or list(sets[-1].keys) != keys:
        sets = (*sets, next_set(sets, keys, key, now))
        _write(path, sets_to_bytes(sets))
    return Keyring(key, tuple(keys), sets)


def prepare_next(folder: Path, now: datetime, kind: KeyKind = KeyKind.EDDSA) -> str:
    """Make the next key unless there is one; gives its kid. It is published, and does not sign.

    Raises:
        ReceiverUnusable: A file cannot be read or written.
    """
    load_keyring(folder, now, kind)
    try:
        if not (folder / _NEXT).exists():
            _write(folder / _NEXT, _new_pem(kind))
        kid = str(_public(_read_key(folder / _NEXT))["kid"])
    except (OSError, ValueError, TypeError) as error:
        raise ReceiverUnusable(f"key file: {type(error).__name__}") from error
    load_keyring(folder, now, kind)
    return kid


def rotate(folder: Path, now: datetime) -> str:
    """Retire the key in use and put the next one in its place; gives the new kid.

    The old public key is kept first: a cut in between leaves it published twice, never nowhere.

    Raises:
        ReceiverUnusable: No next key was prepared, or a file cannot be read or written.
    """
    if not (folder / _NEXT).exists():
        raise ReceiverUnusable("no next key: prepare it first, and wait until stations know it")
    # What was prepared has to stand in a set before it may sign one.
    load_keyring(folder, now)
    try:
        ends = {"retired_at": now.isoformat(), "exp": int((now + _OVERLAP).timestamp())}
        old = {**_public(_read_key(folder / _CURRENT)), **ends}
        known = _retired(folder, now)
        kept = [jwk for jwk in known if jwk["kid"] != old["kid"]]
        _write(folder / _RETIRED, json.dumps([*kept, old]).encode("ascii"))
        (folder / _NEXT).replace(folder / _CURRENT)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ReceiverUnusable(f"key file: {type(error).__name__}") from error
    return load_keyring(folder, now).kid


def _retired(folder: Path, now: datetime) -> list[Jwk]:
    path = folder / _RETIRED
    if not path.exists():
        return []
    oldest = now - timedelta(days=RETIRED_DAYS)
    entries = [dict(entry) for entry in json.loads(path.read_bytes())]
    return [jwk for jwk in entries if datetime.fromisoformat(jwk["retired_at"]) > oldest]


def _read_key(path: Path) -> PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise ValueError("neither Ed25519 nor P-256")


def _public(key: PrivateKey) -> Jwk:
    # Both give a plain dict here; the stubs also allow text.
    if isinstance(key, ed25519.Ed25519PrivateKey):
        jwk = {**OKPAlgorithm.to_jwk(key.public_key(), as_dict=True), "alg": KeyKind.EDDSA.value}
    else:
        jwk = {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "alg": KeyKind.ES256.value}
    kid = hashlib.sha256(str(jwk["x"]).encode("ascii")).hexdigest()[:16]
    return {**jwk, "kid": kid, "use": "sig"}


def _new_pem(kind: KeyKind) -> bytes:
    match kind:
        case KeyKind.EDDSA:
            key: PrivateKey = ed25519.Ed25519PrivateKey.generate()
        case KeyKind.ES256:
            key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)

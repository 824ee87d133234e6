"""Who opens a dossier's key: the station, or whoever holds the private half of a recovery key."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.errors import WrongUse
from app.store.base import StoreDamaged
from app.store.envelope import NONCE_BYTES, derive, open_value, seal_value
from app.store.station_key import Keyring, StationKey
from app.store.wrapping import RecoveryKey

Entropy = Callable[[int], bytes]
"""Gives that many random bytes."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """The key of a dossier as it lies on the disk.

    Attributes:
        station: Wrapped under the station's key.
        recovery: Wrapped for recovery keys, by their fingerprint.
    """

    station: bytes
    recovery: Mapping[str, bytes] = field(default_factory=dict)


class KeyRing(Protocol):
    """Whoever can open wrapped keys."""

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Encrypt a key under the station's key, bound to `context`."""
        ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Get a key back.

        Raises:
            StoreDamaged: Wrapped by another station, for another context, or changed.
        """
        ...

    def open(self, wrapped: WrappedKey, context: bytes) -> bytes:
        """Get the key of a dossier back, by the copy that is meant for this ring.

        Raises:
            StoreDamaged: There is no such copy, or it does not open.
        """
        ...


class StationKeyRing:
    """The station's key in a private file of the data folder."""

    def __init__(self, key: bytes, entropy: Entropy) -> None:
        self._key = derive(key, b"sohoa key wrapping")
        self._entropy = entropy

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Encrypt a key under the station's key, bound to `context`."""
        return seal_value(self._key, context, key, nonce=self._entropy(NONCE_BYTES))

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Get a key back.

        Raises:
            StoreDamaged: Wrapped by another station, for another context, or changed.
        """
        return open_value(self._key, context, wrapped)

    def open(self, wrapped: WrappedKey, context: bytes) -> bytes:
        """Get the key of a dossier back.

        Raises:
            StoreDamaged: Wrapped by another station, for another dossier, or changed.
        """
        return self.unwrap(wrapped.station, context)


class RecoveryRing:
    """Opens what was wrapped for a recovery key; wraps nothing."""

    def __init__(self, key: RecoveryKey) -> None:
        self._key = key
        self._fingerprint = key.recipient.fingerprint

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Refused: what is recovered is only read."""
        raise WrongUse("a recovery key makes no keys of dossiers")

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Get a key back that was wrapped for this recovery key.

        Raises:
            StoreDamaged: Wrapped for another one, for another context, or changed.
        """
        return self._key.unwrap(wrapped, context)

    def open(self, wrapped: WrappedKey, context: bytes) -> bytes:
        """Get the key of a dossier back.

        Raises:
            StoreDamaged: It was not wrapped for this recovery key, or was changed.
        """
        mine = wrapped.recovery.get(self._fingerprint)
        if mine is None:
            raise StoreDamaged("a key was not wrapped for this recovery key")
        return self._key.unwrap(mine, context)


def create_station_key(path: Path, entropy: Entropy) -> None:
    """Make the station's key in a file; the folder must exist and be private.

    Raises:
        StoreFull, StoreUnwritable: No key was made.
    """
    StationKey(path, None).create(entropy)


def load_station_key(
    path: Path, entropy: Entropy, keyring: Keyring | None = None
) -> StationKeyRing:
    """Open the station's key, wherever it is.

    Raises:
        KeyringUnavailable: It is in a keyring that does not answer now.
        StoreDamaged: It is gone or not a key.
    """
    return StationKeyRing(StationKey(path, keyring).read(), entropy)


def read_wrapped(path: Path) -> WrappedKey:
    """The key of a dossier as it lies in a file.

    Raises:
        StoreDamaged: Not such a file.
        OSError: It is gone or cannot be read.
    """
    return parse_wrapped(path.read_bytes())


def parse_wrapped(data: bytes) -> WrappedKey:
    """The key of a dossier from the text of its file.

    Raises:
        StoreDamaged: Not such a text.
    """
    try:
        content = json.loads(data)
        copies = content.get("recovery", {})
        recovery = {str(name): _bytes(copy) for name, copy in copies.items()}
        wrapped = WrappedKey(_bytes(content["wrapped"]), recovery)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise StoreDamaged("a key file is not readable") from error
    if content.get("version") != 1:
        raise StoreDamaged("a key file is of an unknown kind")
    return wrapped


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def written_wrapped(wrapped: WrappedKey) -> bytes:
    """The text of a dossier's key file."""
    copies = {name: _text(copy) for name, copy in wrapped.recovery.items()}
    content = {"kind": "dossier key", "version": 1, "wrapped": _text(wrapped.station)}
    return json.dumps({**content, "recovery": copies} if copies else content).encode("ascii")

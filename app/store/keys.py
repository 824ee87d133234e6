"""Keys: one of the station, one of each dossier, wrapped by the station's.

    keys/station.key              key of the station, 256 bit
    dossiers/<dossier id>/key.json  key of the dossier, wrapped; without it nothing of the
                                  dossier can be read again, also not from a backup

`KeyRing` is the seam for other places where the station's key may live (keyring of the
operating system, recovery key of the province).
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.domain.ids import DossierId
from app.errors import WrongUse
from app.store.base import StoreDamaged
from app.store.durable import (
    PRIVATE_FILE,
    as_store_error,
    close_to_others,
    publish,
    sync_folder,
    write_synced,
)
from app.store.envelope import KEY_BYTES, NONCE_BYTES, derive, open_value, seal_value

Entropy = Callable[[int], bytes]
"""Gives that many random bytes."""

_KEY_FILE = "key.json"
_SAFE_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")
_KEPT_OPEN = 256


class KeyRing(Protocol):
    """Where the station's key lives."""

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """Encrypt a key under the station's key, bound to `context`."""
        ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Get a key back.

        Raises:
            StoreDamaged: Wrapped by another station, for another context, or changed.
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


def create_station_key(path: Path, entropy: Entropy) -> None:
    """Make the station's key; the folder must exist and be private.

    Raises:
        StoreFull, StoreUnwritable: No key was made.
    """
    text = json.dumps({"kind": "station key", "version": 1, "key": _text(entropy(KEY_BYTES))})
    _write_new(path, (text.encode("ascii"),))


def load_station_key(path: Path, entropy: Entropy) -> StationKeyRing:
    """Open the station's key.

    Raises:
        StoreDamaged: It is gone or not a key.
    """
    try:
        close_to_others(path, PRIVATE_FILE)
        return StationKeyRing(_read_key(path, "key", KEY_BYTES), entropy)
    except FileNotFoundError as error:
        raise StoreDamaged("the station key is gone") from error
    except OSError as error:
        raise as_store_error(error, "reading the station key") from error


@dataclass(frozen=True, slots=True)
class DossierKey:
    """Keys of one dossier, one for each purpose; never shown."""

    blobs: bytes = field(repr=False)
    columns: bytes = field(repr=False)


class DossierKeys:
    """Keys of the dossiers, opened when needed. Safe to use from any thread."""

    def __init__(self, folder: Path, temporary: Path, ring: KeyRing, entropy: Entropy) -> None:
        self._folder = folder
        self._temporary = temporary
        self._ring = ring
        self._entropy = entropy
        self._lock = threading.Lock()
        self._open: dict[DossierId, DossierKey] = {}

    def key(self, dossier_id: DossierId) -> DossierKey:
        """Key of a dossier that has one.

        Raises:
            StoreDamaged: The key is gone, was changed, or belongs to another station.
        """
        with self._lock:
            return self._open.get(dossier_id) or self._load(dossier_id)

    def key_for_writing(self, dossier_id: DossierId) -> DossierKey:
        """Key of a dossier; a dossier without a folder gets a new, durable one.

        Raises:
            StoreDamaged: The folder is there but its key is not: a new key would hide the loss.
            StoreFull, StoreUnwritable: No key was made.
        """
        with self._lock:
            if dossier_id not in self._open and not self._home(dossier_id).exists():
                self._create(dossier_id)
            return self._open.get(dossier_id) or self._load(dossier_id)

    def _home(self, dossier_id: DossierId) -> Path:
        if not _SAFE_NAME.fullmatch(dossier_id):
            raise WrongUse("a dossier id may only have letters, digits and hyphens")
        return self._folder / dossier_id

    def _load(self, dossier_id: DossierId) -> DossierKey:
        try:
            wrapped = _read_key(self._home(dossier_id) / _KEY_FILE, "wrapped")
        except FileNotFoundError as error:
            raise StoreDamaged(f"the key of dossier {dossier_id} is gone") from error
        except OSError as error:
            raise as_store_error(error, "reading a dossier key") from error
        secret = self._ring.unwrap(wrapped, _context(dossier_id))
        key = DossierKey(derive(secret, b"sohoa blobs"), derive(secret, b"sohoa columns"))
        while len(self._open) >= _KEPT_OPEN:
            del self._open[next(iter(self._open))]
        self._open[dossier_id] = key
        return key

    def _create(self, dossier_id: DossierId) -> None:
        """Build the folder aside, so that it appears together with its key or not at all."""
        wrapped = self._ring.wrap(self._entropy(KEY_BYTES), _context(dossier_id))
        text = json.dumps({"kind": "dossier key", "version": 1, "wrapped": _text(wrapped)})
        aside = self._temporary / self._entropy(16).hex()
        try:
            aside.mkdir(mode=0o700)
            _write_new(aside / _KEY_FILE, (text.encode("ascii"),))
            aside.rename(self._home(dossier_id))
            sync_folder(self._folder)
        except OSError as error:
            raise as_store_error(error, "writing a dossier key") from error
        finally:
            _remove_folder(aside)


def _context(dossier_id: DossierId) -> bytes:
    return b"dossier " + dossier_id.encode("ascii")


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")


def _read_key(path: Path, name: str, length: int = 0) -> bytes:
    try:
        content = json.loads(path.read_bytes())
        key = base64.b64decode(content[name], validate=True)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged("a key file is not readable") from error
    if content.get("version") != 1 or (length and len(key) != length):
        raise StoreDamaged("a key file is of an unknown kind")
    return key


def _write_new(path: Path, chunks: Iterable[bytes]) -> None:
    temporary = path.with_suffix(".part")
    try:
        temporary.unlink(missing_ok=True)
        write_synced(temporary, chunks)
        publish(temporary, path)
    except OSError as error:
        raise as_store_error(error, "writing a key") from error


def _remove_folder(folder: Path) -> None:
    try:
        for entry in folder.iterdir():
            entry.unlink()
        folder.rmdir()
    except OSError:
        # It was renamed, or the disk refuses: the next start removes what is left.
        return

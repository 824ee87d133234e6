"""Where the station's key lives: in the keyring of the operating system, or in a private file.

`keys/station.key` always tells which:

    {"kind": "station key", "version": 1, "key": …}                     the key itself
    {"kind": "station key", "version": 2, "place": …, "name": …, "print": …}   in a keyring

Whoever moves the key writes the new place first, reads it back, and only then replaces the file
in one step; so at every moment the file leads to a place that has the key. A copy that a kill
leaves behind is removed by the next move.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from app.errors import Advice
from app.store.base import StoreDamaged, StoreError
from app.store.durable import (
    PRIVATE_FILE,
    as_store_error,
    close_to_others,
    remove_quietly,
    replace_file,
    write_synced,
)
from app.store.envelope import KEY_BYTES, derive

Entropy = Callable[[int], bytes]
_NAME_BYTES = 8


class KeyringUnavailable(StoreError):
    """The keyring of the operating system is locked or not running; the key may still be there."""

    code = "store.keyring_unavailable"
    advice = Advice.RETRY_LATER


class StationKeyGone(StoreDamaged):
    """The keyring works, but does not have the station's key (any more)."""

    code = "store.station_key_gone"


class KeyPlace(StrEnum):
    """Where the station's key lives."""

    FILE = "file"
    KEYRING = "keyring"


class Keyring(Protocol):
    """A place for short secrets that the operating system protects.

    Every call raises KeyringUnavailable when the place does not answer.
    """

    @property
    def title(self) -> str:
        """What it is, for reports."""
        ...

    def read(self, name: str) -> str | None:
        """The secret of this name, None when there is none."""
        ...

    def write(self, name: str, secret: str) -> None:
        """Keep a secret; an older one of the same name gives way."""
        ...

    def remove(self, name: str) -> None:
        """Forget a secret; one that is not there is forgotten already."""
        ...


@dataclass(frozen=True, slots=True)
class _Pointer:
    """What a file of version 2 says."""

    name: str
    print: str


class StationKey:
    """The station's key: made once, read, moved. Not safe for two processes at a time."""

    def __init__(self, path: Path, keyring: Keyring | None) -> None:
        """Use `path` in a private folder.

        Args:
            path: The file that holds the key or tells where it is.
            keyring: The keyring of this session, None where there is none.
        """
        self._path, self._keyring = path, keyring

    @property
    def exists(self) -> bool:
        """Whether a key was ever made here."""
        return self._path.exists()

    def place(self) -> KeyPlace:
        """Where the key lives now.

        Raises:
            StoreDamaged: The file is gone or cannot be read.
        """
        return KeyPlace.FILE if isinstance(self._content(), bytes) else KeyPlace.KEYRING

    def create(self, entropy: Entropy) -> None:
        """Make the key in its file.

        Raises:
            StoreFull, StoreUnwritable: No key was made.
        """
        self._put_file(entropy(KEY_BYTES))

    def read(self) -> bytes:
        """The key, 32 bytes.

        Raises:
            KeyringUnavailable: It is in a keyring that does not answer.
            StationKeyGone: It was in a keyring that has it no more.
            StoreDamaged: The file is gone or not a key.
        """
        content = self._content()
        return content if isinstance(content, bytes) else self._from_keyring(content)

    def move(self, to: KeyPlace, entropy: Entropy) -> None:
        """Bring the key to another place; it can be killed at any moment and done again.

        Raises:
            KeyringUnavailable: There is no keyring, or it did not keep the key; nothing changed.
            StoreError: The file cannot be written; the old place still has the key.
        """
        content = self._content()
        if to is KeyPlace.KEYRING:
            if isinstance(content, bytes):
                self._into_keyring(content, entropy)
            return
        if not isinstance(content, bytes):
            self._put_file(self._from_keyring(content))
            self._open_keyring().remove(content.name)

    def _into_keyring(self, key: bytes, entropy: Entropy) -> None:
        keyring = self._open_keyring()
        pointer = _Pointer(entropy(_NAME_BYTES).hex(), fingerprint(key))
        keyring.write(pointer.name, base64.b64encode(key).decode("ascii"))
        if self._from_keyring(pointer) != key:
            raise KeyringUnavailable("the keyring did not keep the key")
        text = {"kind": "station key", "version": 2, "place": keyring.title}
        self._replace({**text, "name": pointer.name, "print": pointer.print})

    def _from_keyring(self, pointer: _Pointer) -> bytes:
        kept = self._open_keyring().read(pointer.name)
        if kept is None:
            raise StationKeyGone("the keyring does not have the station key")
        try:
            key = base64.b64decode(kept, validate=True)
        except ValueError as error:
            raise StationKeyGone("the keyring holds something else") from error
        if len(key) != KEY_BYTES or fingerprint(key) != pointer.print:
            raise StationKeyGone("the keyring holds the key of another store")
        return key

    def _open_keyring(self) -> Keyring:
        if self._keyring is None:
            raise KeyringUnavailable("this session has no keyring")
        return self._keyring

    def _content(self) -> bytes | _Pointer:
        try:
            close_to_others(self._path, PRIVATE_FILE)
            return _understood(json.loads(self._path.read_bytes()))
        except FileNotFoundError as error:
            raise StoreDamaged("the station key is gone") from error
        except OSError as error:
            raise as_store_error(error, "reading the station key") from error
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise StoreDamaged("a key file is not readable") from error

    def _put_file(self, key: bytes) -> None:
        text = base64.b64encode(key).decode("ascii")
        self._replace({"kind": "station key", "version": 1, "key": text})

    def _replace(self, content: dict[str, Any]) -> None:  # values of JSON are any of its types
        temporary = self._path.with_suffix(".part")
        try:
            temporary.unlink(missing_ok=True)
            write_synced(temporary, (json.dumps(content).encode("ascii"),))
            replace_file(temporary, self._path)
        except OSError as error:
            remove_quietly(temporary)
            raise as_store_error(error, "writing a key") from error


def fingerprint(key: bytes) -> str:
    """32 hex digits that tell two keys apart and say nothing of the key."""
    return derive(key, b"sohoa key fingerprint").hex()[:32]


def _understood(content: Any) -> bytes | _Pointer:  # values of JSON are any of its types
    if content["version"] == 2 and isinstance(content["place"], str):
        return _Pointer(str(content["name"]), str(content["print"]))
    key = base64.b64decode(content["key"], validate=True)
    if content["version"] != 1 or len(key) != KEY_BYTES:
        raise ValueError("of an unknown kind")
    return key

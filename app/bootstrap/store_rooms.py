"""The store of this station and its key: opened, moved, brought back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.bootstrap.clock import utc_now
from app.domain.events import Act
from app.services.first_run import RecoveryPlace
from app.settings import Settings
from app.store.base import Finding, StoreError
from app.store.lock import closing_lock
from app.store.looking import open_rooms_or_look
from app.store.opening import Places, Rooms, open_rooms
from app.store.os_keyring import find_keyring
from app.store.station_key import KeyPlace, StationKey
from app.store.upkeep_base import SalvageSource
from app.store.wrapping import RecoveryKey


def open_store(settings: Settings, *, may_look: bool = False) -> Rooms:
    """Open the rooms of the store where the settings say its key and second copy are.

    Args:
        settings: Where everything is.
        may_look: Open a store that cannot be written for looking only.
    """
    second = Path(settings.second_copy_dir) if settings.second_copy_dir else None
    keyring = find_keyring() if _needs_keyring(settings) else None
    wants_keyring = settings.station_key_place == "auto"
    places = Places(keyring, wants_keyring and keyring is not None, second)
    opener = open_rooms_or_look if may_look else open_rooms
    return opener(settings.data_dir, clock=lambda: utc_now().isoformat(), places=places)


def key_state(settings: Settings) -> str:
    """Place of the key after it was read there, "" while there is none."""
    keyring = find_keyring()
    key = StationKey(_key_file(settings), keyring)
    if not key.exists:
        return ""
    key.read()
    return "file" if key.place() is KeyPlace.FILE else keyring.title if keyring else ""


def move_key(settings: Settings, to: str) -> str:
    """Move the station's key and tell where it is; no station may be open meanwhile."""
    keyring = find_keyring()
    key = StationKey(_key_file(settings), keyring)
    with closing_lock(settings.data_dir / "app.lock"):
        if to:
            key.move(KeyPlace(to), os.urandom)
        is_file = key.place() is KeyPlace.FILE
    return "file" if is_file else f"keyring ({keyring.title if keyring else '?'})"


@contextmanager
def open_dead_disk(disk: Path, key: RecoveryKey, work: Path) -> Iterator[SalvageSource]:
    """The store on the disk of a dead station, read with a recovery key."""
    from app.store.recovery import open_disk

    with closing(open_disk(disk, key, work, at=utc_now().isoformat())) as source:
        yield source


def rebuild_store(disk: Path, key: RecoveryKey, target: Path, *, actor: str) -> list[Finding]:
    """Make a working store out of such a disk."""
    with open_dead_disk(disk, key, target / "work") as source:
        note = f"key {key.recipient.fingerprint}, from {source.origin}"
        act = Act(utc_now().isoformat(), actor, "store.recovered", "store", "", note)
        return source.make_store(target, act)


def _key_file(settings: Settings) -> Path:
    return settings.data_dir / "keys" / "station.key"


def _needs_keyring(settings: Settings) -> bool:
    """Whether the key lies in a keyring or will; to ask for one takes long.

    A key that cannot be read is told of by whoever opens the store.
    """
    key = StationKey(_key_file(settings), None)
    if not key.exists:
        return settings.station_key_place == "auto"
    try:
        return key.place() is KeyPlace.KEYRING
    except StoreError:
        return False


def recovery_place(settings: Settings) -> RecoveryPlace:
    """Where the key of the station's passphrase lies."""
    keys = settings.data_dir / "keys"
    return RecoveryPlace(keys / "passphrase.json", keys / "passphrase-tries.json", os.urandom)

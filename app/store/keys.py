"""Keys: one of the station, one of each dossier, wrapped by the station's and for recovery.

keys/station.key              key of the station, 256 bit, or where it is (see `station_key`)
dossiers/<dossier id>/key.json  key of the dossier, wrapped for the station and once for each
recovery key; without it nothing of the dossier can be read
again, also not from a backup
purged/<dossier id>.json      what was destroyed, once the dossier was purged; it has no folder
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.domain.ids import DossierId
from app.errors import Advice, WrongUse
from app.store.base import StoreDamaged
from app.store.durable import (
    as_store_error,
    make_private_folder,
    publish,
    remove_quietly,
    replace_file,
    sync_folder,
    write_synced,
)
from app.store.envelope import KEY_BYTES, derive
from app.store.key_rings import (
    Entropy,
    KeyRing,
    WrappedKey,
    parse_wrapped,
    read_wrapped,
    written_wrapped,
)
from app.store.station_key import fingerprint
from app.store.wrapping import Recipient

_KEY_FILE = "key.json"
_SAFE_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")
_KEPT_OPEN = 256


class DossierPurged(StoreDamaged):
    """The key of the dossier was destroyed for good; nothing of it can be read again."""

    code = "store.purged"
    advice = Advice.NEVER


class SpareKeys(Protocol):
    """The second copy of the keys."""

    def key_text(self, dossier_id: DossierId) -> bytes:
        """The file of a dossier's key.

        Raises:
            StoreDamaged: There is none, or its disk is away.
        """
        ...

    def key_repaired(self, dossier_id: DossierId) -> None:
        """A key was taken from here; runs under a lock of the keys, so it asks them nothing."""
        ...


@dataclass(frozen=True, slots=True)
class DossierKey:
    """Keys of one dossier, one for each purpose; never shown."""

    blobs: bytes = field(repr=False)
    columns: bytes = field(repr=False)


class DossierKeys:
    """Keys of the dossiers, opened when needed. Safe to use from any thread."""

    def __init__(self, folder: Path, temporary: Path, ring: KeyRing, entropy: Entropy) -> None:
        self._folder = folder
        self._purged = folder.with_name("purged")
        self._temporary = temporary
        self._ring = ring
        self._entropy = entropy
        self._recipients: tuple[Recipient, ...] = ()
        self._spare: SpareKeys | None = None
        self._lock = threading.Lock()
        self._open: dict[DossierId, DossierKey] = {}

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """For whom new keys are wrapped, beside the station."""
        return self._recipients

    def set_recipients(self, recipients: Iterable[Recipient]) -> None:
        """From now on wrap new keys for these; old ones follow by `rewrap`."""
        with self._lock:
            self._recipients = tuple(recipients)

    def set_spare(self, spare: SpareKeys) -> None:
        """From now on a key that is lost or damaged is taken from its second copy."""
        self._spare = spare

    def key(self, dossier_id: DossierId) -> DossierKey:
        """Key of a dossier that has one.

        Raises:
            DossierPurged: It was destroyed on purpose.
            StoreDamaged: The key is gone, was changed, or belongs to another station.
        """
        with self._lock:
            return self._open.get(dossier_id) or self._load(dossier_id)

    def key_for_writing(self, dossier_id: DossierId) -> DossierKey:
        """Key of a dossier; a dossier without a folder gets a new, durable one.

        Raises:
            DossierPurged: It was destroyed on purpose; there is no second one.
            StoreDamaged: The folder is there but its key is not: a new key would hide the loss.
            StoreFull, StoreUnwritable: No key was made.
        """
        with self._lock:
            is_new = dossier_id not in self._open and not self._home(dossier_id).exists()
            if is_new and not self.is_purged(dossier_id):
                self._create(dossier_id)
            return self._open.get(dossier_id) or self._load(dossier_id)

    def secret(self, dossier_id: DossierId) -> bytes:
        """The key itself, for whoever makes a store of its own out of this one.

        Raises:
            StoreDamaged: See `key`.
        """
        with self._lock:
            return self._secret(dossier_id)

    def fingerprint(self, dossier_id: DossierId) -> str:
        """Tells the key from every other, and says nothing of it.

        Raises:
            StoreDamaged: See `key`.
        """
        return fingerprint(self.secret(dossier_id))

    def dossiers(self) -> Iterator[DossierId]:
        """Dossiers with a folder of their own, in the order of their ids.

        Raises:
            StoreUnwritable: The folder cannot be read.
        """
        try:
            names = sorted(path.name for path in self._folder.iterdir() if path.is_dir())
        except OSError as error:
            raise as_store_error(error, "listing dossier keys") from error
        yield from (DossierId(name) for name in names if _SAFE_NAME.fullmatch(name))

    def lacking(self) -> list[DossierId]:
        """Dossiers whose key is wrapped for others than the recipients of now."""
        wanted = {each.fingerprint for each in self._recipients}
        return [each for each in self.dossiers() if self._wrapped_for(each) not in (wanted, None)]

    def rewrap(self, dossier_id: DossierId) -> None:
        """Wrap the key of a dossier for the recipients of now; old copies go in the same step.

        Raises:
            StoreDamaged: See `key`.
            StoreFull, StoreUnwritable: The old file is still there.
        """
        with self._lock:
            secret = self._secret(dossier_id)
            self.write_wrapped(dossier_id, self._ring.wrap(secret, _context(dossier_id)), secret)

    def adopt(self, dossier_id: DossierId, secret: bytes) -> None:
        """Take over the key of a dossier from another store; the folder need not exist.

        Raises:
            StoreFull, StoreUnwritable: It was not taken.
        """
        with self._lock:
            try:
                make_private_folder(self._home(dossier_id))
            except OSError as error:
                raise as_store_error(error, "writing a dossier key") from error
            self.write_wrapped(dossier_id, self._ring.wrap(secret, _context(dossier_id)), secret)

    def write_wrapped(self, dossier_id: DossierId, station: bytes, secret: bytes) -> None:
        """Put the wrapped copies of a key in the place of those before, in one step."""
        temporary = self._temporary / self._entropy(16).hex()
        try:
            write_synced(temporary, (self._wrapped_text(dossier_id, station, secret),))
            replace_file(temporary, self._home(dossier_id) / _KEY_FILE)
        except OSError as error:
            remove_quietly(temporary)
            raise as_store_error(error, "writing a dossier key") from error

    def is_purged(self, dossier_id: DossierId) -> bool:
        """Whether the dossier has the mark of a purge."""
        return self._mark_of(dossier_id).exists()

    def purged(self) -> list[DossierId]:
        """Dossiers with the mark of a purge, in the order of their ids."""
        if not self._purged.is_dir():
            return []
        names = sorted(path.stem for path in self._purged.glob("*.json"))
        return [DossierId(name) for name in names if _SAFE_NAME.fullmatch(name)]

    def purge_mark(self, dossier_id: DossierId) -> bytes:
        """What `destroy` left in the place of the key.

        Raises:
            StoreDamaged: The dossier is not purged, or the mark cannot be read.
        """
        try:
            return self._mark_of(dossier_id).read_bytes()
        except FileNotFoundError as error:
            raise StoreDamaged("no dossier was purged here") from error
        except OSError as error:
            raise as_store_error(error, "reading the mark of a purge") from error

    def destroy(self, dossier_id: DossierId, mark: bytes) -> None:
        """Destroy every copy of a dossier's key for good and leave a mark; may be repeated.

        The mark is durable first, so a dossier whose key is half destroyed is never taken for
        one that lost it. The file is overwritten before it is removed; a flash disk may keep the
        old cells, which hold the key wrapped under others only.

        Raises:
            StoreFull, StoreUnwritable: The key may still be there; do it again.
        """
        home, final = self._home(dossier_id), self._mark_of(dossier_id)
        with self._lock:
            self._open.pop(dossier_id, None)
            try:
                make_private_folder(self._purged)
                if not final.exists():
                    temporary = self._temporary / self._entropy(16).hex()
                    write_synced(temporary, (mark,))
                    publish(temporary, final)
                overwrite_folder(home, self._entropy)
            except OSError as error:
                raise as_store_error(error, "destroying a dossier key") from error

    def _mark_of(self, dossier_id: DossierId) -> Path:
        return self._purged / f"{self._home(dossier_id).name}.json"

    def key_file(self, dossier_id: DossierId) -> bytes:
        """The file of a dossier's key, for its second copy.

        Raises:
            StoreDamaged: There is none.
        """
        try:
            return (self._home(dossier_id) / _KEY_FILE).read_bytes()
        except FileNotFoundError as error:
            raise StoreDamaged(f"the key of dossier {dossier_id} is gone") from error
        except OSError as error:
            raise as_store_error(error, "reading a dossier key") from error

    def _home(self, dossier_id: DossierId) -> Path:
        if not _SAFE_NAME.fullmatch(dossier_id):
            raise WrongUse("a dossier id may only have letters, digits and hyphens")
        return self._folder / dossier_id

    def _secret(self, dossier_id: DossierId) -> bytes:
        context = _context(dossier_id)
        try:
            return self._ring.open(self._wrapped(dossier_id), context)
        except DossierPurged:
            raise
        except StoreDamaged:
            if self._spare is None:
                raise
            return self._repaired(dossier_id, self._spare, context)

    def _repaired(self, dossier_id: DossierId, spare: SpareKeys, context: bytes) -> bytes:
        """Take the key from the second copy and put it back in its place."""
        text = spare.key_text(dossier_id)
        secret = self._ring.open(parse_wrapped(text), context)
        temporary = self._temporary / self._entropy(16).hex()
        try:
            make_private_folder(self._home(dossier_id))
            write_synced(temporary, (text,))
            replace_file(temporary, self._home(dossier_id) / _KEY_FILE)
        except OSError as error:
            remove_quietly(temporary)
            raise as_store_error(error, "repairing a dossier key") from error
        spare.key_repaired(dossier_id)
        return secret

    def _wrapped(self, dossier_id: DossierId) -> WrappedKey:
        if self.is_purged(dossier_id):
            raise DossierPurged(f"dossier {dossier_id} was purged")
        try:
            return read_wrapped(self._home(dossier_id) / _KEY_FILE)
        except FileNotFoundError as error:
            raise StoreDamaged(f"the key of dossier {dossier_id} is gone") from error
        except OSError as error:
            raise as_store_error(error, "reading a dossier key") from error

    def _wrapped_for(self, dossier_id: DossierId) -> Collection[str] | None:
        """Fingerprints of a key file, None where it cannot be read: that is another trouble."""
        try:
            return set(self._wrapped(dossier_id).recovery)
        except StoreDamaged:
            return None

    def _load(self, dossier_id: DossierId) -> DossierKey:
        secret = self._secret(dossier_id)
        key = DossierKey(derive(secret, b"sohoa blobs"), derive(secret, b"sohoa columns"))
        while len(self._open) >= _KEPT_OPEN:
            del self._open[next(iter(self._open))]
        self._open[dossier_id] = key
        return key

    def _create(self, dossier_id: DossierId) -> None:
        """Build the folder aside, so that it appears together with its key or not at all."""
        secret = self._entropy(KEY_BYTES)
        wrapped = self._ring.wrap(secret, _context(dossier_id))
        text = self._wrapped_text(dossier_id, wrapped, secret)
        aside = self._temporary / self._entropy(16).hex()
        try:
            aside.mkdir(mode=0o700)
            _write_new(aside / _KEY_FILE, (text,))
            aside.rename(self._home(dossier_id))
            sync_folder(self._folder)
        except OSError as error:
            raise as_store_error(error, "writing a dossier key") from error
        finally:
            _remove_folder(aside)

    def _wrapped_text(self, dossier_id: DossierId, station: bytes, secret: bytes) -> bytes:
        context = _context(dossier_id)
        copies = {each.fingerprint: each.wrap(secret, context) for each in self._recipients}
        return written_wrapped(WrappedKey(station, copies))


def overwrite_folder(home: Path, entropy: Entropy) -> None:
    """Overwrite and remove all files of a folder, then the folder; one that is gone is done.

    Raises:
        OSError: Some of it may still be there.
    """
    if home.is_dir():
        for path in sorted(home.iterdir(), key=lambda each: each.name != _KEY_FILE):
            overwrite_and_remove(path, entropy)
        home.rmdir()
    if home.parent.is_dir():
        sync_folder(home.parent)


def overwrite_and_remove(path: Path, entropy: Entropy) -> None:
    """Write random bytes over a file, make that durable, and remove it.

    Raises:
        OSError: The file may still be there.
    """
    with path.open("r+b", buffering=0) as file:
        file.write(entropy(max(1, path.stat().st_size)))
        os.fsync(file.fileno())
    path.unlink()


def _context(dossier_id: DossierId) -> bytes:
    return b"dossier " + dossier_id.encode("ascii")


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

"""Read the disk of a station that is dead, or whose keyring is lost, with a recovery key.

Nothing on the disk is changed: the database is copied to a working folder first. The live
database is tried, then the backups, newest first; what the journals have beyond a backup is
taken too. Blobs and keys are read where they lie.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.dossier import Dossier
from app.domain.events import Act, AuditEntry
from app.domain.ids import BlobId, DossierId
from app.domain.submission import Submission
from app.errors import Advice
from app.store import audit
from app.store.audit import AuditTrail
from app.store.base import Finding, StoreDamaged, StoreError, StoreTooNew
from app.store.connection import Database, connect, understood, wrapped_errors
from app.store.dossier_tables import DossierTables
from app.store.durable import (
    PRIVATE_FILE,
    WRITE_ONCE_FILE,
    as_store_error,
    make_private_folder,
    publish,
    replace_file,
    write_synced,
)
from app.store.envelope import derive
from app.store.journal import Journal
from app.store.key_rings import Entropy, RecoveryRing, create_station_key, load_station_key
from app.store.keys import DossierKeys
from app.store.migrations import migrate
from app.store.outbox_tables import OutboxTables
from app.store.recipient_tables import STORE_CONTEXT, read_recipients, wrapped_store_key
from app.store.replay import replay
from app.store.rows import ColumnSealer, to_submission
from app.store.vault import FileVault
from app.store.wrapping import RecoveryKey

_PIECE = 1 << 20
_ASIDE = ("catalog", "evidence")


class NothingToRecover(StoreError):
    """No database on the disk opens with this recovery key."""

    code = "recovery.nothing"
    advice = Advice.USER_ACTION


class TargetNotEmpty(StoreError):
    """A new store goes into an empty folder only."""

    code = "recovery.target_not_empty"
    advice = Advice.USER_ACTION


class DiskStore(DossierTables, OutboxTables):
    """The store on a disk, read with a recovery key; see `SalvageSource`."""

    def __init__(self, disk: Path, opened: _Opened, keys: DossierKeys, vault: FileVault) -> None:
        trail = AuditTrail(opened.store_key, os.urandom)
        super().__init__(opened.database, trail, ColumnSealer(keys, os.urandom))
        self._lookup_key = derive(opened.store_key, b"sohoa papers by owner")
        self._disk, self._opened, self._keys, self._vault = disk, opened, keys, vault

    @property
    def origin(self) -> str:
        """Which database is read."""
        return self._opened.origin

    @property
    def troubles(self) -> tuple[Finding, ...]:
        """What was wrong with databases before this one, and with its audit chain."""
        with self._database.reading() as connection:
            return (*self._opened.troubles, *self._trail.check(connection))

    def dossiers(self) -> list[Dossier]:
        """All dossiers that the database lists, oldest first, purged ones too."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT id FROM dossier ORDER BY ord").fetchall()
        return [self.dossier(DossierId(row["id"])) for row in rows]

    def is_purged(self, dossier_id: DossierId) -> bool:
        """Whether its key was destroyed on purpose."""
        return self._keys.is_purged(dossier_id)

    def submissions(self) -> list[Submission]:
        """Submissions that can be read: one whose key is lost hides no other."""
        found = []
        with self._database.reading() as connection:
            for row in connection.execute("SELECT * FROM submission ORDER BY ord").fetchall():
                with contextlib.suppress(StoreDamaged), understood():
                    found.append(to_submission(row, self._sealer))
        return found

    def audit_entries(self) -> list[AuditEntry]:
        """The whole chain."""
        with self._database.reading() as connection:
            return audit.entries(connection)

    def stream(self, dossier_id: DossierId, blob: BlobId) -> Iterator[bytes]:
        """Bytes of a blob, piece by piece."""
        return self._vault.check(dossier_id, blob)

    def close(self) -> None:
        """Close the copy of the database."""
        self._database.close()

    def make_store(self, target: Path, act: Act) -> list[Finding]:
        """Make a working store out of the disk, with a station key of its own.

        The database comes last, so a folder without one is half done, and doing it again goes on.

        Args:
            target: Empty folder, or one where this was begun.
            act: What is written into the audit chain of the new store.

        Returns:
            What could not be taken over.

        Raises:
            TargetNotEmpty: There is a store already, or something else.
            StoreFull, StoreUnwritable: It is not done.
        """
        try:
            _prepare(target)
            keys = self._new_keys(target, os.urandom)
            findings = self._take_over(target, keys)
            for name in _ASIDE:
                if (self._disk / name).is_dir():
                    shutil.copytree(self._disk / name, target / name, dirs_exist_ok=True)
            self._put_database(target, act)
        except OSError as error:
            raise as_store_error(error, "making a store out of a disk") from error
        return findings

    def _new_keys(self, target: Path, entropy: Entropy) -> DossierKeys:
        path = target / "keys" / "station.key"
        if not path.exists():
            create_station_key(path, entropy)
        ring = load_station_key(path, entropy)
        keys = DossierKeys(target / "dossiers", target / "tmp", ring, entropy)
        with self._database.reading() as connection:
            keys.set_recipients(read_recipients(connection, self._opened.store_key))
        return keys

    def _take_over(self, target: Path, keys: DossierKeys) -> list[Finding]:
        findings = []
        for dossier in self._keys.dossiers():
            try:
                keys.adopt(dossier, self._keys.secret(dossier))
            except StoreDamaged as error:
                findings.append(Finding("key.lost", dossier, error.detail))
        for blob in self._vault.stored():
            final = target / "blobs" / blob.id[:2] / blob.id
            if final.exists():
                continue
            try:
                stored = self._vault.stored_bytes(blob.id)
            except StoreDamaged as error:
                findings.append(Finding("blob.damaged", blob.id, error.detail))
                continue
            make_private_folder(final.parent)
            temporary = target / "tmp" / blob.id
            temporary.unlink(missing_ok=True)
            write_synced(temporary, (stored,), WRITE_ONCE_FILE)
            publish(temporary, final)
        for each in self._keys.purged():
            mark = target / "purged" / f"{each}.json"
            make_private_folder(mark.parent)
            _copy(self._disk / "purged" / mark.name, mark)
        sealed = self._disk / "keys" / "passphrase.json"
        if sealed.exists():
            _copy(sealed, target / "keys" / sealed.name)
        return findings

    def _put_database(self, target: Path, act: Act) -> None:
        ring = load_station_key(target / "keys" / "station.key", os.urandom)
        temporary = self._database.back_up(target / "tmp", "store")
        new = connect(temporary)
        with wrapped_errors(temporary), contextlib.closing(new):
            new.execute("PRAGMA journal_mode=DELETE")
            new.execute("BEGIN IMMEDIATE")
            wrapped = ring.wrap(self._opened.store_key, STORE_CONTEXT)
            new.execute("UPDATE meta SET value = ? WHERE name = 'store_key'", (wrapped,))
            new.execute("DELETE FROM meta WHERE name = 'journal'")
            new.execute("DELETE FROM second_copy")
            self._trail.append(new, act)
            new.execute("COMMIT")
        temporary.chmod(PRIVATE_FILE)
        replace_file(temporary, target / "store.db")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A database that opened."""

    database: Database
    store_key: bytes
    origin: str
    troubles: tuple[Finding, ...]


def open_disk(disk: Path, key: RecoveryKey, work: Path, *, at: str) -> DiskStore:
    """Open the store on a disk with the private half of a recovery key.

    Args:
        disk: Data folder of the dead station; it is only read.
        key: The private half.
        work: Private folder for the copy of the database; what lies there is overwritten.
        at: UTC time, ISO 8601.

    Raises:
        NothingToRecover: No database there opens with this key.
        StoreFull, StoreUnwritable: There is no place to work in.
    """
    try:
        for name in ("tmp", "backups"):
            make_private_folder(work / name)
        opened = _first_that_opens(disk, key, work, at)
    except OSError as error:
        raise as_store_error(error, "copying the database of a disk") from error
    keys = DossierKeys(disk / "dossiers", work / "tmp", RecoveryRing(key), os.urandom)
    vault = FileVault(disk / "blobs", work / "tmp", keys, os.urandom)
    return DiskStore(disk, opened, keys, vault)


def _first_that_opens(disk: Path, key: RecoveryKey, work: Path, at: str) -> _Opened:
    troubles: list[Finding] = []
    for source in _databases(disk):
        _copy_database(source, work)
        try:
            database, found = _opened_copy(disk, source, work, at)
        except (StoreDamaged, StoreTooNew, sqlite3.Error) as error:
            troubles.append(Finding("database.damaged", source.name, str(error)))
            continue
        try:
            with database.reading() as connection:
                wrapped = wrapped_store_key(connection, key.recipient.fingerprint)
            store_key = key.unwrap(wrapped, STORE_CONTEXT)
        except StoreDamaged as error:
            database.close()
            troubles.append(Finding("database.other_key", source.name, error.detail))
            continue
        return _Opened(database, store_key, source.name, (*troubles, *found))
    said = ", ".join(f"{each.object_id}: {each.code}" for each in troubles)
    raise NothingToRecover(said or "there is no database")


def _databases(disk: Path) -> list[Path]:
    backups = sorted(disk.glob("backups/*.db"), key=lambda path: path.stat().st_mtime, reverse=True)
    live = disk / "store.db"
    return [*([live] if live.exists() else []), *backups]


def _copy_database(source: Path, work: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        target = work / f"store.db{ending}"
        target.unlink(missing_ok=True)
        # The index of the log is made anew from the log.
        if ending != "-shm" and source.with_name(source.name + ending).exists():
            _copy(source.with_name(source.name + ending), target)


def _opened_copy(
    disk: Path, source: Path, work: Path, at: str
) -> tuple[Database, tuple[Finding, ...]]:
    path = work / "store.db"
    connection = connect(path)
    try:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if said != ["ok"]:
            raise StoreDamaged(said[0])
        migrate(connection, work / "backups", at=at)
        findings = () if source.name == "store.db" else _replayed(disk, connection)
        return Database(path, connection, Journal(work, connection)), findings
    except BaseException:
        connection.close()
        raise


def _replayed(disk: Path, connection: sqlite3.Connection) -> tuple[Finding, ...]:
    """Take what the journals have beyond a backup; a backup alone is better than nothing."""
    try:
        return replay(disk, connection).findings
    except (StoreError, sqlite3.Error, OSError) as error:
        return (Finding("journal.unusable", "journals", type(error).__name__),)


def _prepare(target: Path) -> None:
    if (target / "store.db").exists():
        raise TargetNotEmpty("there is a store already")
    known = {"keys", "dossiers", "blobs", "tmp", "backups", "purged", "work", *_ASIDE}
    if target.is_dir() and any(path.name not in known for path in target.iterdir()):
        raise TargetNotEmpty("the folder holds something else")
    make_private_folder(target)
    for name in ("keys", "dossiers", "blobs", "tmp", "backups"):
        make_private_folder(target / name)


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with source.open("rb") as file:
        write_synced(target, iter(lambda: file.read(_PIECE), b""), PRIVATE_FILE)

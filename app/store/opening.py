"""Open the data folder of a station.

ROOT/                  private to its owner
  app.lock             one process at a time
  store.db             rows
  journal.jsonl        the same rows a second time, those of the station
  keys/station.key     opens the keys of the dossiers
  dossiers/<id>/       key.json, and journal.jsonl with the rows of the dossier
  blobs/aa/<digest>    encrypted bytes
  tmp/                 what is not complete yet; emptied at each start
  backups/             copies of store.db
  purged/<id>.json     what a purge destroyed
  quarantine/          damaged files; made when there are any, never emptied
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.events import Act
from app.store.audit import AuditTrail, newest
from app.store.backup import is_corruption
from app.store.base import Finding, StoreDamaged, StoreError, StoreUnwritable
from app.store.care import SqliteCare
from app.store.care_base import Recovered
from app.store.comparison import differing_rows
from app.store.connection import (
    Database,
    connect,
    damage_mark,
    look_closely,
    wrapped_errors,
)
from app.store.database import SqliteStore
from app.store.durable import (
    PRIVATE_FILE,
    as_store_error,
    make_private_folder,
    remove_quietly,
    sync_folder,
)
from app.store.envelope import KEY_BYTES, derive
from app.store.evidence import EvidenceShelf
from app.store.folder_access import close_data_folder, close_new_folder
from app.store.journal import Journal
from app.store.key_rings import Entropy, KeyRing, create_station_key, load_station_key
from app.store.keys import DossierKeys
from app.store.lock import InstanceLock
from app.store.migrations import migrate
from app.store.officer_tables import OfficerShelf
from app.store.orphans import Orphans
from app.store.place import refuse_network_share
from app.store.recipient_tables import read_recipients
from app.store.repair import Note, forget_note, good_copy, read_note, repair, replace_database
from app.store.replay import Replayed, check_journals, settle
from app.store.rows import ColumnSealer
from app.store.second_copy import SecondCopy
from app.store.signing_rows import PlanSealer
from app.store.station_key import KeyPlace, Keyring, KeyringUnavailable, StationKey
from app.store.typing_base import NoTyping, TypingKeeper
from app.store.typing_file import TypingFile
from app.store.upkeep import SqliteUpkeep, StoreParts, store_name
from app.store.vault import FileVault
from app.store.verification import Verification

_FOLDERS = ("keys", "dossiers", "blobs", "tmp", "backups")
log = logging.getLogger(__name__)

STORE_KEY = "store_key"
_CONTEXT = b"store"
_STATION = "station"
"""Who acts where no officer does."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """An open store: closing `store` closes all of it."""

    store: SqliteStore
    vault: FileVault
    upkeep: SqliteUpkeep
    refusal: StoreError | None = None
    """Why it is open for looking only, None when it can be written; see `app.store.looking`."""
    typing: TypingKeeper = field(default_factory=NoTyping)
    """Typing that no field has taken yet."""


@dataclass(frozen=True, slots=True)
class Places:
    """Places outside the data folder that a store may use.

    Attributes:
        keyring: Keyring of this session, None where there is none.
        new_in_keyring: Put the key of a new store there.
        second: Folder of the second copy, None where none is set up.
    """

    keyring: Keyring | None = None
    new_in_keyring: bool = False
    second: Path | None = None


def open_store(root: Path, *, clock: Callable[[], str]) -> tuple[SqliteStore, FileVault]:
    """Open the store in `root` with nothing outside it; see `open_rooms`."""
    rooms = open_rooms(root, clock=clock)
    return rooms.store, rooms.vault


def open_rooms(root: Path, *, clock: Callable[[], str], places: Places | None = None) -> Rooms:
    """Open the store in `root`; a place with nothing in it becomes a new store.

    What a crash left half done is cleared away first, and a damaged database is repaired: see
    `app.store.repair`.

    Args:
        root: Folder on a local disk.
        clock: Tells the UTC time, ISO 8601.
        places: What it may use outside its folder.

    Raises:
        StoreInUse: Another process has it open.
        StoreTooNew: Written by a newer program.
        StoreDamaged: A key is gone or does not fit, or the database is damaged and nothing is
            left to repair it from; nothing was changed.
        StoreFull, StoreUnwritable: The place cannot be used.
    """
    entropy, places = os.urandom, places or Places()
    with ExitStack() as undo:
        refuse_network_share(root)
        _make_folders(root)
        lock = InstanceLock(root / "app.lock")
        undo.callback(lock.release)
        _clear(root / "tmp")
        ring = _station_key(root, entropy, places)
        database, replayed, store_key = _open_rows(root, clock(), ring, entropy)
        undo.callback(database.close)
        trail = AuditTrail(store_key, entropy)
        keys = DossierKeys(root / "dossiers", root / "tmp", ring, entropy)
        with database.reading() as connection:
            keys.set_recipients(read_recipients(connection, store_key))
        sealer = ColumnSealer(keys, entropy)
        vault = FileVault(root / "blobs", root / "tmp", keys, entropy)
        shelf = EvidenceShelf(derive(store_key, b"sohoa signature evidence"), entropy, trail)
        plans = PlanSealer(derive(store_key, b"sohoa signing plans"), entropy)
        orphans = Orphans(
            root, database, sealer, vault, is_sound=lambda: not _journals(root, database)
        )
        check = Verification(
            database,
            trail,
            sealer,
            vault,
            shelf,
            lambda: _journals(root, database),
            plans=plans,
            unnamed=orphans.unnamed,
        )
        second = (
            SecondCopy(places.second, store_name(store_key), entropy) if places.second else None
        )
        parts = StoreParts(database, trail, sealer, keys, vault, check)
        upkeep = SqliteUpkeep(parts, store_key, entropy, clock=clock, second=second)
        recovered = _tell_repair(root, database, trail, check, replayed, clock())
        store = SqliteStore(
            database,
            trail,
            sealer,
            shelf=shelf,
            plans=plans,
            officers=officers_of(store_key, entropy),
            lookup_key=derive(store_key, b"sohoa papers by owner"),
            lock=lock,
            check=lambda: [*check.run(clock()), *upkeep.verify()],
            care=SqliteCare(
                database,
                root / "backups",
                check,
                clock=clock,
                recovered=recovered,
                orphans=orphans,
            ),
        )
        with suppress(StoreError):  # no room, say; the next opening tries again
            store.seal_plans()
        undo.pop_all()
    return Rooms(store, vault, upkeep, typing=TypingFile(root / "typing.sealed", sealer))


def restore_copy(root: Path, name: str) -> None:
    """Put a copy of the database in its place; the database that was there goes to quarantine.

    Call it while nobody has the store open; opening it brings the copy up to date.

    Args:
        root: The data folder.
        name: Of a copy in `backups`, "" for the newest good one.

    Raises:
        NotFound: No such copy, or none that is good.
        StoreInUse: Another process has it open.
        StoreFull, StoreUnwritable: Nothing was changed, or the next opening ends it.
    """
    lock = InstanceLock(root / "app.lock")
    try:
        with wrapped_errors(root / "store.db"):
            replace_database(root, "restored on request", good_copy(root, name))
    except OSError as error:
        raise as_store_error(error, "restoring a copy") from error
    finally:
        lock.release()


def officers_of(store_key: bytes, entropy: Entropy) -> OfficerShelf:
    """What seals the accounts."""
    seed = derive(store_key, b"sohoa heads of the audit chain")
    return OfficerShelf(derive(store_key, b"sohoa officers"), entropy, seed)


def _make_folders(root: Path) -> None:
    try:
        make_private_folder(root)
        if sys.platform != "win32" and root.stat().st_uid != os.geteuid():
            raise StoreUnwritable("the data folder belongs to another account")
        is_new = not (root / "keys").exists()
        for name in _FOLDERS:
            make_private_folder(root / name)
        if is_new:
            close_new_folder(root)
        close_data_folder(root)
    except OSError as error:
        raise as_store_error(error, "making the data folder") from error


def _clear(folder: Path) -> None:
    """Remove what was being written when the last process died; the lock is held."""
    try:
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    except OSError as error:
        raise as_store_error(error, "clearing unfinished files") from error


def _station_key(root: Path, entropy: Entropy, places: Places) -> KeyRing:
    """Open the station's key; make one only where nothing was ever kept."""
    path = root / "keys" / "station.key"
    database = root / "store.db"
    try:
        has_rows = database.exists() and database.stat().st_size > 0
        has_dossiers = any((root / "dossiers").iterdir())
        if not path.exists() and not has_rows and not has_dossiers:
            create_station_key(path, entropy)
            if places.new_in_keyring:
                _into_keyring(StationKey(path, places.keyring), entropy)
    except OSError as error:
        raise as_store_error(error, "looking at the data folder") from error
    return load_station_key(path, entropy, places.keyring)


def _into_keyring(key: StationKey, entropy: Entropy) -> None:
    """A keyring that does not answer keeps no station shut: the file is there."""
    try:
        key.move(KeyPlace.KEYRING, entropy)
    except KeyringUnavailable as error:
        log.warning("the station key stays in its file: %s", error.detail)


def _open_rows(
    root: Path, at: str, ring: KeyRing, entropy: Entropy
) -> tuple[Database, Replayed, bytes]:
    """The database and the key of its rows.

    Where that key, or what is wrapped with it, cannot be understood, the rows are compared with
    the journals once: they or the station's key may be to blame.
    """
    database, replayed = _open_database(root, at)
    try:
        return database, replayed, _understood_key(database, ring, entropy)
    except StoreDamaged:
        look_closely(root / "store.db")
    database, replayed = _open_database(root, at)
    try:
        return database, replayed, _understood_key(database, ring, entropy)
    except StoreDamaged:
        # The rows are what the journals tell, so the key is to blame: no need to look again.
        remove_quietly(damage_mark(root / "store.db"))
        raise


def _understood_key(database: Database, ring: KeyRing, entropy: Entropy) -> bytes:
    try:
        key = _store_key(database, ring, entropy)
        with database.reading() as connection:
            read_recipients(connection, key)
    except BaseException:
        database.close()
        raise
    return key


def _open_database(root: Path, at: str) -> tuple[Database, Replayed]:
    path = root / "store.db"
    try:
        with wrapped_errors(path):
            repair(root)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
            sync_folder(root)
            try:
                return _migrated(root, path, at)
            except (StoreDamaged, UnicodeDecodeError) as error:
                log.warning("rows cannot be understood: %s", type(error).__name__)
            except sqlite3.DatabaseError as error:
                if not is_corruption(error):
                    raise
                log.critical("the database is corrupt: %s", type(error).__name__)
            # The first look was a light one; the second is thorough.
            look_closely(path)
            repair(root)
            return _migrated(root, path, at)
    except OSError as error:
        raise as_store_error(error, "opening the database") from error


def _migrated(root: Path, path: Path, at: str) -> tuple[Database, Replayed]:
    writer = connect(path)
    try:
        migrate(writer, root / "backups", at=at)
        mode = writer.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        if mode != "wal":
            raise sqlite3.OperationalError("the disk does not allow write-ahead logging")
        replayed = settle(root, writer)
        return Database(path, writer, Journal(root, writer)), replayed
    except BaseException:
        writer.close()
        raise


def _journals(root: Path, database: Database) -> list[Finding]:
    try:
        findings = check_journals(root, database.last_transaction())
        if findings:
            return findings
        with wrapped_errors(root / "store.db"):
            return differing_rows(root, root / "tmp" / "told.db")
    except OSError as error:
        raise as_store_error(error, "reading the journals") from error


def _tell_repair(
    root: Path,
    database: Database,
    trail: AuditTrail,
    check: Verification,
    replayed: Replayed,
    at: str,
) -> Recovered | None:
    """Write a repair into the audit chain; what a kill left half done is none."""
    note = read_note(root)
    if note is None and replayed.transactions <= 1:
        return None
    note = note or Note("behind", "", "")
    with database.writing() as connection:
        before = newest(connection)
        seq = 0 if before is None else before.seq
        act = Act(at, _STATION, "store.restored", note.copy, "", f"restored at seq {seq}")
        trail.append(connection, act)
    forget_note(root)
    findings = tuple(dict.fromkeys((*replayed.findings, *check.rows())))
    return Recovered(note.reason, note.aside, note.copy, replayed.transactions, seq, findings)


def _store_key(database: Database, ring: KeyRing, entropy: Entropy) -> bytes:
    """Key for rows of the station itself; that it opens proves that the station's key fits."""
    with database.writing() as connection:
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (STORE_KEY,)).fetchone()
        if row is not None:
            return unwrapped_store_key(ring, row["value"])
        if connection.execute("SELECT 1 FROM dossier UNION SELECT 1 FROM audit").fetchone():
            raise StoreDamaged("the key of the rows is gone")
        key = entropy(KEY_BYTES)
        connection.execute("INSERT INTO meta VALUES (?, ?)", (STORE_KEY, ring.wrap(key, _CONTEXT)))
        return key


def unwrapped_store_key(ring: KeyRing, wrapped: bytes) -> bytes:
    """The key of the rows of the station.

    Raises:
        StoreDamaged: The station's key is that of another store.
    """
    try:
        return ring.unwrap(wrapped, _CONTEXT)
    except StoreDamaged as error:
        raise StoreDamaged("the station key does not fit this store") from error

"""Open the data folder of a station.

ROOT/                  private to its owner
  app.lock             one process at a time
  store.db             rows
  keys/station.key     opens the keys of the dossiers
  dossiers/<id>/key.json
  blobs/aa/<digest>    encrypted bytes
  tmp/                 what is not complete yet; emptied at each start
  backups/             copies of store.db
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from app.store.audit import AuditTrail
from app.store.base import StoreDamaged, StoreUnwritable
from app.store.connection import Database, connect, wrapped_errors
from app.store.database import SqliteStore
from app.store.durable import PRIVATE_FILE, as_store_error, make_private_folder, sync_folder
from app.store.envelope import KEY_BYTES, derive
from app.store.evidence import EvidenceShelf
from app.store.keys import DossierKeys, Entropy, KeyRing, create_station_key, load_station_key
from app.store.lock import InstanceLock
from app.store.migrations import migrate
from app.store.place import refuse_network_share
from app.store.rows import ColumnSealer
from app.store.vault import FileVault
from app.store.verification import Verification

_FOLDERS = ("keys", "dossiers", "blobs", "tmp", "backups")
_STORE_KEY = "store_key"


def open_store(root: Path, *, clock: Callable[[], str]) -> tuple[SqliteStore, FileVault]:
    """Open the store in `root`; a place with nothing in it becomes a new store.

    What a crash left half done is cleared away first.

    Args:
        root: Folder on a local disk.
        clock: Tells the UTC time, ISO 8601.

    Raises:
        StoreInUse: Another process has it open.
        StoreTooNew: Written by a newer program.
        StoreDamaged: A key or the database is gone or fails its check; nothing was changed.
        StoreFull, StoreUnwritable: The place cannot be used.
    """
    entropy = os.urandom
    with ExitStack() as undo:
        refuse_network_share(root)
        _make_folders(root)
        lock = InstanceLock(root / "app.lock")
        undo.callback(lock.release)
        _clear(root / "tmp")
        ring = _station_key(root, entropy)
        database = _open_database(root, clock())
        undo.callback(database.close)
        store_key = _store_key(database, ring, entropy)
        trail = AuditTrail(store_key, entropy)
        keys = DossierKeys(root / "dossiers", root / "tmp", ring, entropy)
        sealer = ColumnSealer(keys, entropy)
        vault = FileVault(root / "blobs", root / "tmp", keys, entropy)
        shelf = EvidenceShelf(derive(store_key, b"sohoa signature evidence"), entropy, trail)
        check = Verification(database, trail, sealer, vault, shelf)
        store = SqliteStore(
            database,
            trail,
            sealer,
            shelf=shelf,
            lookup_key=derive(store_key, b"sohoa papers by owner"),
            lock=lock,
            check=lambda: check.run(clock()),
        )
        undo.pop_all()
    return store, vault


def _make_folders(root: Path) -> None:
    try:
        make_private_folder(root)
        if sys.platform != "win32" and root.stat().st_uid != os.geteuid():
            raise StoreUnwritable("the data folder belongs to another account")
        for name in _FOLDERS:
            make_private_folder(root / name)
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


def _station_key(root: Path, entropy: Entropy) -> KeyRing:
    """Open the station's key; make one only where nothing was ever kept."""
    path = root / "keys" / "station.key"
    database = root / "store.db"
    try:
        has_rows = database.exists() and database.stat().st_size > 0
        has_dossiers = any((root / "dossiers").iterdir())
        if has_dossiers and not has_rows:
            raise StoreDamaged("there are dossiers, but the database is gone")
        if not path.exists() and not has_rows:
            create_station_key(path, entropy)
    except OSError as error:
        raise as_store_error(error, "looking at the data folder") from error
    return load_station_key(path, entropy)


def _open_database(root: Path, at: str) -> Database:
    path = root / "store.db"
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
        sync_folder(root)
        with wrapped_errors(path):
            return _migrated(path, root / "backups", at)
    except OSError as error:
        raise as_store_error(error, "opening the database") from error


def _migrated(path: Path, backups: Path, at: str) -> Database:
    writer = connect(path)
    try:
        migrate(writer, backups, at=at)
        mode = writer.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        if mode != "wal":
            raise sqlite3.OperationalError("the disk does not allow write-ahead logging")
        return Database(path, writer)
    except BaseException:
        writer.close()
        raise


def _store_key(database: Database, ring: KeyRing, entropy: Entropy) -> bytes:
    """Key for rows of the station itself; that it opens proves that the station's key fits."""
    context = b"store"
    with database.writing() as connection:
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (_STORE_KEY,)).fetchone()
        if row is not None:
            return _unwrapped(ring, row["value"], context)
        if connection.execute("SELECT 1 FROM dossier UNION SELECT 1 FROM audit").fetchone():
            raise StoreDamaged("the key of the rows is gone")
        key = entropy(KEY_BYTES)
        connection.execute("INSERT INTO meta VALUES (?, ?)", (_STORE_KEY, ring.wrap(key, context)))
        return key


def _unwrapped(ring: KeyRing, wrapped: bytes, context: bytes) -> bytes:
    try:
        return ring.unwrap(wrapped, context)
    except StoreDamaged as error:
        raise StoreDamaged("the station key does not fit this store") from error

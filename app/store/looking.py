"""A store that cannot be written is opened for looking: rows and blobs are read, nothing is kept.

The disk is full, its file system read-only, its folder another account's, or its database one of
a newer program. SQLite cannot read a database with a log on such a disk, so it is read from a
copy in a private folder elsewhere (rows are sealed there as they are in the store), which goes
when the store is closed. Keys and blobs are read where they lie.

Two kinds of rows go into that copy and are lost with it: how often a password was tried, so that
it cannot be tried without end, and words for the search. What was looked at cannot be written
into the audit chain; the log of the program has it.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from app.domain.events import Act
from app.domain.ids import BlobId, DossierId
from app.domain.officer import Officer
from app.errors import StationError
from app.store.audit import AuditTrail
from app.store.base import (
    Finding,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreTooNew,
    StoreUnwritable,
)
from app.store.care import SqliteCare
from app.store.connection import Database, connect, wrapped_errors
from app.store.database import SqliteStore
from app.store.durable import as_store_error
from app.store.envelope import derive
from app.store.evidence import EvidenceShelf
from app.store.journal import Journal
from app.store.key_rings import KeyRing, load_station_key
from app.store.keys import DossierKeys
from app.store.lock import InstanceLock
from app.store.looking_base import StoreReadOnly
from app.store.migrations import migrate, schema_version
from app.store.opening import (
    STORE_KEY,
    Places,
    Rooms,
    officers_of,
    open_rooms,
    unwrapped_store_key,
)
from app.store.place import refuse_network_share
from app.store.recipient_tables import read_recipients
from app.store.rows import ColumnSealer
from app.store.schema import MIGRATIONS
from app.store.signing_rows import PlanSealer
from app.store.upkeep import SqliteUpkeep, StoreParts
from app.store.vault import FileVault
from app.store.verification import Verification

log = logging.getLogger(__name__)

_ROOM_BYTES = 16 << 20
"""Room that the copy needs beside its own size."""


def open_rooms_or_look(
    root: Path, *, clock: Callable[[], str], places: Places | None = None
) -> Rooms:
    """Open the store; where it cannot be written, for looking, and `Rooms.refusal` says why.

    Raises:
        StoreError: See `open_rooms`; it can be looked at neither.
    """
    try:
        return open_rooms(root, clock=clock, places=places)
    except (StoreFull, StoreUnwritable, StoreTooNew) as refusal:
        try:
            return open_to_look(root, refusal, clock=clock, places=places)
        except (StationError, OSError, IndexError) as error:
            log.error("the store cannot be looked at: %s", type(error).__name__)
            raise refusal from error


def open_to_look(
    root: Path, refusal: StoreError, *, clock: Callable[[], str], places: Places | None = None
) -> Rooms:
    """Open a store that cannot be written.

    Args:
        root: The data folder.
        refusal: Why it cannot be written.
        clock: Tells the UTC time, ISO 8601.
        places: The keyring that may hold its key.

    Raises:
        StoreError, OSError, IndexError: There is none, or its rows cannot be understood.
    """
    places = places or Places()
    with ExitStack() as undo:
        refuse_network_share(root)
        lock = InstanceLock(root / "app.lock", to_look=True)
        undo.callback(lock.release)
        work = _work_folder(root)
        undo.callback(shutil.rmtree, work, ignore_errors=True)
        database = _copied(root, work, clock())
        undo.callback(database.close)
        ring = load_station_key(root / "keys" / "station.key", os.urandom, places.keyring)
        rooms = _rooms(root, database, ring, lock, refusal, clock)
        _understood(rooms.store)
        log.warning("the store is open for looking only: %s", refusal.code)
        undo.pop_all()
    return rooms


def is_writable(root: Path) -> bool:
    """Whether a disk that refused to be written takes something now."""
    try:
        with tempfile.TemporaryFile(dir=root) as probe:
            probe.write(bytes(1 << 16))
            probe.flush()
            os.fsync(probe.fileno())
        return shutil.disk_usage(root).free > _ROOM_BYTES
    except OSError:
        return False


class _LookedAt(Database):
    """A copy of the database that refuses to be written, but for what `allowing` surrounds."""

    def __init__(self, path: Path, writer: sqlite3.Connection) -> None:
        super().__init__(path, writer, _NoJournal())
        self._gate = threading.local()

    @contextmanager
    def allowing(self) -> Iterator[None]:
        """What this thread writes meanwhile goes into the copy, and with it."""
        self._gate.is_open = True
        try:
            yield
        finally:
            self._gate.is_open = False

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction in the copy.

        Raises:
            StoreReadOnly: Whoever wants to write is not allowed to.
        """
        if not getattr(self._gate, "is_open", False):
            raise StoreReadOnly("the store is open for looking only")
        with super().writing() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection and remove the copy."""
        super().close()
        shutil.rmtree(self._path.parent, ignore_errors=True)


class _NoJournal(Journal):
    """Keeps nothing: the copy is not the store."""

    def __init__(self) -> None:
        """Watch no connection."""

    def append(self, connection: sqlite3.Connection) -> None:
        """Nothing is kept."""

    def committed(self, connection: sqlite3.Connection) -> None:
        """Nothing was kept."""

    def undo(self) -> None:
        """Nothing was kept."""


class _ShownStore(SqliteStore):
    """Rows that can only be looked at."""

    _database: _LookedAt

    def record(self, act: Act) -> None:
        """An act that changes no row: said in the log, as the chain cannot have it."""
        # Nor has the copy's: who takes the chain away must not hold entries that never were.
        log.warning("not in the audit chain: %s of %s", act.action, act.object_id or "-")

    def save_officer(self, officer: Officer, act: Act | None) -> None:
        """Count tries of passwords; nothing else of an account changes.

        Raises:
            StoreReadOnly: The account itself would change.
        """
        if act is not None:
            raise StoreReadOnly("accounts stay as they are")
        with self._database.allowing():
            super().save_officer(officer, act)


class _ShownUpkeep(SqliteUpkeep):
    """Upkeep of rows that can only be looked at: search works, nothing else."""

    _database: _LookedAt

    def refresh_words(self, limit: int) -> int:
        """Words for the search are made in the copy."""
        with self._database.allowing():
            return super().refresh_words(limit)


class _ShownCare(SqliteCare):
    """Checks, but makes no copies."""

    def back_up(self) -> str:
        """Nothing is copied.

        Raises:
            StoreReadOnly: Always.
        """
        raise StoreReadOnly("no copy is made while the store cannot be written")

    def back_up_if_due(self) -> bool:
        """No copy is due while nothing changes."""
        return False


class _ShownVault(FileVault):
    """Blobs that can only be read."""

    def put(self, dossier_id: DossierId, data: bytes) -> BlobId:
        """Nothing is kept.

        Raises:
            StoreReadOnly: Always.
        """
        raise StoreReadOnly("no page can be kept")

    def put_pieces(self, dossier_id: DossierId, pieces: Iterable[bytes]) -> BlobId:
        """Nothing is kept.

        Raises:
            StoreReadOnly: Always.
        """
        raise StoreReadOnly("no page can be kept")

    def remove(self, blob: BlobId) -> None:
        """Nothing is removed.

        Raises:
            StoreReadOnly: Always.
        """
        raise StoreReadOnly("nothing is removed")


def _work_folder(root: Path) -> Path:
    """A private folder on another disk with room for the copy, best one in memory."""
    needed = sum(path.stat().st_size for path in _database_files(root)) + _ROOM_BYTES
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    for place in ("/dev/shm", session, tempfile.gettempdir()):  # noqa: S108  # made private below
        with suppress(OSError):
            if place and shutil.disk_usage(place).free >= needed:
                return Path(tempfile.mkdtemp(prefix="sohoa-", dir=place))
    raise StoreFull("no disk has room for a copy of the database")


def _database_files(root: Path) -> list[Path]:
    path = root / "store.db"
    if not path.is_file() or not path.stat().st_size:
        raise StoreUnwritable("there is no store yet")
    log_file = path.with_name(path.name + "-wal")
    return [path, *([log_file] if log_file.exists() else [])]


def _copied(root: Path, work: Path, at: str) -> _LookedAt:
    path = work / "store.db"
    try:
        for source in _database_files(root):
            shutil.copyfile(source, work / source.name)
    except OSError as error:
        raise as_store_error(error, "copying the database to look at it") from error
    with wrapped_errors(path):
        writer = connect(path)
        try:
            if schema_version(writer) <= MIGRATIONS[-1].version:
                migrate(writer, work, at=at)
            if writer.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise StoreDamaged("the database is damaged")
        except BaseException:
            writer.close()
            raise
    return _LookedAt(path, writer)


def _rooms(
    root: Path,
    database: _LookedAt,
    ring: KeyRing,
    lock: InstanceLock,
    refusal: StoreError,
    clock: Callable[[], str],
) -> Rooms:
    entropy, work = os.urandom, root / "tmp"
    with database.reading() as connection:
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (STORE_KEY,)).fetchone()
        if row is None:
            raise StoreDamaged("the key of the rows is gone")
        store_key = unwrapped_store_key(ring, row["value"])
        recipients = read_recipients(connection, store_key)
    trail = AuditTrail(store_key, entropy)
    keys = DossierKeys(root / "dossiers", work, ring, entropy)
    keys.set_recipients(recipients)
    sealer = ColumnSealer(keys, entropy)
    vault = _ShownVault(root / "blobs", work, keys, entropy)
    shelf = EvidenceShelf(derive(store_key, b"sohoa signature evidence"), entropy, trail)
    plans = PlanSealer(derive(store_key, b"sohoa signing plans"), entropy)
    check = Verification(database, trail, sealer, vault, shelf, _no_journals, plans=plans)
    parts = StoreParts(database, trail, sealer, keys, vault, check)
    upkeep = _ShownUpkeep(parts, store_key, entropy, clock=clock, second=None)
    store = _ShownStore(
        database,
        trail,
        sealer,
        shelf=shelf,
        plans=plans,
        officers=officers_of(store_key, entropy),
        lookup_key=derive(store_key, b"sohoa papers by owner"),
        lock=lock,
        check=lambda: check.run(clock()),
        care=_ShownCare(database, root / "backups", check, clock=clock, recovered=None),
    )
    return Rooms(store, vault, upkeep, refusal)


def _no_journals() -> list[Finding]:
    """The journals are compared when the store can be written again."""
    return []


def _understood(store: SqliteStore) -> None:
    """Look at the lists, so that rows of another schema refuse the store before a window opens."""
    store.dossier_rows()
    store.submissions()
    store.results()

"""The SQLite file: one connection that writes, a few that read, errors in the store's words.

WAL lets readers see the last committed state while a write goes on, so nobody who paints a list
waits for a commit. `synchronous=FULL` makes a commit durable before it returns.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import IllegalStep, StationError, WrongUse
from app.store.backup import back_up, is_corruption
from app.store.base import (
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreInUse,
    StoreUnwritable,
)
from app.store.durable import PRIVATE_FILE, as_store_error, sync_folder
from app.store.journal import Journal, Mark, read_mark

log = logging.getLogger(__name__)

if sys.platform != "win32":
    import resource

_BUSY_TIMEOUT_S = 5.0
_IDLE_READERS = 8
_NO_ROOM_BYTES = 1 << 20


def connect(path: Path) -> sqlite3.Connection:
    """Open one connection with explicit transactions; may travel between threads."""
    connection = sqlite3.connect(
        path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class Database:
    """Transactions on one SQLite file. Safe to use from any thread.

    Once SQLite says that the file is corrupt, nothing is written any more: a mark beside the file
    lets the next start look at all of it and repair it.
    """

    def __init__(self, path: Path, writer: sqlite3.Connection, journal: Journal) -> None:
        """Use a file whose schema is up to date; `writer` belongs to this object from now on.

        Args:
            path: The file.
            writer: Its only connection that writes.
            journal: Watches `writer`.
        """
        self._path = path
        self._writer = writer
        self._journal = journal
        self._is_damaged = False
        self._is_doubtful = False
        self._write_lock = threading.RLock()
        self._pool_lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is durable at the end, or none of it happened.

        Raises:
            StoreFull, StoreUnwritable, StoreDamaged, StoreInUse, IllegalStep: Nothing changed.
        """
        with self._write_lock, self._watched():
            self._refuse_closed()
            self._refuse_damaged()
            self._writer.execute("BEGIN IMMEDIATE")
            is_done = False
            try:
                yield self._writer
                self._journal.append(self._writer)
                self._writer.execute("COMMIT")
                is_done = True
            finally:
                if not is_done:
                    self._journal.undo()
                    with contextlib.suppress(sqlite3.Error):
                        if self._writer.in_transaction:
                            self._writer.execute("ROLLBACK")
            self._journal.committed(self._writer)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of the committed state; does not wait for writers.

        Raises:
            StoreDamaged, StoreUnwritable: It cannot be read.
        """
        with self._watched():
            connection = self._take_reader()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                self._give_back(connection)

    def last_transaction(self) -> Mark:
        """Number and checksum of the last one that is durable."""
        with self.reading() as connection:
            return read_mark(connection)

    def back_up(self, folder: Path, name: str) -> Path:
        """Copy what is committed now; writers go on meanwhile.

        Raises:
            StoreFull, StoreUnwritable, StoreDamaged: No copy was made.
        """
        try:
            with self._watched(), contextlib.closing(connect(self._path)) as source:
                source.execute("PRAGMA query_only=ON")
                return back_up(source, folder, name)
        except OSError as error:
            raise as_store_error(error, "writing a backup") from error

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            with wrapped_errors(self._path):
                yield
        except StoreDamaged as error:
            if isinstance(error.__cause__, sqlite3.Error) and not self._is_damaged:
                self._is_damaged = True
                mark_damaged(self._path)
            elif not (self._is_damaged or self._is_doubtful or _is_of_a_key(error)):
                # A row does not say what it should; whether the file is to blame, the next start
                # finds out.
                self._is_doubtful = True
                look_closely(self._path)
            raise

    def _refuse_damaged(self) -> None:
        if self._is_damaged:
            raise StoreDamaged("the database is corrupt; the next start repairs it")

    def close(self) -> None:
        """Close every connection; a second call does nothing."""
        with self._write_lock, self._pool_lock:
            self._closed = True
            for connection in (*self._idle, self._writer):
                connection.close()
            self._idle.clear()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreError("the store is closed")

    def _take_reader(self) -> sqlite3.Connection:
        with self._pool_lock:
            self._refuse_closed()
            if self._idle:
                return self._idle.pop()
        connection = connect(self._path)
        connection.execute("PRAGMA query_only=ON")
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with contextlib.suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        with self._pool_lock:
            if not self._closed and len(self._idle) < _IDLE_READERS:
                self._idle.append(connection)
                return
        connection.close()


def _is_of_a_key(error: StoreDamaged) -> bool:
    """A key that is gone lay in a file of its own; the rows are as they were."""
    return isinstance(error.__cause__, OSError)


def damage_mark(path: Path) -> Path:
    """File beside a database that says that it was found corrupt while in use."""
    return path.with_name(path.name + ".damaged")


def mark_damaged(path: Path) -> None:
    """Let the next start look at all of a database."""
    log.critical("the database is corrupt; nothing more is written to it")
    look_closely(path)


def look_closely(path: Path) -> None:
    """Let the next start compare a database with its journals, and repair it if they differ."""
    with contextlib.suppress(OSError):
        damage_mark(path).touch(PRIVATE_FILE)
        sync_folder(path.parent)


@contextmanager
def wrapped_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the mapping of rows raise into the store's errors."""
    try:
        with understood():
            yield
    except sqlite3.Error as error:
        raise _in_our_words(error, path) from error


@contextmanager
def understood() -> Iterator[None]:
    """Turn what the mapping between rows and values raises into the store's errors."""
    try:
        yield
    except (UnicodeEncodeError, OverflowError) as error:
        raise WrongUse("a value does not fit a column") from error
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged("a row cannot be understood") from error


def _in_our_words(error: sqlite3.Error, path: Path) -> StationError:
    """Only what is corrupt means damage: a locked, full or read-only file is none."""
    # Only errors that SQLite itself reported carry a code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if is_corruption(error):
        return StoreDamaged(name)
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return StoreFull(name)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreInUse(name)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StoreUnwritable(name)
        case sqlite3.SQLITE_IOERR:
            return StoreFull(name) if _has_no_room(path) else StoreUnwritable(name)
        case sqlite3.SQLITE_CONSTRAINT:
            return IllegalStep(f"the database refuses this: {name}")
        case _:
            return StoreError(name)


def _has_no_room(path: Path) -> bool:
    """SQLite calls a file that hit its size limit an I/O error; find out what it was."""
    try:
        if shutil.disk_usage(path.parent).free < _NO_ROOM_BYTES:
            return True
        sizes = [file.stat().st_size for file in path.parent.glob(path.name + "*")]
    except OSError:
        return False
    return max(sizes, default=0) + _NO_ROOM_BYTES > _largest_file_allowed()


def _largest_file_allowed() -> float:
    if sys.platform == "win32":
        return float("inf")
    limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    return float("inf") if limit == resource.RLIM_INFINITY else limit

"""The journals: every change of a row a second time, outside the database.

    journal.jsonl                    rows of the station; its lines close the transactions
    dossiers/<id>/journal.jsonl      rows of one dossier

Triggers that live in the writing connection alone note which rows a transaction touches. Before
it is committed, those rows as they are now are appended to the journals and made durable: first
the lines of the dossiers, then the one of the station, which names them. Then comes the commit.
So the journals are never behind the database, and at most one transaction ahead of it; that one
is complete and is taken into the database at the next start (see `app.store.replay`).

A process that dies between those lines leaves lines of dossiers that nothing closes. So each
process closes the next number as void before its first transaction and goes on with the one after
it: no number ever stands for two transactions.

The database knows the number and checksum of its last transaction (`meta.journal`), so journals
of another station, or ones that lost their end, are told from its own.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.store.base import StoreDamaged, StoreError, StoreUnwritable
from app.store.durable import (
    PRIVATE_FILE,
    as_store_error,
    remove_quietly,
    sync_folder,
    write_synced,
)
from app.store.journal_lines import (
    Header,
    Value,
    Values,
    entry_line,
    header_line,
    is_whole,
    void_line,
)
from app.store.journal_tables import (
    MARK,
    TableShape,
    Touched,
    one_row,
    table_shapes,
    take_touched,
    watch,
)

log = logging.getLogger(__name__)

FILE_NAME = "journal.jsonl"
STATION = ""
"""Home of rows that belong to no dossier."""

_SAFE_HOME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")
_ROWS_AT_ONCE = 200
_TAIL_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Mark:
    """The last transaction that the database knows.

    Attributes:
        tx: Its number, 0 before the first.
        digest: Checksum of the line that closed it.
        pending: Dossiers whose journals still hold rows of pages that were erased.
    """

    tx: int = 0
    digest: str = ""
    pending: tuple[str, ...] = ()


def read_mark(connection: sqlite3.Connection) -> Mark:
    """The last transaction that the database knows.

    Raises:
        StoreDamaged: The mark cannot be read.
    """
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (MARK,)).fetchone()
    if row is None:
        return Mark()
    try:
        tx, digest, pending = json.loads(bytes(row["value"]))
        return Mark(int(tx), str(digest), tuple(map(str, pending)))
    except (ValueError, TypeError) as error:
        raise StoreDamaged("the mark of the journals cannot be read") from error


def write_mark(connection: sqlite3.Connection, mark: Mark) -> None:
    """Note the last transaction; belongs into that transaction."""
    value = json.dumps([mark.tx, mark.digest, list(mark.pending)]).encode("ascii")
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (MARK, value),
    )


class Journal:
    """Appends what transactions of one connection did. Used under the lock of the writer."""

    def __init__(self, root: Path, connection: sqlite3.Connection) -> None:
        """Watch a connection whose journals and database agree.

        Args:
            root: The data folder.
            connection: The only one that writes; its schema is up to date.

        Raises:
            sqlite3.Error, StoreDamaged: The database cannot be watched.
        """
        self._root = root
        self._mark = read_mark(connection)
        self._shapes = table_shapes(connection)
        self._undo: list[tuple[Path, int]] = []
        self._next = self._mark
        self._seen_whole: set[Path] = set()
        self._broken = False
        self._has_voided = False
        watch(connection, self._shapes)

    def append(self, connection: sqlite3.Connection) -> None:
        """Write down, durably, what the open transaction did; the commit comes next.

        Raises:
            StoreFull, StoreUnwritable: Nothing was written down; the transaction must not go on.
        """
        self._undo = []
        if self._broken:
            raise StoreUnwritable("a journal could not be mended; a new start does it")
        touched = take_touched(connection)
        if not touched:
            return
        by_home = self._changes(connection, touched)
        try:
            self._void_what_died()
        except OSError as error:
            self.undo()
            raise as_store_error(error, "writing a journal") from error
        tx = self._mark.tx + 1
        lines = {home: entry_line(tx, *changes) for home, changes in by_home.items() if home}
        parts = {home: digest for home, (digest, _) in lines.items()}
        station = entry_line(tx, *by_home.get(STATION, ([], [])), parts)
        erased = {home for table, _, home in touched if table == "page" and home in lines}
        erased = {home for home in erased if any(t == "page" for t, _ in by_home[home][1])}
        self._next = Mark(tx, station[0], tuple(sorted({*self._mark.pending, *erased})))
        write_mark(connection, self._next)
        try:
            for home, (_, line) in lines.items():
                self._append(journal_path(self._root, home), home, line)
            self._append(journal_path(self._root, STATION), STATION, station[1])
        except OSError as error:
            self.undo()
            raise as_store_error(error, "writing a journal") from error

    def committed(self, connection: sqlite3.Connection) -> None:
        """The transaction is durable; take rows of erased pages out of the journals as well."""
        self._undo = []
        self._mark = self._next
        for home in filter(self._has_folder, self._mark.pending):
            try:
                write_whole(self._root, connection, home, self._mark.tx)
            except (OSError, sqlite3.Error, StoreError) as error:
                log.warning("journal of dossier %s is shortened later: %s", home, error)
                return
        if self._mark.pending:
            self._mark = self._next = Mark(self._mark.tx, self._mark.digest)

    def undo(self) -> None:
        """Take back what was appended for a transaction that did not happen."""
        for path, size in reversed(self._undo):
            try:
                _shorten(path, size)
            except OSError as error:
                log.error("a journal keeps a line of no transaction: errno %s", error.errno)
                self._broken = True
        self._undo = []
        self._next = self._mark

    def _changes(
        self, connection: sqlite3.Connection, touched: Sequence[Touched]
    ) -> dict[str, tuple[list[tuple[str, Values]], list[tuple[str, tuple[Value, ...]]]]]:
        by_home: dict[str, tuple[list[tuple[str, Values]], list[tuple[str, tuple[Value, ...]]]]]
        by_home = defaultdict(lambda: ([], []))
        homeless = {home for _, _, home in touched if home and not self._has_folder(home)}
        for home in homeless:
            # Its own journal went with its key; the station tells what is left of it from now on.
            for some in _all_rows(connection, self._shapes, home):
                by_home[STATION][0].extend(some)
        for table, key, home in touched:
            rows, gone = by_home[STATION if home in homeless else home]
            found = connection.execute(one_row(self._shapes[table]), key).fetchone()
            if found is None:
                gone.append((table, key))
            elif home not in homeless:
                rows.append((table, dict(found)))
        return by_home

    def _void_what_died(self) -> None:
        """Close, once, the number under which the last process may have left lines."""
        if self._has_voided:
            return
        tx = self._mark.tx + 1
        digest, line = void_line(tx, self._mark.digest)
        self._append(journal_path(self._root, STATION), STATION, line)
        self._undo = []
        self._mark = self._next = Mark(tx, digest, self._mark.pending)
        self._has_voided = True

    def _has_folder(self, home: str) -> bool:
        """Whether a dossier has a place for a journal; one that was purged has none."""
        return bool(_SAFE_HOME.fullmatch(home)) and (self._root / "dossiers" / home).is_dir()

    def _append(self, path: Path, home: str, line: bytes) -> None:
        is_new = not path.exists()
        handle = os.open(path, _FLAGS, PRIVATE_FILE)
        try:
            if path not in self._seen_whole:
                _drop_torn_end(handle)
            size = os.fstat(handle).st_size
            self._undo.append((path, size))
            if not size:
                line = header_line(Header(home, 0)) + line
            elif _bytes_at(handle, size - 1, 1) != b"\n":
                line = b"\n" + line
            _write_all(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_new:
            sync_folder(path.parent)
        self._seen_whole.add(path)


_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


def journal_path(root: Path, home: str) -> Path:
    """Where the journal of a dossier, or of the station, lies."""
    return root / "dossiers" / home / FILE_NAME if home else root / FILE_NAME


def write_whole(root: Path, connection: sqlite3.Connection, home: str, tx: int) -> None:
    """Put a journal in place that tells all rows of a dossier, as they are at `tx`.

    Raises:
        OSError, sqlite3.Error: The journal stays as it was.
    """
    shapes = table_shapes(connection)
    lines = (entry_line(tx, rows, [])[1] for rows in _all_rows(connection, shapes, home))
    _replace(journal_path(root, home), header_line(Header(home, tx)), lines)


def begin_anew(root: Path, connection: sqlite3.Connection) -> None:
    """Write all journals from the rows of the database: there were none, or they are not its own.

    Runs in a transaction of its own. Journals that are there give way.

    Raises:
        OSError, sqlite3.Error: The journal of the station stays as it was.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        tx = read_mark(connection).tx + 1
        shapes = table_shapes(connection)
        # Dossiers that were purged have no folder: what is left of them is told by the station.
        homes = [STATION]
        for row in connection.execute("SELECT id FROM dossier").fetchall():
            if (root / "dossiers" / row["id"]).is_dir():
                write_whole(root, connection, row["id"], tx)
            else:
                homes.append(row["id"])
        told = chain.from_iterable(_all_rows(connection, shapes, home) for home in homes)
        lines = (entry_line(tx, rows, [])[1] for rows in told)
        digest, closing = entry_line(tx, [], [], {})
        _replace(root / FILE_NAME, header_line(Header(STATION, tx)), chain(lines, (closing,)))
        write_mark(connection, Mark(tx, digest))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _replace(path: Path, first: bytes, lines: Iterator[bytes]) -> None:
    temporary = path.with_suffix(".part")
    remove_quietly(temporary)

    def chunks() -> Iterator[bytes]:
        yield first
        yield from lines

    write_synced(temporary, chunks(), PRIVATE_FILE)
    temporary.replace(path)
    sync_folder(path.parent)


def _all_rows(
    connection: sqlite3.Connection, shapes: dict[str, TableShape], home: str
) -> Iterator[list[tuple[str, Values]]]:
    """All rows of one home, some at a time."""
    for shape in shapes.values():
        if shape.of_station != (home == STATION):
            continue
        condition = shape.own if home else "? = ''"
        text = f"SELECT * FROM {shape.name} WHERE {condition}"  # noqa: S608
        found = connection.execute(text, (home,))
        while some := found.fetchmany(_ROWS_AT_ONCE):
            rows = [(shape.name, dict(row)) for row in some]
            if shape.name == "meta":
                rows = [(name, row) for name, row in rows if row["name"] != MARK]
            yield rows


def _drop_torn_end(handle: int) -> None:
    """Cut off a line in the middle of which the last process died; nobody was told of it.

    A last line that lacks its line feed alone is whole, and stays.
    """
    size = os.fstat(handle).st_size
    block = _TAIL_BYTES
    while True:
        start = max(0, size - block)
        tail = _bytes_at(handle, start, size - start)
        cut = tail.rfind(b"\n") + 1
        if cut or not start:
            break
        block *= 4
    if tail[cut:] and not is_whole(tail[cut:]):
        os.ftruncate(handle, start + cut)


def _bytes_at(handle: int, start: int, count: int) -> bytes:
    os.lseek(handle, start, os.SEEK_SET)
    pieces = []
    while count and (piece := os.read(handle, count)):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _write_all(handle: int, line: bytes) -> None:
    rest = memoryview(line)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _shorten(path: Path, size: int) -> None:
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.ftruncate(handle, size)
        os.fsync(handle)
    finally:
        os.close(handle)

"""Copies of the database, made while it is in use.

    backups/store-schema5-2026-10-08T030405Z.db      before a change of the schema
    backups/store-2026-10-08T030405Z.db              every quarter of an hour with a change

A copy is checked before it gets its name, and the ones that are kept reach back in time: the
newest, then one for each hour, then one for each day.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.store.base import StoreDamaged
from app.store.durable import PRIVATE_FILE, publish, remove_quietly
from app.store.schema import APPLICATION_ID

KEPT = 10
"""Copies that are kept at most."""

_NEWEST, _HOURS = 4, 3
"""Of these the newest ones, then one each of so many hours, then one each of as many days as go."""

_NAME = re.compile(r"store-(?:schema\d+-)?(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2}).*\.db")

_PIECE_BYTES = 1 << 20

_NO_TEXT = "Could not decode to UTF-8"
"""How sqlite3 begins to say, without a code, that bytes of a text column are no text."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the database.

    Attributes:
        at: When it was made, UTC; by its name, else by its file.
    """

    path: Path
    at: datetime


def back_up(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Copy the database durably to `folder` and let the oldest copies go.

    The copy holds no keys: sealed columns and blobs still need the files of the data folder.

    Raises:
        OSError, sqlite3.Error: No copy was made.
        StoreDamaged: What was copied is corrupt; no copy was made.
    """
    final = folder / (re.sub(r"[^0-9A-Za-z.-]", "", name) + ".db")
    temporary = final.with_suffix(".part")
    remove_quietly(temporary)
    try:
        _copy(connection, temporary)
        problem = trouble_of_copy(temporary)
        if problem:
            raise StoreDamaged(f"the copy is corrupt: {problem}")
        publish(temporary, final)
    except BaseException:
        remove_quietly(temporary)
        raise
    _let_go(folder, final)
    return final


def copies(folder: Path) -> list[Copy]:
    """All copies, newest first.

    Raises:
        OSError: The folder cannot be read.
    """
    found = [Copy(path, _made_at(path)) for path in folder.glob("*.db")]
    return sorted(found, key=lambda copy: (copy.at, copy.path.name), reverse=True)


def newest_copy_at(folder: Path) -> datetime | None:
    """When the newest copy was made, None while there is none.

    Raises:
        OSError: The folder cannot be read.
    """
    found = copies(folder)
    return found[0].at if found else None


def trouble_of_copy(path: Path) -> str:
    """Why a copy is no good, "" when it is whole and one of this program.

    Raises:
        sqlite3.Error: It could not be looked at; nothing is known of it.
    """
    # A copy is never written, and its log lies in it: no files may appear beside it.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            owner = connection.execute("PRAGMA application_id").fetchone()[0]
            if owner != APPLICATION_ID:
                return "not a store of this program"
            said = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
    except sqlite3.DatabaseError as error:
        if not is_corruption(error):
            raise
        return error.sqlite_errorname
    return "" if said == ["ok"] else str(said[0])


def is_corruption(error: sqlite3.Error) -> bool:
    """Whether SQLite says that a file is damaged; locked, full and unreadable are no damage.

    Text that is none counts as damage: this program writes no such text.
    """
    if not hasattr(error, "sqlite_errorcode"):
        return str(error).startswith(_NO_TEXT)
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
    return code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def refuse_unreadable(path: Path) -> None:
    """Go on only if the disk gives every byte of a database that SQLite calls corrupt.

    WORKAROUND(SQLite since 3.34): a read that fails with EIO is told as corruption.

    Raises:
        OSError: The disk failed; what the file holds is not known.
    """
    for each in (path, path.with_name(path.name + "-wal")):
        if not each.exists():
            continue
        handle = os.open(each, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            offset = 0
            while piece := _read_at(handle, offset):
                offset += len(piece)
        finally:
            os.close(handle)


if sys.platform == "win32":

    def _read_at(handle: int, offset: int) -> bytes:
        os.lseek(handle, offset, os.SEEK_SET)
        return os.read(handle, _PIECE_BYTES)

else:

    def _read_at(handle: int, offset: int) -> bytes:
        return os.pread(handle, _PIECE_BYTES, offset)


def _copy(connection: sqlite3.Connection, temporary: Path) -> None:
    handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with closing(sqlite3.connect(temporary)) as copy:
            # All pages in one step: one unchanging view, and writers go on beside it.
            connection.backup(copy)
        os.fsync(handle)
    finally:
        os.close(handle)


def _let_go(folder: Path, newest: Path) -> None:
    others = [copy for copy in copies(folder) if copy.path != newest]
    kept = {copy.path for copy in _worth_keeping(others)}
    for copy in others:
        if copy.path not in kept:
            remove_quietly(copy.path)


def _worth_keeping(found: list[Copy]) -> list[Copy]:
    """Of copies, newest first, those that reach back furthest for their number."""
    kept, rest = found[: _NEWEST - 1], found[_NEWEST - 1 :]
    for spelled, bound in (("%Y%m%d%H", _NEWEST + _HOURS), ("%Y%m%d", KEPT)):
        for copy in rest:
            named = {each.at.strftime(spelled) for each in kept}
            if len(kept) < bound - 1 and copy.at.strftime(spelled) not in named:
                kept.append(copy)
    for copy in rest:
        if len(kept) < KEPT - 1 and copy not in kept:
            kept.append(copy)
    return kept


def _made_at(path: Path) -> datetime:
    matched = _NAME.fullmatch(path.name)
    try:
        if matched:
            return datetime.strptime("".join(matched.groups()), "%Y-%m-%d%H%M%S").replace(
                tzinfo=UTC
            )
    except ValueError:
        pass  # Digits that are no date: the file tells instead.
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)

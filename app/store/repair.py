"""A damaged database is put aside, replaced by its newest good copy, and brought up to date.

Locked, full, read-only and unreadable are no damage: those errors are raised as what they are.
Damage is what SQLite itself calls corrupt, a file of something else, a database that is gone
while dossiers are there, and, where a row could not be understood, rows that are not what the
journals tell. The damaged files go to quarantine; the newest copy that holds its check
takes the place, or none, where the journals are whole and a copy may have the same rotten rows;
the journals bring either up to the last transaction (`replay`). Until
the audit chain tells of it, a note in the data folder keeps what was done.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.errors import NotFound
from app.store.backup import copies, is_corruption, refuse_unreadable, trouble_of_copy
from app.store.base import StoreDamaged
from app.store.comparison import differing_rows
from app.store.connection import connect, damage_mark
from app.store.durable import PRIVATE_FILE, publish, remove_quietly, write_synced
from app.store.journal import FILE_NAME, Mark, read_mark
from app.store.journal_tables import table_shapes
from app.store.quarantine import set_aside
from app.store.replay import check_journals
from app.store.schema import APPLICATION_ID, MIGRATIONS

log = logging.getLogger(__name__)

_CHECKED_AT_START_BYTES = 32 << 20
"""Up to this size all of the file is looked at before the window opens; 0.23 s of CPU for 34 MB.
The quick check takes a quarter of that and sees no index that has lost rows."""

_NOTE = "recovered.json"

_ROTTEN = "rows are not what was written"


@dataclass(frozen=True, slots=True)
class Note:
    """What a repair did, until the audit chain has it.

    Attributes:
        reason: What was wrong with the database.
        aside: Folder of the quarantine with the damaged files, "" when nothing was left of them.
        copy: Name of the copy that took the place, "" for none.
    """

    reason: str
    aside: str
    copy: str


def repair(root: Path) -> None:
    """Look at the database before it is opened; replace one that is damaged.

    Call it with the instance lock held.

    Raises:
        StoreDamaged: It is damaged and there is nothing to replace it from; nothing was changed.
        OSError, sqlite3.Error: It could not be looked at or replaced.
    """
    reason = _damage(root)
    if not reason:
        remove_quietly(damage_mark(root / "store.db"))
        return
    refuse_unreadable(root / "store.db")
    log.error("the database is damaged: %s", reason)
    from_journals = reason == _ROTTEN and _are_whole(root)
    replace_database(root, reason, None if from_journals else _newest_good(root))


def replace_database(root: Path, reason: str, source: Path | None) -> None:
    """Put the database aside and another one, or none, in its place.

    Args:
        root: The data folder; the instance lock is held and the database closed.
        reason: Why, for the note.
        source: The copy to take; None leaves the rebuilding to the journals alone.

    Raises:
        StoreDamaged: Nothing could rebuild the database; nothing was changed.
        OSError: It was not replaced; the next start tries again.
    """
    path = root / "store.db"
    if source is None and not (root / FILE_NAME).exists() and not _dossier_journals(root):
        raise StoreDamaged("the database is damaged, and there is neither a copy nor a journal")
    fresh = root / "tmp" / "store.db"
    if source is not None:
        remove_quietly(fresh)
        write_synced(fresh, (), PRIVATE_FILE)
        shutil.copyfile(source, fresh)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
    parts = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]
    aside = set_aside(root, parts)
    _write_note(root, Note(reason, aside, source.name if source else ""))
    if source is not None:
        publish(fresh, path)
    remove_quietly(damage_mark(path))


def read_note(root: Path) -> Note | None:
    """What was repaired and is not yet told, None for nothing.

    Raises:
        OSError: The note cannot be read.
    """
    path = root / _NOTE
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_bytes())
        return Note(str(content["reason"]), str(content["aside"]), str(content["copy"]))
    except (ValueError, KeyError, TypeError):
        return Note("unknown", "", "")


def forget_note(root: Path) -> None:
    """The audit chain has it."""
    remove_quietly(root / _NOTE)


def _write_note(root: Path, note: Note) -> None:
    temporary = root / "tmp" / _NOTE
    remove_quietly(temporary)
    text = json.dumps({"reason": note.reason, "aside": note.aside, "copy": note.copy})
    write_synced(temporary, (text.encode("utf-8"),))
    publish(temporary, root / _NOTE)


def _damage(root: Path) -> str:
    """What is wrong with the database, "" for nothing or nothing known yet."""
    path = root / "store.db"
    if not path.exists() or not path.stat().st_size:
        was_used = any((root / "dossiers").iterdir()) or (root / FILE_NAME).exists()
        return "gone" if was_used else ""
    thorough = damage_mark(path).exists()
    try:
        with closing(connect(path)) as connection:
            return _trouble(connection, path, thorough=thorough)
    except sqlite3.Error as error:
        if not is_corruption(error):
            raise
        return getattr(error, "sqlite_errorname", "corrupt")
    except UnicodeDecodeError:
        # What sqlite3 wanted to say quotes a schema that is no text any more.
        return "CORRUPT"


def _trouble(connection: sqlite3.Connection, path: Path, *, thorough: bool) -> str:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > MIGRATIONS[-1].version:
        return ""  # Its own refusal comes when it is opened.
    if owner != APPLICATION_ID:
        empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
        return "" if empty and version == owner == 0 else "not a store of this program"
    if thorough or path.stat().st_size <= _CHECKED_AT_START_BYTES:
        said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    else:
        connection.execute("SELECT * FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        said = "ok"
    if said != "ok":
        return "CORRUPT"
    is_rotten = thorough and (has_rotten_text(connection) or _differs(path.parent))
    return _ROTTEN if is_rotten else ""


def has_rotten_text(connection: sqlite3.Connection) -> bool:
    """Whether bytes of a text column are no text, or the mark of the journals is none.

    SQLite checks neither. Reads all rows.

    Raises:
        sqlite3.Error: The rows cannot be read for another reason.
    """
    try:
        for name in table_shapes(connection):
            for _ in connection.execute(f"SELECT * FROM {name}"):  # noqa: S608
                pass
        read_mark(connection)
    except StoreDamaged:
        return True
    except sqlite3.Error as error:
        if hasattr(error, "sqlite_errorcode") or not is_corruption(error):
            raise
        return True
    return False


def _are_whole(root: Path) -> bool:
    """Whether the journals alone tell every row."""
    return not check_journals(root, Mark())


def _differs(root: Path) -> bool:
    """Whether rows are not what the journals tell; False where those cannot tell it."""
    if not (root / FILE_NAME).exists() or not _are_whole(root):
        return False
    try:
        return bool(differing_rows(root, root / "tmp" / "told.db"))
    except StoreDamaged as error:
        log.warning("rows and journals cannot be compared: %s", error.detail)
        return False


def good_copy(root: Path, name: str) -> Path:
    """A copy that holds its check, by its name or the newest one.

    Raises:
        NotFound: There is none.
    """
    if not name:
        found = _newest_good(root)
    else:
        named = [copy.path for copy in copies(root / "backups") if copy.path.name == name]
        found = next((path for path in named if not trouble_of_copy(path)), None)
    if found is None:
        raise NotFound("no good copy of the database")
    return found


def _newest_good(root: Path) -> Path | None:
    """The newest copy that holds its check."""
    for copy in copies(root / "backups"):
        try:
            problem = trouble_of_copy(copy.path) or _rot_of_copy(copy.path)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            problem = type(error).__name__
        if not problem:
            return copy.path
        log.error("a copy of the database is no good: %s", problem)
    return None


def _rot_of_copy(path: Path) -> str:
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return _ROTTEN if has_rotten_text(connection) else ""


def _dossier_journals(root: Path) -> bool:
    return any(True for _ in root.glob(f"dossiers/*/{FILE_NAME}"))

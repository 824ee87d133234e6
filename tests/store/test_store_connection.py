"""What SQLite reports is told in the store's words: locked, full and read-only are no damage."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.errors import IllegalStep, NotFound, StationError, WrongUse
from app.store.base import StoreDamaged, StoreError, StoreFull, StoreInUse, StoreUnwritable
from app.store.connection import wrapped_errors


def sqlite_error(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError("said by SQLite")
    error.sqlite_errorname = name
    error.sqlite_errorcode = getattr(sqlite3, name)
    return error


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (sqlite_error("SQLITE_FULL"), StoreFull),
        (sqlite_error("SQLITE_CORRUPT"), StoreDamaged),
        (sqlite_error("SQLITE_CORRUPT_INDEX"), StoreDamaged),
        (sqlite_error("SQLITE_NOTADB"), StoreDamaged),
        (sqlite_error("SQLITE_BUSY"), StoreInUse),
        (sqlite_error("SQLITE_BUSY_SNAPSHOT"), StoreInUse),
        (sqlite_error("SQLITE_LOCKED"), StoreInUse),
        (sqlite_error("SQLITE_READONLY"), StoreUnwritable),
        (sqlite_error("SQLITE_CANTOPEN"), StoreUnwritable),
        (sqlite_error("SQLITE_IOERR_WRITE"), StoreUnwritable),
        (sqlite_error("SQLITE_IOERR_FSYNC"), StoreUnwritable),
        (sqlite_error("SQLITE_CONSTRAINT_UNIQUE"), IllegalStep),
        (sqlite_error("SQLITE_NOMEM"), StoreError),
        (sqlite3.ProgrammingError("Cannot operate on a closed database."), StoreError),
        (ValueError("unknown state"), StoreDamaged),
        (TypeError("no list"), StoreDamaged),
        (KeyError("name"), StoreDamaged),
        (UnicodeEncodeError("utf-8", "\udce1", 0, 1, "no text"), WrongUse),
        (OverflowError("too large"), WrongUse),
        (NotFound("x"), NotFound),
    ],
    ids=lambda value: getattr(value, "sqlite_errorname", getattr(value, "__name__", None)),
)
def test_each_error_has_its_name(
    tmp_path: Path, raised: Exception, expected: type[StationError]
) -> None:
    with pytest.raises(expected) as caught, wrapped_errors(tmp_path / "store.db"):
        raise raised

    assert type(caught.value) is expected


def test_input_output_error_on_a_full_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A disk of this size would have to be mounted.
    monkeypatch.setattr("app.store.connection._NO_ROOM_BYTES", 1 << 62)

    with pytest.raises(StoreFull), wrapped_errors(tmp_path / "store.db"):
        raise sqlite_error("SQLITE_IOERR_WRITE")


def test_input_output_error_on_a_lost_disk_is_unwritable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable), wrapped_errors(tmp_path / "gone" / "store.db"):
        raise sqlite_error("SQLITE_IOERR_READ")

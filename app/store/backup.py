"""Copies of the database, made while it is in use."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from app.store.durable import PRIVATE_FILE, publish, remove_quietly

KEPT = 10


def back_up(connection: sqlite3.Connection, folder: Path, name: str) -> Path:
    """Copy the database durably to `folder` and let the oldest copies go.

    The copy holds no keys: sealed columns and blobs still need the files of the data folder.

    Raises:
        OSError, sqlite3.Error: No copy was made.
    """
    final = folder / (re.sub(r"[^0-9A-Za-z.-]", "", name) + ".db")
    temporary = final.with_suffix(".part")
    remove_quietly(temporary)
    try:
        _copy(connection, temporary)
        publish(temporary, final)
    except BaseException:
        remove_quietly(temporary)
        raise
    _let_go(folder, final)
    return final


def _copy(connection: sqlite3.Connection, temporary: Path) -> None:
    handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with closing(sqlite3.connect(temporary)) as copy:
            connection.backup(copy)
        os.fsync(handle)
    finally:
        os.close(handle)


def _let_go(folder: Path, newest: Path) -> None:
    older = sorted(
        (path for path in folder.glob("*.db") if path != newest),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in older[KEPT - 1 :]:
        remove_quietly(path)

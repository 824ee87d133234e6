"""Rows of the database against those that its journals tell: finds bytes that changed silently.

SQLite keeps no checksum of its pages, so a changed byte in a plain column looks like any other
value. The journals tell every row a second time.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app.store.base import Finding
from app.store.connection import connect
from app.store.durable import remove_quietly
from app.store.journal import read_mark
from app.store.journal_tables import TableShape, table_shapes
from app.store.migrations import migrate
from app.store.replay import replay

_REDONE = frozenset({"upload", "signing_item"})
"""Tables of which the journals leave steps out."""


def differing_rows(root: Path, scratch: Path) -> list[Finding]:
    """Rows that are not what the journals tell; empty while a writer goes on meanwhile.

    Args:
        root: The data folder; its journals hold their own check.
        scratch: A file that may be made, and is removed again.

    Raises:
        StoreDamaged, OSError, sqlite3.Error: The journals or the database cannot be read.
    """
    remove_quietly(scratch)
    try:
        with closing(connect(scratch)) as told:
            for pragma in ("synchronous=OFF", "journal_mode=MEMORY"):
                told.execute(f"PRAGMA {pragma}")
            migrate(told, scratch.parent, at="")
            replay(root, told)
        with closing(connect(root / "store.db")) as connection:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("ATTACH ? AS told", (str(scratch),))
            connection.execute("BEGIN")
            return _differing(connection)
    finally:
        remove_quietly(scratch)


def _differing(connection: sqlite3.Connection) -> list[Finding]:
    text = "SELECT value FROM told.meta WHERE name = 'journal'"
    told = connection.execute(text).fetchone()
    now = connection.execute(text.replace("told.", "main.")).fetchone()
    if told is None or now is None or not read_mark(connection).tx:
        return []
    if bytes(told["value"]) != bytes(now["value"]):
        return []
    shapes = [each for each in table_shapes(connection).values() if each.name not in _REDONE]
    return [finding for shape in shapes for finding in _of_table(connection, shape)]


def _of_table(connection: sqlite3.Connection, shape: TableShape) -> list[Finding]:
    keys, columns = ", ".join(shape.keys), ", ".join(shape.columns)
    both = ("main", "told"), ("told", "main")
    parts = (
        f"SELECT {keys} FROM (SELECT {columns} FROM {one}.{shape.name}"  # noqa: S608
        f" EXCEPT SELECT {columns} FROM {other}.{shape.name})"
        for one, other in both
    )
    found = connection.execute(f"{' UNION '.join(parts)} ORDER BY 1").fetchall()
    if not found:
        return []
    first = " ".join(map(str, found[0]))
    return [Finding("row.differs", first, f"{shape.name}: {len(found)} rows differ from journals")]

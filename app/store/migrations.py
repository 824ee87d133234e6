"""Bring a database to the newest schema: numbered steps, forward only, each one transaction."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from app.store.backup import back_up
from app.store.base import StoreDamaged, StoreTooNew
from app.store.schema import APPLICATION_ID, MIGRATIONS, Migration


def migrate(
    connection: sqlite3.Connection,
    backups: Path,
    *,
    at: str,
    migrations: Sequence[Migration] = MIGRATIONS,
) -> None:
    """Run the steps that are missing; a copy of the old state is made before each.

    Args:
        connection: Opened by `app.store.connection.connect`; nothing is changed before the
            file is known to be ours and not too new.
        backups: Existing folder for the copies.
        at: UTC time, ISO 8601; part of the copies' names.
        migrations: All steps in order.

    Raises:
        StoreTooNew: Written by a newer program.
        StoreDamaged: Not a store of this program.
        sqlite3.Error, OSError: A step failed and was rolled back.
    """
    version = schema_version(connection)
    if version > migrations[-1].version:
        raise StoreTooNew(f"schema {version}, this program knows {migrations[-1].version}")
    has_rows = version > 0
    for migration in migrations:
        if migration.version > version:
            if has_rows:
                back_up(connection, backups, f"store-schema{version}-{at}")
            _run(connection, migration)
            version = migration.version


def schema_version(connection: sqlite3.Connection) -> int:
    """Schema version of a store, 0 for an empty file.

    Raises:
        StoreDamaged: The file belongs to something else.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if not (owner == APPLICATION_ID and version > 0) and not (empty and version == owner == 0):
        raise StoreDamaged("store.db is not a store of this program")
    return version


def _run(connection: sqlite3.Connection, migration: Migration) -> None:
    connection.execute("BEGIN EXCLUSIVE")
    try:
        for statement in migration.statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID:d}")
        connection.execute(f"PRAGMA user_version={migration.version:d}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise

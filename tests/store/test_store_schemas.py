"""Every earlier schema, with rows in it, becomes the newest one without losing any."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.store.backup import KEPT
from app.store.connection import connect
from app.store.journal import FILE_NAME
from app.store.migrations import migrate, schema_version
from app.store.opening import open_store
from app.store.schema import MIGRATIONS
from tests.store.journal_samples import clock, filled, journals, remove_database, rows_of
from tests.store.store_samples import NOW, dossier, open_dossier

NEWEST = MIGRATIONS[-1].version
OLDEST_KEPT = max(1, NEWEST - KEPT)
"""Oldest schema of which a copy is left once a database has come all the way in one go."""


def back_to(root: Path, version: int) -> dict[str, list[sqlite3.Row]]:
    """Put an older database with the rows of the present one in its place; give its rows.

    An older program knew neither later tables nor later columns, nor journals.
    """
    old = root.with_name("old.db")
    with closing(connect(old)) as connection:
        migrate(connection, root, at=NOW, migrations=MIGRATIONS[:version])
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("ATTACH ? AS newer", (str(root / "store.db"),))
        names = _tables(connection)
        for name in names:
            columns = ", ".join(
                row["name"]
                for row in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
            )
            connection.execute(
                f"INSERT OR IGNORE INTO main.{name}({columns}) SELECT {columns} FROM newer.{name}"  # noqa: S608
            )
        connection.execute("DELETE FROM main.meta WHERE name = 'journal'")
        rows = {name: _rows(connection, name) for name in names}
    for path in journals(root):
        path.unlink()
    remove_database(root)
    shutil.move(old, root / "store.db")
    return rows


def _tables(connection: sqlite3.Connection) -> list[str]:
    text = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return [row["name"] for row in connection.execute(text)]


def _rows(connection: sqlite3.Connection, name: str) -> list[sqlite3.Row]:
    hidden = " WHERE name <> 'journal'" if name == "meta" else ""
    return connection.execute(f"SELECT * FROM main.{name}{hidden} ORDER BY 1").fetchall()  # noqa: S608


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_every_earlier_schema_keeps_its_rows(root: Path, version: int) -> None:
    filled(root)
    before = back_to(root, version)

    store, _ = open_store(root, clock=clock)

    assert store.verify() == []
    assert len(store.pages(dossier().id)) == 3
    assert store.care.recovered is None
    store.close()
    with closing(connect(root / "store.db")) as connection:
        assert schema_version(connection) == NEWEST
        for name, rows in before.items():
            if name != "search_stale":
                after = [tuple(row)[: len(rows[0])] for row in _rows(connection, name)]
                assert after == [tuple(row) for row in rows], name
    kept = {path.name for path in (root / "backups").iterdir()}
    assert kept == {
        f"store-schema{v}-2026-10-08T030405Z.db" for v in range(max(version, OLDEST_KEPT), NEWEST)
    }


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("version", [OLDEST_KEPT, NEWEST - 1])
def test_copy_of_an_earlier_schema_is_brought_up_by_newer_journals(
    root: Path, version: int
) -> None:
    filled(root)
    back_to(root, version)
    store, vault = open_store(root, clock=clock)
    open_dossier(store, vault, 8)
    store.close()
    before = rows_of(root / "store.db")
    for path in (root / "backups").iterdir():
        if path.name != f"store-schema{version}-2026-10-08T030405Z.db":
            path.unlink()
    (root / "store.db").write_bytes(b"no database" * 999)

    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is not None
    assert store.care.recovered.copy.startswith(f"store-schema{version}-")
    assert store.verify() == []
    assert rows_of(root / "store.db")["page"] == before["page"]
    assert (root / FILE_NAME).exists()
    store.close()


@pytest.mark.parametrize("version", range(1, NEWEST))
def test_step_that_fails_leaves_the_earlier_schema_whole(root: Path, version: int) -> None:
    filled(root)
    before = back_to(root, version)
    last = MIGRATIONS[version]
    broken = type(last)(last.version, (*last.statements, "NONSENSE"))

    with closing(connect(root / "store.db")) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(
                connection,
                root / "backups",
                at=NOW,
                migrations=(*MIGRATIONS[:version], broken),
            )

        assert schema_version(connection) == version
        assert {name: _rows(connection, name) for name in _tables(connection)} == before

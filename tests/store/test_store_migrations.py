"""Migrations: forward only, whole or not at all, with a copy of what was before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.store.backup import KEPT, back_up
from app.store.base import StoreDamaged, StoreTooNew
from app.store.connection import connect
from app.store.migrations import migrate, schema_version
from app.store.opening import open_store
from app.store.schema import MIGRATIONS, Migration
from tests.store.store_samples import NOW, open_dossier

NEXT = MIGRATIONS[-1].version + 1
BETTER = (*MIGRATIONS, Migration(NEXT, ("ALTER TABLE dossier ADD COLUMN remark TEXT",)))
BROKEN = (
    *BETTER[:-1],
    Migration(NEXT, ("ALTER TABLE dossier ADD COLUMN remark TEXT", "DELETE FROM page", "NONSENSE")),
)


@pytest.fixture
def filled(root: Path) -> Path:
    store, vault = open_store(root, clock=lambda: NOW)
    open_dossier(store, vault)
    store.close()
    return root


@pytest.fixture
def connection(filled: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(filled / "store.db")) as opened:
        yield opened


def rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608


def test_versions_have_no_gaps() -> None:
    assert [step.version for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_empty_file_gets_the_newest_schema_without_a_copy(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "store.db")) as connection:
        migrate(connection, tmp_path, at=NOW)

        assert schema_version(connection) == MIGRATIONS[-1].version
    assert list(tmp_path.glob("store-*")) == []


def test_next_version_keeps_the_rows_and_a_copy(
    filled: Path, connection: sqlite3.Connection
) -> None:
    before = rows(connection, "page")

    migrate(connection, filled / "backups", at=NOW, migrations=BETTER)
    migrate(connection, filled / "backups", at=NOW, migrations=BETTER)

    copies = list((filled / "backups").iterdir())
    assert schema_version(connection) == NEXT
    assert rows(connection, "page") == before
    assert [copy.name for copy in copies] == [f"store-schema{NEXT - 1}-2026-10-08T030405Z.db"]
    with closing(connect(copies[0])) as copy:
        assert schema_version(copy) == NEXT - 1
        assert rows(copy, "page") == before


def test_failing_version_changes_nothing(filled: Path, connection: sqlite3.Connection) -> None:
    before = rows(connection, "page"), rows(connection, "dossier")

    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, filled / "backups", at=NOW, migrations=BROKEN)

    assert schema_version(connection) == NEXT - 1
    assert (rows(connection, "page"), rows(connection, "dossier")) == before
    migrate(connection, filled / "backups", at=NOW, migrations=BETTER)
    assert schema_version(connection) == NEXT


def test_newer_file_is_refused(filled: Path, connection: sqlite3.Connection) -> None:
    migrate(connection, filled / "backups", at=NOW, migrations=BETTER)

    with pytest.raises(StoreTooNew):
        migrate(connection, filled / "backups", at=NOW)


@pytest.mark.parametrize(
    "statement",
    ["PRAGMA application_id = 1", "PRAGMA user_version = 1", "CREATE TABLE other(x)"],
)
def test_file_of_something_else_is_refused(tmp_path: Path, statement: str) -> None:
    with closing(connect(tmp_path / "other.db")) as connection:
        connection.execute(statement)
        connection.execute("VACUUM")

        with pytest.raises(StoreDamaged):
            migrate(connection, tmp_path, at=NOW)

        assert rows(connection, "sqlite_schema WHERE name = 'dossier'") == []


def test_only_the_newest_copies_are_kept(filled: Path, connection: sqlite3.Connection) -> None:
    folder = filled / "backups"
    made = [back_up(connection, folder, f"copy{number}") for number in range(KEPT + 3)]

    left = set(folder.iterdir())

    assert len(left) == KEPT
    assert made[-1] in left
    assert {path.suffix for path in left} == {".db"}


def test_copy_name_cannot_leave_the_folder(filled: Path, connection: sqlite3.Connection) -> None:
    made = back_up(connection, filled / "backups", "../../x y:z")

    assert made.parent == filled / "backups"

"""Copies in time, thinned to reach far back; a check of blobs that goes on where it ended."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import NotFound
from app.store.backup import KEPT, copies, trouble_of_copy
from app.store.base import StoreDamaged, StoreInUse
from app.store.care_base import BlobStep, NoCare
from app.store.database import SqliteStore
from app.store.opening import open_store, restore_copy
from app.store.vault import FileVault
from tests.store.journal_samples import clock, filled, rows_of
from tests.store.store_samples import NOW, act, dossier, open_dossier

START = datetime(2026, 10, 8, 3, 0, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> str:
        return self.now.isoformat()


def opened_at(root: Path, hands: Clock) -> SqliteStore:
    store, vault = open_store(root, clock=hands)
    open_dossier(store, vault, 1, pages=1)
    return store


def test_copy_is_due_after_a_quarter_of_an_hour_with_a_change(root: Path) -> None:
    hands = Clock()
    store = opened_at(root, hands)

    made = [store.care.back_up_if_due()]
    hands.now += timedelta(minutes=20)
    made.append(store.care.back_up_if_due())  # nothing changed
    store.record(act())
    made.append(store.care.back_up_if_due())
    store.record(act())
    hands.now += timedelta(minutes=14)
    made.append(store.care.back_up_if_due())
    hands.now += timedelta(minutes=1)
    made.append(store.care.back_up_if_due())

    assert made == [True, False, True, False, True]
    assert store.care.newest_backup_at() == hands.now
    store.close()


def test_clock_that_was_set_back_does_not_stop_copies(root: Path) -> None:
    hands = Clock()
    store = opened_at(root, hands)
    store.care.back_up()
    store.record(act())
    hands.now -= timedelta(days=3650)

    made = store.care.back_up_if_due()

    assert made
    assert len(copies(root / "backups")) == 2
    store.close()


def test_copy_holds_the_rows_and_no_files_beside_it(root: Path) -> None:
    before = filled(root)
    store, _ = open_store(root, clock=clock)

    name = store.care.back_up()

    store.close()
    folder = root / "backups"
    assert [path.name for path in folder.iterdir()] == [name]
    assert trouble_of_copy(folder / name) == ""
    assert [path.name for path in folder.iterdir()] == [name]
    assert rows_of(folder / name) == before


def test_copies_reach_back_over_hours_and_days(root: Path) -> None:
    hands = Clock()
    store = opened_at(root, hands)

    for _ in range(4 * 24 * 9):
        hands.now += timedelta(minutes=15)
        store.record(act())
        if hands.now.minute in (0, 45):
            assert store.care.back_up_if_due()

    ages = [hands.now - copy.at for copy in copies(root / "backups")]
    store.close()
    assert len(ages) == KEPT
    assert sum(age <= timedelta(hours=2) for age in ages) >= 4
    assert max(ages) >= timedelta(days=2)


def test_copy_while_pages_are_written_is_whole(root: Path) -> None:
    hands = Clock()
    store = opened_at(root, hands)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            store.record(act())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        names = []
        for _ in range(5):
            hands.now += timedelta(seconds=1)
            names.append(store.care.back_up())
    finally:
        stop.set()
        writer.join()

    assert [trouble_of_copy(root / "backups" / name) for name in names] == [""] * 5
    assert store.verify() == []
    store.close()


def test_corrupt_database_gives_no_copy(root: Path) -> None:
    store = opened_at(root, Clock())
    store.close()
    store, _ = open_store(root, clock=clock)
    place = _root_page(root)
    with (root / "store.db").open("r+b") as file:
        file.seek(4096 * (place - 1))
        file.write(b"\xee" * 4000)

    with pytest.raises(StoreDamaged):
        store.care.back_up()

    assert list((root / "backups").iterdir()) == []
    store.close()


def _root_page(root: Path) -> int:
    with closing(sqlite3.connect(root / "store.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        text = "SELECT rootpage FROM sqlite_schema WHERE name = 'page'"
        return int(connection.execute(text).fetchone()[0])


def test_copy_of_something_else_is_no_copy(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE t(x)")
    (tmp_path / "text.db").write_bytes(b"text" * 999)

    assert trouble_of_copy(tmp_path / "other.db") != ""
    assert trouble_of_copy(tmp_path / "text.db") == "SQLITE_NOTADB"


def test_restored_copy_is_brought_up_to_the_last_page(root: Path) -> None:
    filled(root)
    store, vault = open_store(root, clock=clock)
    name = store.care.back_up()
    open_dossier(store, vault, 8)
    store.close()

    restore_copy(root, name)
    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is not None
    assert (store.care.recovered.copy, store.care.recovered.findings) == (name, ())
    assert len(store.pages(dossier(8).id)) == 2
    store.close()


@pytest.mark.parametrize("name", ["", "store-2026.db", "../store.db"])
def test_restore_without_such_a_copy_changes_nothing(root: Path, name: str) -> None:
    before = filled(root)

    with pytest.raises(NotFound):
        restore_copy(root, name)

    assert rows_of(root / "store.db") == before


def test_restore_of_an_open_store_is_refused(root: Path) -> None:
    store = opened_at(root, Clock())
    store.care.back_up()

    with pytest.raises(StoreInUse):
        restore_copy(root, "")

    store.close()


def test_check_of_blobs_goes_on_after_the_blob_it_ended_at(
    store: SqliteStore, vault: FileVault
) -> None:
    open_dossier(store, vault, 1, pages=4)
    steps: list[BlobStep] = []

    def stop_after_two(step: BlobStep) -> None:
        steps.append(step)
        if len(steps) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        store.care.verify_blobs(stop_after_two)
    store.care.verify_blobs(steps.append, steps[-1].blob)

    names = [step.blob for step in steps]
    assert names == sorted({page.raw for page in store.pages(dossier().id)})
    assert steps[-1].done_bytes == steps[-1].total_bytes > 0


def test_newest_entry_tells_its_time(store: SqliteStore) -> None:
    before = store.care.last_act_at()
    store.record(act())

    assert (before, store.care.last_act_at()) == ("", NOW)


def test_store_without_care_has_nothing_to_tell() -> None:
    care = NoCare()

    assert (care.recovered, care.last_act_at(), care.newest_backup_at()) == (None, "", None)
    assert (care.back_up(), care.back_up_if_due()) == ("", False)
    assert care.verify_blobs(lambda _step: None) == []

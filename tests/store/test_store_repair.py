"""The ladder of damage: what is corrupt is put aside and rebuilt; what only fails is not."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.store.base import StoreDamaged, StoreInUse, StoreTooNew
from app.store.connection import damage_mark
from app.store.journal import FILE_NAME
from app.store.opening import open_store
from app.store.repair import replace_database
from tests.store.journal_samples import clock, filled, journals, remove_database, rows_of
from tests.store.store_samples import dossier, open_dossier

CHILD = Path(__file__).with_name("store_child.py")
BOUND_S = 60


def child(*arguments: str, prefix: tuple[str, ...] = ()) -> list[str]:
    done = subprocess.run(
        [*prefix, sys.executable, str(CHILD), *arguments],
        capture_output=True,
        text=True,
        timeout=BOUND_S,
        check=False,
    )
    return done.stdout.splitlines()


def overwrite(root: Path) -> None:
    (root / "store.db").write_bytes(b"no database at all " * 500)


def truncate(root: Path) -> None:
    path = root / "store.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(root: Path) -> None:
    (root / "store.db").write_bytes(b"")


def foreign(root: Path) -> None:
    remove_database(root)
    with closing(sqlite3.connect(root / "store.db")) as connection:
        connection.execute("CREATE TABLE t(x)")


def page_harmed(number: int) -> Callable[[Path], None]:
    def harm(root: Path) -> None:
        path = root / "store.db"
        content = bytearray(path.read_bytes())
        content[4096 * number : 4096 * number + 64] = b"\xee" * 64
        path.write_bytes(content)

    harm.__name__ = f"page_{number}"
    return harm


HARMS = [remove_database, overwrite, truncate, empty, foreign, *map(page_harmed, range(1, 8))]


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("copies", [0, 1], ids=["journals", "copy"])
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_damaged_database_is_put_aside_and_rebuilt(
    root: Path, harm: Callable[[Path], None], copies: int
) -> None:
    filled(root)
    store, vault = open_store(root, clock=clock)
    if copies:
        store.care.back_up()
    open_dossier(store, vault, 8)
    expected = len(store.audit_entries())
    store.close()
    before = rows_of(root / "store.db")
    harm(root)
    damaged = (root / "store.db").read_bytes() if (root / "store.db").exists() else None

    store, _ = open_store(root, clock=clock)
    recovered, findings, chain = store.care.recovered, store.verify(), store.audit_entries()
    store.close()

    assert recovered is not None
    assert findings == list(recovered.findings) == []
    assert bool(recovered.copy) == bool(copies)
    assert recovered.seq == expected
    assert chain[-1].act.action == "store.restored"
    assert chain[-1].act.note == f"restored at seq {expected}"
    assert rows_of(root / "store.db")["page"] == before["page"]
    if damaged is not None:
        assert (root / "quarantine" / recovered.aside / "store.db").read_bytes() == damaged


def changed_index(root: Path) -> None:
    """Change one byte in an index so that rows of a table are not found through it."""
    path = root / "store.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        name = str(connection.execute("SELECT id FROM page").fetchone()[0]).encode("ascii")
    whole = path.read_bytes()
    place = whole.find(name)
    while place >= 0:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with closing(sqlite3.connect(path)) as connection:
            (quick,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (thorough,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if quick == "ok" != thorough:
            return
        place = whole.find(name, place + 1)
    raise AssertionError("no index holds this id")


@pytest.mark.expects_log_warnings
def test_index_that_lost_rows_is_noticed_at_the_next_start(root: Path) -> None:
    filled(root)
    before = rows_of(root / "store.db")
    changed_index(root)

    store, _ = open_store(root, clock=clock)
    recovered, findings = store.care.recovered, store.verify()
    store.close()

    assert recovered is not None
    assert findings == []
    assert rows_of(root / "store.db")["page"] == before["page"]


@pytest.mark.expects_log_warnings
def test_repair_is_told_once(root: Path) -> None:
    filled(root)
    overwrite(root)
    open_store(root, clock=clock)[0].close()

    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is None
    assert [e.act.action for e in store.audit_entries()].count("store.restored") == 1
    store.close()


@pytest.mark.expects_log_warnings
def test_bad_copy_is_passed_over(root: Path) -> None:
    filled(root)
    store, _ = open_store(root, clock=clock)
    good = store.care.back_up()
    store.close()
    (root / "backups" / "store-2099-01-01T000000Z.db").write_bytes(b"bad" * 2000)
    overwrite(root)

    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is not None
    assert store.care.recovered.copy == good
    assert store.verify() == []
    store.close()


@pytest.mark.expects_log_warnings
def test_damage_with_nothing_to_repair_from_changes_nothing(root: Path) -> None:
    filled(root)
    for path in journals(root):
        path.unlink()
    overwrite(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    for _ in range(2):
        with pytest.raises(StoreDamaged):
            open_store(root, clock=clock)

    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("left", ["note", "database"])
def test_death_in_the_middle_of_a_repair_is_repaired(root: Path, left: str) -> None:
    filled(root)
    store, _ = open_store(root, clock=clock)
    name = store.care.back_up()
    expected = len(store.audit_entries())
    store.close()
    # Dead after the damaged file was moved, or after the copy was put in its place.
    replace_database(root, "CORRUPT", root / "backups" / name)
    if left == "note":
        remove_database(root)

    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is not None
    assert store.care.recovered.seq == expected
    assert store.verify() == []
    store.close()


@pytest.mark.expects_log_warnings
def test_repair_needs_the_station_key(root: Path) -> None:
    filled(root)
    (root / "keys" / "station.key").unlink()
    overwrite(root)

    with pytest.raises(StoreDamaged):
        open_store(root, clock=clock)

    assert not (root / "quarantine").exists()


@pytest.mark.expects_log_warnings
def test_capture_goes_on_after_a_repair(root: Path) -> None:
    filled(root)
    overwrite(root)

    store, vault = open_store(root, clock=clock)
    open_dossier(store, vault, 8)
    store.close()

    store, _ = open_store(root, clock=clock)
    assert len(store.pages(dossier(8).id)) == 2
    assert store.verify() == []
    store.close()


@pytest.mark.expects_log_warnings
def test_missing_log_of_the_database_loses_nothing(root: Path) -> None:
    store, vault = open_store(root, clock=clock)
    open_dossier(store, vault, 1)
    copy = root.with_name("copy")
    # The state of the disk while the store is open: rows lie in the log only.
    shutil.copytree(root, copy)
    store.close()
    for name in ("store.db-wal", "store.db-shm"):
        (copy / name).unlink()

    store, _ = open_store(copy, clock=clock)

    assert len(store.pages(dossier().id)) == 2
    assert store.care.recovered is not None
    assert store.verify() == []
    store.close()


def test_corrupt_page_met_at_work_stops_writing_and_the_next_start_repairs(root: Path) -> None:
    before = filled(root)

    said = child("damage", str(root))

    assert [line.split()[0] for line in said] == ["store.damaged", "store.damaged"]
    assert damage_mark(root / "store.db").exists()
    assert child("open", str(root)) == ["repaired", ""]
    assert rows_of(root / "store.db")["page"] == before["page"]
    assert not damage_mark(root / "store.db").exists()


def test_mark_without_damage_is_taken_away(root: Path) -> None:
    filled(root)
    damage_mark(root / "store.db").touch()

    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is None
    assert not damage_mark(root / "store.db").exists()
    store.close()


def test_database_held_by_another_process_is_in_use_not_damaged(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(root)
    monkeypatch.setattr("app.store.connection._BUSY_TIMEOUT_S", 0.1)
    holder = subprocess.Popen(
        [sys.executable, str(CHILD), "lock", str(root / "store.db")],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"

        with pytest.raises(StoreInUse):
            open_store(root, clock=clock)
    finally:
        holder.kill()
        holder.communicate(timeout=BOUND_S)

    assert not (root / "quarantine").exists()
    open_store(root, clock=clock)[0].close()


def may_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    probe = ["strace", "-f", "-e", "trace=getppid", "true"]
    return subprocess.run(probe, capture_output=True, timeout=30, check=False).returncode == 0


@pytest.mark.may_skip("a right of the kernel's, nothing that set-up could install")
@pytest.mark.parametrize(
    ("call", "number"),
    [("pread64", 1), ("pread64", 4), ("pread64", 6), ("pread64", 20), ("fdatasync", 1)],
)
def test_input_output_error_is_no_damage(root: Path, call: str, number: int) -> None:
    if not may_trace():
        pytest.skip("no right to trace a child")
    filled(root)
    prefix = ("strace", "-f", "-qq", "-o", "/dev/null", "-P", str(root / "store.db"))
    inject = ("-e", f"trace={call}", "-e", f"inject={call}:error=EIO:when={number}+")

    said = child("open", str(root), prefix=(*prefix, *inject))

    assert said[0] in {"store.unwritable", "opened"}
    assert not (root / "quarantine").exists()
    assert child("open", str(root)) == ["opened", ""]


@pytest.mark.parametrize("number", range(1, 12))
def test_death_in_a_migration_leaves_the_old_schema_or_the_new(root: Path, number: int) -> None:
    before = filled(root)

    child("migrate", str(root), str(number))

    with closing(sqlite3.connect(root / "store.db")) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(dossier)")]
    if "remark" not in columns:
        assert child("open", str(root)) == ["opened", ""]
        assert rows_of(root / "store.db") == before
    else:
        assert child("open", str(root)) == ["store.too_new"]


@pytest.mark.expects_log_warnings
def test_newer_schema_is_no_damage(root: Path) -> None:
    filled(root)
    with closing(sqlite3.connect(root / "store.db")) as connection:
        connection.execute("PRAGMA user_version = 9999")

    with pytest.raises(StoreTooNew):
        open_store(root, clock=clock)

    assert not (root / "quarantine").exists()


@pytest.mark.expects_log_warnings
def test_note_that_cannot_be_read_is_told_all_the_same(root: Path) -> None:
    filled(root)
    (root / "recovered.json").write_text(json.dumps([1]))

    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is not None
    assert store.care.recovered.reason == "unknown"
    assert not (root / "recovered.json").exists()
    assert (root / FILE_NAME).exists()
    store.close()


def changed(root: Path, statement: str) -> None:
    """Change rows behind the back of the program, as rot does."""
    with closing(sqlite3.connect(root / "store.db")) as connection:
        connection.execute(statement)
        connection.commit()


NO_TEXT = "UPDATE page SET media = CAST(x'696d61ff6765' AS TEXT) WHERE seq = 1"
AT_WORK = {
    "no text": NO_TEXT,
    "no value of its kind": "UPDATE page SET state = 'cbptured' WHERE seq = 1",
    "sealed": "UPDATE page SET source = CAST(x'00' || substr(source, 2) AS BLOB) WHERE seq = 1",
}


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("copies", [0, 1], ids=["journals", "rotten copy"])
@pytest.mark.parametrize("rot", AT_WORK)
def test_rotten_row_met_at_work_is_repaired_by_the_next_start(
    root: Path, rot: str, copies: int
) -> None:
    before = filled(root)
    changed(root, AT_WORK[rot])
    store, _ = open_store(root, clock=clock)
    if copies:
        store.care.back_up()
    with pytest.raises(StoreDamaged):
        store.pages(dossier().id)
    store.close()

    store, _ = open_store(root, clock=clock)

    assert len(store.pages(dossier().id)) == 3
    assert store.verify() == []
    assert store.care.recovered is not None
    store.close()
    assert rows_of(root / "store.db")["page"] == before["page"]
    assert list((root / "quarantine").rglob("store.db"))
    assert not damage_mark(root / "store.db").exists()


@pytest.mark.expects_log_warnings
def test_text_that_is_none_stops_writing(root: Path) -> None:
    filled(root)
    changed(root, NO_TEXT)
    store, vault = open_store(root, clock=clock)
    with pytest.raises(StoreDamaged):
        store.pages(dossier().id)

    with pytest.raises(StoreDamaged):
        open_dossier(store, vault, 9)

    store.close()


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize(
    "rot",
    [
        "UPDATE meta SET value = x'5b31' WHERE name = 'journal'",
        "UPDATE meta SET value = CAST(x'00' || substr(value, 2) AS BLOB) WHERE name = 'store_key'",
        "DELETE FROM meta WHERE name = 'store_key'",
    ],
    ids=["mark of the journals", "key of the rows", "no key of the rows"],
)
def test_rotten_row_that_opening_needs_is_repaired_at_once(root: Path, rot: str) -> None:
    before = filled(root)
    changed(root, rot)

    store, _ = open_store(root, clock=clock)

    assert store.verify() == []
    assert store.care.recovered is not None
    store.close()
    assert rows_of(root / "store.db")["page"] == before["page"]


@pytest.mark.expects_log_warnings
def test_schema_that_is_no_text_is_repaired(root: Path) -> None:
    before = filled(root)
    path = root / "store.db"
    content = path.read_bytes()
    place = content.index(b"CREATE TABLE dossier(") + 3
    path.write_bytes(content[:place] + b"\xb6" + content[place + 1 :])

    store, _ = open_store(root, clock=clock)

    assert store.verify() == []
    store.close()
    assert rows_of(path)["page"] == before["page"]


@pytest.mark.expects_log_warnings
def test_rotten_row_with_a_broken_journal_takes_a_copy_that_is_not_rotten(root: Path) -> None:
    before = filled(root)
    store, _ = open_store(root, clock=clock)
    store.care.back_up()
    store.close()
    path = root / "dossiers" / dossier().id / FILE_NAME
    path.write_bytes(path.read_bytes().replace(b'"page"', b'"pagE"', 1))
    changed(root, NO_TEXT)
    store, _ = open_store(root, clock=clock)
    with pytest.raises(StoreDamaged):
        store.pages(dossier().id)
    store.close()

    store, _ = open_store(root, clock=clock)

    assert store.care.recovered is not None
    assert store.care.recovered.copy.startswith("store-")
    store.close()
    assert rows_of(root / "store.db")["page"] == before["page"]


def test_lost_key_of_a_dossier_is_no_damage_of_the_database(root: Path) -> None:
    filled(root)
    (root / "dossiers" / dossier().id / "key.json").unlink()
    store, _ = open_store(root, clock=clock)

    with pytest.raises(StoreDamaged):
        store.pages(dossier().id)

    store.close()
    assert not damage_mark(root / "store.db").exists()

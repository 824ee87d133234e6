"""Opening a data folder: private, exclusive, cleared, and never hiding a loss."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.store.base import (
    StoreDamaged,
    StoreError,
    StoreInUse,
    StoreTooNew,
    StoreUnwritable,
)
from app.store.lock import InstanceLock
from app.store.opening import open_store
from app.store.schema import APPLICATION_ID, MIGRATIONS
from tests.store.store_samples import NOW, open_dossier

CHILD = Path(__file__).with_name("store_child.py")


def clock() -> str:
    return NOW


def filled(root: Path) -> None:
    store, vault = open_store(root, clock=clock)
    open_dossier(store, vault)
    store.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_new_store_is_private(root: Path) -> None:
    filled(root)

    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    files = [path for path in root.rglob("*") if path.is_file()]
    assert {mode(path) for path in folders} == {0o700}
    assert {mode(path) for path in files} == {0o400, 0o600}


def test_folder_open_to_others_is_closed(root: Path) -> None:
    filled(root)
    root.chmod(0o755)
    (root / "keys").chmod(0o777)

    open_store(root, clock=clock)[0].close()

    assert (mode(root), mode(root / "keys")) == (0o700, 0o700)


def test_new_store_has_its_settings(root: Path) -> None:
    filled(root)

    with closing(sqlite3.connect(root / "store.db")) as connection:
        found = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode")
        ]
    assert found == [APPLICATION_ID, MIGRATIONS[-1].version, "wal"]


def test_second_instance_in_the_same_process_is_refused(root: Path) -> None:
    store, _ = open_store(root, clock=clock)

    with pytest.raises(StoreInUse):
        open_store(root, clock=clock)

    store.close()
    open_store(root, clock=clock)[0].close()


def test_second_process_is_refused_until_the_first_is_killed(root: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, str(CHILD), "hold", str(root)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"

        with pytest.raises(StoreInUse):
            open_store(root, clock=clock)
    finally:
        first.kill()
        first.communicate(timeout=30)

    open_store(root, clock=clock)[0].close()


def test_refused_instance_leaves_unfinished_files_of_the_other(root: Path) -> None:
    store, _ = open_store(root, clock=clock)
    (root / "tmp" / "half").write_bytes(b"half")

    with pytest.raises(StoreInUse):
        open_store(root, clock=clock)

    assert (root / "tmp" / "half").exists()
    store.close()


def test_unfinished_files_are_cleared(root: Path) -> None:
    filled(root)
    (root / "tmp" / "half").write_bytes(b"half")
    (root / "tmp" / "folder").mkdir()
    (root / "tmp" / "folder" / "key.part").write_bytes(b"half")

    store, _ = open_store(root, clock=clock)

    assert list((root / "tmp").iterdir()) == []
    assert store.verify() == []
    store.close()


def _remove_station_key(root: Path) -> None:
    (root / "keys" / "station.key").unlink()


def _other_station_key(root: Path) -> None:
    other = root.with_name("other")
    filled(other)
    shutil.copy(other / "keys" / "station.key", root / "keys" / "station.key")


def _flip_station_key(root: Path) -> None:
    path = root / "keys" / "station.key"
    content = bytearray(path.read_bytes())
    content[-10] ^= 2
    path.write_bytes(content)


@pytest.mark.parametrize(
    "harm",
    [
        _remove_station_key,
        _other_station_key,
        _flip_station_key,
    ],
)
def test_lost_or_wrong_part_is_told_and_nothing_is_replaced(
    root: Path, harm: Callable[[Path], None]
) -> None:
    filled(root)
    harm(root)
    before = snapshot(root)

    for _ in range(2):
        with pytest.raises(StoreDamaged):
            open_store(root, clock=clock)

    assert snapshot(root) == before


def snapshot(root: Path) -> dict[str, bytes]:
    # The companions of the database hold no rows after a clean end.
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.suffix not in {".db-shm", ".db-wal"}
    }


def test_newer_schema_is_refused_and_untouched(root: Path) -> None:
    filled(root)
    with closing(sqlite3.connect(root / "store.db")) as connection:
        connection.execute("PRAGMA user_version = 9999")
    before = snapshot(root)

    with pytest.raises(StoreTooNew):
        open_store(root, clock=clock)

    assert snapshot(root) == before


def test_locked_database_is_not_called_damaged(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(root)
    # Five seconds of patience are right at a counter and wrong in a test.
    monkeypatch.setattr("app.store.connection._BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(root / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreInUse):
            open_store(root, clock=clock)

    store, _ = open_store(root, clock=clock)
    assert len(store.dossier_rows()) == 1
    store.close()


def test_place_that_is_a_file_is_unwritable(root: Path) -> None:
    root.write_bytes(b"")

    with pytest.raises(StoreUnwritable):
        open_store(root, clock=clock)


def test_folder_of_another_account_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(root)
    # Only an administrator could really change the owner.
    monkeypatch.setattr("app.store.opening.os.geteuid", lambda: 12345)

    with pytest.raises(StoreUnwritable):
        open_store(root, clock=clock)


@pytest.mark.may_skip("the account decides")
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="an administrator may write everywhere"
)
def test_read_only_folder_is_unwritable(root: Path) -> None:
    filled(root)
    (root / "store.db").chmod(0o400)

    try:
        with pytest.raises(StoreError):
            open_store(root, clock=clock)
    finally:
        (root / "store.db").chmod(0o600)


def test_failed_opening_frees_the_lock(root: Path) -> None:
    filled(root)
    _remove_station_key(root)

    with pytest.raises(StoreDamaged):
        open_store(root, clock=clock)

    InstanceLock(root / "app.lock").release()


def test_lock_released_twice_leaves_the_next_holder_alone(tmp_path: Path) -> None:
    first = InstanceLock(tmp_path / "app.lock")
    first.release()
    second = InstanceLock(tmp_path / "app.lock")

    first.release()

    with pytest.raises(StoreInUse):
        InstanceLock(tmp_path / "app.lock")
    second.release()


def test_lock_in_a_missing_folder_is_unwritable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable):
        InstanceLock(tmp_path / "nowhere" / "app.lock")


def test_store_imports_no_heavy_library() -> None:
    program = (
        "import sys; import app.store.opening;"
        "print(sorted({'numpy', 'cv2', 'PIL', 'pikepdf', 'PySide6', 'pyhanko'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout == "[]\n"

"""Bytes that change in the database: repaired at the start, or named by the check."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import StationError
from app.store.base import Finding
from app.store.opening import open_store
from tests.store.journal_samples import clock, filled, rows_of
from tests.store.store_samples import dossier

FLIPS = 25


def test_silently_changed_plain_column_is_named(root: Path) -> None:
    filled(root)
    with closing(sqlite3.connect(root / "store.db")) as connection:
        connection.execute("UPDATE dossier SET code = 'H-7' WHERE code = 'H-1'")
        connection.execute("DELETE FROM counter")
        connection.commit()

    store, _ = open_store(root, clock=clock)
    findings = store.verify()
    store.close()

    assert {(each.code, each.object_id) for each in findings} == {
        ("row.differs", "1"),
        ("row.differs", "receipt"),
    }
    assert Finding("row.differs", "receipt", "counter: 1 rows differ from journals") in findings


def test_check_leaves_nothing_behind(root: Path) -> None:
    filled(root)
    store, _ = open_store(root, clock=clock)

    findings = store.verify()

    assert findings == []
    assert list((root / "tmp").iterdir()) == []
    assert store.pages(dossier().id)
    store.close()


@pytest.mark.expects_log_warnings
def test_changed_byte_anywhere_is_repaired_named_or_harmless(root: Path) -> None:
    wanted = filled(root)
    path = root / "store.db"
    good = path.read_bytes()
    chosen = random.Random(7)
    silent = []

    for _ in range(FLIPS):
        place = chosen.randrange(100, len(good))
        path.write_bytes(good[:place] + bytes([good[place] ^ 0x20]) + good[place + 1 :])
        for beside in ("store.db-wal", "store.db-shm"):
            (root / beside).unlink(missing_ok=True)
        try:
            store, _ = open_store(root, clock=clock)
        except StationError:
            continue
        repaired, findings = store.care.recovered, store.verify()
        store.close()
        rows = rows_of(path)
        same = all(rows[name] == wanted[name] for name in ("page", "field", "dossier", "receipt"))
        if not findings and not same:
            silent.append(place)
        if repaired:
            good = path.read_bytes()
            wanted = rows

    assert silent == []

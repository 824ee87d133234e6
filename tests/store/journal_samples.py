"""A filled store, its rows as values, and harm done to its files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.domain.submission import SubmissionState, hold
from app.store.database import SqliteStore
from app.store.opening import open_store
from app.store.vault import FileVault
from tests.contracts.correction_contract import filled as filled_revision
from tests.contracts.correction_contract import revision_of
from tests.store.store_samples import (
    NOW,
    act,
    field,
    open_dossier,
    receipt,
    sealed_submission,
    upload,
)

DERIVED = {"search_word", "search_stale"}


def clock() -> str:
    return NOW


def fill(store: SqliteStore, vault: FileVault) -> None:
    """Rows in many tables: an open, a sent, an acknowledged and two corrected dossiers."""
    home = open_dossier(store, vault, 1, pages=3)
    for page in store.pages(home.id):
        done = replace(page, reading=vault.put(home.id, b"read"))
        store.save_reading(done, [field(page)], act("page.read", page.id))
    store.save_field(
        replace(field(store.pages(home.id)[0]), confirmed_by="canbo01"), act("field.confirmed")
    )
    sent = sealed_submission(store, vault, 2)
    (file,) = store.files(sent.dossier_id)
    store.save_uploads(sent.id, [upload(sent, file.id)])
    store.save_offset(upload(sent, file.id, 50, "https://example.vn/u/1"))
    acked = sealed_submission(store, vault, 3)
    store.acknowledge(acked, receipt(acked), act("submission.acked", acked.id))
    store.begin_correction(
        filled_revision(revision_of(acked.dossier_id, 90), vault), [act("dossier.corrected")]
    )
    refused = sealed_submission(store, vault, 91)
    store.save_submission(hold(refused, "delivery.rejected", "sai mã thủ tục"), act())
    gone = replace(store.submission(refused.id), state=SubmissionState.CANCELLED)
    made = replace(revision_of(refused.dossier_id, 92), withdrawn=gone)
    store.begin_correction(made, [act("dossier.corrected")])
    store.next_number("receipt")


def filled(root: Path) -> dict[str, list[tuple[object, ...]]]:
    """Make a filled store; give its rows."""
    store, vault = open_store(root, clock=clock)
    fill(store, vault)
    store.close()
    return rows_of(root / "store.db")


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows that journals are to tell, by table.

    Progress of uploads is asked anew from the server, so no journal tells it.
    """
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        found: dict[str, list[tuple[object, ...]]] = {}
        for (name,) in names:
            columns = "*" if name != "upload" else "submission_id, file_id, place, size"
            text = f"SELECT {columns} FROM {name} ORDER BY 1, 2"  # noqa: S608
            if name == "meta":
                text = "SELECT * FROM meta WHERE name <> 'journal' ORDER BY 1"
            if name not in DERIVED:
                found[name] = connection.execute(text).fetchall()
    return found


def remove_database(root: Path) -> None:
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        (root / name).unlink(missing_ok=True)


def journals(root: Path) -> list[Path]:
    return sorted(root.rglob("journal.jsonl"))

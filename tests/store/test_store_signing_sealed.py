"""What shows a paper or a person of a signature lies sealed on the disk, also after an update."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.dossier import DossierState
from app.domain.signing import (
    BatchState,
    Signer,
    SignerRole,
    SigningBatch,
    SigningPlan,
    SigningWork,
    asked,
    prepared,
    signed,
)
from app.store.base import StoreDamaged
from app.store.connection import connect
from app.store.migrations import migrate, schema_version
from app.store.opening import open_store
from app.store.schema import MIGRATIONS
from tests.store.signing_samples import item_for, result_rows, signing_dossier, walked
from tests.store.store_samples import NOW, act, dossier

PLAN = SigningPlan((Signer(SignerRole.PERSON, "p12:/k/canbo.p12"),), level="b-t")
BATCH = SigningBatch("batch-1", PLAN, BatchState.OPEN, NOW)
VALUE = b"a signature value that nobody may read"


def test_values_and_names_lie_sealed_on_the_disk(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault, 3)
    store.add_signing(BATCH, [item_for(made)], act())
    walked(store, item_for(made))
    store.add_result(*result_rows(vault), act())
    findings = store.verify()
    store.close()

    content = b"".join(path.read_bytes() for path in root.glob("store.db*"))

    assert findings == []
    assert VALUE not in content
    assert "Nguyễn Thị Mẫu".encode() not in content


def version_2(root: Path) -> sqlite3.Connection:
    """A store as version 2 of the schema left it, with rows."""
    store, _ = open_store(root, clock=lambda: NOW)
    store.close()
    with closing(connect(root / "store.db")) as connection:
        kept = connection.execute("SELECT * FROM meta").fetchall()
        rows = [tuple(row) for row in kept]
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        (root / name).unlink(missing_ok=True)
    connection = connect(root / "store.db")
    migrate(connection, root / "backups", at=NOW, migrations=MIGRATIONS[:2])
    connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    return connection


def test_version_2_with_rows_becomes_the_newest_and_keeps_them(root: Path) -> None:
    with closing(version_2(root)) as connection:
        connection.execute(
            "INSERT INTO dossier VALUES (1, ?, 'H-1', '1.004873', 'built', 1, ?, 3)",
            (dossier().id, NOW),
        )
        assert schema_version(connection) == 2

    store, vault = open_store(root, clock=lambda: NOW)

    with closing(connect(root / "store.db")) as connection:
        assert schema_version(connection) == MIGRATIONS[-1].version
    (row,) = store.dossier_rows()
    assert row.dossier.state is DossierState.BUILT
    copies = {path.name for path in (root / "backups").iterdir()}
    assert "store-schema2-2026-10-08T030405Z.db" in copies
    store.add_signing(BATCH, [], act())
    store.add_result(*result_rows(vault, 2), act())
    assert len(store.results()) == 1
    store.close()


def test_ticket_is_sealed_on_the_disk(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault)
    item = item_for(made)
    store.add_signing(BATCH, [item], act())
    ready = prepared(item, "{}", b"part")
    store.save_item(item, ready, act())
    store.save_items([(ready, asked(ready, "a ticket that nobody may read"))], [act()])
    store.close()

    content = b"".join(path.read_bytes() for path in root.glob("store.db*"))

    assert b"a ticket that nobody may read" not in content


def test_work_of_version_3_is_read_without_a_ticket(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = json.dumps(["{}", "cGFydA==", "dmFsdWU=", "", ""])
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault)
    # Only a program of that version wrote it so.
    monkeypatch.setattr("app.store.signing_rows._work_text", lambda _work: older)
    store.add_signing(BATCH, [signed(prepared(item_for(made), "{}", b"part"), b"value")], act())

    (found,) = store.signing_items("batch-1")
    store.close()

    assert found.work == SigningWork("{}", b"part", b"value")


FAR = SigningPlan((Signer(SignerRole.PERSON, "smartca:https://ky.example#012345678901"),))


def plans_in(root: Path) -> dict[str, str]:
    with closing(connect(root / "store.db")) as connection:
        return dict(connection.execute("SELECT id, plan FROM signing_batch").fetchall())


def test_plan_names_nobody_in_the_database(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault)
    store.add_signing(replace(BATCH, plan=FAR), [item_for(made)], act())
    back = store.signing_batch("batch-1").plan
    store.close()

    (text,) = plans_in(root).values()

    assert back == FAR
    assert "012345678901" not in text
    assert all(
        b"012345678901" not in each.read_bytes() for each in root.rglob("*") if each.is_file()
    )


def test_plan_of_an_earlier_program_is_sealed_when_the_store_is_opened(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    _, made = signing_dossier(store, vault)
    store.add_signing(replace(BATCH, plan=FAR), [item_for(made)], act())
    store.close()
    with closing(connect(root / "store.db")) as connection:
        connection.execute("UPDATE signing_batch SET plan = ?", (FAR.to_json(),))

    store, _ = open_store(root, clock=lambda: NOW)
    back = store.signing_batch("batch-1").plan
    store.close()

    assert back == FAR
    assert plans_in(root)["batch-1"].startswith("sealed:")


@pytest.mark.parametrize("damage", ["sealed:AAAA", "sealed:?", "moved"])
def test_plan_that_was_changed_or_moved_is_found(root: Path, damage: str) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    for number in (1, 2):
        _, made = signing_dossier(store, vault, number)
        batch = replace(BATCH, id=f"batch-{number}")
        store.add_signing(batch, [item_for(made, batch.id)], act())
    store.close()
    plans = plans_in(root)
    with closing(connect(root / "store.db")) as connection:
        text = plans["batch-2"] if damage == "moved" else damage
        connection.execute("UPDATE signing_batch SET plan = ? WHERE id = 'batch-1'", (text,))

    store, _ = open_store(root, clock=lambda: NOW)
    with pytest.raises(StoreDamaged):
        store.signing_batch("batch-1")
    found = {finding.object_id for finding in store.verify()}
    store.close()

    assert "batch-1" in found

"""The check names what is wrong, wherever the harm was done."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.events import link
from app.domain.ids import BlobId
from app.domain.submission import SubmissionState, advance, hold
from app.store.audit import entries
from app.store.base import Finding
from app.store.opening import open_store
from tests.store.store_samples import (
    NOW,
    act,
    field,
    open_dossier,
    receipt,
    sealed_submission,
    upload,
)

TRIGGERS = (
    "audit_not_changed",
    "audit_not_deleted",
    "dossier_stays_sealed",
    "manifest_not_changed",
    "receipt_not_changed",
)


@pytest.fixture
def filled(root: Path) -> Path:
    """A closed store: one acknowledged, one queued, one open dossier."""
    store, vault = open_store(root, clock=lambda: NOW)
    acked = sealed_submission(store, vault, 1)
    store.acknowledge(advance(acked, SubmissionState.ACKED), receipt(acked), act())
    queued = sealed_submission(store, vault, 2)
    store.save_uploads(queued.id, [upload(queued, "a", 1, "https://localhost/u/1")])
    store.save_submission(hold(queued, "rejected", "Thiếu giấy tờ"), None)
    home = open_dossier(store, vault, 3)
    first = store.pages(home.id)[0]
    clean = vault.put(home.id, b"clean")
    store.save_reading(replace(first, clean=clean), [field(first)], act())
    store.close()
    return root


def change(root: Path, *statements: str) -> None:
    """Change rows as somebody with the file in hand could."""
    with closing(sqlite3.connect(root / "store.db")) as connection:
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def verify(root: Path, now: str = NOW) -> list[Finding]:
    """What the check names; that harmed rows also differ from the journals is left out here."""
    store, _ = open_store(root, clock=lambda: now)
    try:
        return [finding for finding in store.verify() if finding.code != "row.differs"]
    finally:
        store.close()


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def test_unharmed_store_has_no_findings(filled: Path) -> None:
    assert verify(filled) == []
    assert verify(filled, "2099-01-01T00:00:00") == []


def test_flipped_byte_in_any_blob_is_found(filled: Path) -> None:
    blobs = [path for path in (filled / "blobs").rglob("*") if path.is_file()]
    wanted = set()
    for number, path in enumerate(sorted(blobs)):
        content = bytearray(path.read_bytes())
        content[(number * 7) % len(content)] ^= 0x10
        path.chmod(0o600)
        path.write_bytes(content)
        wanted.add(("blob.damaged", path.name))

    assert len(wanted) > 8
    assert {(each.code, each.object_id) for each in verify(filled)} == wanted


def test_missing_blob_is_found(filled: Path) -> None:
    path = next(path for path in (filled / "blobs").rglob("*") if path.is_file())
    path.unlink()

    findings = verify(filled)

    assert [(finding.code, finding.object_id) for finding in findings] == [
        ("blob.missing", path.name)
    ]


def test_blob_exchanged_in_its_row_is_found(filled: Path) -> None:
    change(
        filled,
        "UPDATE submission SET manifest = (SELECT raw FROM page WHERE page.dossier_id ="
        " submission.dossier_id AND seq = 1) WHERE ord = 1",
        "UPDATE file SET blob = (SELECT raw FROM page WHERE page.dossier_id ="
        " file.dossier_id AND seq = 1) WHERE rowid = 1",
    )

    assert codes(verify(filled)) == {"manifest.changed", "file.changed"}


def test_old_blob_without_row_is_found_only_after_a_day(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    home = open_dossier(store, vault)
    orphan = vault.put(home.id, b"nobody names it")
    path = root / "blobs" / orphan[:2] / orphan
    store.close()
    day_s = 86_400
    now_s = 1_791_428_645

    os.utime(path, (now_s - day_s + 60, now_s - day_s + 60))
    young = verify(root)
    os.utime(path, (now_s - day_s - 60, now_s - day_s - 60))
    old = verify(root)

    assert "blob.orphan" not in codes(young)
    assert Finding("blob.orphan", orphan) in old


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE audit SET actor = 'other' WHERE seq = 3", Finding("audit.broken", "3")),
        ("UPDATE audit SET note = 'x' WHERE seq = 1", Finding("audit.broken", "1")),
        ("DELETE FROM audit WHERE seq = 4", Finding("audit.broken", "4")),
        ("DELETE FROM audit WHERE seq = 1", Finding("audit.broken", "1")),
        ("UPDATE audit SET hash = previous WHERE seq = 5", Finding("audit.broken", "5")),
        ("UPDATE audit SET seq = 900 WHERE seq = 2", Finding("audit.broken", "2")),
        ("DELETE FROM audit WHERE seq > 6", Finding("audit.truncated", "7")),
        ("DELETE FROM audit", Finding("audit.truncated", "1")),
        ("DELETE FROM meta WHERE name = 'audit_head'", Finding("audit.head_missing", "1")),
    ],
)
def test_changed_audit_chain_is_named(filled: Path, statement: str, expected: Finding) -> None:
    change(filled, statement)

    assert verify(filled) == [expected]


def test_two_swapped_audit_entries_are_named(filled: Path) -> None:
    change(
        filled,
        "UPDATE audit SET seq = -1 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 4",
        "UPDATE audit SET seq = 4 WHERE seq = -1",
    )

    assert verify(filled) == [Finding("audit.broken", "3")]


def test_audit_chain_computed_anew_is_named(filled: Path) -> None:
    with closing(sqlite3.connect(filled / "store.db")) as connection:
        connection.row_factory = sqlite3.Row
        chain = entries(connection)
    forged = None
    statements = []
    for entry in chain:
        acted = replace(entry.act, actor="other") if entry.seq == 2 else entry.act
        forged = link(forged, acted)
        statements.append(
            f"UPDATE audit SET actor = '{acted.actor}', previous = '{forged.previous}',"  # noqa: S608
            f" hash = '{forged.hash}' WHERE seq = {forged.seq}"
        )
    change(filled, *statements)

    assert verify(filled) == [Finding("audit.rewritten", str(len(chain)))]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE submission SET state = 'acked' WHERE ord = 2", "receipt.missing"),
        ("UPDATE submission SET state = 'queued' WHERE ord = 1", "receipt.unexpected"),
        ("DELETE FROM receipt", "receipt.missing"),
        ("UPDATE dossier SET state = 'signed' WHERE ord = 1", "submission.unsealed"),
        ("UPDATE dossier SET state = 'sealed' WHERE ord = 3", "submission.missing"),
        ("UPDATE dossier SET state = 'nothing' WHERE ord = 3", "row.unreadable"),
        ("UPDATE page SET source = x'01' WHERE ord = 1", "row.unreadable"),
        ("UPDATE page SET flags = '{' WHERE ord = 1", "row.unreadable"),
        ("UPDATE field SET name = 'birth_date'", "row.unreadable"),
        ("UPDATE field SET content = substr(content, 1, 20)", "row.unreadable"),
        ("UPDATE file SET name = (SELECT jws FROM receipt)", "row.unreadable"),
        ("UPDATE upload SET file_id = 'b'", "row.unreadable"),
        ("UPDATE submission SET reason_detail = x'00' WHERE ord = 2", "row.unreadable"),
        ("UPDATE receipt SET jws = x'00'", "row.unreadable"),
        ("UPDATE file SET size = size + 1 WHERE rowid = 1", "file.changed"),
        ("UPDATE file SET sha256 = '00' WHERE rowid = 1", "file.changed"),
        ("UPDATE submission SET manifest_sha256 = '00' WHERE ord = 1", "manifest.changed"),
        ("UPDATE page SET raw = 'no digest' WHERE ord = 1", "blob.damaged"),
        ("UPDATE field SET page_id = 'nobody'", "database.reference"),
    ],
)
def test_changed_row_is_named(filled: Path, statement: str, expected: str) -> None:
    change(filled, statement)

    assert expected in codes(verify(filled))


def test_lost_dossier_key_is_named_for_each_blob(filled: Path) -> None:
    for path in (filled / "dossiers").glob("*/key.json"):
        path.unlink()

    assert {"row.unreadable", "blob.damaged"} == codes(verify(filled))


def test_blobs_of_a_purged_submission_may_be_gone(filled: Path) -> None:
    change(filled, "UPDATE submission SET state = 'purged' WHERE ord = 1")
    with closing(sqlite3.connect(filled / "store.db")) as connection:
        rows = connection.execute(
            "SELECT manifest FROM submission WHERE ord = 1 UNION SELECT raw FROM page"
            " WHERE dossier_id = (SELECT dossier_id FROM submission WHERE ord = 1)"
        ).fetchall()
    for (blob,) in rows:
        (filled / "blobs" / blob[:2] / blob).unlink()

    assert len(rows) == 3
    assert verify(filled) == []


def test_blob_name_of_another_dossier_does_not_open(filled: Path) -> None:
    change(
        filled,
        "UPDATE page SET clean = (SELECT raw FROM page WHERE ord = 1) WHERE ord ="
        " (SELECT max(ord) FROM page)",
    )
    with closing(sqlite3.connect(filled / "store.db")) as connection:
        (stolen,) = connection.execute("SELECT raw FROM page WHERE ord = 1").fetchone()

    findings = verify(filled)

    assert ("blob.damaged", BlobId(stolen)) in {
        (finding.code, finding.object_id) for finding in findings
    }


def test_captured_file_that_was_erased_with_another_page_is_no_finding(filled: Path) -> None:
    store, vault = open_store(filled, clock=lambda: NOW)
    home = next(row.dossier for row in store.dossier_rows() if row.dossier.state == "open")
    first, second = store.pages(home.id)
    vault.erase(home.id, second.raw)
    store.close()
    before = verify(filled)
    store, vault = open_store(filled, clock=lambda: NOW)
    store.remove_pages([replace(second, flags=("original_erased",))], [], act())
    store.close()

    after = verify(filled)

    assert before == [Finding("blob.missing", second.raw, home.id)]
    assert after == []
    assert first.raw != second.raw

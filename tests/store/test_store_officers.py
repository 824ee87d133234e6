"""Accounts and dossiers in hands, as rows: sealed, never deleted, told when they are gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.domain.audit_lines import Head
from app.domain.ids import DossierId
from app.domain.officer import Officer, Role
from app.errors import NotFound
from app.store.base import StoreDamaged
from app.store.connection import connect
from app.store.database import SqliteStore
from app.store.migrations import migrate, schema_version
from app.store.opening import open_store
from app.store.schema import MIGRATIONS
from app.store.vault import FileVault
from tests.store.store_samples import NOW, act, open_dossier

NAME = "Nguyễn Thị Mẫu"
HASH = "$argon2id$v=19$m=32,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"
OFFICERS_IN = next(
    step.version for step in MIGRATIONS if any("TABLE officer(" in each for each in step.statements)
)


def officer(name: str = "hoa", *roles: Role) -> Officer:
    return Officer(name, NAME, frozenset(roles or (Role.ADMIN,)), HASH, NOW)


def add(store: SqliteStore, *names: str) -> None:
    for name in names:
        store.save_officer(officer(name), act("officer.added", name))


def test_save_officer_comes_back_whole_and_in_order(store: SqliteStore) -> None:
    add(store, "lan", "hoa")
    tried = replace(officer("lan", Role.SCAN, Role.SIGN), failures=3, failed_at=NOW)

    store.save_officer(tried, None)

    assert store.officers() == [tried, officer("hoa")]
    assert store.officer("lan") == tried
    with pytest.raises(NotFound):
        store.officer("minh")


def test_linked_officer_comes_back_and_the_row_does_not_name_the_person(
    root: Path, store: SqliteStore
) -> None:
    linked = replace(
        officer("hoa"), issuer="https://dang-nhap.example", subject="038195907316", online_at=NOW
    )

    store.save_officer(linked, act("officer.linked", "hoa"))

    kept = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert store.officer("hoa") == linked
    assert "038195907316" not in repr(linked)
    assert b"038195907316" not in kept


def test_officer_row_tells_neither_name_nor_hash(root: Path, store: SqliteStore) -> None:
    add(store, "hoa")

    kept = b"".join(path.read_bytes() for path in root.glob("store.db*"))

    assert HASH.encode() not in kept
    assert NAME.encode() not in kept


def test_officer_row_of_another_account_does_not_open(root: Path, store: SqliteStore) -> None:
    add(store, "admin", "hoa")
    with closing(sqlite3.connect(root / "store.db")) as other, other:
        other.execute(
            "UPDATE officer SET content = (SELECT content FROM officer WHERE id = 'admin')"
            " WHERE id = 'hoa'"
        )

    with pytest.raises(StoreDamaged):
        store.officer("hoa")

    assert "hoa" in {finding.object_id for finding in store.verify()}


def test_officers_cannot_be_deleted(root: Path, store: SqliteStore) -> None:
    add(store, "hoa")

    with closing(sqlite3.connect(root / "store.db")) as other, pytest.raises(sqlite3.Error):
        other.execute("DELETE FROM officer")


def test_officers_taken_away_by_force_are_missed(root: Path, store: SqliteStore) -> None:
    add(store, "hoa")
    with closing(sqlite3.connect(root / "store.db")) as other, other:
        other.execute("DROP TRIGGER officer_not_deleted")
        other.execute("DELETE FROM officer")

    with pytest.raises(StoreDamaged):
        store.officers()

    assert "officer.missing" in {finding.code for finding in store.verify()}


def test_hold_puts_a_dossier_into_hands_and_audits_it(store: SqliteStore, vault: FileVault) -> None:
    home = open_dossier(store, vault)

    store.hold(home.id, "hoa", act("dossier.held", home.id))
    store.hold(home.id, "lan", act("dossier.taken_over", home.id))

    assert store.holder(home.id) == "lan"
    assert store.holder(DossierId("none")) == ""
    assert store.audit_entries()[-1].act.action == "dossier.taken_over"
    with pytest.raises(NotFound):
        store.hold(DossierId("none"), "lan", act())


def test_head_key_stays_the_same_and_checks_signatures(root: Path) -> None:
    store, _ = open_store(root, clock=lambda: NOW)
    head = Head("sohoa/tram-1", 3, "ab" * 32)
    signature, first = store.sign_head(head), store.head_key()
    store.close()

    store, _ = open_store(root, clock=lambda: NOW)
    second = store.head_key()
    store.close()

    assert first == second
    Ed25519PublicKey.from_public_bytes(second).verify(signature, head.text())


def test_owner_mark_tells_citizens_apart_and_differs_between_stations(
    store: SqliteStore, tmp_path: Path
) -> None:
    other, _ = open_store(tmp_path / "other", clock=lambda: NOW)
    theirs = other.owner_mark("038195904374")
    other.close()

    assert store.owner_mark("038195904374") == store.owner_mark("038195904374")
    assert len({store.owner_mark("038195904374"), store.owner_mark("038195904375"), theirs}) == 3


def test_store_of_the_schema_before_gets_accounts_and_keeps_its_rows(tmp_path: Path) -> None:
    before = [step for step in MIGRATIONS if step.version < OFFICERS_IN]
    with closing(connect(tmp_path / "store.db")) as connection:
        migrate(connection, tmp_path, at=NOW, migrations=before)
        connection.execute(
            "INSERT INTO audit VALUES (1, ?, 'canbo', 'test', 'x', '', '', 'p', 'h')", (NOW,)
        )

        migrate(connection, tmp_path, at=NOW, migrations=MIGRATIONS[:OFFICERS_IN])

        assert schema_version(connection) == OFFICERS_IN
        assert connection.execute("SELECT count(*) FROM audit").fetchone()[0] == 1
        assert connection.execute("SELECT count(*) FROM officer").fetchone()[0] == 0

"""Owners, digitized papers, decisions and questions: kept, sealed, and found by a keyed digest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.ids import DossierId
from app.domain.owner import Owner, OwnerKind
from app.domain.reuse import (
    ComponentStatus,
    Decision,
    DigitizedPaper,
    Keeper,
    KnownPaper,
    Lookup,
    LookupState,
    Term,
)
from app.domain.submission import SubmissionState, advance
from app.errors import IllegalStep, NotFound, WrongUse
from app.store.base import Store
from app.store.connection import connect
from app.store.migrations import migrate
from app.store.opening import open_store
from app.store.schema import MIGRATIONS
from tests.fakes.memory_store import MemoryStore, MemoryVault
from tests.store.store_samples import (
    HOLDER,
    NOW,
    act,
    dossier,
    new_id,
    open_dossier,
    receipt,
    sealed_submission,
)

HOA, NAM = "001195004321", "001095001234"
CITIZEN = Owner(OwnerKind.CITIZEN, HOA, HOLDER)
NUMBER = "15/UBND-MAU"


@pytest.fixture(params=["sqlite", "memory"])
def rows(request: pytest.FixtureRequest, root: Path) -> Iterator[tuple[Store, object]]:
    if request.param == "memory":
        yield MemoryStore(), MemoryVault()
        return
    store, vault = open_store(root, clock=lambda: NOW)
    yield store, vault
    store.close()


@pytest.fixture
def store(rows: tuple[Store, object]) -> Store:
    return rows[0]


@pytest.fixture
def home(rows: tuple[Store, object]) -> DossierId:
    return open_dossier(rows[0], rows[1], pages=0).id  # type: ignore[arg-type]


def paper(home: DossierId, number: int = 1) -> KnownPaper:
    return KnownPaper(
        new_id(500 + number), Keeper.STATION, "marital_status_certificate",
        f"{HOA}.1.004873.x", f"Giấy của {HOLDER}", NUMBER, "UBND xã Mẫu",
        Term(date(2026, 1, 2), None, False), file_name="a.pdf", dossier_id=home,
        file_id=f"{home}-f{number}", dossier_code="H-1", sha256="ab" * 32,
    )  # fmt: skip


def digitized(home: DossierId, owner_id: str = HOA, number: int = 1) -> DigitizedPaper:
    return DigitizedPaper(owner_id, paper(home, number), NOW)


def decision(home: DossierId) -> Decision:
    return Decision(
        home, "marital_status_certificate", ComponentStatus.REUSED, paper(home), "cb", NOW
    )


def lookup(home: DossierId, number: int = 1) -> Lookup:
    return Lookup(new_id(700 + number), home, HOA, HOLDER, "1.000894", LookupState.DUE, NOW)


def test_owner_is_nobody_then_whoever_was_named_last(store: Store, home: DossierId) -> None:
    before = store.owner(home)
    store.set_owner(home, CITIZEN, act())
    store.set_owner(home, Owner(OwnerKind.AGENCY, "H26.14", "Sở Mẫu"), act())

    assert before is None
    assert store.owner(home) == Owner(OwnerKind.AGENCY, "H26.14", "Sở Mẫu")


def test_set_owner_of_sealed_dossier_is_refused(rows: tuple[Store, object]) -> None:
    store, vault = rows
    sent = sealed_submission(store, vault)  # type: ignore[arg-type]

    with pytest.raises(IllegalStep):
        store.set_owner(sent.dossier_id, CITIZEN, act())


def test_set_owner_with_another_id_takes_decisions_and_questions_away(
    store: Store, home: DossierId
) -> None:
    store.set_owner(home, CITIZEN, act())
    store.save_decision(decision(home), HOA, act())
    store.put_lookup(lookup(home), act())

    store.set_owner(home, replace(CITIZEN, name="Tên khác"), act())
    kept = (len(store.decisions(home)), store.lookup(home) is not None)
    store.set_owner(home, replace(CITIZEN, id=NAM), act())

    assert kept == (1, True)
    assert (store.decisions(home), store.lookup(home)) == ([], None)


def test_papers_of_gives_the_owners_alone_newest_first(store: Store, home: DossierId) -> None:
    papers = [digitized(home, HOA, 1), digitized(home, NAM, 2), digitized(home, HOA, 3)]
    store.remember_papers(home, papers, act())

    found = store.papers_of(HOA, ["marital_status_certificate"])

    assert found == [papers[2], papers[0]]
    assert store.papers_of(HOA, ["health"]) == []
    assert store.papers_of("", ["marital_status_certificate"]) == []


def test_remember_papers_twice_adds_nothing(store: Store, home: DossierId) -> None:
    store.remember_papers(home, [digitized(home)], act())
    store.remember_papers(home, [digitized(home)], act())

    assert len(store.papers_of(HOA, ["marital_status_certificate"])) == 1


def test_remember_papers_of_another_dossier_is_refused(store: Store, home: DossierId) -> None:
    with pytest.raises(WrongUse):
        store.remember_papers(home, [digitized(DossierId("other"))], act())


def test_dossiers_to_remember_are_acknowledged_once_and_have_an_owner(
    rows: tuple[Store, object],
) -> None:
    store, vault = rows
    named = sealed_after_naming(store, vault, 1)
    sealed_submission(store, vault, 2)  # type: ignore[arg-type]  # nobody was named
    before = store.dossiers_to_remember(10)
    store.acknowledge(advance(named, SubmissionState.ACKED), receipt(named), act())

    due = store.dossiers_to_remember(10)
    store.remember_papers(named.dossier_id, [], act())

    assert before == []
    assert due == [named.dossier_id]
    assert store.dossiers_to_remember(10) == []


def sealed_after_naming(store: Store, vault: object, number: int):  # type: ignore[no-untyped-def]
    from app.domain.dossier import DossierState
    from tests.store.store_samples import MANIFEST, file, submission

    home = open_dossier(store, vault, number)  # type: ignore[arg-type]
    store.set_owner(home.id, CITIZEN, act())
    states = DossierState
    store.move_dossier(home.id, states.OPEN, states.REVIEWED, act())
    files = [file(home, vault.put(home.id, b"x"), b"x")]  # type: ignore[attr-defined]
    store.save_files(home.id, files, expected=states.REVIEWED, to=states.BUILT, act=act())
    store.move_dossier(home.id, states.BUILT, states.SIGNING, act())
    store.save_files(home.id, files, expected=states.SIGNING, to=states.SIGNED, act=act())
    sent = submission(home, vault.put(home.id, MANIFEST), number)  # type: ignore[attr-defined]
    store.save_decision(decision(home.id), HOA, act())
    store.put_lookup(lookup(home.id, number), act())
    store.seal(sent, act())
    return sent


def test_decision_about_sealed_dossier_is_refused(rows: tuple[Store, object]) -> None:
    store, vault = rows
    home = sealed_after_naming(store, vault, 1).dossier_id

    with pytest.raises(IllegalStep):
        store.save_decision(decision(home), HOA, act())
    with pytest.raises(IllegalStep):
        store.remove_decision(home, "marital_status_certificate", act())
    assert store.decisions(home) == [decision(home)]


def test_decision_for_an_owner_that_is_gone_is_refused(store: Store, home: DossierId) -> None:
    store.set_owner(home, replace(CITIZEN, id=NAM), act())

    with pytest.raises(IllegalStep):
        store.save_decision(decision(home), HOA, act())


def test_decision_gives_way_and_can_be_taken_back(store: Store, home: DossierId) -> None:
    store.set_owner(home, CITIZEN, act())
    scan = replace(decision(home), status=ComponentStatus.NOT_DIGITIZED, paper=None)
    store.save_decision(decision(home), HOA, act())
    store.save_decision(scan, HOA, act())
    last = store.decisions(home)
    store.remove_decision(home, "marital_status_certificate", act())

    assert last == [scan]
    assert store.decisions(home) == []
    with pytest.raises(NotFound):
        store.remove_decision(home, "marital_status_certificate", act())


def test_lookup_is_due_at_its_time_and_then_answered(store: Store, home: DossierId) -> None:
    later = replace(lookup(home), next_try=100.0)
    store.put_lookup(later, act())
    early = store.lookups_due(99.0, 5)
    due = store.lookups_due(100.0, 5)
    answered = replace(later, state=LookupState.ANSWERED, found=(paper(home),))

    changed = store.save_lookup(answered, act())

    assert (early, due, changed) == ([], [later], True)
    assert store.lookup(home) == answered
    assert store.lookups_due(1000.0, 5) == []


def test_save_lookup_after_another_question_changes_nothing(store: Store, home: DossierId) -> None:
    store.put_lookup(lookup(home, 1), act())
    store.put_lookup(lookup(home, 2), act())
    head = store.audit_head()

    changed = store.save_lookup(replace(lookup(home, 1), state=LookupState.ANSWERED), act())

    assert not changed
    assert store.lookup(home) == lookup(home, 2)
    assert store.audit_head() == head


def test_everything_survives_a_restart_and_verifies(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    sent = sealed_after_naming(store, vault, 1)
    store.acknowledge(advance(sent, SubmissionState.ACKED), receipt(sent), act())
    store.remember_papers(sent.dossier_id, [digitized(sent.dossier_id)], act())
    store.close()

    again, _ = open_store(root, clock=lambda: NOW)
    found = again.papers_of(HOA, ["marital_status_certificate"])
    findings = again.verify()
    again.close()

    assert found == [digitized(sent.dossier_id)]
    assert findings == []


def test_database_file_has_no_personal_id_name_or_number(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    sent = sealed_after_naming(store, vault, 1)
    store.remember_papers(sent.dossier_id, [digitized(sent.dossier_id)], act())
    store.close()

    on_disk = b"".join(file.read_bytes() for file in root.rglob("*") if file.is_file())

    for secret in (HOA, HOLDER, NUMBER):
        assert secret.encode() not in on_disk


def test_changed_row_is_named_by_the_check(root: Path) -> None:
    store, vault = open_store(root, clock=lambda: NOW)
    home = open_dossier(store, vault)
    store.set_owner(home.id, CITIZEN, act())
    store.close()
    with closing(sqlite3.connect(root / "store.db")) as connection, connection:
        connection.execute("UPDATE owner SET content = x'00'")

    again, _ = open_store(root, clock=lambda: NOW)
    findings = again.verify()
    again.close()

    named = [(each.code, each.object_id) for each in findings]
    assert named == [("row.unreadable", home.id), ("row.differs", home.id)]


def test_store_of_the_first_version_keeps_its_rows(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "store.db")) as connection:
        migrate(connection, tmp_path, at=NOW, migrations=MIGRATIONS[:1])
        home = dossier()
        connection.execute(
            "INSERT INTO dossier(id, code, procedure_code, state, revision, created_at,"
            " expected_pages) VALUES (?, 'H-1', '', 'open', 1, ?, 0)",
            (home.id, NOW),
        )

        migrate(connection, tmp_path, at=NOW, migrations=MIGRATIONS[:2])

        kept = connection.execute("SELECT id FROM dossier").fetchall()
        owners = connection.execute("SELECT count(*) FROM owner").fetchone()[0]
    assert [row["id"] for row in kept] == [home.id]
    assert owners == 0

"""Evidence of signatures: a chain that only grows; whoever changes it is found."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.dossier import DossierFile, DossierState, FileRole
from app.domain.ids import FileId
from app.domain.result import ResultOrigin, ResultRecord
from app.errors import IllegalStep
from app.store.base import Store, StoreDamaged, Vault
from app.store.opening import open_store
from signing.trust.records import Act, EvidenceFacts, verify_chain
from signing.verdict import RevocationProof
from tests.fakes.memory_store import MemoryStore, MemoryVault
from tests.store.store_samples import NOW, act, dossier

CRL = b"revocation list of the authority"
WHEN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def facts(number: int) -> EvidenceFacts:
    proof = RevocationProof((b"certificate %d" % number, b"root"), (CRL,))
    return EvidenceFacts(WHEN, Act.CHECKED, f"{number:064x}", "NguoiKy_1", "INDETERMINATE", proof)


def take_in(store: Store, vault: Vault, number: int, count: int = 1) -> None:
    home = dossier(number, state=DossierState.BUILT)
    data = b"result %d" % number
    file = DossierFile(
        FileId(f"file-{number}"), home.id, FileRole.RESULT, "x.pdf", "application/pdf",
        vault.put(home.id, data), hashlib.sha256(data).hexdigest(), len(data),
    )  # fmt: skip
    record = ResultRecord(home.id, ResultOrigin.FOLDER, "", file.sha256, NOW, (), count)
    evidence = [facts(10 * number + n) for n in range(count)]
    store.add_result(home, record, file, act("result.taken_in"), evidence)


@pytest.fixture(params=["sqlite", "memory"])
def rooms(request: pytest.FixtureRequest, root: Path) -> Iterator[tuple[Store, Vault]]:
    if request.param == "memory":
        yield MemoryStore(), MemoryVault()
        return
    store, vault = open_store(root, clock=lambda: NOW)
    yield store, vault
    store.close()


@pytest.fixture
def filled(root: Path) -> Path:
    store, vault = open_store(root, clock=lambda: NOW)
    take_in(store, vault, 1, count=2)
    take_in(store, vault, 2)
    assert store.verify() == []
    store.close()
    return root


def test_evidence_of_all_dossiers_is_one_chain_noted_in_the_audit(
    rooms: tuple[Store, Vault],
) -> None:
    store, vault = rooms

    take_in(store, vault, 1, count=2)
    take_in(store, vault, 2)

    records = store.evidence()
    contents = {one: store.evidence_content(one) for each in records for one in each.needs}
    noted = [e.act for e in store.audit_entries() if e.act.action == "evidence.kept"]
    verify_chain(records, contents, noted[-1].digest)
    assert [record.number for record in records] == [1, 2, 3]
    assert [record.number for record in store.evidence(dossier(1).id)] == [1, 2]
    assert [each.digest for each in noted] == [records[1].sha256, records[2].sha256]
    assert sorted(contents.values()).count(CRL) == 1


def test_evidence_is_kept_with_what_it_is_about_or_not_at_all(rooms: tuple[Store, Vault]) -> None:
    store, vault = rooms
    take_in(store, vault, 1)

    with pytest.raises(IllegalStep):
        take_in(store, vault, 1)

    assert len(store.evidence()) == 1


def test_evidence_content_that_nobody_kept_is_missing(rooms: tuple[Store, Vault]) -> None:
    store, _ = rooms

    with pytest.raises(StoreDamaged):
        store.evidence_content("0" * 64)


def test_evidence_names_no_certificate_in_the_open(filled: Path) -> None:
    plain = b"".join(path.read_bytes() for path in filled.glob("store.db*"))

    assert CRL not in plain
    assert b"certificate 10" not in plain


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence SET record = replace(record, 'INDETERMINATE', 'TOTAL-PASSED')"
        " WHERE number = 2",
        "UPDATE evidence SET record = '{}' WHERE number = 2",
        "DELETE FROM evidence WHERE number = 1",
        "DELETE FROM evidence WHERE number = 3",
        "DELETE FROM evidence",
        "DELETE FROM evidence_content WHERE rowid = 1",
        "UPDATE evidence_content SET content = zeroblob(80) WHERE rowid = 2",
        "UPDATE evidence_content SET content ="
        " (SELECT content FROM evidence_content WHERE rowid = 1) WHERE rowid = 2",
    ],
)
def test_changed_evidence_is_found(filled: Path, statement: str) -> None:
    with closing(sqlite3.connect(filled / "store.db")) as connection:
        for trigger in ("evidence_not_changed", "evidence_not_deleted"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement)
        connection.commit()

    store, _ = open_store(filled, clock=lambda: NOW)
    findings = store.verify()
    store.close()

    assert {each.code for each in findings} == {"evidence.broken", "row.differs"}


@pytest.mark.parametrize("statement", ["UPDATE evidence SET record = ''", "DELETE FROM evidence"])
def test_evidence_only_grows(filled: Path, statement: str) -> None:
    with (
        closing(sqlite3.connect(filled / "store.db")) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only grows"),
    ):
        connection.execute(statement)

"""The receiver's rules without HTTP: what meets in the same moment."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.receiver.desk import Desk, Means
from app.receiver.files import Folder
from app.receiver.issuing import Issuer
from app.receiver.keyring import load_keyring
from app.receiver.ledger import Ledger
from app.receiver.problems import Problem, ProblemKind
from app.receiver.proving import Prover
from app.receiver.results import Results
from app.receiver.settings import ReceiverSettings
from tests.receiver.dossier_samples import manifest_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def means(tmp_path) -> Iterator[Means]:
    (tmp_path / "files").mkdir()
    settings, prover = ReceiverSettings(), Prover()
    ledger = Ledger(tmp_path / "receiver.db")
    yield Means(
        ledger=ledger,
        folder=Folder(tmp_path / "files"),
        issuer=Issuer(load_keyring(tmp_path, NOW), "thu"),
        clock=lambda: NOW,
        new_id=lambda: str(uuid.uuid4()),
        settings=settings,
        results=Results(ledger, settings, tmp_path / "results", lambda: NOW, prover),
    )
    prover.close()
    ledger.close()


def test_commit_that_waited_for_a_withdrawal_finds_nothing(means):
    desk = Desk(means)
    manifest = manifest_of({"f1": b""})
    dossier_id = desk.announce(manifest, "k1")["id"]
    caught: list[Exception] = []

    def commit() -> None:
        try:
            desk.commit(dossier_id, manifest.digest(), "k2")
        except Exception as error:
            caught.append(error)

    waiting = threading.Thread(target=commit)
    with desk._lock_of(dossier_id):
        waiting.start()
        # Only to meet the narrow moment more often; the outcome does not hang on it.
        time.sleep(0.1)
        means.ledger.remove_dossier(dossier_id)
        means.folder.remove(dossier_id)
    waiting.join(30)

    (error,) = caught
    assert isinstance(error, Problem)
    assert error.kind is ProblemKind.UNKNOWN
    assert means.ledger.last_receipts() == []


def test_locks_do_not_grow_with_ids_that_are_asked(means):
    desk = Desk(means)
    for number in range(200):
        with pytest.raises(Problem):
            desk.withdraw(f"unknown-{number}")

    assert len({id(desk._lock_of(str(number))) for number in range(1000)}) <= 64

"""Bytes of one file that are gone from the disk fail that file; the batch goes on."""

from __future__ import annotations

import pytest

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.result import ResultOrigin
from app.domain.signing import BatchState, ItemState, Signer, SignerRole, SigningPlan
from app.jobs import Progress
from app.services import results
from app.services.look_jobs import Looked
from app.services.sign_batch import run_batch, start_batch
from app.services.signing_line import LineRules
from tests.fakes.counter_station import KEY, PIN, CounterStation, small_pdf

ONE = SigningPlan((Signer(SignerRole.PERSON, KEY),))


def built(counter: CounterStation, count: int) -> list[DossierId]:
    counter.reader.looked = Looked((), (), "unsigned", 0)
    return [
        results.take_in(
            counter.station, f"ket qua {n}.pdf", small_pdf([f"result {n}"]), ResultOrigin.FOLDER
        ).dossier_id
        for n in range(count)
    ]


def lose(counter: CounterStation, home: DossierId) -> None:
    (file,) = counter.store.files(home)
    counter.vault.blobs.pop(file.blob, None)


def pins() -> list[bytearray]:
    return [bytearray(PIN.encode())]


@pytest.mark.parametrize("lost", [0, 2, 3])
def test_run_batch_bytes_gone_before_it_fails_that_file_only(lost: int) -> None:
    counter = CounterStation()
    homes = built(counter, 4)
    batch = start_batch(counter.station, homes, ONE)
    lose(counter, homes[lost])

    report = run_batch(counter.station, batch.id, pins())

    by_home = {item.dossier_id: item for item in report.items}
    assert report.batch.state is BatchState.DONE
    assert report.count(ItemState.PUBLISHED) == 3
    assert by_home[homes[lost]].code == "store.blob_missing"
    assert counter.store.dossier(homes[lost]).state is DossierState.BUILT


@pytest.mark.parametrize("gets", range(1, 9))
def test_run_batch_bytes_gone_at_any_step_ends_and_publishes_the_others(gets: int) -> None:
    counter = CounterStation()
    homes = built(counter, 3)
    batch = start_batch(counter.station, homes, ONE)
    seen = 0

    def count() -> None:
        nonlocal seen
        seen += 1
        if seen == gets:
            lose(counter, homes[1])

    counter.vault.before_get = count

    report = run_batch(counter.station, batch.id, pins())

    states = {item.dossier_id: item.state for item in report.items}
    assert report.batch.state is BatchState.DONE
    assert states[homes[0]] is states[homes[2]] is ItemState.PUBLISHED
    assert states[homes[1]] in {ItemState.PUBLISHED, ItemState.FAILED}
    assert (counter.store.dossier(homes[1]).state is DossierState.SIGNED) is (
        states[homes[1]] is ItemState.PUBLISHED
    )


def test_run_batch_progress_counts_the_file_whose_bytes_are_gone() -> None:
    counter = CounterStation()
    homes = built(counter, 2)
    batch = start_batch(counter.station, homes, ONE)
    lose(counter, homes[0])
    told: list[Progress] = []

    run_batch(counter.station, batch.id, pins(), rules=LineRules(2, told.append))

    assert (told[-1].done, told[-1].total) == (2, 2)

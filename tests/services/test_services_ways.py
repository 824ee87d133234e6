"""The outbox over a folder: bags go out, wait for their acks, and end with a receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.manifest import manifest_from_json
from app.domain.submission import Submission, SubmissionState
from app.province.bag import bag_name
from app.province.bag_delivery import BagDelivery
from app.province.folder import FolderPlace
from app.services import assemble, deliver, review
from app.services.sign import Key, sign_dossier
from app.services.slips import SlipKind, slip_of
from tests.fakes.counter_station import KEY, PIN, CounterStation, reading
from tests.province.bag_samples import plain_ack, reader


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


def at_counter(stick: Path) -> CounterStation:
    counter = CounterStation()
    system = BagDelivery(FolderPlace(stick), reader())
    counter.station = replace(counter.station, system=system)
    return counter


def queued(counter: CounterStation) -> Submission:
    home = counter.add_dossier([(b"\x89PNG one", reading(paper="Tờ khai đăng ký khai sinh"))])
    review.finish_review(counter.station, home)
    assemble.build(counter.station, home)
    sign_dossier(counter.station, home, Key(KEY, bytearray(PIN.encode())))
    return deliver.enqueue(counter.station, home)


def answer(counter: CounterStation, stick: Path, submission: Submission, **changes: object) -> None:
    data = counter.vault.get(submission.dossier_id, submission.manifest)
    manifest = manifest_from_json(data)
    (stick / f"{bag_name(manifest)}.ack").write_bytes(plain_ack(manifest, **changes))


def test_send_due_folder_waits_for_the_ack_and_keeps_the_statement(stick: Path) -> None:
    counter = at_counter(stick)
    submission = queued(counter)

    deliver.send_due(counter.station)
    waiting = counter.store.submission(submission.id)
    answer(counter, stick, submission)
    counter.clock += timedelta(hours=1)
    deliver.send_due(counter.station)

    assert waiting.state is SubmissionState.WAITING
    assert waiting.reason == "delivery.awaiting_receipt"
    assert counter.store.submission(submission.id).state is SubmissionState.ACKED
    assert slip_of(counter.station, submission.dossier_id).kind is SlipKind.STATEMENT


def test_send_due_many_bags_without_ack_do_not_stop_the_next(stick: Path) -> None:
    counter = at_counter(stick)
    for _ in range(7):
        queued(counter)

    for _ in range(3):
        deliver.send_due(counter.station)

    assert len(list(stick.glob("*.done"))) == 7


def test_send_due_rejecting_ack_holds_the_submission(stick: Path) -> None:
    counter = at_counter(stick)
    submission = queued(counter)
    answer(counter, stick, submission, status="rejected", reason="Thiếu giấy chứng sinh")

    deliver.send_due(counter.station)

    held = counter.store.submission(submission.id)
    assert (held.state, held.reason_detail) == (SubmissionState.HELD, "Thiếu giấy chứng sinh")


def test_send_due_without_the_stick_waits_and_goes_on(stick: Path, tmp_path: Path) -> None:
    counter = at_counter(stick)
    submission = queued(counter)
    stick.rename(tmp_path / "pocket")

    deliver.send_due(counter.station)
    missing = counter.store.submission(submission.id)
    (tmp_path / "pocket").rename(stick)
    counter.clock += timedelta(hours=2)
    for _ in range(2):
        deliver.send_due(counter.station)

    assert (missing.state, missing.reason) == (SubmissionState.WAITING, "delivery.folder_missing")
    assert len(list(stick.glob("*.done"))) == 1

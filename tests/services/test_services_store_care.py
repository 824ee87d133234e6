"""Repairs are told, copies come in time, and a clock that jumps changes neither order nor waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.submission import MAX_RETRY_AFTER_S, SubmissionState
from app.errors import JobCancelled
from app.jobs import CancelToken, Progress
from app.services.recover import clamp_waits, recover
from app.services.store_care import BlobWatch, back_up_due, note_clock, repair_told, verify_blobs
from app.store.base import Finding
from app.store.care_base import BlobStep, NoCare, Recovered
from tests.fakes.counter_station import CounterStation
from tests.services.test_services_deliver import queued


class Care(NoCare):
    """A store that has something to tell."""

    def __init__(self, recovered: Recovered | None = None, last: str = "") -> None:
        self._recovered, self._last = recovered, last

    @property
    def recovered(self) -> Recovered | None:
        return self._recovered

    def last_act_at(self) -> str:
        return self._last

    def back_up_if_due(self) -> bool:
        return True

    def verify_blobs(self, on_step: Callable[[BlobStep], None], after: str = "") -> list[Finding]:
        for number in range(1, 5):
            if f"blob{number}" > after:
                on_step(BlobStep(f"blob{number}", number << 20, 4 << 20))
        return [Finding("blob.missing", "blob2")]


def repaired(*findings: Finding) -> Recovered:
    return Recovered("CORRUPT", "0001", "store-x.db", 7, 90, findings)


@pytest.mark.parametrize(
    ("recovered", "code"),
    [
        (None, ""),
        (repaired(), "store.restored"),
        (repaired(Finding("journal.missing", "x")), "store.restored_partly"),
    ],
)
def test_repair_has_its_words(recovered: Recovered | None, code: str) -> None:
    station = replace(CounterStation().station, care=Care(recovered))

    told = repair_told(station)

    assert ("" if told is None else told.code) == code


def test_copy_that_was_made_counts() -> None:
    assert back_up_due(CounterStation().station) == 0
    assert back_up_due(replace(CounterStation().station, care=Care())) == 1


def test_check_of_blobs_tells_its_way_and_goes_on() -> None:
    station = replace(CounterStation().station, care=Care())
    told: list[Progress] = []
    cancel = CancelToken()

    def stop_at_two(progress: Progress) -> None:
        told.append(progress)
        if progress.done == 2:
            cancel.cancel()

    watch = BlobWatch(stop_at_two, cancel)
    with pytest.raises(JobCancelled):
        verify_blobs(station, watch)
    ended_at = watch.after
    again = BlobWatch(told.append, after=ended_at)
    findings = verify_blobs(station, again)

    assert ended_at == "blob2"
    assert [(each.done, each.total) for each in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert findings == [Finding("blob.missing", "blob2")]
    assert again.after == ""


def test_check_of_blobs_lets_the_scanner_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    station = replace(CounterStation().station, care=Care())
    pauses: list[float] = []
    # A pause is only a wait; what counts is that there is one for each blob.
    monkeypatch.setattr("app.services.store_care.time.sleep", pauses.append)

    verify_blobs(station, BlobWatch(is_busy=lambda: True))

    assert len(pauses) == 4


@pytest.mark.expects_log_warnings
def test_clock_far_behind_the_chain_is_noted() -> None:
    counter = CounterStation()
    ahead = (counter.station.now() + timedelta(days=3650)).isoformat()

    noted = note_clock(replace(counter.station, care=Care(last=ahead)))

    assert noted
    entry = counter.store.audit_entries()[-1].act
    assert (entry.action, "behind entry of" in entry.note) == ("clock.behind", True)


@pytest.mark.parametrize("minutes", [-5, 0, 4])
def test_clock_near_the_chain_is_not_noted(minutes: int) -> None:
    counter = CounterStation()
    near = (counter.station.now() + timedelta(minutes=minutes)).isoformat()

    assert not note_clock(replace(counter.station, care=Care(last=near)))
    assert not note_clock(counter.station)


@pytest.mark.parametrize("years", [-10, 10])
def test_jump_of_the_clock_leaves_no_endless_wait(years: int) -> None:
    counter = CounterStation()
    submission = queued(counter)
    planned = counter.station.now().timestamp() + 60
    waiting = replace(submission, state=SubmissionState.WAITING, next_try=planned)
    counter.store.save_submission(waiting, None)
    jumped: datetime = counter.station.now() + timedelta(days=365 * years)
    station = replace(counter.station, now=lambda: jumped)

    recover(station)

    latest = jumped.timestamp() + MAX_RETRY_AFTER_S
    assert counter.store.submission(submission.id).next_try == min(planned, latest)
    assert clamp_waits(station) == 0

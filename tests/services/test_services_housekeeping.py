"""Erasing and checking by itself: when it is time, and never in the way of the counter."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from app.domain.submission import SubmissionState
from app.errors import IllegalStep, JobCancelled, StationError
from app.jobs import CancelToken
from app.services import housekeeping, purge
from app.services.housekeeping import (
    CHECK_EVERY_S,
    FIRST_CHECK_S,
    FIRST_PURGE_S,
    PURGE_EVERY_S,
    BlobCheck,
    BlobsDamaged,
    PurgeWatch,
)
from app.services.purge import PurgePolicy
from app.services.runner import Runner
from app.services.station import Station
from app.store.care_base import BlobStep, StoreCare
from app.store.opening import Rooms
from app.store.upkeep_base import Upkeep
from tests.fakes.counter_station import CounterStation
from tests.fakes.signed_receipts import receipt_keys
from tests.store.upkeep_samples import Clock, Desk, blobs_of, open_upkeep, received

POLICY = PurgePolicy(
    timedelta(days=30), timedelta(days=1), clock_checked=True, receipt_keys=receipt_keys
)


@dataclass(slots=True)
class Keeper(Desk):
    """As much of a station as housekeeping asks for, with a clock of its own to turn."""

    upkeep: Upkeep | None = None
    care: StoreCare | None = None
    at: list[float] = field(default_factory=lambda: [0.0])
    start: int = 0

    def ticks(self) -> float:
        return self.at[0]

    def random_bits(self, _width: int) -> int:
        return self.start


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "station"


@pytest.fixture
def rooms(root: Path, clock: Clock) -> Iterator[Rooms]:
    opened = open_upkeep(root, clock)
    yield opened
    opened.store.close()


@pytest.fixture
def keeper(rooms: Rooms, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    monkeypatch.setattr(housekeeping, "BLOB_PAUSE_S", 0.0)
    monkeypatch.setattr(housekeeping, "BUSY_LOOK_S", 0.001)
    upkeep, care = rooms.upkeep, rooms.store.care
    return Keeper(rooms.store, rooms.vault, clock, upkeep=upkeep, care=care)


def station(keeper: Keeper) -> Station:
    return cast(Station, keeper)


def check(keeper: Keeper, is_busy: Any = lambda: False) -> BlobCheck:  # Any: any answer will do
    return BlobCheck(station(keeper), is_busy=is_busy, cancel=CancelToken())


def test_purge_watch_marks_and_erases_hourly(
    keeper: Keeper, rooms: Rooms, clock: Clock, root: Path
) -> None:
    sent = received(rooms, clock)
    watch = PurgeWatch(station(keeper), POLICY)
    clock.later(days=31)

    early = watch.look()
    keeper.at[0] += FIRST_PURGE_S
    marked = watch.look()
    clock.later(days=2)
    too_soon = watch.look()
    keeper.at[0] += PURGE_EVERY_S
    erased = watch.look()

    assert (early, marked, too_soon, erased) == (0, 1, 0, 1)
    assert rooms.store.submission(sent.id).state is SubmissionState.PURGED
    assert blobs_of(root) == set()


@pytest.mark.parametrize(
    "policy", [None, PurgePolicy(timedelta(0), clock_checked=True, receipt_keys=receipt_keys)]
)
def test_purge_watch_that_is_off_keeps_everything(
    keeper: Keeper, rooms: Rooms, clock: Clock, policy: PurgePolicy | None
) -> None:
    sent = received(rooms, clock)
    clock.later(days=3650)
    watch = PurgeWatch(station(keeper), policy)
    keeper.at[0] += FIRST_PURGE_S

    done = watch.look()

    assert done == 0
    assert rooms.store.submission(sent.id).state is SubmissionState.ACKED


@pytest.mark.expects_log_warnings
def test_purge_watch_with_a_doubtful_clock_keeps_everything(
    keeper: Keeper, rooms: Rooms, clock: Clock
) -> None:
    sent = received(rooms, clock)
    clock.later(days=365)
    watch = PurgeWatch(station(keeper), PurgePolicy(timedelta(days=30), receipt_keys=receipt_keys))
    keeper.at[0] += FIRST_PURGE_S

    done = watch.look()

    assert done == 0
    assert rooms.store.submission(sent.id).state is SubmissionState.ACKED


def test_purge_round_that_fails_waits_for_the_next_hour(
    keeper: Keeper, rooms: Rooms, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    received(rooms, clock)
    clock.later(days=31)
    watch = PurgeWatch(station(keeper), POLICY)
    keeper.at[0] += FIRST_PURGE_S

    def held_just_now(*_: object) -> None:
        raise IllegalStep("held")

    with monkeypatch.context() as broken:
        broken.setattr(purge, "run", held_just_now)
        with pytest.raises(IllegalStep):
            watch.look()
    at_once = watch.look()
    keeper.at[0] += PURGE_EVERY_S
    later = watch.look()

    assert (at_once, later) == (0, 1)


@pytest.mark.expects_log_warnings
def test_blob_check_finds_what_is_damaged(
    keeper: Keeper, rooms: Rooms, clock: Clock, root: Path
) -> None:
    received(rooms, clock)
    blob = next(path for path in (root / "blobs").rglob("*") if path.is_file())
    blob.chmod(0o600)
    blob.write_bytes(blob.read_bytes()[:-1])
    looking = check(keeper)
    keeper.at[0] += FIRST_CHECK_S

    def look_twice() -> None:
        looking.look()
        looking.look()

    with pytest.raises(BlobsDamaged) as told:
        look_twice()

    assert told.value.code == "store.blobs_damaged"
    assert str(root) not in told.value.detail


def test_blob_check_begins_anywhere_and_then_looks_at_all(
    keeper: Keeper, rooms: Rooms, clock: Clock, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    received(rooms, clock)
    names = sorted(blobs_of(root))
    keeper.start = int(names[0], 16)
    looked: list[str] = []
    whole = keeper.care
    assert whole is not None

    class Watched:
        def verify_blobs(self, on_step: Any, after: str) -> list[Any]:  # Any: see StoreCare
            assert whole is not None

            def both(step: BlobStep) -> None:
                looked.append(step.blob)
                on_step(step)

            return whole.verify_blobs(both, after)

    monkeypatch.setattr(keeper, "care", Watched())
    looking = check(keeper)

    looking.look()
    before = list(looked)
    keeper.at[0] += FIRST_CHECK_S
    looking.look()
    first = list(looked)
    looking.look()
    second = looked[len(first) :]
    looking.look()
    rested = len(looked)
    keeper.at[0] += CHECK_EVERY_S
    looking.look()

    assert before == []
    assert first == names[1:]
    assert second == names
    assert rested == len(first) + len(names)
    assert looked[rested:] == names


def test_blob_check_waits_while_the_counter_has_work(
    keeper: Keeper, rooms: Rooms, clock: Clock
) -> None:
    received(rooms, clock)
    keeper.at[0] += 2 * FIRST_CHECK_S
    asked: list[int] = []
    work = iter([True, False, True, True, False])

    def is_busy() -> bool:
        asked.append(1)
        return next(work, False)

    looking = BlobCheck(station(keeper), is_busy=is_busy, cancel=CancelToken())
    keeper.at[0] += FIRST_CHECK_S

    looking.look()
    not_begun = len(asked)
    looking.look()

    assert not_begun == 1
    assert len(asked) > 5


def test_blob_check_ends_with_the_program(keeper: Keeper, rooms: Rooms, clock: Clock) -> None:
    received(rooms, clock)
    cancel = CancelToken()
    looking = BlobCheck(station(keeper), is_busy=lambda: False, cancel=cancel)
    keeper.at[0] += FIRST_CHECK_S
    cancel.cancel()

    with pytest.raises(JobCancelled):
        looking.look()


def test_blob_that_was_erased_meanwhile_is_no_finding(
    keeper: Keeper, rooms: Rooms, clock: Clock, root: Path
) -> None:
    received(rooms, clock)
    clock.later(days=31)
    purge.run(station(keeper), rooms.upkeep, POLICY)
    clock.later(days=2)
    seen: list[str] = []

    def erase_all(step: Any) -> None:  # Any: a BlobStep
        if not seen:
            purge.run(station(keeper), rooms.upkeep, POLICY)
        seen.append(step.blob)

    findings = rooms.store.care.verify_blobs(erase_all)

    assert blobs_of(root) == set()
    assert len(seen) > 1
    assert findings == []


@pytest.mark.expects_log_warnings
def test_runner_erases_and_checks_by_itself(
    rooms: Rooms, clock: Clock, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FIRST_PURGE_S", "FIRST_CHECK_S", "BLOB_PAUSE_S"):
        monkeypatch.setattr(housekeeping, name, 0.0)
    sent = received(rooms, clock)
    clock.later(days=31)
    blob = next(path for path in (root / "blobs").rglob("*") if path.is_file())
    blob.chmod(0o600)
    whole = blob.read_bytes()
    marked, told = threading.Event(), threading.Event()
    station = replace(
        CounterStation().station,
        store=rooms.store,
        vault=rooms.vault,
        upkeep=rooms.upkeep,
        care=rooms.store.care,
        now=clock,
    )

    def changed() -> None:
        marked.set()
        blob.write_bytes(whole[:-1])

    def trouble(error: StationError) -> None:
        # The pages of the sample cannot be read; only the check is of interest here.
        if error.code == BlobsDamaged.code:
            told.set()

    monkeypatch.setattr(housekeeping, "CHECK_EVERY_S", 0.0)
    runner = Runner(station, on_change=changed, on_trouble=trouble, purging=POLICY)
    runner.start()
    was_marked, was_told = marked.wait(60), told.wait(60)
    runner.stop()

    assert (was_marked, was_told) == (True, True)
    assert rooms.store.submission(sent.id).state is SubmissionState.PURGEABLE

"""What goes out when: order, two at a time, one pause for one cause, rot that never leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.manifest import Manifest
from app.domain.submission import MAX_RESTARTS, Submission, SubmissionState
from app.errors import IllegalStep, StationError
from app.province.errors import (
    AuthRefused,
    Conflict,
    DeliveryError,
    DigestMismatch,
    LinkDown,
    RemoteGone,
    ServerBusy,
    StillProcessing,
)
from app.services import deliver
from app.services.courier import STEPS_BACK
from app.services.dispatch import send_due
from app.services.host_gate import BUSY_ITEMS, HostGate
from tests.fakes.counter_station import CounterStation
from tests.fakes.ready_dossiers import queue_bytes

MIB = 2**20


class Way:
    """The counter's line with something done before each call."""

    def __init__(self, counter: CounterStation) -> None:
        self.calls: list[tuple[str, int]] = []
        self.offset_s = 0.0
        self.accepts = True
        self.before: Callable[[str], None] = lambda _name: None
        self._line = counter.line

    def route(self) -> str:
        return "10.0.0.2"

    def clock_offset_s(self) -> float:
        return self.offset_s

    def is_accepted(self, remote_id: str, manifest: Manifest) -> bool:
        return self.accepts

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        self._tell("put", len(chunk))
        return self._line.put(url, offset, chunk)

    def begin(self, manifest: Manifest, key: str) -> object:
        self._tell("begin", manifest.files[0].size)
        return self._line.begin(manifest, key)

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> object:
        self._tell("commit", 0)
        return self._line.commit(remote_id, manifest, key)

    def reachable(self) -> bool:
        self._tell("health", 0)
        return self._line.reachable()

    def _tell(self, name: str, size: int) -> None:
        self.calls.append((name, size))
        self.before(name)

    def __getattr__(self, name: str) -> object:
        return getattr(self._line, name)


class Desk:
    """A station whose time is made up, with its way out at hand."""

    def __init__(self) -> None:
        self.counter = CounterStation()
        self.way = Way(self.counter)
        self.gate = HostGate()
        self.station = replace(
            self.counter.station,
            system=self.way,  # type: ignore[arg-type]  # the rest comes by __getattr__
            ticks=lambda: self.counter.clock.timestamp(),
        )

    def queue(self, *sizes: int) -> Submission:
        files = {f"tờ {number}": b"x" * size for number, size in enumerate(sizes)}
        return queue_bytes(self.station, files)

    def send(self, *, after_s: float = 0.0, told: list[StationError] | None = None) -> int:
        self.counter.clock += timedelta(seconds=after_s)
        tell = (told if told is not None else []).append
        return send_due(self.station, gate=self.gate, tell=tell)

    def state(self, submission: Submission) -> Submission:
        return self.station.store.submission(submission.id)

    def fails(self, error: DeliveryError, at: str = "begin") -> None:
        def fail(name: str) -> None:
            if name == at:
                raise error

        self.way.before = fail

    def heals(self) -> None:
        self.way.before = lambda _name: None


def test_send_small_files_go_before_large_ones() -> None:
    desk = Desk()
    desk.queue(5000, 10, 300)

    desk.send()

    assert [size for name, size in desk.way.calls if name == "put"] == [10, 300, 5000]


def test_send_chunks_grow_while_they_are_quick_and_start_small() -> None:
    desk = Desk()
    desk.queue(20 * MIB)

    desk.send()

    sizes = [size // MIB for name, size in desk.way.calls if name == "put"]
    assert sizes == [1, 2, 4, 8, 5]


def test_send_chunks_of_a_slow_line_stay_small() -> None:
    desk = Desk()
    desk.queue(4 * MIB)

    def slow(name: str) -> None:
        if name == "put":
            desk.counter.clock += timedelta(seconds=11)

    desk.way.before = slow
    desk.send()

    assert [size for name, size in desk.way.calls if name == "put"] == [MIB] * 4


def test_send_clock_that_is_set_back_does_not_make_a_chunk_look_quick() -> None:
    desk = Desk()
    ticks = iter(range(0, 10_000, 20))
    station = replace(desk.station, ticks=lambda: float(next(ticks)))
    desk.queue(3 * MIB)

    send_due(station)

    assert [size for name, size in desk.way.calls if name == "put"] == [MIB] * 3


def test_send_two_at_a_time_once_the_system_was_reached() -> None:
    desk = Desk()
    queued = [desk.queue(100) for _ in range(4)]
    both = threading.Barrier(2, timeout=20)
    first_done = threading.Event()

    def meet(name: str) -> None:
        if name == "put" and not first_done.is_set():
            both.wait()
            first_done.set()

    desk.way.before = meet
    desk.send()

    assert {desk.state(each).state for each in queued} == {SubmissionState.ACKED}


def test_send_dead_line_is_found_out_by_one_and_probed_alone() -> None:
    desk = Desk()
    queued = [desk.queue(10) for _ in range(3)]
    desk.fails(LinkDown("no route"))
    desk.counter.line.online = False

    rounds = [desk.send(after_s=61.0) for _ in range(4)]

    assert rounds == [1, 0, 0, 0]
    assert [name for name, _ in desk.way.calls] == ["begin", "health", "health", "health"]
    assert [desk.state(each).attempts for each in queued] == [1, 0, 0]


def test_send_line_that_is_back_is_used_at_once_whatever_the_rows_say() -> None:
    desk = Desk()
    first = desk.queue(10)
    for _ in range(8):
        desk.fails(LinkDown("no route"))
        desk.send(after_s=61.0)
    desk.heals()
    desk.gate.probe_now()

    desk.send(after_s=0.1)

    assert desk.state(first).state is SubmissionState.ACKED


def test_send_many_busy_answers_close_the_gate() -> None:
    desk = Desk()
    queued = [desk.queue(10) for _ in range(BUSY_ITEMS + 3)]
    desk.fails(ServerBusy("503"))
    desk.counter.line.online = False

    desk.send()

    tried = [each for each in queued if desk.state(each).attempts]
    assert len(tried) == BUSY_ITEMS
    assert desk.gate.is_closed


def test_send_still_processing_is_no_trouble_of_the_line() -> None:
    desk = Desk()
    queued = [desk.queue(10) for _ in range(BUSY_ITEMS + 3)]
    desk.fails(StillProcessing("202", 30.0), at="commit")

    desk.send()

    after = [desk.state(each) for each in queued]
    assert {each.reason for each in after} == {"delivery.processing"}
    assert not desk.gate.is_closed


def test_send_refused_item_does_not_stop_the_others() -> None:
    desk = Desk()
    queued = [desk.queue(10) for _ in range(3)]
    refusals = [Conflict("other content")]

    def refuse_once(name: str) -> None:
        if name == "begin" and refusals:
            raise refusals.pop()

    desk.way.before = refuse_once
    desk.send()

    states = [desk.state(each).state for each in queued]
    assert sorted(states) == [SubmissionState.ACKED, SubmissionState.ACKED, SubmissionState.HELD]


def test_send_refused_login_is_mended_once_for_all() -> None:
    desk = Desk()
    queued = [desk.queue(10) for _ in range(4)]
    desk.fails(AuthRefused("401"), at="commit")
    desk.send()
    held = [each for each in queued if desk.state(each).state is SubmissionState.HELD]
    desk.heals()

    deliver.try_again(desk.station, held[0].id)
    desk.send(after_s=1.0)

    assert {desk.state(each).state for each in queued} == {SubmissionState.ACKED}


@pytest.mark.parametrize("error", [DigestMismatch("other"), RemoteGone("404")])
def test_send_restarts_end_with_a_person(error: DeliveryError) -> None:
    desk = Desk()
    submission = desk.queue(10)
    desk.fails(error, at="commit")

    for _ in range(10):
        desk.send(after_s=600.0)

    begins = [name for name, _ in desk.way.calls if name == "begin"]
    assert len(begins) == MAX_RESTARTS + 1
    assert desk.state(submission).state is SubmissionState.HELD
    assert desk.state(submission).reason == error.code


def test_send_mismatch_whose_cause_lies_here_is_held_as_local_corrupt() -> None:
    desk = Desk()
    submission = desk.queue(10)
    file = desk.station.store.files(submission.dossier_id)[0]

    def rot(name: str) -> None:
        if name == "commit":
            desk.counter.vault.blobs[file.blob] = (file.dossier_id, b"rotten")
            raise DigestMismatch("other")

    desk.way.before = rot
    desk.send()

    after = desk.state(submission)
    assert (after.state, after.reason) == (SubmissionState.HELD, "delivery.local_corrupt")


def test_send_manifest_that_rotted_is_held_and_nothing_is_announced() -> None:
    desk = Desk()
    submission = desk.queue(10)
    data = desk.counter.vault.get(submission.dossier_id, submission.manifest)
    changed = data.replace(b"1.001193", b"1.001194")
    desk.counter.vault.blobs[submission.manifest] = (submission.dossier_id, changed)

    desk.send()

    assert desk.state(submission).reason == "delivery.local_corrupt"
    assert desk.way.calls == []


def test_send_server_that_forgets_again_and_again_is_left_alone() -> None:
    desk = Desk()
    submission = desk.queue(3 * MIB)
    calls = iter(range(1000))
    station = replace(desk.station, system=_Forgetful(desk.way, calls))  # type: ignore[arg-type]

    send_due(station)

    assert desk.state(submission).reason == "delivery.server_busy"
    assert next(calls) <= 2 * (STEPS_BACK + 2)


class _Forgetful:
    """Confirms a chunk, then none of it, in turn."""

    def __init__(self, way: Way, calls: object) -> None:
        self._way, self._calls = way, calls

    def __getattr__(self, name: str) -> object:
        return getattr(self._way, name)

    def put(self, _url: str, offset: int, chunk: bytes) -> int:
        number = next(self._calls)  # type: ignore[call-overload]
        return offset + len(chunk) if number % 2 == 0 else 0


@pytest.mark.expects_log_warnings
def test_send_clock_far_from_the_servers_is_told_once() -> None:
    desk, told = Desk(), list[StationError]()
    desk.way.offset_s = -400.0
    for _ in range(3):
        desk.queue(10)
        desk.send(after_s=5.0, told=told)
    desk.way.offset_s = 10.0
    desk.queue(10)
    desk.send(after_s=5.0, told=told)

    acts = [entry.act.action for entry in desk.station.store.audit_entries()]
    assert [error.code for error in told] == ["delivery.clock_off"]
    assert acts.count("station.clock_off") == 1


def test_overdue_tells_what_waits_for_a_day() -> None:
    desk = Desk()
    old = desk.queue(10)
    desk.counter.clock += timedelta(hours=25)
    desk.queue(10)

    assert [each.id for each in deliver.overdue(desk.station)] == [old.id]


def test_confirm_receipt_that_is_forgotten_raises_the_alarm_and_keeps_the_receipt() -> None:
    desk = Desk()
    submission = desk.queue(10)
    desk.send()
    deliver.confirm_receipt(desk.station, submission.id)
    desk.way.accepts = False

    with pytest.raises(Conflict):
        deliver.confirm_receipt(desk.station, submission.id)

    after = desk.state(submission)
    assert (after.state, after.reason) == (SubmissionState.ACKED, "delivery.conflict")
    assert desk.station.store.receipt(submission.id).number


def test_confirm_receipt_before_there_is_one_is_refused() -> None:
    desk = Desk()

    with pytest.raises(IllegalStep):
        deliver.confirm_receipt(desk.station, desk.queue(10).id)


def test_send_leaves_what_was_withdrawn_while_others_were_sent() -> None:
    desk = Desk()
    first, second, third = (desk.queue(10) for _ in range(3))

    def withdraw(_name: str) -> None:
        desk.way.before = lambda _name: None
        deliver.cancel_submission(desk.station, third.id)

    desk.way.before = withdraw

    tried = send_due(desk.station)

    states = [desk.state(each).state for each in (first, second, third)]
    assert tried == 2
    assert states == [SubmissionState.ACKED, SubmissionState.ACKED, SubmissionState.CANCELLED]

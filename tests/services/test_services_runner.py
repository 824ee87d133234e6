"""The runner does what is due without being asked, and survives trouble."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from app.domain.page import PageState
from app.domain.submission import SubmissionState
from app.errors import Advice, LibraryError, StationError
from app.services import assemble, deliver, review
from app.services.runner import Runner
from app.services.sign import Key, sign_dossier
from tests.fakes.counter_station import KEY, PIN, CounterStation, reading, small_pdf

SHEETS = [b"\x89PNG one", b"\x89PNG two"]


class Watch:
    """Waits until something told of by the runner has come true."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.troubles: list[StationError] = []

    def changed(self) -> None:
        self.event.set()

    def trouble(self, error: StationError) -> None:
        self.troubles.append(error)
        self.event.set()


def run_until(counter: CounterStation, watch: Watch, done: object) -> None:
    runner = Runner(counter.station, on_change=watch.changed, on_trouble=watch.trouble)
    runner.start()
    for _ in range(100):
        if done():  # type: ignore[operator]
            break
        watch.event.wait(0.2)
        watch.event.clear()
    runner.stop()


def test_runner_unread_pages_are_read() -> None:
    counter, watch = CounterStation(), Watch()
    home = counter.add_unread(SHEETS)

    run_until(
        counter,
        watch,
        lambda: all(page.state is PageState.READ for page in counter.pages(home)),
    )

    assert [page.state for page in counter.pages(home)] == [PageState.READ] * 2


def test_runner_queued_submission_is_sent() -> None:
    counter, watch = CounterStation(), Watch()
    home = counter.add_dossier([(SHEETS[0], reading())])
    review.finish_review(counter.station, home)
    assemble.build(counter.station, home)
    sign_dossier(counter.station, home, Key(KEY, bytearray(PIN.encode())))
    submission = deliver.enqueue(counter.station, home)

    def acked() -> bool:
        return counter.store.submission(submission.id).state is SubmissionState.ACKED

    run_until(counter, watch, acked)

    assert acked()


def test_runner_result_of_the_system_is_taken_in() -> None:
    counter, watch = CounterStation(), Watch()
    signing = replace(counter.station.signing, results_every_s=300.0)
    counter.station = replace(counter.station, signing=signing)
    counter.line.offer("quyết định.pdf", small_pdf(["a decision"]))

    run_until(counter, watch, lambda: bool(counter.line.acknowledged))

    assert [each.remote_id for each in counter.store.results()] == ["quyết định.pdf"]
    assert watch.troubles == []


@pytest.mark.expects_log_warnings
def test_runner_missing_engine_is_told_and_the_page_waits() -> None:
    counter, watch = CounterStation(), Watch()
    home = counter.add_unread(SHEETS[:1])

    def no_engine(name: str) -> None:
        if name == "read_page":
            raise LibraryError("engine.missing", Advice.USER_ACTION)

    counter.reader.before = no_engine

    run_until(counter, watch, lambda: bool(watch.troubles))

    assert watch.troubles[0].code == "engine.missing"
    assert counter.pages(home)[0].state is PageState.CAPTURED


@pytest.mark.expects_log_warnings
def test_runner_unforeseen_error_is_told_and_the_lane_lives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counter, watch = CounterStation(), Watch()
    home = counter.add_unread(SHEETS[:1])
    monkeypatch.setattr("app.services.runner.TROUBLE_S", 0.05)
    broken = [True]

    def break_once(name: str) -> None:
        if name == "read_page" and broken.pop() if broken else False:
            raise ZeroDivisionError("by zero")

    counter.reader.before = break_once

    run_until(
        counter,
        watch,
        lambda: all(page.state is PageState.READ for page in counter.pages(home)),
    )

    assert [trouble.code for trouble in watch.troubles] == ["station.error"]
    assert counter.pages(home)[0].state is PageState.READ

"""The bridge: outcomes on the GUI thread, in order, with words for everything."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from app.errors import JobCancelled, NotFound, StationError
from app.ui.jobs_bridge import JobsBridge, Lane


@pytest.fixture
def bridge(qtbot: QtBot) -> JobsBridge:
    return JobsBridge()


def test_run_result_arrives_on_the_gui_thread(bridge: JobsBridge, qtbot: QtBot) -> None:
    seen: list[tuple[int, int]] = []

    bridge.run(
        Lane.STORE,
        threading.get_ident,
        lambda worker: seen.append((worker, threading.get_ident())),
    )

    qtbot.waitUntil(lambda: bool(seen))
    worker, receiver = seen[0]
    assert receiver == threading.get_ident()
    assert worker != receiver
    bridge.close()


def test_run_in_one_lane_keeps_the_order(bridge: JobsBridge, qtbot: QtBot) -> None:
    seen: list[int] = []

    for number in range(50):
        bridge.run(Lane.STORE, lambda number=number: number, seen.append)  # type: ignore[misc]  # bound early

    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == list(range(50))
    bridge.close()


def test_run_station_error_reaches_the_caller(bridge: JobsBridge, qtbot: QtBot) -> None:
    seen: list[StationError] = []

    def job() -> None:
        raise NotFound("page")

    bridge.run(Lane.VIEW, job, lambda _nothing: None, seen.append)

    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].code == "item.not_found"
    bridge.close()


@pytest.mark.expects_log_warnings
def test_run_unforeseen_error_becomes_a_general_one(bridge: JobsBridge, qtbot: QtBot) -> None:
    def job() -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(bridge.trouble) as blocker:
        bridge.run(Lane.VIEW, job, lambda _nothing: None)

    assert blocker.args is not None
    assert blocker.args[0].code == "ui.unexpected"
    bridge.close()


def test_run_cancelled_job_is_no_trouble(bridge: JobsBridge, qtbot: QtBot) -> None:
    seen: list[str] = []

    def job() -> None:
        raise JobCancelled()

    with qtbot.assertNotEmitted(bridge.trouble):
        bridge.run(Lane.VIEW, job, lambda _nothing: None)
        bridge.run(Lane.VIEW, lambda: "after", seen.append)
        qtbot.waitUntil(lambda: bool(seen))
    bridge.close()


def test_close_with_waiting_writes_ends_them_first(bridge: JobsBridge) -> None:
    gate = threading.Event()
    written: list[str] = []

    bridge.run(Lane.STORE, lambda: gate.wait(10), lambda _: None)
    bridge.run(Lane.STORE, lambda: written.append("typed"), lambda _: None)
    threading.Timer(0.05, gate.set).start()
    bridge.close()

    assert written == ["typed"]


def test_close_with_waiting_jobs_drops_them(bridge: JobsBridge, qtbot: QtBot) -> None:
    gate, began = threading.Event(), threading.Event()
    seen: list[str] = []

    def job() -> str:
        began.set()
        gate.wait(10)
        return "first"

    bridge.run(Lane.SCAN, job, seen.append)
    bridge.run(Lane.SCAN, lambda: "second", seen.append)
    began.wait(10)
    gate.set()
    bridge.close()
    bridge.run(Lane.SCAN, lambda: "third", seen.append)
    bridge.post(seen.append, "fourth")
    qtbot.wait(20)

    assert seen == []

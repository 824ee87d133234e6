"""The heartbeat sees what keeps the window's thread, and blames the right function."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from benchmarks.loop_watch import LoopWatch, Step, causes, row

BURNT_S = 0.030


def _burn() -> None:
    until = time.thread_time() + BURNT_S
    while time.thread_time() < until:
        pass


@pytest.fixture
def watch(qtbot: QtBot) -> LoopWatch:
    made = LoopWatch()
    qtbot.waitUntil(lambda: len(made.steps) > 3)
    made.begin()
    return made


def test_loop_watch_busy_slot_is_seen_whole(watch: LoopWatch, qtbot: QtBot) -> None:
    QTimer.singleShot(5, _burn)

    qtbot.waitUntil(lambda: any(step.cpu_ms >= 1000 * BURNT_S for step in watch.steps))
    watch.end()
    longest = max(watch.steps, key=lambda step: step.cpu_ms)
    assert longest.wall_ms + 2 >= 1000 * BURNT_S


def test_loop_watch_idle_loop_burns_nothing(watch: LoopWatch, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(watch.steps) > 50)

    watch.end()
    cpu = sorted(step.cpu_ms for step in watch.steps)
    assert cpu[len(cpu) // 2] < 5


def test_loop_watch_ended_beats_no_more(watch: LoopWatch, qtbot: QtBot) -> None:
    watch.end()
    beats = len(watch.steps)

    qtbot.wait(20)

    assert len(watch.steps) == beats


def test_causes_ranks_by_processor_time() -> None:
    steps = [Step(40, 1), Step(18, 17), Step(3, 3)]
    steps[0].where["ui/quick"] += 2
    steps[1].where["ui/slow"] += 1

    told = causes(steps, 5)[2:]

    assert told == ["| ui/slow | 1 | 18 | 17 | 17 |", "| ui/quick | 1 | 40 | 1 | 1 |"]


def test_row_counts_steps_over_a_frame_and_over_the_bound() -> None:
    told = row("x", [Step(0, 1), Step(20, 18), Step(60, 2)])

    assert told == "| x | 3 | 20.0 | 60.0 | 2.0 | 18.0 | 2 | 1 | 1 | 0 | 93.0 % |"

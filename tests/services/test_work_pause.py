"""What an officer has put off, and the runner that keeps to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.services.runner import Runner
from app.services.work_pause import Pausable, PauseNotKept, WorkPause
from tests.fakes.counter_station import CounterStation


def test_pause_stays_until_it_is_resumed(tmp_path: Path) -> None:
    path = tmp_path / "paused.json"
    WorkPause(path).change(Pausable.SEND, is_paused=True)

    after_a_restart = WorkPause(path)

    assert after_a_restart.now == {Pausable.SEND}
    assert after_a_restart.change(Pausable.SEND, is_paused=False) == frozenset()
    assert WorkPause(path).now == frozenset()


@pytest.mark.parametrize("text", ["", "{}", '["sned"]', "[[]", "[1, null]"])
def test_pause_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "paused.json"
    path.write_text(text, "utf-8")

    assert WorkPause(path).now == frozenset()


def test_pause_that_cannot_be_kept_counts_all_the_same(tmp_path: Path) -> None:
    pauses = WorkPause(tmp_path / "gone" / "paused.json")

    with pytest.raises(PauseNotKept):
        pauses.change(Pausable.READ, is_paused=True)

    assert pauses.now == {Pausable.READ}


def test_runner_reads_nothing_while_reading_is_paused(
    until: Callable[[Callable[[], bool]], None],
) -> None:
    world, pauses, changed = CounterStation(), WorkPause(), threading.Event()
    pauses.change(Pausable.READ, is_paused=True)
    runner = Runner(
        world.station, on_change=changed.set, on_trouble=lambda _error: None, pauses=pauses
    )
    runner.start()
    try:
        home = world.add_unread([b"page"], "H26.121-251027-0031")
        runner.wake()
        assert not changed.wait(0.3)
        assert world.store.pages(home)[0].state.value == "captured"

        pauses.change(Pausable.READ, is_paused=False)
        runner.wake()

        until(lambda: world.store.pages(home)[0].state.value != "captured")
    finally:
        runner.stop()


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits until something is so."""

    def wait(is_so: Callable[[], bool]) -> None:
        tick = threading.Event()
        for _ in range(500):
            if is_so():
                return
            tick.wait(0.02)
        pytest.fail("it never came")

    return wait

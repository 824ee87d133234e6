"""Time in which a program stood still is not counted against its jobs."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from app.awake import AwakeAlarm

PATIENCE_S = 20.0


def clock_of(*moments: float) -> Iterator[float]:
    """A clock that says these one after the other, then the last one and a second more each."""
    yield from moments
    last = moments[-1]
    while True:
        last += 1.0
        yield last


class NeverWaits(threading.Event):
    """Is set when a second is left of the alarm's time."""

    def __init__(self, alarm: AwakeAlarm) -> None:
        super().__init__()
        self._alarm = alarm

    def wait(self, timeout: float | None = None) -> bool:
        return self._alarm._left < 1.5


def test_alarm_rings_after_its_time() -> None:
    rang = threading.Event()

    AwakeAlarm(0.01, rang.set).start()

    assert rang.wait(PATIENCE_S)


def test_alarm_that_was_cancelled_never_rings() -> None:
    rang = threading.Event()
    alarm = AwakeAlarm(0.2, rang.set)

    alarm.start()
    alarm.cancel()
    alarm._thread.join(PATIENCE_S)

    assert not rang.is_set()


def test_alarm_after_an_hour_asleep_leaves_the_job_the_rest_of_its_time() -> None:
    rang = threading.Event()
    moments = clock_of(0.0, 3600.0)
    alarm = AwakeAlarm(4.0, rang.set, clock=lambda: next(moments))
    alarm._cancelled = NeverWaits(alarm)

    alarm._run()

    assert not rang.is_set()
    assert alarm._left == 1.0

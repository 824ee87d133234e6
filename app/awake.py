"""An alarm that counts only the time in which this process could work.

A machine that was put to sleep, or a program that was stopped and goes on, has given its jobs no
time meanwhile; a usual timer would end them all in the moment of waking. `time.monotonic` stands
still while Linux sleeps, not while Windows does, and on neither while a process is stopped.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_SLICE_S = 1.0
_MOST_OF_A_SLICE_S = 3.0
"""What a slice counts at most; more has passed only on a machine that stood still."""


class AwakeAlarm:
    """Calls `ring` once after so many seconds awake, in a thread of its own.

    Args:
        seconds: Time until then.
        ring: What is called.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        seconds: float,
        ring: Callable[[], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._left, self._ring, self._clock = seconds, ring, clock
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to count."""
        self._thread.start()

    def cancel(self) -> None:
        """Ring no more."""
        self._cancelled.set()

    def _run(self) -> None:
        while self._left > 0:
            before = self._clock()
            if self._cancelled.wait(min(_SLICE_S, self._left)):
                return
            self._left -= min(self._clock() - before, _MOST_OF_A_SLICE_S)
        if not self._cancelled.is_set():
            self._ring()

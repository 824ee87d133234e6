"""Pace: how long the pages that are left will take, judged by those that are finished."""

from __future__ import annotations

from collections import deque

WINDOW = 24
"""Pages whose pace counts: the machine may have become slower or faster meanwhile."""

ENOUGH = 2
"""Finished pages from which on a guess is better than none."""


class Pace:
    """Wall-clock time per page while work goes on; workers side by side count by themselves.

    All times are seconds of one clock that never goes back.
    """

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=WINDOW + 1)

    def begin(self, at: float) -> None:
        """Work begins, or begins again: the time before does not count."""
        self._times = deque([at], maxlen=WINDOW + 1)

    def finished(self, at: float) -> None:
        """One more page is done."""
        self._times.append(at)

    def seconds_left(self, pages: float, at: float) -> float | None:
        """Seconds for `pages` more, None while too few are finished to tell.

        The page in work counts with the time it has taken already: one that hangs makes the
        guess longer, not stale.
        """
        times = self._times
        finished = len(times) - 1
        if finished < ENOUGH:
            return None
        return max(0.0, at - times[0]) / finished * pages

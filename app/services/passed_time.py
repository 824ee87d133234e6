"""How much time has really passed, by the entries that were written in it.

A clock that was set ten years ahead says that every dossier is old. What counts as passed is only
time between entries that stand close together: whoever works writes entries, and a jump is a
silence without any. A long holiday counts as no time either; that erases later, never earlier.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

LONGEST_SILENCE = timedelta(days=14)
"""A longer pause between two entries counts as no time: the clock may have been set."""


class PassedTime:
    """Time that was seen to pass, up to now.

    Args:
        moments: Times of the entries in the order in which they were written.
        now: The present as the clock says it.
    """

    def __init__(self, moments: Iterable[datetime], now: datetime) -> None:
        self._highest: list[datetime] = []
        self._sums: list[timedelta] = []
        before: datetime | None = None
        for moment in (*moments, now):
            self._take(moment, before)
            before = moment

    def _take(self, moment: datetime, before: datetime | None) -> None:
        """Go on to a later moment than all so far; what is told twice counts once."""
        if before is None:
            self._highest, self._sums = [moment], [timedelta(0)]
        elif moment > self._highest[-1]:
            is_jump = moment - before > LONGEST_SILENCE
            more = timedelta(0) if is_jump else moment - self._highest[-1]
            self._highest.append(moment)
            self._sums.append(self._sums[-1] + more)

    def since(self, moment: datetime) -> timedelta:
        """What was seen to pass after a moment; nothing for one that is still to come."""
        place = bisect_right(self._highest, moment)
        if place == len(self._highest):
            return timedelta(0)
        until_next = self._highest[place] - moment
        earlier = self._sums[place - 1] if place else timedelta(0)
        step = self._sums[place] - earlier
        return self._sums[-1] - self._sums[place] + min(step, until_next)

"""How fast an upload goes, judged by what the processing system has confirmed lately."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.ids import SubmissionId

WINDOW_S = 60.0
ENOUGH_S = 4.0
"""Time from which on a rate is better than none."""

STILL_S = 30.0
"""So long without a byte: nothing can be said of the end any more."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How far the files of one submission are, in bytes that the system has confirmed."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SentNow:
    """The same with its pace.

    Attributes:
        rate: Bytes a second, 0 while nobody can tell.
        seconds_left: Until the files are there, -1 while nobody can tell.
    """

    done: int
    total: int
    rate: float = 0.0
    seconds_left: float = -1.0


class UploadPace:
    """Keeps what was confirmed when; times are seconds of a clock that nobody sets."""

    def __init__(self) -> None:
        self._seen: dict[SubmissionId, deque[tuple[float, int]]] = {}

    def observe(self, sent: Mapping[SubmissionId, Sent], at: float) -> dict[SubmissionId, SentNow]:
        """Remember what is confirmed now, and say how it goes on."""
        self._seen = {key: self._seen.get(key, deque()) for key in sent}
        return {key: self._told(self._seen[key], each, at) for key, each in sent.items()}

    def _told(self, seen: deque[tuple[float, int]], sent: Sent, at: float) -> SentNow:
        if seen and sent.done < seen[-1][1]:
            seen.clear()  # it was begun anew
        if not seen or sent.done > seen[-1][1]:
            seen.append((at, sent.done))
        while len(seen) > 2 and seen[1][0] < at - WINDOW_S:
            seen.popleft()
        rate = _rate(seen, at)
        left = (sent.total - sent.done) / rate if rate else -1.0
        return SentNow(sent.done, sent.total, rate, left)


def _rate(seen: deque[tuple[float, int]], at: float) -> float:
    """Bytes a second up to now, so that a line that stands still makes it smaller."""
    (first_at, first), (last_at, last) = seen[0], seen[-1]
    if last <= first or at - last_at > STILL_S or at - first_at < ENOUGH_S:
        return 0.0
    return (last - first) / (at - first_at)

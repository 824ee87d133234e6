"""How many submissions waited when, and when the processing system could not be reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

OUTBOX_HOURS = 24
"""Hours that are looked back."""


@dataclass(frozen=True, slots=True)
class Stay:
    """How long one submission was in the outbox; `left` is None while it is there."""

    entered: datetime
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on, so many submissions wait."""

    at: datetime
    depth: int


def depth_steps(stays: Iterable[Stay], begin: datetime, end: datetime) -> tuple[Step, ...]:
    """How many submissions waited from `begin` to `end`; the first step is at `begin`.

    A clock that was set back may have a submission leave before it came: it counts as never there.
    """
    changes: dict[datetime, int] = {begin: 0}
    for stay in stays:
        left = end if stay.left is None else stay.left
        if left <= stay.entered or left <= begin or stay.entered >= end:
            continue
        entered = max(stay.entered, begin)
        changes[entered] = changes.get(entered, 0) + 1
        if left < end:
            changes[left] = changes.get(left, 0) - 1
    steps, depth = [], 0
    for at in sorted(changes):
        depth += changes[at]
        steps.append(Step(at, depth))
    return tuple(steps)


def deepest(steps: Sequence[Step], begin: datetime, end: datetime) -> int:
    """The most that waited at one moment between `begin` and `end`."""
    before = [step.depth for step in steps if step.at <= begin][-1:]
    within = [step.depth for step in steps if begin < step.at < end]
    return max([*before, *within], default=0)


@dataclass(frozen=True, slots=True)
class LineNews:
    """What an act says of the line to the processing system."""

    at: datetime
    is_good: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time; an outage that still lasts ends with the time that is looked at."""

    begin: datetime
    end: datetime


def outages(news: Iterable[LineNews], begin: datetime, end: datetime) -> tuple[Band, ...]:
    """Stretches without a line, from the first failure to the next thing that went through.

    Args:
        news: Acts in the order of time; those before `begin` say how the line stood then.
        begin: First moment that is looked at.
        end: Last one.
    """
    bands: list[Band] = []
    since: datetime | None = None
    for each in news:
        if each.is_good and since is not None:
            bands.append(Band(since, each.at))
            since = None
        elif not each.is_good and since is None:
            since = each.at
    if since is not None:
        bands.append(Band(since, end))
    cut = (Band(max(band.begin, begin), min(band.end, end)) for band in bands)
    return tuple(band for band in cut if band.begin < band.end)


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outbox over the last hours.

    Attributes:
        begin: First moment that is looked at.
        end: Last one.
        steps: How many waited, from when on.
        outages: When the processing system could not be reached.
    """

    begin: datetime
    end: datetime
    steps: tuple[Step, ...] = ()
    outages: tuple[Band, ...] = ()

    @property
    def hours(self) -> tuple[tuple[Band, int, float], ...]:
        """Each hour, the most that waited in it, and the minutes without a line."""
        made = []
        begin = self.begin
        while begin < self.end:
            hour = Band(begin, min(begin + timedelta(hours=1), self.end))
            made.append((hour, deepest(self.steps, hour.begin, hour.end), self._minutes(hour)))
            begin = hour.end
        return tuple(made)

    def _minutes(self, hour: Band) -> float:
        seconds = 0.0
        for band in self.outages:
            both = min(band.end, hour.end) - max(band.begin, hour.begin)
            seconds += max(both.total_seconds(), 0.0)
        return seconds / 60

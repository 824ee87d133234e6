"""Clocks held against each other before a time is put into a signature.

Three clocks are compared: this machine's, that of a time-stamp service (proved by its
signature) and that of the server (only told by its line). Nobody's word is taken when two
others contradict it.

Source: TT 15/2025/TT-BKHCN, Art. 5 (signing time); RFC 3161, 2.4.2 (genTime).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from signing.errors import (
    ClockAhead,
    ClockBehind,
    ClockDoubtful,
    ClockSourcesDisagree,
    ClockZoneWrong,
)

TOLD_FROM = timedelta(seconds=60)
STOPS_FROM = timedelta(seconds=300)
_ZONE = timedelta(hours=7)


class ClockSource(StrEnum):
    """Whose clock it is, the most credible first."""

    TIMESTAMP = "time-stamp"
    SERVER = "server"


class ClockState(StrEnum):
    """How the clock of this machine stands."""

    AGREES = "agrees"
    UNPROVED = "unproved"
    SLIGHTLY_OFF = "slightly-off"
    BEHIND = "behind"
    AHEAD = "ahead"
    ZONE = "zone"
    SOURCES_DISAGREE = "sources-disagree"


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What another clock showed.

    Attributes:
        source: Whose it is.
        ahead: The other clock minus this machine's, at the moment it was read.
    """

    source: ClockSource
    ahead: timedelta

    @staticmethod
    def between(
        source: ClockSource, theirs: datetime, before: datetime, after: datetime
    ) -> ClockReading:
        """Compare a time with this machine's before the question and after the answer.

        Services may take minutes: whatever lies between the two agrees. All times are aware.
        """
        return ClockReading(source, theirs - min(max(theirs, before), after))


@dataclass(frozen=True, slots=True)
class ClockFinding:
    """What the comparison says.

    Attributes:
        state: The answer.
        off: This machine's clock minus the right time, as far as that is known.
        by: Whose clock decided; empty when none did.
    """

    state: ClockState
    off: timedelta = timedelta()
    by: tuple[ClockSource, ...] = ()

    def error(self) -> ClockDoubtful | None:
        """What makes a signing time from this clock wrong; None when it may be used."""
        detail = f"{self.off.total_seconds():+.0f} s"
        match self.state:
            case ClockState.BEHIND:
                return ClockBehind(detail)
            case ClockState.AHEAD:
                return ClockAhead(detail)
            case ClockState.ZONE:
                return ClockZoneWrong(detail)
            case ClockState.SOURCES_DISAGREE:
                return ClockSourcesDisagree(detail)
            case ClockState.AGREES | ClockState.UNPROVED | ClockState.SLIGHTLY_OFF:
                return None
            case _ as never:
                assert_never(never)


def clock_doubt(local: datetime, others: Sequence[tuple[ClockSource, datetime]]) -> ClockFinding:
    """Hold this machine's clock against others that were read at the same moment.

    Args:
        local: This machine's clock, aware.
        others: What the others showed, aware; none leaves the clock unproved, which is what
            work without a network is.
    """
    return clock_finding([ClockReading(source, theirs - local) for source, theirs in others])


def clock_finding(readings: Sequence[ClockReading]) -> ClockFinding:
    """Hold this machine's clock against readings taken one after the other."""
    if not readings:
        return ClockFinding(ClockState.UNPROVED)
    offs = [-reading.ahead for reading in readings]
    sources = tuple(reading.source for reading in readings)
    if max(offs) - min(offs) > STOPS_FROM:
        agreeing = [one for one in readings if abs(one.ahead) <= STOPS_FROM]
        # Two against one: a wrong server does not stop a clock that a proved time confirms.
        if any(one.source is ClockSource.TIMESTAMP for one in agreeing):
            return ClockFinding(ClockState.AGREES, by=(ClockSource.TIMESTAMP,))
        return ClockFinding(ClockState.SOURCES_DISAGREE, max(offs, key=abs))
    best = min(readings, key=lambda one: list(ClockSource).index(one.source))
    return ClockFinding(_state(-best.ahead), -best.ahead, sources)


def _state(off: timedelta) -> ClockState:
    """Name how far a clock is off."""
    if abs(off) <= TOLD_FROM:
        return ClockState.AGREES
    if abs(off) <= STOPS_FROM:
        return ClockState.SLIGHTLY_OFF
    if abs(abs(off) - _ZONE) <= STOPS_FROM:
        return ClockState.ZONE
    return ClockState.AHEAD if off > timedelta() else ClockState.BEHIND

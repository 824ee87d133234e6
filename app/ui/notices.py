"""When the tray speaks, what it shows, and what closing the window means; no Qt.

An officer is told of changes, never of states that go on: a hundred dossiers that need a person are
one notice, and two notices are never closer than `QUIET_S`. What changed meanwhile is told after
that, if it is still so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

QUIET_S = 600.0
"""Shortest time between two notices."""

ROOM_AGAIN = 1.1
"""So much of the reserve has to be free before the disk counts as roomy again."""


class TrayState(Enum):
    """What the tray shows; each has a shape of its own."""

    OK = auto()
    SENDING = auto()
    OFFLINE = auto()
    NEEDS_YOU = auto()


class Notice(Enum):
    """What the tray tells, the most urgent first."""

    NEEDS_YOU = auto()
    DISK_LOW = auto()
    DRAINED = auto()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at a moment.

    Attributes:
        online: Whether the processing system answers; None until it was asked.
        waiting: Dossiers that leave by themselves.
        held: Dossiers that need a person.
        free_bytes: Room on the disk of the store, None while nobody knows.
        reserve_bytes: Room that should stay there.
    """

    online: bool | None = None
    waiting: int = 0
    held: int = 0
    free_bytes: int | None = None
    reserve_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What was so until now.

    Attributes:
        is_new: Nothing is known yet: how things stand at the start is no change.
        needs_you: A dossier needed a person.
        disk_is_low: The disk was almost full.
        had_outage: Dossiers have waited for a line that was dead; not told yet that all are sent.
        owed: What changed and was not told yet.
        told_at: When the last notice was given, seconds of a clock that nobody sets; None = never.
    """

    is_new: bool = True
    needs_you: bool = False
    disk_is_low: bool = False
    had_outage: bool = False
    owed: frozenset[Notice] = frozenset()
    told_at: float | None = None


def tray_state(facts: Facts) -> TrayState:
    """What the tray shows; what needs a person comes first."""
    if facts.held or _is_low(facts, before=False):
        return TrayState.NEEDS_YOU
    if facts.online is False:
        return TrayState.OFFLINE
    return TrayState.SENDING if facts.waiting else TrayState.OK


def after(memory: Memory, facts: Facts, at: float) -> tuple[Memory, Notice | None]:
    """What is remembered from now on, and what is to be told now.

    Args:
        memory: What was so until now.
        facts: What is so now.
        at: Present time in seconds of a clock that nobody sets.
    """
    low = _is_low(facts, before=memory.disk_is_low)
    outage = memory.had_outage or (facts.online is False and facts.waiting > 0)
    drained = outage and facts.online is True and not facts.waiting
    owed = set(memory.owed)
    if not memory.is_new:
        owed |= _changes(memory, needs_you=facts.held > 0, low=low)
    if drained:
        owed.add(Notice.DRAINED)
    owed = {each for each in owed if _is_still_so(each, facts, low=low)}
    told = _most_urgent(owed) if _may_speak(memory.told_at, at) else None
    now = Memory(
        is_new=False,
        needs_you=facts.held > 0,
        disk_is_low=low,
        had_outage=outage and not drained,
        owed=frozenset(owed - {told}),
        told_at=memory.told_at if told is None else at,
    )
    return now, told


def seconds_until_next(memory: Memory, at: float) -> float | None:
    """When `after` has to be asked again although nothing changes, None for never."""
    if not memory.owed or memory.told_at is None:
        return None
    return max(0.0, memory.told_at + QUIET_S - at)


def _changes(memory: Memory, *, needs_you: bool, low: bool) -> set[Notice]:
    changes = set()
    if needs_you and not memory.needs_you:
        changes.add(Notice.NEEDS_YOU)
    if low and not memory.disk_is_low:
        changes.add(Notice.DISK_LOW)
    return changes


def _is_still_so(notice: Notice, facts: Facts, *, low: bool) -> bool:
    match notice:
        case Notice.NEEDS_YOU:
            return facts.held > 0
        case Notice.DISK_LOW:
            return low
        case Notice.DRAINED:
            return not facts.waiting
    assert_never(notice)


def _most_urgent(owed: set[Notice]) -> Notice | None:
    return next((each for each in Notice if each in owed), None)


def _may_speak(told_at: float | None, at: float) -> bool:
    return told_at is None or at - told_at >= QUIET_S


def _is_low(facts: Facts, *, before: bool) -> bool:
    """A disk that was low stays so until there is some room above the reserve."""
    if facts.free_bytes is None:
        return before
    bound = facts.reserve_bytes * (ROOM_AGAIN if before else 1.0)
    return facts.free_bytes < bound


class Leaving(Enum):
    """What closing the window does."""

    GO = auto()
    HIDE = auto()
    TELL = auto()


def leaving(waiting: int, *, keeps_sending: bool, has_tray: bool, was_told: bool) -> Leaving:
    """What closing the window does now.

    Args:
        waiting: Dossiers that still leave by themselves.
        keeps_sending: The setting lets the station send on from the tray.
        has_tray: There is a tray from which the window comes back.
        was_told: The officer has read how many dossiers wait, and closes again.
    """
    if not waiting or was_told:
        return Leaving.GO
    return Leaving.HIDE if keeps_sending and has_tray else Leaving.TELL

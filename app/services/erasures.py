"""Erasures as a list: what is due, marked, kept or erased; and what an administrator may do.

What is erased is always a whole dossier: pages, files, read values, names, and the key of it all.
Code, receipt, audit entries and the proof stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from app.domain.ids import DossierId
from app.domain.officer import Right
from app.domain.submission import SubmissionState
from app.errors import StationError
from app.services import purge
from app.services.access import may, require
from app.services.purge import Obstacle, PurgePlan, PurgePolicy
from app.services.session import NotAllowed
from app.services.station import Station
from app.store.upkeep_base import PurgedDossier, Upkeep


class NotErasable(StationError):
    """Something speaks against marking this dossier."""

    code = "purge.not_now"


class ErasureState(StrEnum):
    """Where a received dossier is on its way to being erased."""

    WAITING = "waiting"
    DUE = "due"
    MARKED = "marked"
    HELD = "held"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Erasure:
    """One line of the list.

    Attributes:
        at: When it may be marked, or goes, or went; UTC, ISO 8601.
        obstacle: What speaks against it, beside time.
        receipt_number: Of a dossier that is erased.
        proof: Digest over the key and the files that were destroyed; "" before.
    """

    dossier_id: DossierId
    code: str
    state: ErasureState
    at: str
    obstacle: Obstacle = Obstacle.NONE
    receipt_number: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Erasures:
    """The list, as whoever acts may see it.

    Attributes:
        may_change: Whoever acts may mark, keep and release.
        is_off: The settings say that nothing is ever erased.
    """

    rows: tuple[Erasure, ...] = ()
    may_change: bool = False
    is_off: bool = False


def erasures(station: Station, policy: PurgePolicy | None) -> Erasures:
    """What is due and marked, soonest first, then what was erased, newest first.

    Raises:
        NotLoggedIn, NotAllowed: This officer sees no dossiers and sets nothing up.
    """
    if not may(station, Right.SET_UP):
        require(station, Right.VIEW)
    upkeep = station.upkeep
    if upkeep is None or policy is None:
        return Erasures(is_off=True)
    plans = sorted(map(_planned, purge.plan(station, upkeep, policy)), key=lambda row: row.at)
    gone = [_gone(each) for each in purge.purged(upkeep)]
    is_off = policy.retention.total_seconds() <= 0
    return Erasures((*plans, *gone), may(station, Right.SET_UP), is_off)


def mark(station: Station, policy: PurgePolicy | None, dossier_id: DossierId) -> None:
    """Mark a dossier that is due; the hourly round erases it after the pause.

    Raises:
        NotAllowed: Whoever acts is no administrator.
        NotErasable: Something speaks against it.
        IllegalStep: It is marked or gone already.
    """
    upkeep = _upkeep(station)
    if policy is None:
        raise NotErasable("nothing is erased here")
    found = purge.mark(station, upkeep, policy, dossier_id)
    if found.obstacle is not Obstacle.NONE:
        raise NotErasable(found.obstacle.value)


def keep(station: Station, dossier_id: DossierId) -> None:
    """Keep a dossier whatever its age; a mark is taken back.

    Raises:
        NotAllowed: Whoever acts is no administrator.
        IllegalStep: Its erasure has begun.
    """
    purge.hold(station, _upkeep(station), dossier_id)


def release(station: Station, dossier_id: DossierId) -> None:
    """Let a kept dossier go its way again.

    Raises:
        NotAllowed: Whoever acts is no administrator.
        NotFound: It is not kept.
    """
    purge.release(station, _upkeep(station), dossier_id)


def _upkeep(station: Station) -> Upkeep:
    require(station, Right.SET_UP)
    if station.upkeep is None:
        raise NotAllowed("no store that erases")
    return station.upkeep


def _planned(plan: PurgePlan) -> Erasure:
    row = plan.row
    return Erasure(row.dossier_id, row.code, _state(plan), plan.due_at, plan.obstacle)


def _state(plan: PurgePlan) -> ErasureState:
    if plan.row.state is SubmissionState.PURGEABLE:
        return ErasureState.MARKED
    match plan.obstacle:
        case Obstacle.NONE:
            return ErasureState.DUE
        case Obstacle.HELD:
            return ErasureState.HELD
        case (
            Obstacle.RETENTION
            | Obstacle.PAUSE
            | Obstacle.TIME_OWED
            | Obstacle.SIGNING
            | Obstacle.SENDING
            | Obstacle.CLOCK
            | Obstacle.MISMATCH
            | Obstacle.UNCONFIRMED
        ):
            return ErasureState.WAITING
    assert_never(plan.obstacle)


def _gone(each: PurgedDossier) -> Erasure:
    return Erasure(
        each.dossier_id,
        each.code,
        ErasureState.ERASED,
        each.purged_at,
        receipt_number=each.receipt_number,
        proof=each.proof.digest,
    )

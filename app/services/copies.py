"""Second copy: the encrypted masters once more on another disk, brought up in the background."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from app.services.station import Station
from app.store.base import StoreDamaged
from app.store.upkeep_base import CopyAway, CopyForeign, CopyState, Upkeep

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Things copied in one round, so that other work of the store comes between."""


PAUSE_S = 60.0
"""Until the next look when nothing was waiting, or the disk was away."""


@dataclass(frozen=True, slots=True)
class CopyRound:
    """What one round did.

    Attributes:
        done: Things copied or erased.
        damaged: Things whose main copy fails its check; they are not copied.
        is_away: The disk is not there; everything waits.
    """

    done: int
    damaged: int
    is_away: bool


def start(station: Station, upkeep: Upkeep) -> None:
    """Make the folder of the settings this station's second copy.

    Raises:
        CopyAway, CopyForeign: It is not there, or another station's.
    """
    upkeep.start_copy(station.act("copy.started", "station"))


def bring_up(upkeep: Upkeep, limit: int = AT_ONCE) -> CopyRound:
    """Do some of what is waiting; a disk that is away is no failure, it waits.

    Things whose main copy is damaged do not count towards the limit: those behind them go on.
    """
    done = damaged = 0
    for job in upkeep.copy_jobs():
        if done == limit:
            break
        try:
            upkeep.do_copy(job)
            done += 1
        except (CopyAway, CopyForeign):
            return CopyRound(done, damaged, True)
        except StoreDamaged as error:
            log.error("%s of dossier %s is not copied: %s", job.task, job.dossier_id, error.code)
            damaged += 1
    return CopyRound(done, damaged, False)


def bring_up_all(upkeep: Upkeep) -> CopyRound:
    """Do all that is waiting, some at a time."""
    done = 0
    while True:
        one = bring_up(upkeep)
        done += one.done
        if one.is_away or not one.done:
            return CopyRound(done, one.damaged, one.is_away)


def mend(station: Station, upkeep: Upkeep) -> int:
    """Find what is missing or damaged at the second copy, and let it be copied again.

    Returns:
        How many things; `bring_up` copies them. What lies there stays until its place is taken.
    """
    names = [finding.object_id for finding in upkeep.check_copy()]
    if names:
        upkeep.mend_copy(names, station.act("copy.mended", "station", note=str(len(names))))
    return len(names)


class CopyWatch:
    """Brings the second copy up beside other work, and looks seldom when nothing is waiting."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._next = 0.0

    def look(self) -> int:
        """Do some of what is waiting; gives how much was done. Runs on: lane "keep"."""
        upkeep, now = self._station.upkeep, self._station.ticks()
        if upkeep is None or not upkeep.has_copy or now < self._next:
            return 0
        one = bring_up(upkeep)
        if one.is_away or not one.done:
            self._next = now + PAUSE_S
        return one.done


def state(upkeep: Upkeep) -> CopyState:
    """How far the second copy is."""
    return upkeep.copy_state()

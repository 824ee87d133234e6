"""Housekeeping by itself: erasing what is due, and a slow look at everything that is stored.

Both wait after the start, so that opening the window stays quick, and both give way to the work
of the counter.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from app.jobs import CancelToken, Progress
from app.services import purge
from app.services.orphans import collect
from app.services.purge import Obstacle, PurgePolicy
from app.services.station import Station
from app.services.store_care import BlobWatch, note_check, verify_blobs
from app.store.base import StoreDamaged

log = logging.getLogger(__name__)

FIRST_PURGE_S, PURGE_EVERY_S = 300.0, 3600.0
FIRST_CHECK_S, CHECK_EVERY_S = 600.0, 24 * 3600.0
BLOB_PAUSE_S = 0.2
"""Pause after each blob; a page is a few of them, so the disk hardly notices."""

BUSY_LOOK_S = 1.0
_BLOB_NAME_BITS = 256


class BlobsDamaged(StoreDamaged):
    """The slow check found files of dossiers that are damaged or gone."""

    code = "store.blobs_damaged"


class PurgeWatch:
    """Marks and erases about hourly what the policy says; every check of a purge applies."""

    def __init__(self, station: Station, policy: PurgePolicy | None) -> None:
        self._station, self._policy = station, policy
        self._next = station.ticks() + FIRST_PURGE_S

    def look(self) -> int:
        """Do what is due; gives how many dossiers were marked or erased. Runs on: lane "keep".

        Raises:
            StoreError, IllegalStep: The round ended early; what it had begun is ended by the next.
        """
        upkeep, policy, now = self._station.upkeep, self._policy, self._station.ticks()
        if upkeep is None or policy is None or policy.retention.total_seconds() <= 0:
            return 0
        if now < self._next:
            return 0
        # Set first: a round that fails must not come again with every look.
        self._next = now + PURGE_EVERY_S
        plans = purge.plan(self._station, upkeep, policy)
        if not any(each.obstacle is Obstacle.NONE for each in plans) and not upkeep.purging():
            return 0
        done = purge.run(self._station, upkeep, policy)
        log.info(
            "purge: %d marked, %d erased, %d kept", len(done.marked), len(done.purged),
            len(done.kept),
        )  # fmt: skip
        return len(done.marked) + len(done.purged)


class OrphanWatch:
    """Collects about hourly what nothing names."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._next = station.ticks() + FIRST_PURGE_S

    def look(self) -> int:
        """Do what is due; gives how many blobs were moved or erased. Runs on: lane "keep".

        Raises:
            StoreError: The round ended early; what it had begun is ended by the next.
        """
        now = self._station.ticks()
        if now < self._next:
            return 0
        self._next = now + PURGE_EVERY_S
        done = collect(self._station)
        return done.set_aside + done.put_back + done.erased


class BlobCheck:
    """Looks at every blob about daily, one at a time, while nothing is being read or sent.

    The first round after a start begins at a random blob, and a whole one follows: at a station
    that is switched off before a round ends, the last ones would else never be looked at.
    """

    def __init__(
        self, station: Station, *, is_busy: Callable[[], bool], cancel: CancelToken
    ) -> None:
        self._station, self._is_busy, self._cancel = station, is_busy, cancel
        self._next = station.ticks() + FIRST_CHECK_S
        start = f"{station.random_bits(_BLOB_NAME_BITS):064x}"
        self._watch = BlobWatch(on_progress=self._give_way, cancel=cancel, after=start)

    def look(self) -> int:
        """Look at the blobs when it is time; nothing waits for it, so it counts as no work.

        Raises:
            BlobsDamaged: Some are damaged or gone; the findings are in the log.
            JobCancelled: The program ends.
        """
        now = self._station.ticks()
        if now < self._next or self._is_busy():
            return 0
        self._next = now if self._watch.after else now + CHECK_EVERY_S
        is_whole = not self._watch.after
        findings = verify_blobs(self._station, self._watch)
        if is_whole:
            note_check(self._station, len(findings))
        for each in findings:
            log.error("check of the blobs: %s", each.code)
        if findings:
            raise BlobsDamaged(f"{len(findings)} findings")
        return 0

    def _give_way(self, _progress: Progress) -> None:
        """Wait a little, and as long as the counter has work."""
        time.sleep(BLOB_PAUSE_S)
        while self._is_busy() and not self._cancel.cancelled:
            time.sleep(BUSY_LOOK_S)

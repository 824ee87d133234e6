"""Care for the store: copies in time, a slow look at every blob, what a repair has to say."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.errors import StationError
from app.jobs import CancelToken, Progress
from app.services.station import Station
from app.store.base import Finding
from app.store.care_base import BlobStep, StoreRestored, StoreRestoredPartly

log = logging.getLogger(__name__)

BUSY_PAUSE_S = 0.05
"""Pause after each blob while the scanner runs; a page is a few of them."""

CLOCK_SLACK = timedelta(minutes=5)
"""How far the clock may be behind the newest audit entry before it is worth a note."""


@dataclass(slots=True)
class BlobWatch:
    """How a check of the blobs behaves, and where it is.

    Attributes:
        on_progress: Told after each blob; counts are MiB.
        cancel: Ends the check after the present blob.
        is_busy: Whether other work should come first now.
        after: The last blob that was looked at; a check that was ended goes on from it.
    """

    on_progress: Callable[[Progress], None] = lambda _progress: None
    cancel: CancelToken | None = None
    is_busy: Callable[[], bool] = lambda: False
    after: str = ""

    def step(self, step: BlobStep) -> None:
        """One blob is done.

        Raises:
            JobCancelled: Somebody asked to stop; `after` tells where to go on.
        """
        self.after = step.blob
        self.on_progress(Progress(step.done_bytes >> 20, max(step.total_bytes, 1) >> 20))
        if self.cancel is not None:
            self.cancel.check()
        if self.is_busy():
            time.sleep(BUSY_PAUSE_S)


CHECKED = "store.checked"
"""Act of a whole check of the store; its note begins with the number of findings."""


def note_check(station: Station, findings: int) -> None:
    """All of the store was looked at; how old the last check is can be told from this."""
    station.store.record(station.act(CHECKED, "station", note=f"{findings} findings"))


def verify_blobs(station: Station, watch: BlobWatch) -> list[Finding]:
    """Look at every blob that rows name. Runs on: any thread but the GUI's, long.

    Raises:
        JobCancelled: Somebody asked to stop; call again with the same watch to go on.
    """
    findings = station.care.verify_blobs(watch.step, watch.after)
    watch.after = ""
    return findings


def back_up_due(station: Station) -> int:
    """Copy the database when a copy is due; gives how many copies were made.

    Raises:
        StoreFull, StoreUnwritable, StoreDamaged: No copy was made.
    """
    return int(station.care.back_up_if_due())


def repair_told(station: Station) -> StationError | None:
    """What the officer should know of a repair at this start, None when there was none."""
    recovered = station.care.recovered
    if recovered is None:
        return None
    detail = (
        f"{recovered.reason}; copy {recovered.copy or 'none'};"
        f" {recovered.transactions} transactions; {len(recovered.findings)} findings"
    )
    return StoreRestoredPartly(detail) if recovered.findings else StoreRestored(detail)


def note_clock(station: Station) -> bool:
    """Write into the audit chain that the clock is behind it; gives whether it was.

    Entries keep their order by number whatever the clock says; this one says why times do not.
    """
    last = station.care.last_act_at()
    if not last:
        return False
    behind = _moment(last) - station.now().astimezone(UTC)
    if behind <= CLOCK_SLACK:
        return False
    log.warning("the clock is %d s behind the newest audit entry", behind.total_seconds())
    note = f"clock {int(behind.total_seconds())} s behind entry of {last}"
    station.store.record(station.act("clock.behind", "station", note=note))
    return True


def _moment(at: str) -> datetime:
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""How the station stands: what is read, what waits, what needs a person, how much room is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.ids import DossierId
from app.domain.submission import Backlog
from app.services.queue_parts import QueuePart, count_parts, count_today
from app.services.station import Station
from app.store.base import DossierRow


@dataclass(frozen=True, slots=True)
class Standing:
    """Numbers for one glance, counted off the GUI thread.

    Attributes:
        backlog: What is still to be sent, added up by the database.
        reading: Pages that still have to be read.
        oldest_unread: The oldest dossier with such pages, "" for none.
        without_time: Signed dossiers that still lack their time.
        overdue: Dossiers unsent for too long.
        free_bytes: Room on the disk of the store, None while nobody knows.
        reserve_bytes: Room that should stay there.
        oldest_s: Seconds since the oldest unsent dossier was sealed, 0 when nothing is unsent.
        today: Dossiers opened today.
        parts: How many dossiers are in each part of the queue.
    """

    backlog: Backlog = field(default_factory=Backlog)
    reading: int = 0
    oldest_unread: DossierId | None = None
    without_time: int = 0
    overdue: int = 0
    free_bytes: int | None = None
    reserve_bytes: int = 0
    oldest_s: float = 0.0
    today: int = 0
    parts: Mapping[QueuePart, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """Dossiers that leave by themselves."""
        return self.backlog.waiting

    @property
    def held(self) -> int:
        """Dossiers that need a person."""
        return self.backlog.held

    @property
    def disk_is_low(self) -> bool:
        """Less room is left than should be."""
        return self.free_bytes is not None and self.free_bytes < self.reserve_bytes


def standing(
    station: Station, rows: Sequence[DossierRow], *, without_time: int, overdue: int
) -> Standing:
    """How the station stands now.

    Args:
        station: Whose store and disk are asked.
        rows: All dossiers, newest first, read already.
        without_time: Dossiers that lack their time, counted already.
        overdue: Dossiers unsent for too long, counted already.

    Raises:
        StoreError: The store cannot be read.
    """
    unread = [row for row in rows if row.pages_to_read]
    backlog = station.store.backlog()
    return Standing(
        backlog=backlog,
        reading=sum(row.pages_to_read for row in unread),
        oldest_unread=unread[-1].dossier.id if unread else None,
        without_time=without_time,
        overdue=overdue,
        free_bytes=station.room.free(),
        reserve_bytes=station.room.reserve_bytes,
        oldest_s=_age_s(backlog.oldest, station.now()),
        today=count_today(rows, station.now()),
        parts=count_parts(rows),
    )


def _age_s(moment: str, now: datetime) -> float:
    if not moment:
        return 0.0
    return max(0.0, (now - datetime.fromisoformat(moment)).total_seconds())

"""Parts of the queue that an officer may want to see alone, and how many dossiers are in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

from app.domain.dossier import DossierState
from app.domain.submission import FINISHED, SubmissionState
from app.store.base import DossierRow


class QueuePart(Enum):
    """Which dossiers are shown."""

    ALL = auto()
    LOOK = auto()
    SIGN = auto()
    WAITING = auto()


_TO_SIGN = frozenset({DossierState.REVIEWED, DossierState.BUILT})


def is_in(part: QueuePart, row: DossierRow) -> bool:
    """Whether a dossier belongs to a part."""
    return part in (QueuePart.ALL, _own_part(row))


def _own_part(row: DossierRow) -> QueuePart:
    """The only part besides the whole that a dossier belongs to, the whole for none."""
    sent, state = row.submission_state, row.dossier.state
    if sent is SubmissionState.HELD:
        return QueuePart.LOOK
    if sent is not None:
        return QueuePart.ALL if sent in FINISHED else QueuePart.WAITING
    if state is DossierState.OPEN and row.doubtful_fields > 0:
        return QueuePart.LOOK
    return QueuePart.SIGN if state in _TO_SIGN else QueuePart.ALL


def count_parts(rows: Sequence[DossierRow]) -> Mapping[QueuePart, int]:
    """How many dossiers are in each part."""
    counted = Counter(map(_own_part, rows))
    return {part: counted[part] for part in QueuePart} | {QueuePart.ALL: len(rows)}


def count_today(rows: Sequence[DossierRow], now: datetime) -> int:
    """How many dossiers were opened today, by the clock on the wall.

    Args:
        rows: Dossiers, newest first.
        now: Present time.
    """
    midnight = now.astimezone().replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    begin, end = (_utc_text(midnight + timedelta(days=days)) for days in (0, 1))
    count = 0
    for row in rows:
        if not begin <= row.dossier.created_at[:_SECONDS] < end:
            break
        count += 1
    return count


def _utc_text(local: datetime) -> str:
    """A moment on the wall as the store has it: in UTC, so that text has the order of time."""
    return local.astimezone(UTC).isoformat(timespec="seconds")[:_SECONDS]


_SECONDS = len("2025-10-27T01:30:00")

"""Parts of the queue that an officer may want to see alone, and how many dossiers are in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import assert_never

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
    sent = row.submission_state
    match part:
        case QueuePart.ALL:
            return True
        case QueuePart.LOOK:
            is_open = sent is None and row.dossier.state is DossierState.OPEN
            return sent is SubmissionState.HELD or (is_open and row.doubtful_fields > 0)
        case QueuePart.SIGN:
            return sent is None and row.dossier.state in _TO_SIGN
        case QueuePart.WAITING:
            return sent is not None and sent not in FINISHED and sent is not SubmissionState.HELD
    assert_never(part)


def count_parts(rows: Sequence[DossierRow]) -> Mapping[QueuePart, int]:
    """How many dossiers are in each part."""
    return {part: sum(is_in(part, row) for row in rows) for part in QueuePart}


def count_today(rows: Iterable[DossierRow], now: datetime) -> int:
    """How many dossiers were opened today, by the clock on the wall.

    Args:
        rows: Dossiers, newest first.
        now: Present time.
    """
    today = now.astimezone().date()
    count = 0
    for row in rows:
        if datetime.fromisoformat(row.dossier.created_at).astimezone().date() != today:
            break
        count += 1
    return count

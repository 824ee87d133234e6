"""A trial dossier end to end: a station of its own over sample papers, thrown away afterwards.

Nothing of it touches the real store: other folder, other keys, a processing system of its own on
this machine.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.dossier import DossierState
from app.domain.submission import SubmissionState
from app.errors import Advice, StationError
from app.services.station import Station
from app.store.base import DossierRow


class PracticeUnready(StationError):
    """What practice needs could not be put together on this machine."""

    code = "practice.unready"
    advice = Advice.RETRY_NOW


@dataclass(frozen=True, slots=True)
class Practice:
    """A station to practise with.

    Attributes:
        station: Its scanner delivers sample papers, its line ends on this machine.
        key: A throw-away key.
        password: What opens that key; it is shown to the officer and worth nothing.
    """

    station: Station
    key: str
    password: str


class PracticeRoom(Protocol):
    """Puts such a station together."""

    def open(self) -> AbstractContextManager[Practice]:
        """A fresh one; everything of it is gone afterwards.

        Raises:
            PracticeUnready: Something it needs did not start.
            StationError: The store could not be made.
        """
        ...


class Lesson(StrEnum):
    """What the officer does next."""

    SCAN = "scan"
    READ = "read"
    FIELDS = "fields"
    FINISH = "finish"
    SIGN = "sign"
    SEND = "send"
    RECEIPT = "receipt"
    HELD = "held"


LESSONS = (
    Lesson.SCAN,
    Lesson.READ,
    Lesson.FIELDS,
    Lesson.FINISH,
    Lesson.SIGN,
    Lesson.SEND,
    Lesson.RECEIPT,
)
"""In their order; what is held stands beside them."""

_RECEIVED = frozenset(
    {
        SubmissionState.ACKED,
        SubmissionState.PURGEABLE,
        SubmissionState.PURGING,
        SubmissionState.PURGED,
    }
)


def lesson(rows: tuple[DossierRow, ...]) -> Lesson:
    """What comes next, by the dossier that has come furthest."""
    return max((_of(row) for row in rows), key=_progress, default=Lesson.SCAN)


def _of(row: DossierRow) -> Lesson:
    if row.submission_state in _RECEIVED:
        return Lesson.RECEIPT
    if row.submission_state is SubmissionState.HELD:
        return Lesson.HELD
    if row.dossier.state in (DossierState.SIGNED, DossierState.SEALED):
        return Lesson.SEND
    if row.dossier.state is not DossierState.OPEN:
        return Lesson.SIGN
    if row.pages_to_read:
        return Lesson.READ
    if not row.page_count:
        return Lesson.SCAN
    return Lesson.FIELDS if row.doubtful_fields else Lesson.FINISH


def _progress(each: Lesson) -> int:
    return LESSONS.index(Lesson.SEND) if each is Lesson.HELD else LESSONS.index(each)

"""What comes next is told by the rows alone."""

from __future__ import annotations

import pytest

from app.domain.dossier import Dossier, DossierState
from app.domain.ids import DossierId
from app.domain.submission import SubmissionState
from app.services.practice import Lesson, lesson
from app.store.base import DossierRow


def row(
    state: DossierState = DossierState.OPEN,
    *,
    pages: int = 3,
    unread: int = 0,
    doubts: int = 0,
    sent: SubmissionState | None = None,
) -> DossierRow:
    dossier = Dossier(DossierId("d"), "", "", state, 1, "2026-01-01T00:00:00+00:00")
    return DossierRow(dossier, pages, unread, doubts, sent, "")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), Lesson.SCAN),
        ((row(pages=0),), Lesson.SCAN),
        ((row(unread=2),), Lesson.READ),
        ((row(doubts=4),), Lesson.FIELDS),
        ((row(),), Lesson.FINISH),
        ((row(DossierState.REVIEWED),), Lesson.SIGN),
        ((row(DossierState.BUILT),), Lesson.SIGN),
        ((row(DossierState.SIGNING),), Lesson.SIGN),
        ((row(DossierState.SIGNED),), Lesson.SEND),
        ((row(DossierState.SEALED, sent=SubmissionState.UPLOADING),), Lesson.SEND),
        ((row(DossierState.SEALED, sent=SubmissionState.HELD),), Lesson.HELD),
        ((row(DossierState.SEALED, sent=SubmissionState.ACKED),), Lesson.RECEIPT),
        ((row(), row(DossierState.SEALED, sent=SubmissionState.ACKED)), Lesson.RECEIPT),
    ],
)
def test_lesson_follows_the_dossier_that_came_furthest(
    rows: tuple[DossierRow, ...], expected: Lesson
) -> None:
    assert lesson(rows) is expected


@pytest.mark.parametrize("state", list(DossierState))
@pytest.mark.parametrize("sent", [None, *SubmissionState])
def test_every_state_has_a_lesson(state: DossierState, sent: SubmissionState | None) -> None:
    assert lesson((row(state, sent=sent),)) in Lesson

"""What an officer looks for, and where a dossier stands that was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.dossier import Dossier, DossierState
from app.domain.submission import SubmissionState


class Stage(StrEnum):
    """Where a dossier stands, as an officer asks for it."""

    OPEN = "open"
    READY = "ready"
    WAITING = "waiting"
    HELD = "held"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


READY = (DossierState.REVIEWED, DossierState.BUILT, DossierState.SIGNING, DossierState.SIGNED)
"""States between the end of the review and the sealing."""

SENT: dict[SubmissionState, Stage] = {
    SubmissionState.QUEUED: Stage.WAITING,
    SubmissionState.CREATING: Stage.WAITING,
    SubmissionState.UPLOADING: Stage.WAITING,
    SubmissionState.COMMITTING: Stage.WAITING,
    SubmissionState.WAITING: Stage.WAITING,
    SubmissionState.HELD: Stage.HELD,
    SubmissionState.ACKED: Stage.RECEIVED,
    SubmissionState.PURGEABLE: Stage.RECEIVED,
    SubmissionState.CANCELLED: Stage.WITHDRAWN,
    SubmissionState.PURGING: Stage.ERASED,
    SubmissionState.PURGED: Stage.ERASED,
}
"""Stage of a sealed dossier by its newest submission."""


def stage_of(state: DossierState, sent: SubmissionState | None) -> Stage:
    """Where a dossier stands.

    Args:
        state: Its own state.
        sent: State of its newest submission, None while there is none.
    """
    if state is DossierState.OPEN:
        return Stage.OPEN
    if state is not DossierState.SEALED or sent is None:
        return Stage.READY
    return SENT[sent]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is empty does not matter.

    Attributes:
        text: Words of owner, persons, their numbers, or parts of the dossier code.
        procedure_code: Administrative procedure.
        since: Created at this UTC time or later, ISO 8601.
        until: Created before this UTC time, ISO 8601.
        stage: Where it stands.
        officer_id: Who opened it.
        names: Owner and persons count too, not only the code.
    """

    text: str = ""
    procedure_code: str = ""
    since: str = ""
    until: str = ""
    stage: Stage | None = None
    officer_id: str = ""
    names: bool = True


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A dossier that was found.

    Attributes:
        ord: Grows with each dossier of the store; a page of answers goes on below it.
        submission_id: Its newest submission, "" while there is none.
        officer_id: Who opened it, "" where that is not known.
        pages: Pages that it has.
    """

    ord: int
    dossier: Dossier
    stage: Stage
    submission_id: str = ""
    officer_id: str = ""
    pages: int = 0

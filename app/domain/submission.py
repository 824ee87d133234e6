"""A submission: one dossier revision on its way to the processing system.

    QUEUED → CREATING → UPLOADING → COMMITTING → ACKED → PURGEABLE → PURGING → PURGED
    any of the middle three may be WAITING (until a time) or HELD (needs a person).

The idempotency key is the submission's id and is fixed when the row is written, so a repeat of
any request is the same request.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from app.domain.ids import BlobId, DossierId, FileId, SubmissionId


class SubmissionState(StrEnum):
    """States of a submission."""

    QUEUED = "queued"
    CREATING = "creating"
    UPLOADING = "uploading"
    COMMITTING = "committing"
    WAITING = "waiting"
    HELD = "held"
    ACKED = "acked"
    CANCELLED = "cancelled"
    PURGEABLE = "purgeable"
    PURGING = "purging"
    PURGED = "purged"


class FailureClass(StrEnum):
    """Classes of failure; each has its own answer (see `after_failure`)."""

    LINK_DOWN = "link_down"
    SERVER_BUSY = "server_busy"
    AMBIGUOUS = "ambiguous"
    AUTH = "auth"
    TLS = "tls"
    PERMANENT = "permanent"
    GONE = "gone"
    INTEGRITY = "integrity"


FINISHED = frozenset(
    {
        SubmissionState.ACKED,
        SubmissionState.CANCELLED,
        SubmissionState.PURGEABLE,
        SubmissionState.PURGING,
        SubmissionState.PURGED,
    }
)
"""States in which nothing more is sent."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One row of the outbox.

    Attributes:
        id: Also the Idempotency-Key.
        state: Where it is; WAITING and HELD remember the stage in `resume_state`.
        resume_state: Stage to go on with.
        manifest: Blob of the canonical manifest.
        manifest_sha256: SHA-256 of the canonical manifest.
        remote_id: Id the processing system gave, "" before.
        attempts: Failures in a row.
        restarts: How often it was begun anew since a person last looked, because the processing
            system lost what it had, or held other bytes than were sent.
        next_try: UTC time of the next try, seconds since 1970; 0 = now.
        reason: Code of the last failure, "" if none.
        reason_detail: What the processing system said, for the officer.
        created_at: UTC time, ISO 8601.
    """

    id: SubmissionId
    dossier_id: DossierId
    revision: int
    state: SubmissionState
    resume_state: SubmissionState
    manifest: BlobId
    manifest_sha256: str
    created_at: str
    remote_id: str = ""
    attempts: int = 0
    next_try: float = 0.0
    reason: str = ""
    reason_detail: str = ""
    restarts: int = 0

    @property
    def contacted(self) -> bool:
        """The processing system may know of it, so it can no longer be withdrawn quietly."""
        return bool(self.remote_id) or self.resume_state is not SubmissionState.QUEUED


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """What the choice of the next submission needs of one; see `Submission`."""

    id: SubmissionId
    dossier_id: DossierId
    state: SubmissionState
    next_try: float
    reason: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is still to be sent, added up.

    Attributes:
        waiting: Dossiers that leave by themselves.
        pages: Their pages.
        size_bytes: Bytes of their files that the processing system has not confirmed.
        held: Dossiers that need a person.
        oldest: When the oldest of both was sealed, UTC, ISO 8601; "" when there is none.
    """

    waiting: int = 0
    pages: int = 0
    size_bytes: int = 0
    held: int = 0
    oldest: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """Progress of one file; `offset_confirmed` only ever holds what the server returned."""

    submission_id: SubmissionId
    file_id: FileId
    url: str
    offset_confirmed: int
    size: int


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """A receipt whose signature was verified and whose digest equals ours."""

    submission_id: SubmissionId
    number: str
    jws: str
    verified_at: str


def is_due(submission: Submission | OutboxRow, now: float) -> bool:
    """Whether the runner should send this submission at `now` (seconds since 1970)."""
    if submission.state in FINISHED or submission.state is SubmissionState.HELD:
        return False
    return submission.next_try <= now


def advance(submission: Submission, state: SubmissionState, *, remote_id: str = "") -> Submission:
    """Go to `state` after success; clears the failure marks, but not the count of restarts."""
    return replace(
        submission,
        state=state,
        resume_state=state,
        remote_id=remote_id or submission.remote_id,
        attempts=0,
        next_try=0.0,
        reason="",
        reason_detail="",
    )


def hold(submission: Submission, reason: str, detail: str) -> Submission:
    """Stop until a person has looked."""
    return replace(
        submission, state=SubmissionState.HELD, reason=reason, reason_detail=detail, next_try=0.0
    )


def retry(submission: Submission) -> Submission:
    """A person asks for another try now; the stage is kept."""
    return replace(
        submission,
        state=submission.resume_state,
        attempts=0,
        next_try=0.0,
        reason="",
        reason_detail="",
        restarts=0,
    )


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with one try.

    Attributes:
        kind: Class of failure.
        code: Stable error code.
        detail: Sentence of the processing system or network layer.
        retry_after_s: Seconds the server asked for, 0 if it did not.
    """

    kind: FailureClass
    code: str
    detail: str = ""
    retry_after_s: float = 0.0


def backoff_s(kind: FailureClass, attempts: int, jitter: float) -> float:
    """Seconds to wait after the `attempts`-th failure in a row.

    Args:
        kind: Class of failure.
        attempts: From 1.
        jitter: Random number in [0, 1).
    """
    base, cap = (2.0, 60.0) if kind is FailureClass.LINK_DOWN else (5.0, 300.0)
    full = min(cap, base * 2.0 ** min(attempts - 1, 10))
    return full * (0.5 + 0.5 * jitter)


MAX_RESTARTS = 3
"""How often a submission is begun anew by itself before a person must look."""

MAX_RETRY_AFTER_S = 3600.0
"""Longest wait that a server may ask for."""

OVERDUE_S = 86400.0
"""A submission that is unsent for so long is shown to the officer until it is sent."""

OVERDUE_PAUSE_S = 3600.0
"""Pause between the tries of a submission that is overdue; it is never given up."""

LONGEST_WAIT_S = 3600.0
"""Longest wait between two tries; a row that says more was written under another clock."""

_WAITS = frozenset({FailureClass.LINK_DOWN, FailureClass.SERVER_BUSY, FailureClass.AMBIGUOUS})
_RESTARTS = frozenset({FailureClass.GONE, FailureClass.INTEGRITY})


def age_s(submission: Submission | OutboxRow, now: float) -> float:
    """Seconds since it was sealed; 0 when the clock stands before that moment."""
    try:
        sealed = datetime.fromisoformat(submission.created_at)
    except ValueError:
        return 0.0
    moment = sealed if sealed.tzinfo else sealed.replace(tzinfo=UTC)
    return max(0.0, now - moment.timestamp())


def is_overdue(submission: Submission | OutboxRow, now: float) -> bool:
    """Whether it should have been sent long ago, at `now` (seconds since 1970)."""
    return submission.state not in FINISHED and age_s(submission, now) >= OVERDUE_S


def after_failure(
    submission: Submission, failure: Failure, *, now: float, jitter: float
) -> Submission:
    """Decide what becomes of a submission whose try failed: wait, start over, or hold.

    Never gives up silently: everything that does not wait is held with its reason.
    """
    attempts = submission.attempts + 1
    waiting = replace(
        submission,
        state=SubmissionState.WAITING,
        attempts=attempts,
        next_try=now + _wait_s(submission, failure, now, jitter),
        reason=failure.code,
        reason_detail=failure.detail,
    )
    if failure.kind in _WAITS:
        return waiting
    if failure.kind in _RESTARTS and submission.restarts < MAX_RESTARTS:
        again = replace(waiting, restarts=submission.restarts + 1)
        return replace(again, resume_state=SubmissionState.CREATING)
    return hold(replace(submission, attempts=attempts), failure.code, failure.detail)


def _wait_s(submission: Submission, failure: Failure, now: float, jitter: float) -> float:
    """Seconds until the next try."""
    if failure.kind in _RESTARTS and not submission.restarts:
        return 0.0  # the first time there is nothing to wait for: it only has to begin anew
    wait = backoff_s(failure.kind, submission.attempts + 1, jitter)
    if failure.kind is not FailureClass.LINK_DOWN and is_overdue(submission, now):
        wait = OVERDUE_PAUSE_S * (0.5 + 0.5 * jitter)
    return max(wait, min(failure.retry_after_s, MAX_RETRY_AFTER_S))

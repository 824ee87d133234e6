"""Submissions: nothing is given up, nothing is sent twice under another key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import BlobId, DossierId, SubmissionId
from app.domain.submission import (
    FINISHED,
    MAX_RESTARTS,
    OVERDUE_S,
    Failure,
    FailureClass,
    Submission,
    SubmissionState,
    advance,
    after_failure,
    backoff_s,
    hold,
    is_due,
    is_overdue,
    retry,
)

NEW = Submission(
    id=SubmissionId("s1"),
    dossier_id=DossierId("d1"),
    revision=1,
    state=SubmissionState.QUEUED,
    resume_state=SubmissionState.QUEUED,
    manifest=BlobId("b1"),
    manifest_sha256="0" * 64,
    created_at="2026-01-01T00:00:00+00:00",
)
failures = st.builds(
    Failure,
    kind=st.sampled_from(FailureClass),
    code=st.just("delivery.some"),
    retry_after_s=st.floats(0, 10_000),
)


def test_advance_after_failures_clears_them() -> None:
    waiting = after_failure(NEW, Failure(FailureClass.LINK_DOWN, "x"), now=10.0, jitter=0.5)

    ahead = advance(waiting, SubmissionState.UPLOADING, remote_id="r1")

    assert (ahead.attempts, ahead.reason, ahead.next_try) == (0, "", 0.0)
    assert ahead.remote_id == "r1"
    assert ahead.contacted


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (FailureClass.LINK_DOWN, SubmissionState.WAITING),
        (FailureClass.SERVER_BUSY, SubmissionState.WAITING),
        (FailureClass.AMBIGUOUS, SubmissionState.WAITING),
        (FailureClass.AUTH, SubmissionState.HELD),
        (FailureClass.TLS, SubmissionState.HELD),
        (FailureClass.PERMANENT, SubmissionState.HELD),
        (FailureClass.GONE, SubmissionState.WAITING),
        (FailureClass.INTEGRITY, SubmissionState.WAITING),
    ],
)
def test_after_failure_first_failure_waits_or_holds_by_class(
    kind: FailureClass, state: SubmissionState
) -> None:
    after = after_failure(NEW, Failure(kind, "code"), now=0.0, jitter=0.0)

    assert after.state is state
    assert after.reason == "code"


@pytest.mark.parametrize("kind", [FailureClass.INTEGRITY, FailureClass.GONE])
def test_after_failure_restarts_are_counted_through_stages_that_went_well(
    kind: FailureClass,
) -> None:
    submission, restarts = NEW, 0

    while submission.state is not SubmissionState.HELD:
        submission = after_failure(submission, Failure(kind, "x"), now=0.0, jitter=0.0)
        restarts += submission.resume_state is SubmissionState.CREATING
        if submission.state is not SubmissionState.HELD:
            submission = advance(submission, SubmissionState.COMMITTING)

    assert restarts == MAX_RESTARTS


def test_after_failure_line_that_was_down_often_does_not_use_up_the_restarts() -> None:
    submission = NEW
    for _ in range(9):
        submission = after_failure(
            submission, Failure(FailureClass.LINK_DOWN, "x"), now=0.0, jitter=0.0
        )

    after = after_failure(submission, Failure(FailureClass.INTEGRITY, "x"), now=0.0, jitter=0.0)

    assert after.state is SubmissionState.WAITING


def test_after_failure_of_what_waits_for_a_day_is_tried_hourly() -> None:
    day = OVERDUE_S + 1_767_225_600.0
    failure = Failure(FailureClass.SERVER_BUSY, "x")

    after = after_failure(NEW, failure, now=day, jitter=0.0)

    assert is_overdue(after, day)
    assert not is_overdue(after, day - 1.0)
    assert after.next_try == day + 1800.0


def test_is_overdue_unreadable_or_future_time_of_sealing_is_not() -> None:
    assert not is_overdue(replace(NEW, created_at="?"), 1e12)
    assert not is_overdue(NEW, 0.0)


@given(st.lists(failures, min_size=1, max_size=20), st.floats(0, 1, exclude_max=True))
def test_after_failure_any_history_keeps_key_and_never_finishes(
    history: list[Failure], jitter: float
) -> None:
    submission = NEW

    for now, failure in enumerate(history):
        submission = after_failure(submission, failure, now=float(now), jitter=jitter)

    assert submission.id == NEW.id
    assert submission.manifest_sha256 == NEW.manifest_sha256
    assert submission.state not in FINISHED
    assert submission.state is SubmissionState.HELD or submission.next_try >= now


@given(st.sampled_from(FailureClass), st.integers(1, 1000), st.floats(0, 1, exclude_max=True))
def test_backoff_any_attempt_stays_within_bounds(
    kind: FailureClass, attempts: int, jitter: float
) -> None:
    assert 1.0 <= backoff_s(kind, attempts, jitter) <= 300.0


def test_after_failure_server_asks_for_patience_is_obeyed_up_to_an_hour() -> None:
    failure = Failure(FailureClass.SERVER_BUSY, "x", retry_after_s=90_000.0)

    after = after_failure(NEW, failure, now=100.0, jitter=0.0)

    assert after.next_try == 3700.0


def test_is_due_waiting_until_its_time() -> None:
    waiting = replace(NEW, state=SubmissionState.WAITING, next_try=50.0)

    assert not is_due(waiting, 49.0)
    assert is_due(waiting, 50.0)


def test_is_due_held_or_finished_is_never_due() -> None:
    assert not is_due(hold(NEW, "x", ""), 1e12)
    assert not any(is_due(replace(NEW, state=state), 1e12) for state in FINISHED)


def test_retry_held_goes_on_with_the_stage_it_had() -> None:
    held = hold(advance(NEW, SubmissionState.COMMITTING), "delivery.auth", "401")

    again = retry(held)

    assert again.state is SubmissionState.COMMITTING
    assert again.reason == ""

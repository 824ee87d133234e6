"""The gate before the processing system: one cause, one pause; clocks that jump change nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import BlobId, DossierId, SubmissionId
from app.domain.submission import LONGEST_WAIT_S, Submission, SubmissionState, hold
from app.services.host_gate import BUSY_ITEMS, LONGEST_PROBE_S, HostGate

YEAR_S = 365 * 86400.0
NOW = 1_767_225_600.0
QUEUED = Submission(
    id=SubmissionId("s1"),
    dossier_id=DossierId("d1"),
    revision=1,
    state=SubmissionState.QUEUED,
    resume_state=SubmissionState.QUEUED,
    manifest=BlobId("b1"),
    manifest_sha256="0" * 64,
    created_at="2026-01-01T00:00:00+00:00",
)


def waiting(wait_s: float, name: str = "s1") -> Submission:
    return replace(
        QUEUED, id=SubmissionId(name), state=SubmissionState.WAITING, next_try=NOW + wait_s
    )


def test_gate_closed_by_one_submission_lets_that_one_go_first_when_it_opens() -> None:
    gate, stopped = HostGate(), waiting(300.0)
    gate.close(stopped, ticks=0.0, jitter=1.0, route="")
    while_closed = gate.is_due(stopped, now=NOW, ticks=1.0)

    gate.probed(True, ticks=2.0, jitter=0.5, route="")

    assert not while_closed
    assert not gate.is_closed
    assert gate.is_due(stopped, now=NOW, ticks=2.0)


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=40))
def test_gate_probes_never_rest_longer_than_a_minute(jitters: list[float]) -> None:
    gate, ticks = HostGate(), 0.0
    gate.close(QUEUED, ticks=ticks, jitter=0.0, route="")

    for jitter in jitters:
        ticks += LONGEST_PROBE_S
        assert gate.probe_is_due(ticks, "")
        gate.probed(False, ticks=ticks, jitter=jitter, route="")
        assert not gate.probe_is_due(ticks, "")


def test_gate_first_probes_come_soon_and_grow() -> None:
    gate, rests = HostGate(), []
    gate.close(QUEUED, ticks=0.0, jitter=0.999, route="")
    for _ in range(7):
        rest = next(tick for tick in range(100) if gate.probe_is_due(float(tick), ""))
        rests.append(rest)
        gate.probed(False, ticks=0.0, jitter=0.999, route="")

    assert rests == [2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "10.1.2.3", True),
        ("10.1.2.3", "10.9.9.9", True),
        ("10.1.2.3", "10.1.2.3", False),
        ("10.1.2.3", "", False),
        ("", "", False),
    ],
)
def test_gate_network_that_changed_is_asked_at_once(
    before: str, after: str, expected: bool
) -> None:
    gate = HostGate()
    gate.close(QUEUED, ticks=0.0, jitter=0.999, route=before)

    assert gate.probe_is_due(0.1, after) is expected


def test_gate_somebody_who_saw_the_network_come_back_is_believed() -> None:
    gate = HostGate()
    gate.close(QUEUED, ticks=50.0, jitter=0.999, route="")

    gate.probe_now()

    assert gate.probe_is_due(50.1, "")


def test_gate_five_different_busy_submissions_speak_for_all() -> None:
    gate = HostGate()
    names = [f"s{number}" for number in range(BUSY_ITEMS)]

    found = [gate.found_busy(waiting(1.0, name)) for name in ["s0", *names]]

    assert found == [False] * BUSY_ITEMS + [True]


def test_gate_answer_in_between_begins_the_count_anew() -> None:
    gate = HostGate()
    for number in range(BUSY_ITEMS - 1):
        gate.found_busy(waiting(1.0, f"s{number}"))

    gate.answered(QUEUED)

    assert not gate.found_busy(waiting(1.0, "another"))


@pytest.mark.parametrize("jump_s", [-10 * YEAR_S, -86400.0, 86400.0, 10 * YEAR_S])
def test_gate_clock_that_jumps_while_waiting_changes_no_deadline(jump_s: float) -> None:
    gate, row = HostGate(), waiting(300.0)
    gate.is_due(row, now=NOW, ticks=0.0)

    early = gate.is_due(row, now=NOW + jump_s, ticks=299.0)
    in_time = gate.is_due(row, now=NOW + jump_s, ticks=300.0)

    assert (early, in_time) == (False, True)


@pytest.mark.parametrize("written_ahead_s", [LONGEST_WAIT_S * 2, YEAR_S, 10 * YEAR_S])
def test_gate_row_written_under_a_clock_far_ahead_waits_an_hour_at_most(
    written_ahead_s: float,
) -> None:
    gate, row = HostGate(), waiting(written_ahead_s)

    first = gate.is_due(row, now=NOW, ticks=0.0)
    after_an_hour = gate.is_due(row, now=NOW, ticks=LONGEST_WAIT_S)

    assert (first, after_an_hour) == (False, True)


def test_gate_held_and_finished_are_never_due() -> None:
    gate = HostGate()

    assert not gate.is_due(hold(QUEUED, "x", ""), now=NOW, ticks=0.0)
    acked = replace(QUEUED, state=SubmissionState.ACKED)
    assert not gate.is_due(acked, now=NOW, ticks=0.0)


def test_gate_forgets_what_is_finished() -> None:
    gate, row = HostGate(), waiting(300.0)
    gate.is_due(row, now=NOW, ticks=0.0)

    gate.forget_all_but([])

    assert gate.is_due(row, now=NOW + 301.0, ticks=0.0)

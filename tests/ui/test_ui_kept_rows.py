"""Rows that have not changed are the same objects at each reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.submission import Submission, SubmissionState
from app.ui.counter import Counter
from app.ui.kept_rows import KeptRows
from app.ui.outbox_model import OutboxRows
from app.ui.queue_flow import LONGEST_REST_MS, REFRESH_MS, Overview, rest_ms

Pair = tuple[str, int]
readings = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2)).map(
        lambda rows: list(rows.items())
    )
)


@given(read=readings)
def test_again_gives_what_was_read_and_keeps_what_is_equal(read: list[list[Pair]]) -> None:
    kept: KeptRows[Pair] = KeptRows(lambda row: row[0])
    before: dict[str, Pair] = {}
    for rows in read:
        given_rows = kept.again([(name, number) for name, number in rows])

        assert list(given_rows) == rows
        for row in given_rows:
            if before.get(row[0]) == row:
                assert before[row[0]] is row
        before = {row[0]: row for row in given_rows}


def test_again_of_an_unchanged_whole_is_the_whole() -> None:
    kept: KeptRows[Pair] = KeptRows(lambda row: row[0])

    first = kept.again([("a", 1), ("b", 2)])

    assert kept.again([("a", 1), ("b", 2)]) is first


def _waiting(number: int) -> Submission:
    state = SubmissionState.QUEUED
    return Submission(f"s{number}", f"d{number}", 1, state, state, "m", "0" * 64, "2025-10-27")  # type: ignore[arg-type]  # ids


def test_outbox_rows_of_what_has_not_changed_are_not_made_again() -> None:
    made = OutboxRows()
    waiting = (_waiting(1), _waiting(2), _waiting(3))
    before = list(made.rows(Overview(submissions=waiting)))

    held = replace(waiting[1], state=SubmissionState.HELD, reason="delivery.rejected")
    after = made.rows(Overview(submissions=(waiting[0], held, waiting[2])))

    assert [row.submission for row in after] == [waiting[2], held, waiting[0]]
    assert after[0] is before[0]
    assert after[2] is before[2]
    assert after[1] is not before[1]


def test_second_reading_of_the_same_rows_changes_no_model(
    review: Counter, qtbot: object, open_counter: Callable[..., Counter]
) -> None:
    told: list[str] = []
    for model in (review.window.queue_model, review.window.outbox_model):
        model.settled.connect(lambda: told.append("settled"))
        model.dataChanged.connect(lambda *_: told.append("changed"))

    with qtbot.waitSignal(review.flows.queue.overview_read):  # type: ignore[attr-defined]  # pytest-qt
        review.flows.queue.refresh()

    assert told == []


@pytest.mark.parametrize(
    ("took_s", "since_s", "wait_ms"),
    [(0.0, 0.0, REFRESH_MS), (0.1, 0.0, 600), (0.1, 0.2, 400), (0.1, 9.0, REFRESH_MS)],
)
def test_rows_rest_longer_the_longer_reading_them_took(
    took_s: float, since_s: float, wait_ms: int
) -> None:
    assert rest_ms(took_s, since_s) == wait_ms


def test_rows_never_rest_for_long() -> None:
    assert rest_ms(60.0, 0.0) == LONGEST_REST_MS

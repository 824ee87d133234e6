"""Time that has passed is what entries were written in, whatever the clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.services.passed_time import PassedTime

BEGIN = datetime(2026, 10, 8, 3, 4, 5, tzinfo=UTC)


def day(number: float) -> datetime:
    return BEGIN + timedelta(days=number)


def passed(days: list[float], now: float, since: float) -> float:
    return PassedTime([day(each) for each in days], day(now)).since(day(since)) / timedelta(days=1)


def test_since_with_work_every_day_is_what_the_clock_says() -> None:
    assert passed([0, 1, 2, 3, 4], 5, since=1.5) == 3.5


def test_since_with_a_jump_of_years_counts_the_days_around_it() -> None:
    assert passed([0, 1, 3650, 3651], 3652, since=0) == 3.0


def test_since_after_a_clock_that_was_wrong_for_a_while_counts_nothing_twice() -> None:
    assert passed([0, 1, 3650, 2, 3], 4, since=0) == 1.0


def test_since_a_moment_inside_a_silence_counts_what_came_after_it() -> None:
    assert passed([0, 100, 101], 102, since=50) == 2.0


def test_since_a_moment_to_come_is_nothing() -> None:
    assert passed([0, 1], 2, since=9) == 0.0


@given(st.lists(st.floats(-4000, 4000), min_size=1, max_size=30), st.floats(-4000, 4000))
def test_since_is_never_more_than_the_clock_says(days: list[float], since: float) -> None:
    highest = max(*days, days[-1])

    assert passed(days, days[-1], since) <= max(0.0, highest - since) + 1e-6

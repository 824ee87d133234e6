"""Clocks held against each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from signing.trust.clocks import ClockReading, ClockSource, ClockState, clock_doubt

RIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
STAMP, SERVER = ClockSource.TIMESTAMP, ClockSource.SERVER


@pytest.mark.parametrize(
    ("off", "state", "code"),
    [
        (timedelta(), ClockState.AGREES, ""),
        (timedelta(seconds=-60), ClockState.AGREES, ""),
        (timedelta(seconds=61), ClockState.SLIGHTLY_OFF, ""),
        (timedelta(seconds=300), ClockState.SLIGHTLY_OFF, ""),
        (timedelta(minutes=10), ClockState.AHEAD, "clock.ahead"),
        (timedelta(minutes=-10), ClockState.BEHIND, "clock.behind"),
        (timedelta(days=-1), ClockState.BEHIND, "clock.behind"),
        (timedelta(hours=7), ClockState.ZONE, "clock.zone"),
        (timedelta(hours=-7, minutes=2), ClockState.ZONE, "clock.zone"),
        (timedelta(hours=6), ClockState.AHEAD, "clock.ahead"),
    ],
)
@pytest.mark.parametrize("sources", [(STAMP,), (SERVER,), (STAMP, SERVER)])
def test_clock_doubt_names_how_far_it_is_off(
    off: timedelta, state: ClockState, code: str, sources: tuple[ClockSource, ...]
) -> None:
    found = clock_doubt(RIGHT + off, [(source, RIGHT) for source in sources])

    error = found.error()
    assert found.state is state
    assert (error.code if error else "") == code
    assert found.off == off


def test_clock_doubt_without_others_is_unproved() -> None:
    found = clock_doubt(RIGHT, [])

    assert found.state is ClockState.UNPROVED
    assert found.error() is None


def test_clock_doubt_with_a_wrong_server_is_decided_by_the_proved_time() -> None:
    found = clock_doubt(RIGHT, [(SERVER, RIGHT - timedelta(hours=3)), (STAMP, RIGHT)])

    assert found.state is ClockState.AGREES
    assert found.by == (STAMP,)


@pytest.mark.parametrize("local", [RIGHT - timedelta(days=1), RIGHT + timedelta(hours=2)])
def test_clock_doubt_when_others_disagree_knows_nothing(local: datetime) -> None:
    found = clock_doubt(local, [(SERVER, RIGHT - timedelta(days=1)), (STAMP, RIGHT)])

    assert found.state is ClockState.SOURCES_DISAGREE
    assert found.error() is not None


@pytest.mark.parametrize(
    ("theirs", "ahead"),
    [(0, 0), (100, 0), (131, 0), (-2, -2), (141, 10)],
)
def test_clock_reading_between_forgives_a_slow_answer(theirs: int, ahead: int) -> None:
    after = RIGHT + timedelta(seconds=131)

    found = ClockReading.between(STAMP, RIGHT + timedelta(seconds=theirs), RIGHT, after)

    assert found.ahead == timedelta(seconds=ahead)

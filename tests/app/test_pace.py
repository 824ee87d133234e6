"""Remaining time: only what finished pages tell."""

from __future__ import annotations

import pytest

from app.jobs import Progress
from app.pace import ENOUGH, WINDOW, Pace
from app.services.tally import Tally
from app.wiring import progress_text, time_left


def pace_of(*finished: float) -> Pace:
    pace = Pace()
    pace.begin(0.0)
    for at in finished:
        pace.finished(at)
    return pace


def test_seconds_left_before_enough_pages_nobody_knows() -> None:
    assert Pace().seconds_left(5, 9.0) is None
    assert pace_of(*range(1, ENOUGH)).seconds_left(5, 9.0) is None


def test_seconds_left_is_time_per_finished_page_times_pages() -> None:
    assert pace_of(2.0, 4.0, 6.0).seconds_left(5, 6.0) == 10.0


def test_seconds_left_page_that_hangs_makes_the_guess_longer() -> None:
    pace = pace_of(2.0, 4.0)

    assert pace.seconds_left(3, 10.0) == 15.0


def test_seconds_left_slow_pages_long_ago_no_longer_count() -> None:
    slow_then_fast = pace_of(1000.0, *(1000.0 + at for at in range(1, WINDOW + 1)))

    assert slow_then_fast.seconds_left(10, 1000.0 + WINDOW) == 10.0


def test_begin_again_forgets_the_pause() -> None:
    pace = pace_of(1.0, 2.0)

    pace.begin(5000.0)

    assert pace.seconds_left(4, 5000.0) is None


def test_tally_files_not_looked_into_count_as_the_others() -> None:
    now = [0.0]
    tally = Tally(lambda: now[0])
    tally.expect(4)
    for at in (2.0, 4.0):
        now[0] = at
        tally.finished()

    left = tally.seconds_left(files=3)

    assert left == 2.0 * (2 + 2 * 4)


def test_tally_pages_that_are_given_up_are_not_waited_for() -> None:
    now = [0.0]
    tally = Tally(lambda: now[0])
    tally.expect(10)
    for at in (1.0, 2.0):
        now[0] = at
        tally.finished()

    tally.forget(8)

    assert tally.seconds_left(files=1) == 0.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3.0, "chưa đến 10 giây"),
        (44.0, "khoảng 40 giây"),
        (125.0, "khoảng 2 phút"),
        (3600.0, "khoảng 1 giờ"),
        (5400.0, "khoảng 1 giờ 30 phút"),
    ],
)
def test_time_left_rounds_to_what_can_be_known(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


def test_progress_text_tells_time_only_while_it_is_known_and_something_is_left() -> None:
    assert progress_text(Progress(1, 9)) == "1/9"
    assert progress_text(Progress(3, 9, "", 125.0)) == "3/9, còn khoảng 2 phút"
    assert progress_text(Progress(9, 9, "", 0.0)) == "9/9"

"""When the tray speaks and what closing does: transitions as tables, without Qt."""

from __future__ import annotations

import itertools
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.notices import (
    QUIET_S,
    Facts,
    Leaving,
    Memory,
    Notice,
    TrayState,
    after,
    leaving,
    seconds_until_next,
    tray_state,
)

ROOMY = Facts(online=True, free_bytes=50, reserve_bytes=10)
OFFLINE = replace(ROOMY, online=False)
WAITING = replace(ROOMY, waiting=3)
CUT = replace(OFFLINE, waiting=3)
HELD = replace(ROOMY, held=1)
LOW = replace(ROOMY, free_bytes=9)


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        (Facts(), TrayState.OK),
        (ROOMY, TrayState.OK),
        (WAITING, TrayState.SENDING),
        (OFFLINE, TrayState.OFFLINE),
        (CUT, TrayState.OFFLINE),
        (HELD, TrayState.NEEDS_YOU),
        (replace(CUT, held=2), TrayState.NEEDS_YOU),
        (LOW, TrayState.NEEDS_YOU),
        (replace(LOW, free_bytes=None), TrayState.OK),
    ],
)
def test_tray_shows_what_matters_most(facts: Facts, shown: TrayState) -> None:
    assert tray_state(facts) is shown


@pytest.mark.parametrize(
    ("name", "course", "told"),
    [
        ("as it was at the start", [HELD, HELD], []),
        ("needs a person", [ROOMY, HELD, replace(HELD, held=5)], [Notice.NEEDS_YOU]),
        ("needs one again", [ROOMY, HELD, ROOMY, HELD], [Notice.NEEDS_YOU] * 2),
        ("sent without an outage", [WAITING, ROOMY], []),
        ("line cut, nothing waits", [ROOMY, OFFLINE, ROOMY], []),
        ("line cut and all sent after", [WAITING, CUT, WAITING, ROOMY], [Notice.DRAINED]),
        ("told once only", [CUT, ROOMY, ROOMY, ROOMY], [Notice.DRAINED]),
        ("two outages", [CUT, ROOMY, CUT, ROOMY], [Notice.DRAINED] * 2),
        ("withdrawn while the line is cut", [CUT, OFFLINE, OFFLINE], []),
        ("disk", [ROOMY, LOW, LOW], [Notice.DISK_LOW]),
        ("disk trembles", [ROOMY, LOW, replace(LOW, free_bytes=10), LOW], [Notice.DISK_LOW]),
        ("disk roomy between", [ROOMY, LOW, ROOMY, LOW], [Notice.DISK_LOW] * 2),
        ("disk that is silent", [ROOMY, LOW, replace(LOW, free_bytes=None), LOW],
         [Notice.DISK_LOW]),
        ("never asked for the line", [replace(WAITING, online=None), ROOMY], []),
    ],
)  # fmt: skip
def test_notices_come_on_changes_alone(name: str, course: list[Facts], told: list[Notice]) -> None:
    memory, found = Memory(), []

    for number, facts in enumerate(course):
        memory, notice = after(memory, facts, number * (QUIET_S + 1))
        found += [notice] if notice else []

    assert found == told, name


def test_second_notice_waits_and_is_told_when_it_is_still_so() -> None:
    memory, _ = after(Memory(), ROOMY, 0.0)
    memory, first = after(memory, HELD, 1.0)
    memory, second = after(memory, replace(HELD, free_bytes=9), 2.0)
    pause = seconds_until_next(memory, 2.0)

    _, later = after(memory, replace(HELD, free_bytes=9), 2.0 + (pause or 0.0))

    assert (first, second, later) == (Notice.NEEDS_YOU, None, Notice.DISK_LOW)
    assert pause == QUIET_S - 1.0


def test_second_notice_is_dropped_when_it_is_over() -> None:
    memory, _ = after(Memory(), ROOMY, 0.0)
    memory, _ = after(memory, LOW, 1.0)
    memory, _ = after(memory, replace(LOW, held=1), 2.0)
    memory, _ = after(memory, LOW, 3.0)

    _, later = after(memory, LOW, 2 * QUIET_S)

    assert later is None
    assert seconds_until_next(memory, 3.0) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from([ROOMY, OFFLINE, WAITING, CUT, HELD, LOW, replace(CUT, held=1)]),
            st.floats(0.0, 400.0),
        ),
        max_size=60,
    )
)
def test_two_notices_are_never_close(course: list[tuple[Facts, float]]) -> None:
    memory, at, told = Memory(), 0.0, []

    for facts, pause in course:
        at += pause
        memory, notice = after(memory, facts, at)
        told += [at] if notice else []

    assert all(later - earlier >= QUIET_S for earlier, later in itertools.pairwise(told))


@pytest.mark.parametrize(
    ("waiting", "keeps", "tray", "told", "does"),
    [
        (0, True, True, False, Leaving.GO),
        (0, False, False, False, Leaving.GO),
        (3, True, True, False, Leaving.HIDE),
        (3, True, False, False, Leaving.TELL),
        (3, False, True, False, Leaving.TELL),
        (3, False, True, True, Leaving.GO),
        (3, True, False, True, Leaving.GO),
    ],
)
def test_closing_with_a_backlog(
    waiting: int, keeps: bool, tray: bool, told: bool, does: Leaving
) -> None:
    found = leaving(waiting, keeps_sending=keeps, has_tray=tray, was_told=told)

    assert found is does


def test_decisions_need_no_qt() -> None:
    script = "import sys, app.ui.notices; print('PySide6' in sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )

    assert run.stdout.strip() == "False"

"""The practice window beside the real one: opened once, thrown away whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.practice import LESSONS, Lesson
from app.ui.counter import Counter
from app.ui.keyboard import keyboard
from app.ui.practice_desk import PracticeDesk, PracticeState
from app.ui.practice_strip import PracticeStrip
from tests.fakes.counter_station import PIN, CounterStation
from tests.fakes.practice import EmptyRoom, MemoryRoom
from tests.ui.conftest import declaration, press


@pytest.fixture
def room() -> MemoryRoom:
    return MemoryRoom()


@pytest.fixture
def practice(open_counter: Callable[..., Counter], room: MemoryRoom) -> PracticeDesk:
    counter = open_counter(practising=room)
    assert counter.practice is not None
    return counter.practice


def opened(practice: PracticeDesk, qtbot: QtBot) -> PracticeStrip:
    practice.open()
    qtbot.waitUntil(lambda: practice.state is PracticeState.OPEN, timeout=20_000)
    assert practice.strip is not None
    return practice.strip


def test_practice_has_a_window_of_its_own_that_says_so(
    practice: PracticeDesk, qtbot: QtBot
) -> None:
    strip = opened(practice, qtbot)

    assert practice.counter is not None
    assert "Tập làm" in practice.counter.window.windowTitle()
    assert "Không có gì ở đây là thật" in strip.head.text()
    assert keyboard().label("scan") in strip.text.text()


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_practice_that_is_open_is_not_opened_twice(
    practice: PracticeDesk, room: MemoryRoom, qtbot: QtBot
) -> None:
    opened(practice, qtbot)

    practice.open()

    assert room.opened == 1


def test_hints_follow_the_dossier_up_to_signing(
    practice: PracticeDesk, room: MemoryRoom, world: CounterStation, qtbot: QtBot
) -> None:
    strip = opened(practice, qtbot)

    room.world.add_dossier([declaration()])
    assert practice.counter is not None
    practice.counter.queue.refresh()
    qtbot.waitUntil(lambda: strip.lesson is Lesson.FIELDS)

    assert "2 ô" in strip.text.text()
    assert world.store.dossier_rows() == []


def test_practice_is_thrown_away_when_its_window_closes_and_can_be_repeated(
    practice: PracticeDesk, room: MemoryRoom, qtbot: QtBot
) -> None:
    strip = opened(practice, qtbot)

    strip.end_button.click()
    qtbot.waitUntil(lambda: practice.state is PracticeState.CLOSED, timeout=20_000)
    opened(practice, qtbot)

    assert (room.opened, room.gone) == (2, 1)


def test_practice_ends_with_the_real_window(
    open_counter: Callable[..., Counter], room: MemoryRoom, qtbot: QtBot
) -> None:
    counter = open_counter(practising=room)
    assert counter.practice is not None
    opened(counter.practice, qtbot)

    counter.close()

    assert room.gone == 1


def test_practice_that_cannot_be_opened_says_why(
    open_counter: Callable[..., Counter], qtbot: QtBot
) -> None:
    counter = open_counter(practising=EmptyRoom())
    assert counter.practice is not None

    counter.practice.open()

    qtbot.waitUntil(counter.window.message.isVisible)
    assert "tập làm" in counter.window.message.text
    assert counter.practice.state is PracticeState.CLOSED


@pytest.mark.parametrize("lesson", list(Lesson))
def test_every_hint_names_its_keys(lesson: Lesson, officer_app: QApplication, qtbot: QtBot) -> None:
    strip = PracticeStrip(PIN)
    qtbot.addWidget(strip)

    strip.teach(lesson, 3)

    assert strip.text.text()
    assert "%" not in strip.text.text() + strip.head.text()
    assert (PIN in strip.text.text()) == (lesson is Lesson.SIGN)
    assert lesson in {*LESSONS, Lesson.HELD}


def test_hint_follows_the_officers_own_keys(officer_app: QApplication, qtbot: QtBot) -> None:
    strip = PracticeStrip(PIN)
    qtbot.addWidget(strip)

    keyboard().choose({"scan": ("Ctrl+Shift+Q",)})
    shown = strip.text.text()
    keyboard().choose({})

    assert "Ctrl+Shift+Q" in shown


def test_end_button_is_reached_by_keyboard(practice: PracticeDesk, qtbot: QtBot) -> None:
    strip = opened(practice, qtbot)
    strip.end_button.setFocus()

    press(strip.end_button, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: practice.state is PracticeState.CLOSED, timeout=20_000)

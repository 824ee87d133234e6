"""Putting off sending and reading at the status strip."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.services.work_pause import Pausable, WorkPause
from app.ui.counter import Counter

Opener = Callable[..., Counter]


def test_strip_says_what_is_paused_until_it_is_resumed(open_counter: Opener, qtbot: QtBot) -> None:
    pauses = WorkPause()
    counter = open_counter(pauses=pauses)
    part = counter.window.strip.pause

    counter.pause.actions[Pausable.SEND].trigger()
    qtbot.waitUntil(lambda: part.text() == "○ Đang tạm dừng gửi")
    counter.pause.actions[Pausable.READ].trigger()
    qtbot.waitUntil(lambda: part.text() == "○ Đang tạm dừng gửi và đọc")

    assert pauses.now == {Pausable.SEND, Pausable.READ}
    assert counter.pause.actions[Pausable.SEND].text() == "Gửi tiếp"
    assert part.accessibleDescription() == part.text()

    counter.pause.actions[Pausable.SEND].trigger()
    qtbot.waitUntil(lambda: part.text() == "○ Đang tạm dừng đọc")
    assert pauses.now == {Pausable.READ}


def test_window_that_opens_anew_shows_what_was_paused(open_counter: Opener, qtbot: QtBot) -> None:
    pauses = WorkPause()
    pauses.change(Pausable.READ, is_paused=True)

    counter = open_counter(pauses=pauses)

    qtbot.waitUntil(lambda: counter.window.strip.pause.text() == "○ Đang tạm dừng đọc")


@pytest.mark.qt_log_ignore("does not support")
def test_strip_opens_the_menu_of_pauses(open_counter: Opener) -> None:
    counter = open_counter()

    counter.window.strip.pause.click()

    assert counter.pause.menu.isVisible()
    assert counter.pause.menu.activeAction() is counter.pause.actions[Pausable.SEND]
    counter.pause.menu.close()

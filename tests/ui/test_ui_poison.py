"""A page that cannot be opened: told, and taken out with Delete; and how long reading takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.page import LEFT_OUT, PageState
from app.ui import labels
from app.ui.action_bar import Action
from app.ui.counter import Counter
from tests.fakes.counter_station import CounterStation, reading
from tests.ui.conftest import picture, press


def with_broken_page(world: CounterStation) -> DossierId:
    """A dossier of a read page and one that could not even be decoded."""
    home = world.add_dossier([(picture(), reading()), (picture() + b"2", reading())], "H26-1")
    page = world.pages(home)[1]
    broken = replace(
        page, state=PageState.DEGRADED, clean=None, layers=None, reading=None, attempts=3
    )
    world.store.save_reading(broken, (), world.station.act("page.reading_failed", page.id))
    return home


def test_delete_broken_page_lets_the_review_be_finished(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    home = with_broken_page(world)
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.pages_model.rows) == 2)
    finish = counter.window.actions_bar.buttons[Action.FINISH]
    qtbot.waitUntil(finish.isEnabled)

    finish.click()
    qtbot.waitUntil(lambda: "không mở được ảnh" in counter.window.message.text)
    counter.window.pages.select(world.pages(home)[1].id)
    press(counter.window.pages, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: LEFT_OUT in world.pages(home)[1].flags)
    qtbot.waitUntil(finish.isEnabled)
    finish.click()

    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.REVIEWED)


def test_delete_good_page_is_refused_in_words(review: Counter, world: CounterStation) -> None:
    page = review.window.pages_model.rows[0]
    review.window.pages.select(page.id)

    press(review.window.pages, Qt.Key.Key_Delete)

    assert review.window.message.text.startswith("Chỉ bỏ được trang không mở được ảnh.")
    assert world.store.page(page.id).flags == page.flags


@pytest.mark.usefixtures("officer_app")
@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "chưa đến 10 giây"),
        (38.0, "khoảng 40 giây"),
        (89.0, "khoảng 90 giây"),
        (150.0, "khoảng 2 phút"),
        (5500.0, "khoảng 2 giờ"),
    ],
)
def test_time_left_is_told_no_finer_than_it_is_known(seconds: float, words: str) -> None:
    assert labels.time_left(seconds) == words


def test_reading_tells_the_time_left_once_it_is_known(
    open_counter: Callable[..., Counter], world: CounterStation, qtbot: QtBot
) -> None:
    world.add_unread([picture(), picture() + b"2"])
    counter = open_counter()
    qtbot.waitUntil(lambda: counter.window.progress.text == "Đang đọc: còn 2 trang")

    counter.desk.know_pace(lambda pages: 20.0 * pages)
    counter.rows_changed()

    qtbot.waitUntil(lambda: counter.window.progress.text == "Đang đọc: còn 2 trang, khoảng 40 giây")

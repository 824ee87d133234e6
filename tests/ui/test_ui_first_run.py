"""The window of a new station: led through, put off, gone on with, reminded of."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.doorkeeper import Doorkeeper
from app.services.first_run import RecoveryPlace, Stage
from app.store.wrapping import Hardness
from app.ui.counter import Counter
from tests.fakes.counter_station import CounterStation
from tests.fakes.memory_recipients import recipients_alone
from tests.fakes.officers import CHEAP
from tests.ui.conftest import press, type_in

WORD = "lúa chín vàng đồng"
Opener = Callable[[], Counter]


@pytest.fixture
def opened(world: CounterStation, open_counter: Callable[..., Counter], tmp_path: Path) -> Opener:
    upkeep = recipients_alone(world.station.store.record)
    world.station = replace(world.station, upkeep=upkeep)
    place = RecoveryPlace(
        tmp_path / "passphrase.json", tmp_path / "tries.json", os.urandom, Hardness(64, 1, 1)
    )
    return lambda: open_counter(recovery=place, keeper=Doorkeeper(CHEAP))


def test_new_station_is_led_through_to_the_end(
    opened: Opener, tmp_path: Path, qtbot: QtBot
) -> None:
    counter = opened()
    first, view = counter.first_run, counter.first_run.view
    qtbot.waitUntil(lambda: first.is_covered)
    view.alone_button.click()
    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.KEY])
    type_in(view.phrase, WORD)
    type_in(view.phrase_again, WORD)
    view.phrase_button.click()
    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.SHEET])
    first.save_to(str(tmp_path / "to.pdf"))
    qtbot.waitUntil(lambda: (tmp_path / "to.pdf").exists() and view.pages.isEnabled())
    view.typed.setText("sai")
    view.confirm_button.click()
    qtbot.waitUntil(lambda: "không khớp" in view.trouble.text())
    assert first._sheet is not None
    view.typed.setText(first._sheet.asked)

    view.confirm_button.click()

    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.DONE])
    view.end_button.click()
    assert not first.is_covered
    assert not first.strip.isVisible()


def test_first_administrator_is_logged_in_at_once(
    opened: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    counter = opened()
    view = counter.first_run.view
    qtbot.waitUntil(lambda: counter.first_run.is_covered)
    view.account.setText("quantri")
    type_in(view.password, WORD)
    type_in(view.password_again, WORD)

    press(view.password_again, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.KEY])
    acting = world.station.session.acting
    assert acting is not None
    assert acting.id == "quantri"


def test_setting_up_that_is_put_off_is_reminded_of_and_gone_on_with(
    opened: Opener, qtbot: QtBot
) -> None:
    counter = opened()
    first, view = counter.first_run, counter.first_run.view
    qtbot.waitUntil(lambda: first.is_covered)
    view.alone_button.click()
    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.KEY])
    press(view, Qt.Key.Key_Escape)
    covered, reminded = first.is_covered, first.strip.text.text()

    first.strip.button.click()

    qtbot.waitUntil(lambda: first.is_covered)
    assert not covered
    assert "khóa khôi phục" in reminded
    assert view.pages.currentWidget() is view.stages[Stage.KEY]


def test_sheet_is_asked_for_with_the_passphrase_after_a_restart(
    opened: Opener, qtbot: QtBot
) -> None:
    before = opened()
    view = before.first_run.view
    qtbot.waitUntil(lambda: before.first_run.is_covered)
    view.alone_button.click()
    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.KEY])
    type_in(view.phrase, WORD)
    type_in(view.phrase_again, WORD)
    view.phrase_button.click()
    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.SHEET])

    counter = opened()
    qtbot.waitUntil(lambda: counter.first_run.strip.isVisible())
    covered = counter.first_run.is_covered
    counter.first_run.strip.button.click()
    again = counter.first_run.view
    qtbot.waitUntil(lambda: again.pages.currentWidget() is again.reopen_page)
    type_in(again.known_phrase, WORD)
    press(again.known_phrase, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: again.pages.currentWidget() is again.stages[Stage.SHEET])
    assert not covered


def test_keys_of_the_work_do_nothing_meanwhile(
    opened: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    counter = opened()
    qtbot.waitUntil(lambda: counter.first_run.is_covered)

    press(counter.window, Qt.Key.Key_F5)
    press(counter.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert world.station.store.dossier_rows() == []
    assert not counter.window.acceptDrops()

"""The procedure of an open dossier: consequences first, by keyboard, and undone like any edit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.page import SHOWN_ONLY
from app.services.procedure_choice import Fate, PaperFate
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.procedure_model import ProcedureModel, fate_words
from tests.fakes.reuse_office import HOA, MARRIAGE, Office, page, value
from tests.ui.conftest import press

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def world() -> Office:
    return Office()


@pytest.fixture
def counter(open_counter: Callable[..., Counter], world: Office, qtbot: QtBot) -> Counter:
    """A dossier of a declaration and a card, without procedure, its panel in front."""
    world.add_dossier([page("declaration"), page("card", value("id_number", HOA))], "H26-1")
    counter = open_counter()
    qtbot.waitUntil(lambda: len(counter.window.pages_model.rows) == 2)
    press(counter.window, Qt.Key.Key_P, CTRL, SHIFT)
    return counter


def lines(counter: Counter) -> list[str]:
    model = counter.window.procedure.model
    return [str(model.index(number, 0).data()) for number in range(model.rowCount())]


def look_at_marriage(counter: Counter, qtbot: QtBot) -> None:
    choice = counter.window.procedure.choice
    for _ in range(choice.findData(MARRIAGE)):
        press(choice, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(lines(counter)) == 6)


def test_consequences_are_listed_before_anything_changes(
    counter: Counter, world: Office, qtbot: QtBot
) -> None:
    panel = counter.window.procedure
    before = panel.take_button.isEnabled()

    look_at_marriage(counter, qtbot)

    assert not before
    assert panel.choice.hasFocus()
    assert panel.summary.text() == "Giấy tờ: đã có 1, còn thiếu 1, thừa 1."
    assert lines(counter)[:2] == [
        "! Còn thiếu: Giấy xác nhận tình trạng hôn nhân",
        "! Đã quét, không được lưu bản sao: card",
    ]
    assert world.store.dossier_rows()[0].dossier.procedure_code == ""


def test_enter_changes_the_procedure_and_ctrl_z_takes_it_back(
    counter: Counter, world: Office, qtbot: QtBot
) -> None:
    window = counter.window
    home = world.store.dossier_rows()[0].dossier.id
    look_at_marriage(counter, qtbot)

    press(window.procedure.choice, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "Đăng ký kết hôn" in window.heading.text())
    assert window.side.currentWidget() is window.form
    assert world.store.dossier(home).procedure_code == MARRIAGE
    press(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: world.store.dossier(home).procedure_code == "")
    qtbot.waitUntil(lambda: "Đăng ký kết hôn" not in window.heading.text())
    assert not any(SHOWN_ONLY in each.flags for each in world.pages(home))
    press(window, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: world.store.dossier(home).procedure_code == MARRIAGE)


def test_escape_leaves_the_procedure_as_it_is(
    counter: Counter, world: Office, qtbot: QtBot
) -> None:
    look_at_marriage(counter, qtbot)

    press(counter.window.procedure.choice, Qt.Key.Key_Escape)

    assert counter.window.side.currentWidget() is counter.window.form
    assert world.store.dossier_rows()[0].dossier.procedure_code == ""


def test_review_is_blocked_with_the_reason_until_the_shown_page_is_settled(
    counter: Counter, world: Office, qtbot: QtBot
) -> None:
    bar = counter.window.actions_bar
    look_at_marriage(counter, qtbot)
    press(counter.window.procedure.choice, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Trang 2 là giấy tờ chỉ xuất trình" in bar.reason(Action.FINISH))

    press(counter.window, Qt.Key.Key_Return, CTRL)
    told = counter.window.message.text
    press(counter.window, Qt.Key.Key_K, CTRL, SHIFT)

    qtbot.waitUntil(lambda: not bar.reason(Action.FINISH))
    assert "Ctrl+Shift+Delete để xóa" in told
    home = world.store.dossier_rows()[0].dossier.id
    assert len(world.pages(home)) == 2


def test_closed_dossier_keeps_its_procedure(
    open_counter: Callable[..., Counter], world: Office, qtbot: QtBot
) -> None:
    world.open(papers=[page("declaration")])
    counter = open_counter()
    bar = counter.window.actions_bar
    qtbot.waitUntil(lambda: not bar.reason(Action.FINISH))
    press(counter.window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not counter.window.procedure_button.isEnabled())

    press(counter.window, Qt.Key.Key_P, CTRL, SHIFT)

    assert counter.window.side.currentWidget() is counter.window.form
    assert "còn mở để sửa" in counter.window.message.text


def test_model_keeps_qt_happy_and_every_fate_has_words(qtmodeltester: ModelTester) -> None:
    model = ProcedureModel()

    model.set_rows([PaperFate("card", "Thẻ", fate) for fate in Fate])

    qtmodeltester.check(model)
    assert len({fate_words(fate) for fate in Fate}) == len(Fate)

"""The list of erasures in the window: by keyboard, and for administrators alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.ids import DossierId
from app.services.erasures import Erasure, Erasures, ErasureState
from app.services.purge import Obstacle
from app.ui.counter import Counter
from app.ui.erasure_desk import ErasureView
from app.ui.erasure_model import state_words, why_words
from tests.ui.conftest import press
from tests.ui.test_ui_outbox import Opener

AT = "2026-11-22T01:00:00+00:00"
ALT = Qt.KeyboardModifier.AltModifier


def row(state: ErasureState, number: int = 1, why: Obstacle = Obstacle.NONE) -> Erasure:
    code = f"H26.1-261122-000{number}"
    if state is ErasureState.ERASED:
        return Erasure(DossierId(f"d{number}"), code, state, AT, why, "BN-7", "ab" * 32)
    return Erasure(DossierId(f"d{number}"), code, state, AT, why)


@pytest.fixture
def view(qtbot: QtBot, officer_app: QApplication) -> ErasureView:
    shown = ErasureView()
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.mark.parametrize(
    ("state", "open_keys"),
    [
        (ErasureState.WAITING, {"K"}),
        (ErasureState.DUE, {"M", "K"}),
        (ErasureState.MARKED, {"K"}),
        (ErasureState.HELD, {"L"}),
        (ErasureState.ERASED, set()),
    ],
)
def test_keys_do_what_fits_the_state(
    view: ErasureView, state: ErasureState, open_keys: set[str]
) -> None:
    wanted: list[str] = []
    view.mark_wanted.connect(lambda _id: wanted.append("M"))
    view.keep_wanted.connect(lambda _id: wanted.append("K"))
    view.release_wanted.connect(lambda _id: wanted.append("L"))
    view.show_list(Erasures((row(state),), may_change=True))

    for key in (Qt.Key.Key_M, Qt.Key.Key_K, Qt.Key.Key_L):
        press(view.table, key, ALT)

    assert set(wanted) == open_keys


def test_whoever_is_no_administrator_is_told_so(view: ErasureView) -> None:
    view.show_list(Erasures((row(ErasureState.DUE),)))

    buttons = (view.mark_button, view.keep_button, view.release_button)
    assert not any(button.isEnabled() for button in buttons)
    assert {button.toolTip() for button in buttons} == {"Chỉ người quản trị được làm việc này."}


def test_list_says_what_when_why_and_the_proof(view: ErasureView) -> None:
    view.show_list(Erasures((row(ErasureState.DUE), row(ErasureState.ERASED, 2))))

    def cells(number: int) -> list[str]:
        return [view.model.index(number, column).data() for column in range(5)]

    assert cells(0)[:2] == ["H26.1-261122-0001", "◷ Đến hạn"]
    assert cells(1)[1] == "✓ Đã xóa"
    assert cells(1)[3:] == ["đã tiếp nhận: BN-7", "abababababababab…"]
    assert "22/11/2026" in cells(1)[2]
    assert view.said.text() == "Đến hạn: 1 · đã đánh dấu: 0 · giữ lại: 0 · đã xóa: 1"


@pytest.mark.usefixtures("officer_app")
def test_every_state_and_obstacle_has_words_and_states_have_signs() -> None:
    said = [state_words(each) for each in ErasureState]

    assert len({text[0] for text in said}) == len(ErasureState)
    assert all(why_words(row(ErasureState.WAITING, why=each)) for each in Obstacle)


def test_tab_opens_by_key_and_says_that_nothing_is_erased_here(
    open_counter: Opener, qtbot: QtBot
) -> None:
    counter: Counter = open_counter()

    press(counter.window, Qt.Key.Key_X, ALT_SHIFT)

    qtbot.waitUntil(lambda: counter.window.tabs.on_show is counter.erasures.view)
    qtbot.waitUntil(lambda: "Máy trạm này không tự xóa hồ sơ" in counter.erasures.view.said.text())
    assert counter.erasures.view.model.rows == ()


ALT_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

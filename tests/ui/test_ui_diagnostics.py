"""The diagnostics screen: by keyboard, off the GUI thread, stopped, reported."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.jobs import Progress
from app.services.diagnose import Check
from app.services.examination import Exam, ExamWatch
from app.ui.counter import Counter
from app.ui.diagnostics_desk import DiagnosticsDesk
from app.ui.diagnostics_model import ExamState
from app.ui.diagnostics_view import DiagnosticsView
from app.ui.screen_gear import Examiner
from app.ui.window import Window
from tests.fakes.counter_station import CounterStation
from tests.ui.conftest import press
from tests.ui.tab_shell import open_shell

Opener = Callable[..., Counter]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
MARK = "NguyenVanAn"


class Machine:
    """Things to look at; the scanner waits until it may answer."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.store_may_end = threading.Event()
        self.looked: list[str] = []
        self.threads: set[str] = set()

    def _looked(self, name: str) -> None:
        self.looked.append(name)
        self.threads.add(threading.current_thread().name)

    def python(self, _watch: ExamWatch) -> Check:
        self._looked("python")
        return Check("python", "Python", True, True, "3.11", safe="3.11")

    def scanner(self, _watch: ExamWatch) -> Check:
        self._looked("scanner")
        self.may_answer.wait(5)
        return Check("scanner", "Máy quét", False, False, f"Máy của {MARK}", "Bật máy quét")

    def data(self, _watch: ExamWatch) -> Check:
        self._looked("data")
        return Check("data", "Dữ liệu", False, True, f"/home/{MARK}", "Dọn bớt")

    def store(self, watch: ExamWatch) -> Check:
        self._looked("store")
        for done in range(1, 41):
            watch.on_progress(Progress(done, 100))
        while not self.store_may_end.wait(0.01):
            watch.cancel.check()
        return Check("store", "Kho", True, True, "nguyên vẹn", safe="nguyên vẹn")

    def examiner(self) -> Examiner:
        exams = (
            Exam("python", self.python),
            Exam("data", self.data),
            Exam("scanner", self.scanner, is_far=True),
            Exam("store", self.store, is_long=True),
        )
        now = datetime(2026, 11, 22, tzinfo=UTC)
        return Examiner(lambda: exams, lambda: {"Python": "3.11"}, lambda: now)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@dataclass
class Opened:
    """The screen in a shell of its own."""

    window: Window
    diagnostics: DiagnosticsDesk


@pytest.fixture
def closed(
    machine: Machine, world: CounterStation, qtbot: QtBot, officer_app: QApplication
) -> Iterator[Opened]:
    """The screen behind its tab."""
    shell = open_shell(qtbot, world.station)
    examiner = machine.examiner()
    desk = DiagnosticsDesk(shell.window, shell.bridge, examiner=examiner, troubles=shell.troubles)
    yield Opened(shell.window, desk)
    machine.may_answer.set()
    machine.store_may_end.set()
    shell.bridge.close()


@pytest.fixture
def counter(closed: Opened) -> Opened:
    """The screen in front, opened by its key."""
    press(closed.window, Qt.Key.Key_D, CTRL | SHIFT)
    return closed


def states(view: DiagnosticsView) -> list[str]:
    return [view.model.text(row, 0) for row in view.model.rows]


DONE = ["✓ Tốt", "! Phải sửa", "? Nên xem lại", "○ Chưa kiểm tra"]


def test_first_look_checks_what_is_quick_on_other_threads(
    counter: Opened, machine: Machine, qtbot: QtBot
) -> None:
    view = counter.diagnostics.view

    qtbot.waitUntil(lambda: states(view) == DONE)

    assert view.table.hasFocus()
    assert sorted(machine.looked) == ["data", "python", "scanner"]
    assert machine.threads == {"window-machine", "window-far"}
    assert view.summary.text() == "! 1 mục phải sửa thì trạm mới làm việc được."
    assert not view.bar.isVisible()


def test_key_opens_it_in_the_whole_window(
    open_counter: Opener, machine: Machine, qtbot: QtBot
) -> None:
    counter = open_counter(examiner=machine.examiner())

    press(counter.window, Qt.Key.Key_D, CTRL | SHIFT)

    qtbot.waitUntil(lambda: states(counter.diagnostics.view) == DONE)


def test_chosen_line_tells_state_why_and_what_to_do(counter: Opened, qtbot: QtBot) -> None:
    view = counter.diagnostics.view
    qtbot.waitUntil(lambda: states(view) == DONE)

    press(view.table, Qt.Key.Key_Down)

    assert view.title.text() == "Thư mục dữ liệu"
    assert view.state.text() == f"! Phải sửa: /home/{MARK}"
    assert view.why.text() == "Không ghi được thì không lưu được trang nào."
    assert view.todo.text() == "Cần làm: Dọn bớt"


def test_again_one_or_all_by_key(counter: Opened, machine: Machine, qtbot: QtBot) -> None:
    view = counter.diagnostics.view
    qtbot.waitUntil(lambda: states(view) == DONE)
    machine.looked.clear()

    press(view.table, Qt.Key.Key_K, ALT)
    qtbot.waitUntil(lambda: machine.looked == ["python"] and states(view) == DONE)
    press(view.table, Qt.Key.Key_A, ALT)
    qtbot.waitUntil(lambda: len(machine.looked) == 4 and states(view) == DONE)


def test_slow_scanner_keeps_nothing_else_waiting_and_can_be_stopped(
    closed: Opened, machine: Machine, qtbot: QtBot
) -> None:
    machine.may_answer.clear()
    closed.diagnostics.open()
    view = closed.diagnostics.view
    qtbot.waitUntil(lambda: states(view)[:3] == ["✓ Tốt", "! Phải sửa", "◷ Đang kiểm tra…"])
    assert view.bar.isVisible()
    assert view.all_button.toolTip() == "Đang kiểm tra."

    press(view.table, Qt.Key.Key_D, ALT)

    assert states(view)[2] == "– Đã dừng"
    assert view.all_button.isEnabled()
    machine.may_answer.set()
    qtbot.waitUntil(lambda: states(view) == DONE)


def test_store_begins_when_asked_tells_how_far_and_stops(
    counter: Opened, machine: Machine, qtbot: QtBot
) -> None:
    view = counter.diagnostics.view
    qtbot.waitUntil(lambda: states(view) == DONE)
    view.table.setCurrentIndex(view.model.index(3, 0))

    press(view.table, Qt.Key.Key_K, ALT)
    qtbot.waitUntil(lambda: states(view)[3] == "◷ Đang kiểm tra, 40 %")
    assert (view.bar.isVisible(), view.bar.value()) == (True, 40)
    assert view.one_button.toolTip() == "Mục này đang được kiểm tra."
    press(view.table, Qt.Key.Key_D, ALT)
    qtbot.waitUntil(lambda: states(view)[3] == "– Đã dừng")

    machine.store_may_end.set()
    press(view.table, Qt.Key.Key_K, ALT)
    qtbot.waitUntil(lambda: states(view)[3] == "✓ Tốt")
    assert machine.looked.count("store") == 2


def test_report_is_copied_and_saved_without_names(
    counter: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    view = counter.diagnostics.view
    qtbot.waitUntil(lambda: states(view) == DONE)

    press(view.table, Qt.Key.Key_C, ALT)
    copied = QGuiApplication.clipboard().text()
    press(view.table, Qt.Key.Key_S, ALT)
    dialog = view.findChild(QFileDialog)
    assert dialog is not None
    assert not dialog.isModal()
    dialog.fileSelected.emit(str(tmp_path / "bao-cao.txt"))
    dialog.hide()

    qtbot.waitUntil(lambda: "Đã lưu báo cáo" in counter.window.message.text)
    assert (tmp_path / "bao-cao.txt").read_text("utf-8") == copied
    assert "Máy quét [scanner]" in copied
    assert MARK not in copied


def test_report_into_a_folder_that_is_gone_is_told(
    counter: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: states(counter.diagnostics.view) == DONE)

    counter.diagnostics.save(str(tmp_path / "khong-co" / "a.txt"))

    qtbot.waitUntil(lambda: "Chưa ghi được" in counter.window.message.text)


def test_buttons_that_are_closed_say_why(counter: Opened, qtbot: QtBot) -> None:
    view = counter.diagnostics.view
    qtbot.waitUntil(lambda: states(view) == DONE)

    assert not view.stop_button.isEnabled()
    assert view.stop_button.accessibleDescription() == "Không có kiểm tra nào đang chạy."


def test_every_state_has_a_sign_of_its_own(counter: Opened, qtbot: QtBot) -> None:
    model = counter.diagnostics.view.model
    qtbot.waitUntil(lambda: states(counter.diagnostics.view) == DONE)
    row = model.rows[3]

    said = {model.state_words(type(row)(9, "store", state=state)) for state in ExamState}

    assert len(said) == len(ExamState)

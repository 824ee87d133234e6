"""The trial dossier end to end, through real keys in the practice window, as an officer goes it.

Real reading, a real key file, a real processing system on loopback; the scanner alone is a tray of
sample papers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Wiring
from app.bootstrap.clock import utc_now
from app.bootstrap.practice import TrialRoom, practice_folder
from app.domain.field import FieldState
from app.domain.first_steps import Step, StepState
from app.services.first_steps import CourseFile
from app.services.practice import Lesson
from app.settings import Settings
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.outfit import set_up
from app.ui.practice_desk import PracticeState
from app.ui.screen_gear import StepsGear
from app.ui.signing_flow import SignStage
from app.ui.singletons import keep_singletons_alive
from tests.fakes.counter_station import CounterStation
from tests.fakes.practice import NoProbe

pytestmark = [
    pytest.mark.slow,
    pytest.mark.tesseract,
    pytest.mark.timeout(240),
    pytest.mark.usefixtures("need_engine"),
    pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise"),
]

OPEN_MS, READ_MS, SEND_MS, STEP_MS = 60_000, 120_000, 60_000, 20_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def counter(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Counter]:
    keep_singletons_alive()
    set_up(qapp, "vi")
    settings = Settings(data_dir=tmp_path / "station")
    wiring = Wiring(settings, dict(os.environ))
    counter = Counter(
        CounterStation().station,
        DeskSettings(
            steps=StepsGear(CourseFile(tmp_path / "station" / "first-steps.json"), NoProbe()),
            practising=TrialRoom(settings, wiring._station_of, utc_now),
        ),
        lambda: None,
    )
    qtbot.addWidget(counter.window)
    counter.start()
    yield counter
    counter.close()


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(widget, key, held or Qt.KeyboardModifier.NoModifier)


def test_trial_dossier_goes_from_paper_to_receipt_by_its_hints(
    counter: Counter, tmp_path: Path, qtbot: QtBot
) -> None:
    steps, practice = counter.steps, counter.practice
    assert steps is not None
    assert practice is not None
    steps.open_at(Step.TRIAL)

    press(steps.trial.start_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: practice.state is PracticeState.OPEN, timeout=OPEN_MS)
    inner = practice.counter._counter  # the test looks where officers look: at rows and panels
    window, station, strip = inner.window, inner._station, practice.strip
    qtbot.waitUntil(lambda: "practice" in window.actions_bar.device_id, timeout=STEP_MS)

    def comes(lesson: Lesson, timeout: int) -> None:
        qtbot.waitUntil(lambda: strip.lesson is lesson, timeout=timeout)

    comes(Lesson.SCAN, STEP_MS)
    press(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: strip.lesson in {Lesson.FIELDS, Lesson.FINISH}, timeout=READ_MS)
    qtbot.waitUntil(lambda: len(window.form.rows) > 0, timeout=STEP_MS)
    clear_doubts(window, station, qtbot)
    comes(Lesson.FINISH, STEP_MS)
    press(window, Qt.Key.Key_Return, CONTROL)
    comes(Lesson.SIGN, STEP_MS)
    qtbot.waitUntil(lambda: window.actions_bar.buttons[Action.SIGN].isEnabled(), timeout=STEP_MS)
    press(window, Qt.Key.Key_F9)
    signing = inner.flows.signing
    qtbot.waitUntil(lambda: signing.stage is SignStage.READY, timeout=STEP_MS)
    qtbot.waitUntil(window.sign.pin.isEnabled, timeout=STEP_MS)
    QTest.keyClicks(window.sign.pin, practice._held.practice.password)
    press(window.sign.pin, Qt.Key.Key_Return)
    comes(Lesson.RECEIPT, SEND_MS)

    qtbot.waitUntil(lambda: steps.trial.is_passed, timeout=STEP_MS)
    assert "biên nhận" in strip.text.text().lower()
    assert station.store.verify() == []
    folder = practice_folder(Settings(data_dir=tmp_path / "station"))
    assert folder.is_dir()
    strip.end_button.click()
    qtbot.waitUntil(lambda: practice.state is PracticeState.CLOSED, timeout=OPEN_MS)
    assert not folder.exists()
    assert counter._station.store.dossier_rows() == []
    assert QTest.qWaitForWindowActive(counter.window)
    press(steps.view, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert steps.course.state(Step.TRIAL) is StepState.DONE


def clear_doubts(window: QWidget, station: object, qtbot: QtBot) -> None:
    """Go through the doubtful fields by keyboard; type what stands empty and must not."""
    store = station.store
    home = store.dossier_rows()[0].dossier.id

    def waiting() -> list[object]:
        return [field for field in store.fields(home) if field.needs_a_look]

    for _ in range(60):
        doubtful = waiting()
        if not doubtful:
            return
        press(window, Qt.Key.Key_F2)
        editor = QApplication.focusWidget()
        assert editor is not None
        if any(field.state is FieldState.RED and not field.value for field in doubtful):
            QTest.keyClicks(editor, "Ly Thi My Van")
        press(editor, Qt.Key.Key_Return)
        before = len(doubtful)
        qtbot.waitUntil(lambda before=before: len(waiting()) < before, timeout=STEP_MS)
    raise AssertionError("doubts do not end")

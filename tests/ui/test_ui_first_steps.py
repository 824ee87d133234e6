"""The seven steps by keyboard: done, left out, gone on with after a restart."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.first_steps import STEPS, Course, Step, StepState
from app.domain.typing_check import SENTENCE
from app.province.errors import LinkDown
from app.services.doorkeeper import Doorkeeper
from app.services.first_run import RecoveryPlace, Stage
from app.services.first_steps import CourseFile, CourseInMemory
from app.services.line_trial import LineAnswer, NoReceiver
from app.store.wrapping import Hardness
from app.ui.application import run_window
from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.first_language import LanguageStep
from app.ui.first_server import ServerDesk, ServerStep
from app.ui.first_steps_desk import FirstStepsDesk
from app.ui.first_typing import TypingStep
from app.ui.jobs_bridge import JobsBridge
from app.ui.look import Look, dress
from app.ui.outfit import set_up
from app.ui.screen_gear import StepsGear
from app.ui.window import Window
from tests.fakes.counter_station import CounterStation
from tests.fakes.memory_recipients import recipients_alone
from tests.fakes.officers import CHEAP
from tests.fakes.practice import EmptyRoom
from tests.ui.conftest import declaration, press, type_in

ALT = Qt.KeyboardModifier.AltModifier
WORD = "lúa chín vàng đồng"


@dataclass
class Probe:
    """Answers as it is told to."""

    trouble: Exception | None = None
    asked: list[str] = field(default_factory=list)

    def ask(self, url: str) -> LineAnswer:
        self.asked.append(url)
        if self.trouble is not None:
            raise self.trouble
        return LineAnswer(url)


@dataclass
class Steps:
    """A station on which nothing was done yet, and what the steps work with."""

    world: CounterStation
    opener: Callable[..., Counter]
    place: RecoveryPlace
    shelf: CourseInMemory | CourseFile
    probe: Probe
    spoken: list[str] = field(default_factory=list)

    def open(self) -> Counter:
        return self.opener(
            recovery=self.place,
            keeper=Doorkeeper(CHEAP),
            steps=StepsGear(self.shelf, self.probe),
            practising=EmptyRoom(),
            speak=self.spoken.append,
        )


@pytest.fixture
def steps(world: CounterStation, open_counter: Callable[..., Counter], tmp_path: Path) -> Steps:
    upkeep = recipients_alone(world.station.store.record)
    world.station = replace(world.station, upkeep=upkeep)
    place = RecoveryPlace(
        tmp_path / "passphrase.json", tmp_path / "tries.json", os.urandom, Hardness(64, 1, 1)
    )
    return Steps(world, open_counter, place, CourseInMemory(), Probe())


def opened_at(steps: Steps, step: Step, qtbot: QtBot) -> FirstStepsDesk:
    steps.shelf.keep(Course().goes_to(step))
    counter = steps.open()
    desk = counter.steps
    assert desk is not None
    qtbot.waitUntil(lambda: desk.is_covered and desk.view.step is step)
    return desk


def test_new_station_is_led_through_all_steps_by_one_key(steps: Steps, qtbot: QtBot) -> None:
    counter = steps.open()
    desk = counter.steps
    assert desk is not None
    qtbot.waitUntil(lambda: desk.is_covered)
    headings = []

    for _ in STEPS:
        headings.append(desk.view.heading.text())
        press(desk.view, Qt.Key.Key_N, ALT)

    assert headings[2].startswith("Bước 3/7")
    assert len(set(headings)) == len(STEPS)
    assert not desk.is_covered
    assert desk.course.state(Step.LANGUAGE) is StepState.DONE
    assert desk.course.state(Step.TRIAL) is StepState.SKIPPED
    assert not desk.strip.isVisible()


def test_steps_that_were_put_off_are_reminded_of_and_gone_on_with(
    steps: Steps, qtbot: QtBot
) -> None:
    desk = opened_at(steps, Step.TYPING, qtbot)

    press(desk.view, Qt.Key.Key_Escape)
    reminded = desk.strip.isVisible()
    desk.strip.button.click()

    assert reminded
    assert "7" in desk.strip.text.text()
    assert desk.is_covered
    assert desk.view.step is Step.TYPING


def test_reminder_that_is_put_away_does_not_come_again(steps: Steps, qtbot: QtBot) -> None:
    desk = opened_at(steps, Step.TYPING, qtbot)
    press(desk.view, Qt.Key.Key_Escape)

    desk.strip.away_button.click()
    qtbot.waitUntil(lambda: steps.shelf.read().is_put_away)
    again = steps.open()

    assert again.steps is not None
    qtbot.waitUntil(lambda: again.steps is not None and again.steps.course.is_begun)
    assert not again.steps.is_covered
    assert not again.steps.strip.isVisible()


def test_steps_go_on_where_a_kill_came(steps: Steps, tmp_path: Path, qtbot: QtBot) -> None:
    steps.shelf = CourseFile(tmp_path / "first-steps.json")
    first = steps.open().steps
    assert first is not None
    qtbot.waitUntil(lambda: first.is_covered)
    for _ in range(3):
        press(first.view, Qt.Key.Key_N, ALT)
    qtbot.waitUntil(lambda: steps.shelf.read().at is Step.SERVER)

    again = steps.open().steps

    assert again is not None
    qtbot.waitUntil(lambda: again.is_covered)
    assert again.view.step is Step.SERVER
    assert again.course.state(Step.LANGUAGE) is StepState.DONE
    assert again.course.state(Step.SCANNER) is StepState.SKIPPED


def test_station_with_dossiers_is_not_led_through(steps: Steps, qtbot: QtBot) -> None:
    steps.world.add_dossier([declaration()])

    counter = steps.open()

    assert counter.steps is not None
    qtbot.waitUntil(lambda: counter.first_run.strip.isVisible())
    assert not counter.steps.is_covered


def test_language_is_taken_over_at_once_and_size_of_text_too(
    steps: Steps, officer_app: QApplication, qtbot: QtBot
) -> None:
    desk = opened_at(steps, Step.LANGUAGE, qtbot)
    before = officer_app.font().pointSizeF()

    press(desk.language.sizes["200"], Qt.Key.Key_Space)
    large = officer_app.font().pointSizeF()
    desk.language.languages["en"].click()

    dress(officer_app, Look.SYSTEM, 100)
    assert large == pytest.approx(2 * before)
    assert steps.spoken == ["en"]


def test_page_is_scanned_shown_and_measured_and_not_kept(steps: Steps, qtbot: QtBot) -> None:
    data, reading = declaration()
    steps.world.reader.readings[data] = reading
    steps.world.scanner.load([data])
    desk = opened_at(steps, Step.SCANNER, qtbot)
    qtbot.waitUntil(desk.scanner.scan_button.isEnabled)

    press(desk.scanner.scan_button, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: desk.scanner.is_passed)
    assert "300 dpi" in desk.scanner.measures.text()
    assert "17 × 24 mm" in desk.scanner.measures.text()
    assert not desk.scanner.picture.pixmap().isNull()
    assert steps.world.station.store.dossier_rows() == []
    press(desk.view, Qt.Key.Key_N, ALT)
    assert desk.course.state(Step.SCANNER) is StepState.DONE


def test_scanner_that_fails_says_why_and_may_be_tried_again(steps: Steps, qtbot: QtBot) -> None:
    desk = opened_at(steps, Step.SCANNER, qtbot)
    qtbot.waitUntil(desk.scanner.scan_button.isEnabled)

    desk.scanner.scan_button.click()

    qtbot.waitUntil(lambda: desk.scanner.status.text().startswith("!"))
    assert desk.scanner.scan_button.isEnabled()
    assert not desk.scanner.is_passed


def test_no_scanner_leaves_the_step_out(steps: Steps, qtbot: QtBot) -> None:
    desk = opened_at(steps, Step.SCANNER, qtbot)
    qtbot.waitUntil(desk.scanner.none_button.isEnabled)

    press(desk.scanner.none_button, Qt.Key.Key_Space)

    assert desk.view.step is Step.TYPING
    assert desk.course.state(Step.SCANNER) is StepState.SKIPPED


@pytest.fixture
def typing(officer_app: QApplication, qtbot: QtBot) -> TypingStep:
    step = TypingStep()
    qtbot.addWidget(step)
    step.show()
    return step


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_typing_takes_letters_whole_and_in_parts(form: str, typing: TypingStep) -> None:
    type_in(typing.typed, unicodedata.normalize(form, SENTENCE))
    press(typing.typed, Qt.Key.Key_Return)

    assert typing.is_passed
    assert typing.result.text().startswith("✓")
    assert ("từng phần" in typing.result.text()) == (form == "NFD")


def test_typing_that_loses_letters_says_which_and_what_to_do(typing: TypingStep) -> None:
    type_in(typing.typed, SENTENCE.replace("Hường", "Hờng"))
    press(typing.typed, Qt.Key.Key_Return)

    assert not typing.is_passed
    assert "“Hường”" in typing.words.text()
    assert "UniKey" in typing.advice.text()


@dataclass
class Line:
    """The step of the server alone."""

    view: ServerStep
    probe: Probe
    kept: list[tuple[str, object]]


@pytest.fixture
def line(world: CounterStation, officer_app: QApplication, qtbot: QtBot) -> Iterator[Line]:
    view, bridge, probe = ServerStep(""), JobsBridge(), Probe()
    qtbot.addWidget(view)
    kept: list[tuple[str, object]] = []

    def keep(name: str, value: object, done: Callable[[], None], _failed: object) -> None:
        kept.append((name, value))
        done()

    ServerDesk(view, world.station, bridge, probe=probe, keep=keep, language="vi")
    view.show()
    yield Line(view, probe, kept)
    bridge.close()


def test_server_that_answers_is_kept(line: Line, qtbot: QtBot) -> None:
    type_in(line.view.address, "tiepnhan.thu.vn/ ")
    press(line.view.address, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: line.view.is_passed)
    assert line.probe.asked == ["https://tiepnhan.thu.vn"]
    assert line.kept == [("server_url", "https://tiepnhan.thu.vn")]
    assert line.view.address.text() == "https://tiepnhan.thu.vn"


@pytest.mark.parametrize(
    ("typed", "trouble", "said"),
    [
        ("", None, "Chưa có địa chỉ"),
        ("một hai", None, "Chưa có địa chỉ"),
        ("thu.vn", NoReceiver("no contract"), "không phải hệ thống tiếp nhận"),
        ("thu.vn", LinkDown("refused"), "máy chủ"),
    ],
)
def test_server_that_does_not_answer_says_why(
    typed: str, trouble: Exception | None, said: str, line: Line, qtbot: QtBot
) -> None:
    line.probe.trouble = trouble

    type_in(line.view.address, typed)
    press(line.view.address, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: line.view.result.text().startswith("!"))
    assert said in line.view.result.text()
    assert not line.view.is_passed
    assert line.view.try_button.isEnabled()
    assert line.kept == []


def test_station_without_a_line_is_offline_only(line: Line, qtbot: QtBot) -> None:
    press(line.view.offline_button, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: line.view.is_passed)
    assert line.probe.asked == []
    assert line.kept == [("server_url", "")]


def test_keys_are_set_up_within_the_steps(steps: Steps, qtbot: QtBot, tmp_path: Path) -> None:
    counter = steps.open()
    desk, first = counter.steps, counter.first_run
    assert desk is not None
    qtbot.waitUntil(lambda: desk.is_covered)
    for _ in range(4):
        press(desk.view, Qt.Key.Key_N, ALT)
    press(desk.keys.open_button, Qt.Key.Key_Space)
    view = first.view
    qtbot.waitUntil(lambda: first.is_covered)
    view.alone_button.click()
    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.KEY])
    type_in(view.phrase, WORD)
    type_in(view.phrase_again, WORD)
    view.phrase_button.click()
    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.SHEET])
    first.save_to(str(tmp_path / "to.pdf"))
    qtbot.waitUntil(lambda: (tmp_path / "to.pdf").exists() and view.pages.isEnabled())
    assert first._sheet is not None
    view.typed.setText(first._sheet.asked)
    view.confirm_button.click()
    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.stages[Stage.DONE])

    view.end_button.click()

    qtbot.waitUntil(lambda: desk.is_covered)
    assert desk.view.step is Step.KEYS
    qtbot.waitUntil(lambda: desk.course.state(Step.KEYS) is StepState.DONE)


def test_keys_of_the_work_do_nothing_meanwhile(steps: Steps, qtbot: QtBot) -> None:
    desk = opened_at(steps, Step.LANGUAGE, qtbot)

    press(desk.view, Qt.Key.Key_F5)
    press(desk.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert steps.world.station.store.dossier_rows() == []


def test_help_of_a_step_opens_beside_it(steps: Steps, qtbot: QtBot) -> None:
    steps.shelf.keep(Course().goes_to(Step.TYPING))
    counter = steps.open()
    desk = counter.steps
    assert desk is not None
    qtbot.waitUntil(lambda: desk.is_covered)

    press(desk.typing.typed, Qt.Key.Key_F1)

    assert counter.help.view is not None
    assert counter.help.view.page == "go-tieng-viet"
    assert desk.is_covered


def test_locking_takes_the_steps_away(steps: Steps, qtbot: QtBot) -> None:
    counter = steps.open()
    desk = counter.steps
    assert desk is not None
    qtbot.waitUntil(lambda: desk.is_covered)

    counter.lock.ask_for_login()

    assert counter.lock.is_covered
    assert not desk.is_covered


def test_another_language_opens_the_window_anew_at_once(
    officer_app: QApplication, world: CounterStation
) -> None:
    titles: list[str] = []

    def look() -> None:
        windows = [w for w in officer_app.topLevelWidgets() if isinstance(w, Window)]
        # A closed window of another test may still be there.
        window = next((w for w in windows if w.isVisible() and w.windowTitle() not in titles), None)
        steps = [] if window is None else window.findChildren(LanguageStep)
        if window is None or not steps:  # they are put together behind the first rows
            return
        titles.append(window.windowTitle())
        choices = steps[0].languages
        if len(titles) == 1:
            choices["en"].click()
        else:
            timer.stop()
            officer_app.closeAllWindows()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    gear = StepsGear(CourseInMemory(), Probe())

    code = run_window(world.station, DeskSettings(steps=gear, practising=EmptyRoom()))

    set_up(officer_app, "vi")
    assert code == 0
    assert len(titles) == 2
    assert titles[1] == "Digitization station"

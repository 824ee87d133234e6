"""Leads through the first steps, remembers each before the next, and goes on after a kill."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget

from app.domain.first_steps import Course, Step, StepState
from app.domain.officer import Right
from app.errors import StationError
from app.services.access import may
from app.services.first_run import SetUp, Stage
from app.services.station import Station
from app.ui.buttons import named_button
from app.ui.cover import Cover
from app.ui.first_language import LanguageStep
from app.ui.first_run_desk import FirstRunDesk
from app.ui.first_scanner import ScannerStep, ScannerTrialDesk
from app.ui.first_server import ServerDesk, ServerStep
from app.ui.first_steps_view import StepBody, StepsView
from app.ui.first_token import TokenStep, TokenTrialDesk
from app.ui.first_trial import TrialStep, TrialStepDesk
from app.ui.first_typing import TypingStep
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.look import SPACE_PX, Tone, as_quiet, dress, tint
from app.ui.messages import sentence
from app.ui.practice_desk import PracticeDesk
from app.ui.screen_gear import StepsGear
from app.ui.window import Window


class KeysStep(StepBody):
    """Fifth step: what of the setting up is missing, and the way there.

    Signals:
        open_wanted(): Go on with it.
    """

    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(
            self.tr(
                "Dossiers are encrypted on this PC. Who works here, who can recover the station, "
                "and the sheet that is printed and locked away: three questions, once."
            )
        )
        self.state = self.told()
        self.open_button = named_button(self.tr("Open the three questions"), self)
        self.open_button.setProperty("primary", True)
        self.add_row(self.open_button)
        self.column.addStretch(1)
        self.open_button.clicked.connect(self.open_wanted)

    def came(self) -> None:
        """The way there has the keyboard."""
        self.open_button.setFocus()

    def show_found(self, found: SetUp) -> None:
        """Say what is missing."""
        text, tone = {
            Stage.ACCOUNTS: (self.tr("Nobody has said yet who works here."), Tone.LOOK),
            Stage.KEY: (self.tr("There is no recovery key yet."), Tone.LOOK),
            Stage.SHEET: (self.tr("The recovery sheet was not confirmed yet."), Tone.LOOK),
            Stage.DONE: (self.tr("All is set up; the sheet was confirmed."), Tone.GOOD),
        }[found.stage]
        self.tell(self.state, text, tone)
        self.set_passed(found.stage is Stage.DONE)
        done = found.stage is Stage.DONE
        why = self.tr("All is set up; the sheet was confirmed.") if done else ""
        self.open_button.setEnabled(not done)
        self.open_button.setToolTip(why)
        self.open_button.setAccessibleDescription(why)


class StepsReminder(QFrame):
    """Says that steps are left as long as somebody wants to hear it.

    Signals:
        pressed(): Go on.
        put_away(): No more of it.
    """

    pressed = Signal()
    put_away = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        tint(self.text, Tone.LOOK, strong=True)
        self.button = named_button(self.tr("Go on with the steps"), self)
        self.away_button = named_button(self.tr("Do not remind"), self)
        as_quiet(self.away_button)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        line.addWidget(self.text, 1)
        line.addWidget(self.button)
        line.addWidget(self.away_button)
        self.button.clicked.connect(self.pressed)
        self.away_button.clicked.connect(self.put_away)
        self.hide()

    def remind(self, course: Course) -> None:
        """Remind of what is left, nothing when nothing is."""
        text = self.tr("? Getting the station ready: %n step(s) left.", "", len(course.open_steps))
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.setVisible(course.reminds)


class FirstStepsDesk(QObject):
    """Covers the window of a new station; afterwards it comes when it is asked for.

    Signals:
        trouble(StationError): Something could not be kept.
    """

    trouble = Signal(object)

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        gear: StepsGear,
        first_run: FirstRunDesk,
        practice: PracticeDesk,
    ) -> None:
        super().__init__(window)
        self._window, self._station, self._bridge = window, station, bridge
        self._gear, self._first_run, self._practice = gear, first_run, practice
        self._course = Course()
        self._waits_for_keys = False
        self._is_read = self._was_looked_at = False
        self._percent = gear.text_percent
        self.language = LanguageStep(gear.language, gear.text_percent, window)
        self.scanner = ScannerStep(window)
        self.typing = TypingStep(window)
        self.server = ServerStep(gear.server_url, window)
        self.keys = KeysStep(window)
        self.token = TokenStep(gear.language, window)
        self.trial = TrialStep(window)
        self.view = StepsView(
            {
                Step.LANGUAGE: self.language,
                Step.SCANNER: self.scanner,
                Step.TYPING: self.typing,
                Step.SERVER: self.server,
                Step.KEYS: self.keys,
                Step.TOKEN: self.token,
                Step.TRIAL: self.trial,
            },
            window,
        )
        self.strip = StepsReminder(window)
        window.stand_on_top(self.strip)
        self._cover = Cover(window, self.view)
        self._make_desks()
        self._connect()

    def _make_desks(self) -> None:
        gear, station, bridge = self._gear, self._station, self._bridge
        self._scanner_desk = ScannerTrialDesk(self.scanner, station, bridge, gear.language)
        self._server_desk = ServerDesk(
            self.server, station, bridge,
            probe=gear.probe, keep=self.keep_setting, language=gear.language,
        )  # fmt: skip
        self._token_desk = TokenTrialDesk(
            self.token, station, bridge,
            own=gear.key, keep=self.keep_setting, language=gear.language,
        )  # fmt: skip
        self._trial_desk = TrialStepDesk(self.trial, self._practice, gear.language)

    def _connect(self) -> None:
        view = self.view
        view.step_wanted.connect(self.show_step)
        view.next_wanted.connect(self._next)
        view.back_wanted.connect(self._back)
        view.put_off.connect(self.leave)
        self.strip.pressed.connect(self.open)
        self.strip.put_away.connect(self._put_away)
        self.scanner.none_wanted.connect(self._next)
        self.keys.open_wanted.connect(self._open_keys)
        self.language.size_chosen.connect(self._resize)
        self.language.language_chosen.connect(self._speak)
        self._first_run.looked.connect(self._set_up_known)
        self._first_run.left.connect(self._keys_left)

    @property
    def is_covered(self) -> bool:
        """The steps are on show."""
        return self._cover.is_up

    @property
    def course(self) -> Course:
        """How far they are."""
        return self._course

    def start(self) -> None:
        """Read how far they are; a station on which nothing was done yet is led through."""
        shelf = self._gear.shelf
        self._bridge.run(Lane.VIEW, shelf.read, self._known)

    def _known(self, course: Course) -> None:
        self._course, self._is_read = course, True
        self._remind()
        self._first_run.look_again()

    def _set_up_known(self, found: SetUp) -> None:
        """Whether anything was decided or scanned on this station."""
        self.keys.show_found(found)
        if self.keys.is_passed and self._course.state(Step.KEYS) is not StepState.DONE:
            is_begun = self._course.is_begun
            self._course = self._course.settles(Step.KEYS, StepState.DONE)
            if is_begun:
                self._keep(self._course)
        if self._cover.is_up:
            self.view.show_course(self._course)
        elif self._may_open_by_itself(found):
            self.open()

    def _may_open_by_itself(self, found: SetUp) -> bool:
        """A new station, or one whose steps a kill has ended; not what was put off."""
        if not self._is_read:
            return False
        is_fresh = found.is_new and not self._course.is_begun
        goes_on = self._course.is_on_show and not self._was_looked_at
        self._was_looked_at = True
        return (is_fresh or goes_on) and may(self._station, Right.SET_UP)

    def open(self) -> None:
        """Show the step that was on show last."""
        self.open_at(self._course.at)

    def open_at(self, step: Step) -> None:
        """Show a step."""
        if not may(self._station, Right.SET_UP):
            self._remind()
            return
        if not self._cover.is_up:
            self._cover.put_up()
        self.show_step(step)

    def show_step(self, step: Step) -> None:
        """Show a step; where it is kept first."""
        self._scanner_desk.stop()
        self._course = self._course.goes_to(step)
        self._keep(self._course)
        self.view.show_course(self._course)
        self.view.body.came()

    def _next(self) -> None:
        step = self._course.at
        passed = self.view.body.is_passed
        state = StepState.DONE if passed else StepState.SKIPPED
        self._course = self._course.settles(step, state)
        following = self._course.after(step)
        if following is None:
            self._keep(self._course)
            self.leave()
        else:
            self.show_step(following)

    def _back(self) -> None:
        before = self._course.before(self._course.at)
        if before is not None:
            self.show_step(before)

    def leave(self) -> None:
        """Put the rest off."""
        self._scanner_desk.stop()
        if self._cover.is_up:
            self._cover.take_down()
            self._course = self._course.put_off()
            self._keep(self._course)
        self._remind()

    def uncover(self) -> None:
        """Something else covers everything; the steps come again when they are asked for."""
        self._waits_for_keys = False
        self._scanner_desk.stop()
        if self._cover.is_up:
            self._cover.take_down()

    def _put_away(self) -> None:
        self._course = self._course.put_away()
        self._keep(self._course)
        self._remind()

    def _remind(self) -> None:
        self.strip.remind(self._course)
        if not may(self._station, Right.SET_UP):
            self.strip.hide()

    def _keep(self, course: Course) -> None:
        shelf = self._gear.shelf
        self._bridge.run(Lane.STORE, lambda: shelf.keep(course), _kept, self._not_kept)

    def _not_kept(self, error: StationError) -> None:
        self.view.tell(sentence(error.code, self._gear.language))
        self.trouble.emit(error)

    def _open_keys(self) -> None:
        self._waits_for_keys = True
        self._cover.take_down()
        self._first_run.open()

    def _keys_left(self) -> None:
        if self._waits_for_keys:
            self._waits_for_keys = False
            self.open_at(Step.KEYS)
            self._first_run.look_again()

    def keep_setting(
        self,
        name: str,
        value: object,
        done: Callable[[], None],
        failed: Callable[[StationError], None],
    ) -> None:
        """Keep a setting, then go on."""
        settings, station = self._gear.settings, self._station
        if settings is None:
            done()
            return
        self._bridge.run(
            Lane.STORE,
            lambda: settings.change(station, name, value),
            lambda _view: done(),
            failed,
        )

    def _resize(self, percent: int) -> None:
        self._percent = percent
        application = QApplication.instance()
        if isinstance(application, QApplication):
            dress(application, self._gear.look, percent)
        self.keep_setting("text_percent", percent, _nothing, self._not_kept)

    def _speak(self, language: str) -> None:
        """Another language: kept, then the window comes anew in it, at this step."""
        if language != self._gear.language:
            reopen = partial(self._reopen, language)
            self.keep_setting("window_language", language, reopen, self._not_kept)

    def _reopen(self, language: str) -> None:
        if self._gear.speak is not None:
            self._gear.speak(language)


def _kept(_nothing: None) -> None:
    """Nobody has to hear of it."""


def _nothing() -> None:
    """It is done."""

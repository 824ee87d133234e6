"""The first steps of a station: the list of seven on the left, one at a time beside it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.first_steps import STEPS, Course, Step, StepState
from app.ui.buttons import button_with_key, named_button
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import follow, shortcut, with_key
from app.ui.look import SPACE_PX, Tone, as_great, as_quiet, as_title, tint
from app.ui.roomy import Roomy, Stack

_SIGNS = {StepState.OPEN: "○", StepState.DONE: "✓", StepState.SKIPPED: "–"}


class StepBody(QWidget):
    """What stands on one step: sentences, then its own widgets.

    Signals:
        passed(bool): What the step asks for is there, or not any more.
    """

    passed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_passed = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, SPACE_PX, 0)
        self.column.setSpacing(SPACE_PX)

    def add_row(self, *widgets: QWidget) -> None:
        """Widgets beside each other, in further rows where there is no room."""
        row = FlowLayout()
        for widget in widgets:
            row.addWidget(widget)
        self.column.addLayout(row)

    def say(self, text: str) -> QLabel:
        """One more sentence."""
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(label)
        return label

    def told(self) -> QLabel:
        """A line that says what came of something; nothing yet."""
        label = self.say("")
        label.hide()
        return label

    def tell(self, label: QLabel, text: str, tone: Tone | None = None) -> None:
        """Say what came of something, with a sign beside the colour."""
        signs = {Tone.GOOD: "✓ ", Tone.LOOK: "? ", Tone.WRONG: "! "}
        said = f"{signs.get(tone, '') if tone is not None else ''}{text}" if text else ""
        label.setText(said)
        label.setAccessibleName(said)
        tint(label, tone, strong=tone is not None)
        label.setVisible(bool(said))

    def set_passed(self, passed: bool) -> None:
        """What the step asks for is there, or not."""
        self.is_passed = passed
        self.passed.emit(passed)

    def came(self) -> None:
        """The step is on show now: put the keyboard where it begins."""
        self.setFocus()


def mark_primary(button: QPushButton, *, is_primary: bool) -> None:
    """Bring a button out, or not any more."""
    if button.property("primary") != is_primary:
        button.setProperty("primary", is_primary)
        button.setProperty("quiet", not is_primary)
        button.style().unpolish(button)
        button.style().polish(button)
        button.updateGeometry()


class StepsView(QWidget):
    """Seven steps; Alt+N goes on, Esc puts the rest off.

    Signals:
        step_wanted(Step): Show this one.
        next_wanted(), back_wanted(), put_off(): What the buttons say.
    """

    step_wanted = Signal(object)
    next_wanted = Signal()
    back_wanted = Signal()
    put_off = Signal()

    def __init__(self, bodies: Mapping[Step, StepBody], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bodies = dict(bodies)
        self._course = Course()
        self.heading = QLabel(self)
        as_great(self.heading)
        self.heading.setWordWrap(True)
        self.trouble = QLabel(self)
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        tint(self.trouble, Tone.WRONG, strong=True)
        self.trouble.hide()
        self.pages: QStackedWidget = Stack(self)
        for body in self.bodies.values():
            self.pages.addWidget(body)
            body.passed.connect(self._name_next)
        self.next_button = named_button("", self)
        self.next_button.setProperty("primary", True)
        self.back_button = button_with_key(self.tr("Step before"), "steps.back", self)
        self.later_button = button_with_key(self.tr("Later"), "steps.leave", self)
        as_quiet(self.later_button)
        self.step_buttons = {step: self._step_button(step) for step in STEPS}
        self._arrange()
        self.next_button.clicked.connect(self.next_wanted)
        self.back_button.clicked.connect(self.back_wanted)
        self.later_button.clicked.connect(self.put_off)
        shortcut("steps.next", self, self.next_wanted.emit)
        shortcut("steps.back", self, self.back_wanted.emit)
        follow(self.next_button, self._name_next)

    def _step_button(self, step: Step) -> QPushButton:
        button = QPushButton(self)
        button.setCheckable(True)
        as_quiet(button)
        button.setProperty("step", step.value)
        button.clicked.connect(self._step_clicked)
        return button

    def _step_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.step_wanted.emit(Step(str(button.property("step"))))

    def _arrange(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(SPACE_PX // 2)
        title = QLabel(self.tr("Getting the station ready"), self)
        title.setWordWrap(True)
        as_title(title)
        names.addWidget(title)
        for button in self.step_buttons.values():
            button.setStyleSheet("text-align: left;")
            names.addWidget(button)
        hint = QLabel(self.tr("Every step can be left out and done later."), self)
        hint.setWordWrap(True)
        names.addWidget(hint)
        names.addStretch(1)
        side = QWidget(self)
        side.setLayout(names)
        side.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = FlowLayout()
        row.addWidget(self.later_button)
        gap = QLabel(self)
        stretched(gap)
        row.addWidget(gap)
        row.addWidget(self.back_button)
        row.addWidget(self.next_button)
        card = QFrame(self)
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(*(3 * SPACE_PX,) * 4)
        column.setSpacing(SPACE_PX)
        column.addWidget(self.heading)
        room = Roomy(self.pages, parent=self)
        for part in (room.viewport(), room.widget(), self.pages):
            if part is not None:
                part.setAutoFillBackground(False)
        column.addWidget(room, 1)
        column.addWidget(self.trouble)
        column.addLayout(row)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(*(2 * SPACE_PX,) * 4)
        whole.setSpacing(2 * SPACE_PX)
        whole.addWidget(Roomy(side, keeps_width=True, parent=self))
        whole.addWidget(card, 1)

    def title(self, step: Step) -> str:
        """Name of a step."""
        return {
            Step.LANGUAGE: self.tr("Language and text size"),
            Step.SCANNER: self.tr("A page through the scanner"),
            Step.TYPING: self.tr("Typing Vietnamese"),
            Step.SERVER: self.tr("Address of the server"),
            Step.KEYS: self.tr("Keys of the station"),
            Step.TOKEN: self.tr("A trial signature"),
            Step.TRIAL: self.tr("A trial dossier"),
        }[step]

    def state_word(self, state: StepState) -> str:
        """Word for what became of a step."""
        return {
            StepState.OPEN: self.tr("not done yet"),
            StepState.DONE: self.tr("done"),
            StepState.SKIPPED: self.tr("left out"),
        }[state]

    @property
    def step(self) -> Step:
        """The step on show."""
        return self._course.at

    @property
    def body(self) -> StepBody:
        """What stands on the step on show."""
        return self.bodies[self._course.at]

    def show_course(self, course: Course) -> None:
        """Show a step, and what became of the others."""
        self._course = course
        total = len(STEPS)
        for step, button in self.step_buttons.items():
            number, state = course.number(step), course.state(step)
            button.setText(f"{_SIGNS[state]}  {number}. {self.title(step)}")
            told = self.tr("Step %1 of %2, %3: %4").replace("%1", str(number))
            told = told.replace("%2", str(total)).replace("%3", self.title(step))
            button.setAccessibleName(told.replace("%4", self.state_word(state)))
            button.setToolTip(self.state_word(state))
            button.setChecked(step is course.at)
            mark_primary(button, is_primary=step is course.at)
        text = self.tr("Step %1/%2 · %3").replace("%1", str(course.number(course.at)))
        self.heading.setText(text.replace("%2", str(total)).replace("%3", self.title(course.at)))
        self.heading.setAccessibleName(self.heading.text())
        self.pages.setCurrentWidget(self.body)
        self.back_button.setEnabled(course.before(course.at) is not None)
        why = "" if self.back_button.isEnabled() else self.tr("This is the first step.")
        self.back_button.setToolTip(why)
        self.back_button.setAccessibleDescription(why)
        self.tell("")
        self._name_next()

    def _name_next(self, _passed: bool = False) -> None:
        """The button says whether the step counts as done or is left out."""
        is_last = self._course.after(self._course.at) is None
        done = self.body.is_passed or self._course.state(self._course.at) is StepState.DONE
        if is_last:
            words = self.tr("To the work") if done else self.tr("Leave it out, to the work")
        else:
            words = self.tr("Next") if done else self.tr("Leave it out, next")
        self.next_button.setText(with_key(words, "steps.next"))
        self.next_button.setAccessibleName(words)

    def tell(self, sentence: str) -> None:
        """What is in the way; "" for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setAccessibleName(sentence)
        self.trouble.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the rest off."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.put_off.emit()
        else:
            super().keyPressEvent(event)

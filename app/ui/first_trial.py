"""Seventh step: a trial dossier end to end, in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import StationError
from app.ui.buttons import named_button
from app.ui.first_steps_view import StepBody
from app.ui.look import Tone
from app.ui.messages import sentence
from app.ui.practice_desk import PracticeDesk, PracticeState


class TrialStep(StepBody):
    """What happens, and a button that begins it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(
            self.tr(
                "Scan, look through the fields, sign, send, get a receipt: about five minutes over "
                "sample papers of invented persons."
            )
        )
        self.say(
            self.tr(
                "The practice has a window, a store, a key and a processing system of its own, all "
                "on this PC. Closing its window throws everything away; real dossiers are not "
                "touched. It can be repeated from the help (F1)."
            )
        )
        self.start_button = named_button(self.tr("Begin the practice"), self)
        self.start_button.setProperty("primary", True)
        self.add_row(self.start_button)
        self.result = self.told()
        self.column.addStretch(1)

    def came(self) -> None:
        """The beginning has the keyboard."""
        self.start_button.setFocus()


class TrialStepDesk(QObject):
    """Joins the step with the practice."""

    def __init__(self, view: TrialStep, practice: PracticeDesk, language: str) -> None:
        super().__init__(view)
        self._view, self._language = view, language
        view.start_button.clicked.connect(practice.open)
        practice.changed.connect(self._changed)
        practice.learnt.connect(self._learnt)
        practice.trouble.connect(self._failed)
        self._changed(practice.state)

    def _changed(self, state: PracticeState) -> None:
        view = self._view
        why = {
            PracticeState.CLOSED: "",
            PracticeState.OPENING: self.tr("The practice is being put together, some seconds…"),
            PracticeState.OPEN: "",
            PracticeState.CLOSING: self.tr("The practice is being thrown away…"),
        }[state]
        view.start_button.setEnabled(not why)
        view.start_button.setToolTip(why)
        view.start_button.setAccessibleDescription(why)
        if state is PracticeState.OPEN:
            why = self.tr("The practice is open in a window of its own; follow the line on top.")
        if why or not view.is_passed:
            view.tell(view.result, why)
        else:
            view.tell(view.result, self.tr("You have come to the receipt."), Tone.GOOD)

    def _learnt(self) -> None:
        view = self._view
        view.set_passed(True)
        view.tell(view.result, self.tr("You have come to the receipt."), Tone.GOOD)

    def _failed(self, error: StationError) -> None:
        self._view.tell(self._view.result, sentence(error.code, self._language), Tone.WRONG)

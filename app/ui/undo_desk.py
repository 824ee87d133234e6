"""Undo and redo: the keys go to what is on show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.ui.contact_desk import ContactDesk
from app.ui.flows import Flows
from app.ui.form_editor_desk import FormDesk
from app.ui.group_desk import GroupDesk
from app.ui.results_desk import ResultsDesk
from app.ui.sign_desk import SignDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window
from app.ui.work_order import Step, WorkOrder


@dataclass(frozen=True, slots=True)
class UndoHome:
    """Something with edits of its own.

    Attributes:
        is_on_show: Whether the officer is looking at it.
        undo_words: What would be taken back, "" for nothing; None where the part tells it itself.
        redo_words: What would be done again.
    """

    is_on_show: Callable[[], bool]
    undo: Callable[[], None]
    redo: Callable[[], None]
    undo_words: Callable[[], str] | None = None
    redo_words: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True)
class TabDesks:
    """Desks with tabs of their own that have edits to take back."""

    contact: ContactDesk
    group: GroupDesk
    forms: FormDesk
    results: ResultsDesk


class UndoDesk(QObject):
    """Takes back or does again the last edit of what is on show, else of the dossier."""

    def __init__(
        self,
        window: Window,
        tabs: TabDesks,
        *,
        sign: SignDesk,
        flows: Flows,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window)
        self._troubles = troubles
        self._order = WorkOrder(flows.review.undo_stack, flows.edits, self)
        flows.queue.chosen.connect(self._order.turn_to)
        work = UndoHome(
            lambda: True,
            self._order.undo,
            self._order.redo,
            lambda: self._words(self._order.next_undo, flows.review.undo_stack.undoText()),
            lambda: self._words(self._order.next_redo, flows.review.undo_stack.redoText()),
        )
        self._homes = (*_homes(window, tabs, sign, flows), work)
        window.undo_wanted.connect(self._undo)
        window.redo_wanted.connect(self._redo)

    def stand_first(self, home: UndoHome) -> None:
        """Let a further part of the window have its edits taken back while it is on show."""
        self._homes = (home, *self._homes)

    @property
    def _home(self) -> UndoHome:
        return next(home for home in self._homes if home.is_on_show())

    def _undo(self) -> None:
        home = self._home
        self._tell(home.undo_words, self.tr("Undone: %1"), self.tr("Nothing is left to undo here."))
        home.undo()

    def _redo(self) -> None:
        home = self._home
        self._tell(home.redo_words, self.tr("Done again: %1"), self.tr("Nothing to do again here."))
        home.redo()

    def _tell(self, words: Callable[[], str] | None, pattern: str, nothing: str) -> None:
        if words is not None:
            told = words()
            self._troubles.note(pattern.replace("%1", told) if told else nothing)

    def _words(self, step: Step | None, of_field: str) -> str:
        match step:
            case Step.FIELD:
                return of_field
            case Step.PAGES:
                return self.tr("last change of the pages")
            case None:
                return ""


def _homes(window: Window, tabs: TabDesks, sign: SignDesk, flows: Flows) -> tuple[UndoHome, ...]:
    """Parts with edits of their own; the first that is on show is meant, else the dossier."""
    group, forms = flows.review.group, tabs.forms
    stamps = window.files.stamped

    def moves_stamps() -> bool:
        """A stamp was moved on the page beside the sign panel."""
        return sign.shows_stamps and stamps.isVisible()

    return (
        UndoHome(lambda: tabs.contact.is_on_show, tabs.contact.undo, tabs.contact.redo),
        UndoHome(
            lambda: tabs.group.is_on_show,
            group.undo,
            group.redo,
            group.undo_stack.undoText,
            group.undo_stack.redoText,
        ),
        UndoHome(
            lambda: forms.is_on_show,
            lambda: forms.undo_stack.undo(),
            lambda: forms.undo_stack.redo(),
        ),
        UndoHome(lambda: tabs.results.is_on_show, tabs.results.undo, tabs.results.redo),
        UndoHome(moves_stamps, stamps.undo_stack.undo, stamps.undo_stack.redo),
    )

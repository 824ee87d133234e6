"""The order in which fields and pages of the dossier on show were edited: one row of steps."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack
from shiboken6 import isValid

from app.domain.ids import DossierId
from app.ui.page_edit_flow import PageEditFlow


class Step(Enum):
    """What an edit changed."""

    FIELD = "field"
    PAGES = "pages"


class WorkOrder(QObject):
    """Takes the newest step back, whether it was one of fields or of pages.

    Fields have a stack in the window, pages one in the store; this holds which came when. Page
    edits from before this dossier came on show are taken back on the contact sheet alone.
    """

    def __init__(self, fields: QUndoStack, pages: PageEditFlow, parent: QObject) -> None:
        super().__init__(parent)
        self._fields, self._pages = fields, pages
        self._home = DossierId("")
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._field_count = 0
        self._is_own = False
        fields.indexChanged.connect(self._fields_moved)
        pages.stepped.connect(self._pages_stepped)
        pages.unstepped.connect(self._pages_refused)

    def turn_to(self, dossier_id: str) -> None:
        """Another dossier is on show."""
        self._home = DossierId(dossier_id)
        self._done.clear()
        self._undone.clear()
        self._field_count = self._fields.index()

    @property
    def next_undo(self) -> Step | None:
        """What would be taken back."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        """What would be done again."""
        return self._undone[-1] if self._undone else None

    def undo(self) -> None:
        """Take the newest step back."""
        if self._done:
            self._move(self._done, self._undone, self._fields.undo, self._pages.undo)

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        if self._undone:
            self._move(self._undone, self._done, self._fields.redo, self._pages.redo)

    def _move(
        self,
        source: list[Step],
        goal: list[Step],
        of_field: Callable[[], None],
        of_pages: Callable[[DossierId], None],
    ) -> None:
        step = source.pop()
        goal.append(step)
        if step is Step.PAGES:
            of_pages(self._home)
            return
        self._is_own = True
        try:
            of_field()
        finally:
            self._is_own = False

    def _fields_moved(self, index: int) -> None:
        grown, self._field_count = index - self._field_count, index
        # the stack also tells that it is empty while the window ends
        if self._is_own or not isValid(self._fields):
            return
        if index == 0 and self._fields.count() == 0:  # refused: what was done did not hold
            self._done = [step for step in self._done if step is not Step.FIELD]
            self._undone = []
        elif grown > 0:
            self._done += [Step.FIELD] * grown
            self._undone.clear()

    def _pages_stepped(self) -> None:
        self._done.append(Step.PAGES)
        self._undone.clear()

    def _pages_refused(self) -> None:
        """The newest step of pages was none; Ctrl+Z may have been pressed before that was known."""
        for steps in (self._done, self._undone):
            if Step.PAGES in steps:
                del steps[-1 - steps[::-1].index(Step.PAGES)]
                return

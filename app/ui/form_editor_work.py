"""The form in the editor as it is now, and the steps that led there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.services.form_draft import DraftField, FormDraft, code_of, new_draft
from app.services.form_drafts import KeptForm
from app.ui.form_editor_flow import KnownForms, ShownSample, Work
from ocr.understanding.forms import PaperType


class ChangeWork(QUndoCommand):
    """A step of the work on a form: the work before and after."""

    def __init__(self, show: Callable[[Work], None], before: Work, after: Work) -> None:
        super().__init__()
        self._show = show
        self._before = before
        self._after = after

    def redo(self) -> None:
        """Take the step, again."""
        self._show(self._after)

    def undo(self) -> None:
        """Go back."""
        self._show(self._before)


class FormWork(QObject):
    """Holds the form, its sample, and which of its fields is chosen.

    Attributes:
        now: The form and its sample.
        known: Forms that can be opened.
        number: Place of the chosen field, -1 where there is none.
        undo_stack: The steps so far.

    Signals:
        changed(Work, Work): The work before and now.
    """

    changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = Work(new_draft())
        self.known = KnownForms((), frozenset())
        self.number = -1
        self.undo_stack = QUndoStack(self)

    @property
    def draft(self) -> FormDraft:
        """The form without its sample."""
        return self.now.draft

    @property
    def field(self) -> DraftField | None:
        """The chosen field, None where there is none."""
        fields = self.draft.fields
        return fields[self.number] if 0 <= self.number < len(fields) else None

    def step(self, draft: FormDraft, shown: ShownSample | None = None) -> None:
        """Take a step that can be undone."""
        after = replace(self.now, draft=draft, shown=shown or self.now.shown)
        if after != self.now:
            self.undo_stack.push(ChangeWork(self._put, self.now, after))

    def step_field(self, field: DraftField) -> None:
        """Take a step: the chosen field becomes this one."""
        self.step(self.draft.with_field(self.number, field))

    def step_paper(self, paper: PaperType) -> None:
        """Take a step: another name, title or phrases."""
        self.step(replace(self.draft, paper=paper))

    def begin_anew(self, draft: FormDraft) -> None:
        """Go on from here; nothing before it is undone any more."""
        self.undo_stack.clear()
        self._put(replace(self.now, draft=draft))

    @property
    def is_untouched(self) -> bool:
        """Nothing has been done yet."""
        return not self.undo_stack.count() and self.now == Work(new_draft())

    @property
    def is_finished(self) -> bool:
        """Nothing would be lost: the form is saved, or as it was opened."""
        return self.undo_stack.isClean()

    def call_finished(self) -> None:
        """The form as it is now is saved, or was just opened."""
        self.undo_stack.setClean()

    def take_up(self, kept: KeptForm) -> None:
        """Go on with a form that was not finished."""
        self._put(Work(kept.draft, kept_on=kept.sample_digest))
        self.undo_stack.resetClean()

    def free_code(self, text: str) -> str:
        """A code for a form of this name that no known form has."""
        return code_of(text, [known.code for known in self.known.papers])

    def _put(self, now: Work) -> None:
        before, self.now = self.now, now
        self.changed.emit(before, now)

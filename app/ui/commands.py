"""Edits of fields as undo commands: each holds the frozen snapshots before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from app.domain.field import Field


class FieldWriter(Protocol):
    """Carries edits to the service; the saved field comes back through `on_saved`."""

    def write_confirmed(self, field: Field, on_saved: Callable[[Field], None]) -> None:
        """The officer agrees with the value."""

    def write_corrected(self, field: Field, value: str, on_saved: Callable[[Field], None]) -> None:
        """The officer typed another value."""

    def write_restored(self, field: Field) -> None:
        """Put a field back as it was."""


class ConfirmField(QUndoCommand):
    """The officer agrees with a value."""

    def __init__(self, writer: FieldWriter, before: Field, text: str) -> None:
        super().__init__(text)
        self._writer = writer
        self._before = before
        self._after: Field | None = None

    def redo(self) -> None:
        """Confirm, or put the confirmed field back."""
        if self._after is None:
            self._writer.write_confirmed(self._before, self._remember)
        else:
            self._writer.write_restored(self._after)

    def undo(self) -> None:
        """Put the candidate back."""
        self._writer.write_restored(self._before)

    def _remember(self, saved: Field) -> None:
        self._after = saved


class CorrectField(QUndoCommand):
    """The officer typed another value; all typing between entering and leaving is one."""

    def __init__(self, writer: FieldWriter, before: Field, value: str, text: str) -> None:
        super().__init__(text)
        self._writer = writer
        self._before = before
        self._value = value
        self._after: Field | None = None

    def redo(self) -> None:
        """Save the typed value, or put it back."""
        if self._after is None:
            self._writer.write_corrected(self._before, self._value, self._remember)
        else:
            self._writer.write_restored(self._after)

    def undo(self) -> None:
        """Put the value before back."""
        self._writer.write_restored(self._before)

    def _remember(self, saved: Field) -> None:
        self._after = saved

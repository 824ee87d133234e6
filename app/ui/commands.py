"""Edits of fields as undo commands: each holds the frozen snapshots before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from app.domain.dossier import Dossier
from app.domain.field import Field
from app.domain.ids import DossierId


class FieldWriter(Protocol):
    """Carries edits to the service; the saved field comes back through `on_saved`."""

    def write_confirmed(self, field: Field, on_saved: Callable[[Field], None]) -> None:
        """The officer agrees with the value."""

    def write_corrected(self, field: Field, value: str, on_saved: Callable[[Field], None]) -> None:
        """The officer typed another value."""

    def write_restored(self, field: Field) -> None:
        """Put a field back as it was."""


Pairs = tuple[tuple[Field, Field], ...]
"""What each field is, and what it is to become."""


class GroupWriter(Protocol):
    """Carries edits of many fields to the service."""

    def write_seen(
        self, fields: tuple[Field, ...], on_saved: Callable[[tuple[Field, ...]], None]
    ) -> None:
        """The officer agrees with all values; what was saved comes back."""

    def write_pairs(self, pairs: Pairs) -> None:
        """Turn each field into what it is to become."""


class ProcedureWriter(Protocol):
    """Carries the choice of a procedure to the service."""

    def write_procedure(self, dossier_id: DossierId, procedure_code: str) -> None:
        """This is the procedure of the dossier."""


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


class ConfirmGroup(QUndoCommand):
    """The officer agrees with many values at once; undone and done again as one."""

    def __init__(self, writer: GroupWriter, before: tuple[Field, ...], text: str) -> None:
        super().__init__(text)
        self._writer = writer
        self._before = {(field.page_id, field.name): field for field in before}
        self._pairs: Pairs | None = None

    def redo(self) -> None:
        """Confirm, or put the confirmed fields back."""
        if self._pairs is None:
            self._writer.write_seen(tuple(self._before.values()), self._remember)
        else:
            self._writer.write_pairs(tuple((before, now) for now, before in self._pairs))

    def undo(self) -> None:
        """Put the candidates back."""
        self._writer.write_pairs(self._pairs or ())

    def _remember(self, saved: tuple[Field, ...]) -> None:
        self._pairs = tuple((now, self._before[(now.page_id, now.name)]) for now in saved)


class ChooseProcedure(QUndoCommand):
    """The officer says which procedure a dossier is of."""

    def __init__(self, writer: ProcedureWriter, before: Dossier, after: str, text: str) -> None:
        super().__init__(text)
        self._writer = writer
        self._before = before
        self._after = after

    def redo(self) -> None:
        """Choose the new procedure."""
        self._writer.write_procedure(self._before.id, self._after)

    def undo(self) -> None:
        """Choose the one before."""
        self._writer.write_procedure(self._before.id, self._before.procedure_code)

"""Review: edits of fields, each saved at once and each undoable."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.domain.field import Field
from app.errors import StationError
from app.services.review import FieldKey, confirm_field, correct_field, restore_field
from app.services.station import Station
from app.ui.commands import ConfirmField, CorrectField
from app.ui.group_flow import GroupFlow
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.page_words import WordsFlow
from app.ui.snippet_flow import SnippetFlow


class ReviewFlow(QObject):
    """Saves what the officer decides about fields, and fetches what helps to decide.

    Signals:
        field_saved(Field): A field is stored as shown.
        edit_refused(StationError): An edit was not stored; rows have to be read again.
    """

    field_saved = Signal(object)
    edit_refused = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self.undo_stack = QUndoStack(self)
        self.words = WordsFlow(station, bridge, self)
        self.snippets = SnippetFlow(station, bridge, self)
        self.group = GroupFlow(station, bridge, self)

    def confirm(self, field: Field) -> None:
        """The officer agrees with the value."""
        text = self.tr("Confirm “%1”").replace("%1", field.label)
        self.undo_stack.push(ConfirmField(self, field, text))

    def correct(self, field: Field, value: str) -> None:
        """The officer typed another value."""
        text = self.tr("Correct “%1”").replace("%1", field.label)
        self.undo_stack.push(CorrectField(self, field, value, text))

    def forget(self) -> None:
        """Another dossier is on show: its edits are not undone from here."""
        self.undo_stack.clear()

    def write_confirmed(self, field: Field, on_saved: Callable[[Field], None]) -> None:
        """Save a confirmation."""
        station, key = self._station, _key(field)
        self._write(lambda: confirm_field(station, key), on_saved)

    def write_corrected(self, field: Field, value: str, on_saved: Callable[[Field], None]) -> None:
        """Save a correction."""
        station, key = self._station, _key(field)
        self._write(lambda: correct_field(station, key, value), on_saved)

    def write_restored(self, field: Field) -> None:
        """Save a field as it was before."""
        station = self._station

        def job() -> Field:
            restore_field(station, field)
            return field

        self._write(job, _nothing)

    def _write(self, job: Callable[[], Field], on_saved: Callable[[Field], None]) -> None:
        def saved(field: Field) -> None:
            on_saved(field)
            self.field_saved.emit(field)

        self._bridge.run(Lane.STORE, job, saved, self._refused)

    def _refused(self, error: StationError) -> None:
        self.undo_stack.clear()
        self.edit_refused.emit(error)


def _key(field: Field) -> FieldKey:
    return FieldKey(field.dossier_id, field.page_id, field.name)


def _nothing(_field: Field) -> None:
    return None

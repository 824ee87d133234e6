"""Group check: doubtful values of all open dossiers, confirmed many at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.domain.field import Field
from app.errors import StationError
from app.services.review import Doubt, confirm_seen, open_doubts, restore_unchanged
from app.services.station import Station
from app.ui.commands import ConfirmGroup, Pairs
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.snippet_flow import SnippetFlow


class GroupFlow(QObject):
    """Reads doubts and saves what the officer decides about many of them.

    Signals:
        doubts_read(tuple[Doubt, ...]): All doubts that can be compared, kind by kind.
        saved(int): So many fields were confirmed, or put back.
        passed_over(int): So many were not: they are other ones by now, or their dossier is closed.
        failed(StationError): Something could not be read or saved.
    """

    doubts_read = Signal(object)
    saved = Signal(int)
    passed_over = Signal(int)
    failed = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._is_saving = False
        self.snippets = SnippetFlow(station, bridge, self)
        self.undo_stack = QUndoStack(self)

    def read(self) -> None:
        """Read the doubts of all open dossiers."""
        station = self._station

        def job() -> tuple[Doubt, ...]:
            return open_doubts(station)

        self._bridge.run(Lane.STORE, job, self.doubts_read.emit, self.failed.emit)

    def confirm(self, fields: tuple[Field, ...]) -> None:
        """The officer has compared all these with the paper and agrees."""
        if fields and not self._is_saving:
            text = self.tr("Confirm %n value(s)", "", len(fields))
            self.undo_stack.push(ConfirmGroup(self, fields, text))

    def undo(self) -> None:
        """Take the last batch back, unless it is still on its way."""
        if not self._is_saving:
            self.undo_stack.undo()

    def redo(self) -> None:
        """Confirm the last batch again."""
        if not self._is_saving:
            self.undo_stack.redo()

    def write_seen(
        self, fields: tuple[Field, ...], on_saved: Callable[[tuple[Field, ...]], None]
    ) -> None:
        """Save a batch of confirmations."""
        station = self._station

        def saved(confirmed: tuple[Field, ...]) -> None:
            on_saved(confirmed)
            self._done(len(confirmed), len(fields))

        self._is_saving = True
        self._bridge.run(Lane.STORE, lambda: confirm_seen(station, fields), saved, self._not_saved)

    def write_pairs(self, pairs: Pairs) -> None:
        """Save fields as they were before or after a batch."""
        station = self._station

        def job() -> int:
            return restore_unchanged(station, pairs)

        def restored(count: int) -> None:
            self._done(count, len(pairs))

        self._is_saving = True
        self._bridge.run(Lane.STORE, job, restored, self._not_saved)

    def _done(self, count: int, wanted: int) -> None:
        self._is_saving = False
        self.saved.emit(count)
        if count < wanted:
            self.passed_over.emit(wanted - count)

    def _not_saved(self, error: StationError) -> None:
        self._is_saving = False
        self.failed.emit(error)

"""Procedure: what another one would mean for the dossier on show, and choosing it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.domain.dossier import Dossier
from app.domain.ids import DossierId
from app.errors import StationError
from app.services.procedure_choice import choose_procedure, consequences
from app.services.station import Station
from app.ui.commands import ChooseProcedure
from app.ui.jobs_bridge import JobsBridge, Lane


class ProcedureFlow(QObject):
    """Looks at consequences beside the window and saves what the officer chooses.

    Signals:
        consequences_read(Consequences): What a procedure would mean.
        chosen(str): The dossier with this id has another procedure.
        refused(StationError): It could not be read or saved.
    """

    consequences_read = Signal(object)
    chosen = Signal(str)
    refused = Signal(object)

    def __init__(
        self,
        station: Station,
        bridge: JobsBridge,
        *,
        undo_stack: QUndoStack,
        wake: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._undo_stack = undo_stack
        self._wake = wake

    def look(self, dossier_id: DossierId, procedure_code: str) -> None:
        """Look what a procedure would mean."""
        station = self._station
        self._bridge.run(
            Lane.STORE,
            lambda: consequences(station, dossier_id, procedure_code),
            self.consequences_read.emit,
            self.refused.emit,
        )

    def choose(self, dossier: Dossier, procedure_code: str) -> None:
        """This is the procedure of the dossier; undone with the other edits of the dossier."""
        text = self.tr("Change the procedure")
        self._undo_stack.push(ChooseProcedure(self, dossier, procedure_code, text))

    def write_procedure(self, dossier_id: DossierId, procedure_code: str) -> None:
        """Save the choice."""
        station = self._station
        self._bridge.run(
            Lane.STORE,
            lambda: choose_procedure(station, dossier_id, procedure_code),
            self._saved,
            self._not_saved,
        )

    def _saved(self, dossier: Dossier) -> None:
        self._wake()
        self.chosen.emit(dossier.id)

    def _not_saved(self, error: StationError) -> None:
        self._undo_stack.clear()
        self.refused.emit(error)

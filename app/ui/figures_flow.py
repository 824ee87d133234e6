"""Figures are counted, and their files written, away from the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.figures import Figures, Range, span_of
from app.errors import StationError
from app.services.figure_files import save
from app.services.figures import figures
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane


class FiguresFlow(QObject):
    """Counts for the days that are chosen; only the newest answer is shown.

    Signals:
        counted(Figures): What was asked for last.
        saved(str): A file of this name is written.
        busy_changed(bool): It is being counted, or not any more.
        trouble(StationError): Something could not be done.
    """

    counted = Signal(object)
    saved = Signal(str)
    busy_changed = Signal(bool)
    trouble = Signal(object)

    def __init__(
        self, station: Station, bridge: JobsBridge, *, own: bool, parent: QObject | None = None
    ) -> None:
        """Ask a station; `own`: whoever asks is told what he or she did, too."""
        super().__init__(parent)
        self._station, self._bridge, self._own = station, bridge, own
        self._number = 0

    def count(self, wanted: Range) -> None:
        """Count the days of a range that ends today."""
        self._number += 1
        number, station, own = self._number, self._station, self._own
        self.busy_changed.emit(True)

        def job() -> tuple[int, Figures | None]:
            if number != self._number:
                return number, None  # somebody has asked for other days since
            span = span_of(wanted, station.now().astimezone().date())
            return number, figures(station, span, own=own)

        self._bridge.run(Lane.FIGURES, job, self._show, self._fail)

    def save(self, path: Path, make: Callable[[], bytes]) -> None:
        """Make a file and write it."""
        station = self._station
        self._bridge.run(
            Lane.FIGURES, lambda: save(station, path, make()), self.saved.emit, self.trouble.emit
        )

    def stop(self) -> None:
        """Nobody looks any more."""
        self._number += 1

    def _show(self, told: tuple[int, Figures | None]) -> None:
        number, counted = told
        if number == self._number and counted is not None:
            self.busy_changed.emit(False)
            self.counted.emit(counted)

    def _fail(self, error: StationError) -> None:
        self.busy_changed.emit(False)
        self.trouble.emit(error)

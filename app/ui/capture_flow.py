"""Capture: devices, scanning and importing, page by page onto the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.ids import DossierId
from app.domain.page import Page
from app.errors import StationError
from app.jobs import CancelToken
from app.scanning.base import Device
from app.services.capture import (
    ImportResult,
    ScanOrder,
    devices,
    import_files,
    new_dossier,
    scan,
)
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane


class CaptureFlow(QObject):
    """Brings pages into a dossier; opens one when none is chosen.

    Signals:
        devices_found(list[Device]): Scanners that can be reached.
        dossier_opened(str): Id of the dossier the pages go to.
        page_saved(Page): A page is encrypted and durable.
        started(): Pages are on their way.
        finished(): No more pages come; `saved` says how many did.
        imported(ImportResult): What an import brought and what it could not take.
        trouble(StationError): The scan or import stopped; saved pages stay.
    """

    devices_found = Signal(object)
    dossier_opened = Signal(str)
    page_saved = Signal(object)
    started = Signal()
    finished = Signal()
    imported = Signal(object)
    trouble = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._cancel: CancelToken | None = None
        self.saved = 0

    @property
    def is_running(self) -> bool:
        """Pages are on their way."""
        return self._cancel is not None

    def look_for_devices(self) -> None:
        """Ask which scanners can be reached."""
        station = self._station
        self._bridge.run(
            Lane.SCAN, lambda: devices(station), self._devices_known, self._devices_unknown
        )

    def scan(self, dossier_id: DossierId | None, order: ScanOrder) -> None:
        """Scan until the feeder is empty; does nothing while pages are on their way."""
        if self._cancel is not None:
            return
        cancel = self._begin()

        def job() -> None:
            target = self._target(dossier_id)
            scan(self._station, target, order, on_saved=self._saved_from_lane, cancel=cancel)

        self._bridge.run(Lane.SCAN, job, self._scanned, self._stopped)

    def import_files(self, dossier_id: DossierId | None, paths: Sequence[Path]) -> None:
        """Take files in; does nothing while pages are on their way."""
        if self._cancel is not None or not paths:
            return
        cancel = self._begin()

        def job() -> ImportResult:
            target = self._target(dossier_id)
            return import_files(
                self._station, target, paths, on_saved=self._saved_from_lane, cancel=cancel
            )

        self._bridge.run(Lane.SCAN, job, self._imported, self._stopped)

    def stop(self) -> None:
        """Ask to stop between two pages."""
        if self._cancel is not None:
            self._cancel.cancel()

    def _begin(self) -> CancelToken:
        self._cancel = CancelToken()
        self.saved = 0
        self.started.emit()
        return self._cancel

    def _target(self, dossier_id: DossierId | None) -> DossierId:
        """The dossier for the pages. Runs on: scan lane."""
        if dossier_id is not None:
            return dossier_id
        opened = new_dossier(self._station).id
        self._bridge.post(self.dossier_opened.emit, opened)
        return opened

    def _saved_from_lane(self, page: Page) -> None:
        self._bridge.post(self._saved, page)

    def _saved(self, page: Page) -> None:
        self.saved += 1
        self.page_saved.emit(page)

    def _scanned(self, _nothing: None) -> None:
        self._end()

    def _imported(self, result: ImportResult) -> None:
        self._end()
        self.imported.emit(result)

    def _stopped(self, error: StationError) -> None:
        self._end()
        self.trouble.emit(error)

    def _end(self) -> None:
        self._cancel = None
        self.finished.emit()

    def _devices_known(self, found: list[Device]) -> None:
        self.devices_found.emit(found)

    def _devices_unknown(self, error: StationError) -> None:
        self.devices_found.emit([])
        self.trouble.emit(error)

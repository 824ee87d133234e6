"""Login at the province's service from the lock: asks in its lane, tells what to show."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.officer import Officer
from app.errors import JobCancelled, StationError
from app.jobs import CancelToken
from app.province.station_login import DeviceCode
from app.services.persons import PersonDoor
from app.services.qr_code import Modules, qr_modules
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane

log = logging.getLogger(__name__)

TICK_MS = 1000


class LoginFlow(QObject):
    """One login at a time.

    Signals:
        code_given(DeviceCode, Modules): Show this code.
        seconds_left(int): The code is worth something for so long.
        admitted(Officer): Somebody has come.
        refused(StationError): Nobody has.
    """

    code_given = Signal(object, object)
    seconds_left = Signal(int)
    admitted = Signal(object)
    refused = Signal(object)

    def __init__(
        self, station: Station, bridge: JobsBridge, door: PersonDoor, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._station, self._bridge, self._door = station, bridge, door
        self._cancel = CancelToken()
        self._hurry = threading.Event()
        self._left_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self, expected: str) -> None:
        """Ask for a code, and wait until it was confirmed."""
        self.stop()
        cancel, hurry = CancelToken(), threading.Event()
        self._cancel, self._hurry = cancel, hurry

        def show(code: DeviceCode) -> None:
            self._bridge.post(self._show, cancel, code, self._modules(code))

        def job() -> Officer:
            return self._door.log_in(
                self._station,
                show=show,
                wait=lambda seconds: _pause(hurry, seconds),
                expected=expected,
                cancel=cancel,
            )

        self._bridge.run(Lane.DOOR, job, self._done, self._failed)

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()
        self._cancel.cancel()
        self._hurry.set()

    def _modules(self, code: DeviceCode) -> Modules:
        """The QR of a code; a login without one is still a login."""
        try:
            return self._station.cpu.submit(qr_modules, code.whole_address or code.address).result()
        except StationError as error:
            log.info("no QR of the login: %s", error.code)
            return []

    def _show(self, cancel: CancelToken, code: DeviceCode, modules: Modules) -> None:
        if cancel.cancelled:
            return
        self._left_s = code.expires_s
        self.code_given.emit(code, modules)
        self.seconds_left.emit(round(self._left_s))
        self._timer.start()

    def _tick(self) -> None:
        self._left_s -= TICK_MS / 1000
        self.seconds_left.emit(max(0, round(self._left_s)))

    def _done(self, officer: Officer) -> None:
        self._timer.stop()
        self.admitted.emit(officer)

    def _failed(self, error: StationError) -> None:
        self._timer.stop()
        if not isinstance(error, JobCancelled):
            self.refused.emit(error)


def _pause(hurry: threading.Event, seconds: float) -> None:
    hurry.wait(seconds)

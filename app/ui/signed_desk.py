"""What comes of signing: files on show, rows to read again, news for the officer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.errors import StationError
from app.ui.files_desk import FilesDesk
from app.ui.flows import Flows
from app.ui.sign_desk import SignDesk
from app.ui.signing_flow import SignStage
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class SignedDesk(QObject):
    """Tells the outcome of signing and has the rows read again.

    Signals:
        changed(): Signing has come to another stage.
    """

    changed = Signal()

    def __init__(
        self, window: Window, flows: Flows, sign: SignDesk, files: FilesDesk, troubles: TroubleDesk
    ) -> None:
        super().__init__(window)
        self._window, self._flows = window, flows
        self._files, self._troubles = files, troubles
        window.sign.given_up.connect(window.show_pages)
        window.strip.time_pressed.connect(window.show_work)
        sign.changed.connect(self._stage_changed)
        sign.done.connect(self._sealed)
        sign.failed.connect(self._failed)
        sign.waiting.connect(self._signed_without_time)

    def _stage_changed(self) -> None:
        self.changed.emit()
        if self._flows.signing.stage is SignStage.READY:
            if self._window.side.currentWidget() is self._window.sign:
                self._files.bring_to_front()
            self._flows.queue.refresh()

    def _signed_without_time(self, warnings: str) -> None:
        self._troubles.note_waiting(warnings)
        self._flows.wake()
        self._flows.queue.refresh()

    def _failed(self, error: StationError) -> None:
        self._troubles.show(error)
        self._flows.queue.refresh()

    def _sealed(self, warnings: str) -> None:
        self._troubles.note_sealed(warnings)
        self._flows.wake()
        self._flows.queue.refresh()

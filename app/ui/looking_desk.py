"""The looking desk: a store that cannot be written is shown, and nothing that writes is offered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.errors import StationError
from app.store.looking_base import LookingTooNew, WritableAgain
from app.ui.desk import Desk
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.messages import words
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window

ASK_MS = 10_000
"""Pause between looks whether the disk can be written again; each writes and erases 64 KiB."""


class LookingDesk(QObject):
    """Says why the store is open for looking only, and when a new start will do."""

    def __init__(
        self,
        desk: Desk,
        troubles: TroubleDesk,
        bridge: JobsBridge,
        is_writable: Callable[[], bool],
        window: Window,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._troubles = window, desk, troubles
        self._bridge, self._is_writable = bridge, is_writable
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_MS)
        self._timer.timeout.connect(self.ask)

    def start(self, refusal: StationError) -> None:
        """Close what would write, and say why."""
        why = self._tell(refusal)
        self._desk.only_look(why)
        if not isinstance(refusal, LookingTooNew):
            self._timer.start()

    def ask(self) -> None:
        """Whether the disk can be written again; told once. A sick disk may be slow to answer."""
        self._bridge.run(Lane.STORE, self._is_writable, self._answered)

    def _answered(self, is_writable: bool) -> None:
        if is_writable:
            self._tell(WritableAgain())
        else:
            self._timer.start()

    def _tell(self, error: StationError) -> str:
        told = words(error.code, self._troubles.language)
        self._troubles.show(error)
        self._window.strip.set_looking(told.headline({}))
        return " ".join(part for part in (told.headline({}), told.todo) if part)

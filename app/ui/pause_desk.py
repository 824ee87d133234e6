"""Putting off what goes on by itself: the menu at the status strip, and what it says meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.errors import StationError
from app.services.work_pause import Pausable, WorkPause
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class PauseDesk(QObject):
    """Pauses and resumes reading and sending; what is paused stays so until it is resumed.

    Args:
        window: Its status strip has the button.
        bridge: Lanes; what is paused is kept on the lane of the store.
        pauses: What is put off.
        wake: Wakes the runner.
        troubles: Where a failure is told.
    """

    def __init__(
        self,
        window: Window,
        bridge: JobsBridge,
        *,
        pauses: WorkPause,
        wake: Callable[[], None],
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window)
        self._bridge, self._pauses, self._wake = bridge, pauses, wake
        self._troubles = troubles
        self._strip = window.strip
        self._now: frozenset[Pausable] = frozenset()
        self.menu = QMenu(window)
        self.menu.setAccessibleName(self.tr("What goes on by itself"))
        self.actions: dict[Pausable, QAction] = {}
        for work in (Pausable.SEND, Pausable.READ):
            action = self.menu.addAction("")
            action.setProperty("work", work.value)
            action.triggered.connect(self._pressed)
            self.actions[work] = action
        self._strip.pause_pressed.connect(self._open)
        self._show(frozenset())

    def start(self) -> None:
        """What was paused when the window was closed is paused still."""
        pauses = self._pauses
        self._bridge.run(Lane.STORE, lambda: pauses.now, self._show, self._refused)

    def _open(self) -> None:
        button = self._strip.pause
        above = QPoint(0, -self.menu.sizeHint().height())
        self.menu.popup(button.mapToGlobal(above))
        self.menu.setActiveAction(self.actions[Pausable.SEND])

    def _pressed(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.turn(Pausable(str(action.property("work"))))

    def turn(self, work: Pausable) -> None:
        """Pause work that goes on, resume what is paused."""
        pauses, is_paused = self._pauses, work not in self._now
        self._bridge.run(
            Lane.STORE,
            lambda: pauses.change(work, is_paused=is_paused),
            self._changed,
            self._refused,
        )

    def _changed(self, now: frozenset[Pausable]) -> None:
        self._show(now)
        self._wake()

    def _refused(self, error: StationError) -> None:
        """It counts all the same, until the window is closed."""
        self._troubles.show(error)
        self._changed(self._pauses.now)

    def _show(self, now: frozenset[Pausable]) -> None:
        self._now = now
        sending, reading = Pausable.SEND in now, Pausable.READ in now
        self.actions[Pausable.SEND].setText(
            self.tr("Resume sending") if sending else self.tr("Pause sending")
        )
        self.actions[Pausable.READ].setText(
            self.tr("Resume reading pages") if reading else self.tr("Pause reading pages")
        )
        self._strip.set_paused(is_sending=sending, is_reading=reading)

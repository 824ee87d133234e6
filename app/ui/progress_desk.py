"""The progress desk: one line about what goes on right now, and how long it will take."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.ui import labels
from app.ui.capture_flow import CaptureFlow
from app.ui.signing_flow import SigningFlow, SignStage
from app.ui.window import Window

SecondsLeft = Callable[[int], float | None]
"""Seconds until so many pages are read, None while nobody knows."""


def _nobody_knows(_pages: int) -> float | None:
    return None


class ProgressDesk(QObject):
    """Tells capture first, then signing, then reading."""

    def __init__(
        self,
        window: Window,
        capture: CaptureFlow,
        signing: SigningFlow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._capture = capture
        self._signing = signing
        self._total = 0
        self._seconds_left: SecondsLeft = _nobody_knows

    def know_pace(self, seconds_left: SecondsLeft) -> None:
        """Who tells how long so many pages will take."""
        self._seconds_left = seconds_left

    def count(self) -> None:
        """Rows were read: remember how many pages this round of reading has."""
        unread = self._window.strip.counts.reading
        self._total = max(self._total, unread) if unread else 0

    def show(self) -> None:
        """What goes on right now."""
        strip, unread = self._window.progress, self._window.strip.counts.reading
        if self._capture.is_running:
            text = self.tr("%n page(s) saved", "", self._capture.saved)
            strip.show_work(text, can_stop=True)
        elif self._signing.stage is SignStage.SIGNING:
            strip.show_work(self.tr("Signing…"))
        elif self._signing.stage is SignStage.BUILDING:
            strip.show_work(self.tr("Making PDF/A files…"))
        elif unread:
            done = self._total - unread
            strip.show_work(self._reading_words(unread), done=done, total=self._total)
        else:
            strip.hide()

    def _reading_words(self, unread: int) -> str:
        left = self._seconds_left(unread)
        if left is None:
            return self.tr("Reading: %n page(s) left", "", unread)
        text = self.tr("Reading: %n page(s) left, %1", "", unread)
        return text.replace("%1", labels.time_left(left))

"""Looks at a window from inside: when it is painted, when it takes a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.window import Window

_ANSWER_MS = 5
_EMPTY_MS = 300
"""A window without rows is ready when it still stands there so long after it was painted."""


class ReadyWatch(QObject):
    """Tells of the first paint, of rows in the list, and of a key that was taken; then ends."""

    def __init__(
        self, window: Window, mark: Callable[[str], None], end: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._window, self._mark, self._end = window, mark, end
        self._list = window.queue.list
        self._is_pressed = self._is_painted = False
        window.installEventFilter(self)
        self._list.viewport().installEventFilter(self)
        self._asking = QTimer(self)
        self._asking.setInterval(_ANSWER_MS)
        self._asking.timeout.connect(self._ask)
        self._empty = QTimer(self)
        self._empty.setSingleShot(True)
        self._empty.setInterval(_EMPTY_MS)
        self._empty.timeout.connect(self._stop_without_rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paints are marked once they are done."""
        if event.type() == QEvent.Type.Paint:
            if not self._is_painted:  # the window itself is covered by what stands in it
                self._is_painted = True
                QTimer.singleShot(0, self, self._painted)
            if watched is not self._window and self._has_rows and not self._is_pressed:
                self._is_pressed = True
                QTimer.singleShot(0, self, self._rows_painted)
        return False

    @property
    def _has_rows(self) -> bool:
        return self._window.queue_model.rowCount() > 0

    def _painted(self) -> None:
        self._mark("window")
        if not self._window.queue_model.rowCount():
            self._empty.start()

    def _stop_without_rows(self) -> None:
        if not self._window.queue_model.rowCount():
            self._finish()

    def _rows_painted(self) -> None:
        self._mark("rows")
        self._asking.start()

    def _ask(self) -> None:
        """Press a key until the list has gone on with it."""
        before = self._list.currentIndex().row()
        if before < 0:
            return
        QTest.keyClick(self._list, Qt.Key.Key_Down)
        if self._list.currentIndex().row() == before + 1:
            self._asking.stop()
            self._mark("key taken")
            QTimer.singleShot(0, self, self._finish)

    def _finish(self) -> None:
        self._end()
        QApplication.exit(0)  # `quit` would ask the window first, which may stay in the tray

"""What a start leaves for later: it begins once the first rows stand on the screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

PAINT_MS = 50
"""The officer has seen the rows, and a first key is taken."""

LONGEST_MS = 3000
"""A store that shows no rows until then, or a window nobody sees, keeps nothing else waiting."""


class BehindRows(QObject):
    """Keeps work until the first rows are there; then does one piece in each turn of the loop.

    Args:
        rows_came: Signal that the rows are known.
        seen: Where they are painted.
        parent: Owner.
    """

    def __init__(self, rows_came: SignalInstance, seen: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_open = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        self._are_known = False
        self._seen = seen
        rows_came.connect(self._rows_came)
        seen.installEventFilter(self)

    def start(self) -> None:
        """The rows have been asked for."""
        if not self._is_open:
            self._timer.start(LONGEST_MS)

    def add(self, work: Callable[[], None]) -> None:
        """Do this behind the rows, in the order of the calls."""
        self._waiting.append(work)
        if self._is_open and not self._timer.isActive():
            self._timer.start(0)

    def stop(self) -> None:
        """The window closes: what has not begun is not needed any more."""
        self._waiting.clear()
        self._timer.stop()

    def _rows_came(self, _overview: object) -> None:
        self._are_known = True
        if not self._is_open and not self._seen.isVisible():  # a login, say, stands before them
            self._open()

    def _open(self) -> None:
        self._is_open = True
        self._timer.start(PAINT_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first picture with rows in it opens the door."""
        if self._are_known and not self._is_open and event.type() == QEvent.Type.Paint:
            self._open()
        return super().eventFilter(watched, event)

    def _next(self) -> None:
        self._is_open = True
        if self._waiting:
            # the next piece has its turn whatever becomes of this one
            if len(self._waiting) > 1:
                self._timer.start(0)
            self._waiting.popleft()()

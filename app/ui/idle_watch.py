"""Notices that nobody has touched keyboard or mouse for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.Drop,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Counts the time since the last touch; a code gun counts as a keyboard.

    It listens at the windows of the system alone, where each key and each move passes once: to
    look at every event of every widget would cost what the window needs to stay smooth.

    Signals:
        idle(): Nobody has touched anything for the whole time.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._windows: set[QWindow] = set()
        self._typed_into: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)

    def start(self, after_s: float) -> None:
        """Begin to count; 0 or less = never."""
        if after_s <= 0:
            return
        self._timer.start(round(1000 * after_s))
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.listen_at)
            application.focusObjectChanged.connect(self.listen_to)

    def listen_at(self, window: QWindow | None) -> None:
        """A window has come to the front: the officer may work there."""
        if window is not None and window not in self._windows:
            self._windows.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(self._forget)

    def listen_to(self, typed_into: QObject | None) -> None:
        """The keyboard goes elsewhere: what an input method hands over passes no window."""
        if self._typed_into is not None and isValid(self._typed_into):
            self._typed_into.removeEventFilter(self)
        self._typed_into = typed_into
        if typed_into is not None and not isinstance(typed_into, QWindow):
            typed_into.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A touch starts the count anew; nothing is taken away."""
        if event.type() in _TOUCHES and self._timer.interval() > 0:
            self._timer.start()
        return super().eventFilter(watched, event)

    def _forget(self, _gone: QObject) -> None:
        self._windows = {window for window in self._windows if isValid(window)}

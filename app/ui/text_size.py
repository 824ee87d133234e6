"""Sizes that follow the size of the text, also when it is changed while the window is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QTableView, QWidget

_KINDS = frozenset({QEvent.Type.FontChange, QEvent.Type.StyleChange})


class _Follower(QObject):
    """Fits a widget again once its letters have another size."""

    def __init__(self, widget: QWidget, fit: Callable[[], None]) -> None:
        super().__init__(widget)
        self._fit = fit
        # what is inside the widget gets its letters after it: fit when all of them have theirs
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(0)
        self._due.timeout.connect(self._settled)
        widget.installEventFilter(self)
        fit()

    def _settled(self) -> None:
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another font or other rules of the style have come."""
        if event.type() in _KINDS:
            self._due.start()
        return super().eventFilter(watched, event)


def follow_text(widget: QWidget, fit: Callable[[], None]) -> None:
    """Call `fit` now, and again whenever the letters of a widget get another size."""
    _Follower(widget, fit)


def rows_follow_text(table: QTableView, spare_px: int) -> None:
    """Rows as high as a line of text and so many pixels, also when the text grows."""

    def fit() -> None:
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + spare_px)

    follow_text(table, fit)

"""The sign of the station in the system's tray: a shape for each state, a menu, short notices."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from app.ui.notices import TrayState

SIDES_PX = (16, 22, 32, 64)
_WHITE = QColor("#ffffff")
_COLOURS = {
    TrayState.OK: QColor("#1a6b38"),
    TrayState.SENDING: QColor("#1a56a8"),
    TrayState.OFFLINE: QColor("#565d64"),
    TrayState.NEEDS_YOU: QColor("#b3261e"),
}


class Tray(QObject):
    """Where there is no tray nothing is shown and nothing breaks.

    Signals:
        open_wanted(): Bring the window back.
        quit_wanted(): End the program.
    """

    open_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_wanted: bool = True) -> None:
        super().__init__(parent)
        self._is_wanted = is_wanted
        self._icon: QSystemTrayIcon | None = None
        self.menu = QMenu(parent)
        self.open_action = self.menu.addAction(self.tr("Open the window"))
        self.quit_action = self.menu.addAction(self.tr("End the station"))
        self.open_action.triggered.connect(self.open_wanted)
        self.quit_action.triggered.connect(self.quit_wanted)
        self._shown: tuple[TrayState, str] | None = None

    @property
    def is_there(self) -> bool:
        """Whether the system has a tray just now; one that came later is taken."""
        if self._has_tray and self._icon is None:
            self._make()
        return self._has_tray

    @property
    def _has_tray(self) -> bool:
        return self._is_wanted and QSystemTrayIcon.isSystemTrayAvailable()

    def _make(self) -> None:
        icon = self._icon = QSystemTrayIcon(self)
        icon.setContextMenu(self.menu)
        icon.activated.connect(self._activated)
        icon.messageClicked.connect(self.open_wanted)
        if self._shown is not None:
            self._show_now(icon, *self._shown)

    def show_state(self, state: TrayState, words: str) -> None:
        """Show a state; `words` say the same beside the mouse."""
        if self._shown != (state, words):
            self._shown = (state, words)
            if self._icon is not None:
                self._show_now(self._icon, state, words)
            elif self._has_tray:
                self._make()

    def _show_now(self, icon: QSystemTrayIcon, state: TrayState, words: str) -> None:
        icon.setIcon(state_icon(state))
        icon.setToolTip(words)
        icon.show()

    def tell(self, title: str, text: str) -> None:
        """Tell something short; it goes away by itself."""
        if self._icon is not None and QSystemTrayIcon.supportsMessages():
            self._icon.showMessage(title, text, self._icon.icon())

    def hide(self) -> None:
        """Take the sign away."""
        if self._icon is not None:
            self._icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_wanted.emit()


def state_icon(state: TrayState) -> QIcon:
    """Sign of a state: a disc with a check, a square with an arrow, a broken ring, a triangle."""
    icon = QIcon()
    for side in SIDES_PX:
        icon.addPixmap(_drawn(state, side))
    return icon


def _drawn(state: TrayState, side: int) -> QPixmap:
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 32, side / 32)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_COLOURS[state])
    match state:
        case TrayState.OK:
            painter.drawEllipse(QRectF(1, 1, 30, 30))
            _stroke(painter, [(8, 17), (14, 23), (24, 10)])
        case TrayState.SENDING:
            painter.drawRoundedRect(QRectF(1, 1, 30, 30), 6, 6)
            _stroke(painter, [(8, 15), (16, 7), (24, 15)])
            _stroke(painter, [(16, 8), (16, 26)])
        case TrayState.OFFLINE:
            painter.setBrush(_WHITE)
            painter.setPen(QPen(_COLOURS[state], 4))
            painter.drawEllipse(QRectF(3, 3, 26, 26))
            painter.drawLine(QPointF(7, 25), QPointF(25, 7))
        case TrayState.NEEDS_YOU:
            painter.drawPolygon(QPolygonF([QPointF(16, 1), QPointF(31, 30), QPointF(1, 30)]))
            _stroke(painter, [(16, 11), (16, 20)])
            _stroke(painter, [(16, 25.5), (16, 26)])
        case _:
            assert_never(state)
    painter.end()
    return picture


def _stroke(painter: QPainter, points: list[tuple[float, float]]) -> None:
    painter.save()
    pen = QPen(_WHITE, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.restore()

"""Icons beside words, drawn in the colours of the look at whatever size the screen wants."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.ui.look import Tone, tones

_PLAIN = b"currentColor"


class Icon(StrEnum):
    """What can be shown; the value names the file."""

    SMALLER = "zoom-out"
    LARGER = "zoom-in"
    WHOLE = "maximize"
    WIDE = "move-horizontal"
    LOUPE = "search"
    REFRESH = "refresh-cw"
    BACK = "arrow-left"
    ONWARD = "arrow-right"
    BEFORE = "chevron-left"
    AFTER = "chevron-right"
    CLOSE = "x"


BY_SYMBOL = {
    "−": Icon.SMALLER,
    "+": Icon.LARGER,
    "⤢": Icon.WHOLE,
    "↔": Icon.WIDE,
    "⌕": Icon.LOUPE,
    "⟳": Icon.REFRESH,
    "←": Icon.BACK,
    "→": Icon.ONWARD,
    "◂": Icon.BEFORE,
    "▸": Icon.AFTER,
    "×": Icon.CLOSE,
}
"""Symbols that some fonts lack or draw too small, and what is drawn in their place."""


class _Drawn(QIconEngine):
    """One icon; takes the colour of the words beside it when it is painted."""

    def __init__(self, icon: Icon, tone: Tone | None) -> None:
        super().__init__()
        self._icon, self._tone = icon, tone

    def clone(self) -> QIconEngine:
        """The same icon once more."""
        return _Drawn(self._icon, self._tone)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw it, crisp at the device's own resolution."""
        _renderer(self._icon, self._colour(mode).name()).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """A picture of it, for those who want one."""
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return QPixmap.fromImage(image)

    def _colour(self, mode: QIcon.Mode) -> QColor:
        palette = QApplication.palette()
        if mode is QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        if mode is QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText)
        if self._tone is not None:
            return tones().of(self._tone)
        return palette.color(QPalette.ColorRole.ButtonText)


def icon(which: Icon, tone: Tone | None = None) -> QIcon:
    """An icon in the colour of plain words, or of a tone."""
    return QIcon(_Drawn(which, tone))


@cache
def _source(which: Icon) -> bytes:
    return files("resources").joinpath("icons", f"{which.value}.svg").read_bytes()


@cache
def _renderer(which: Icon, colour: str) -> QSvgRenderer:
    return QSvgRenderer(_source(which).replace(_PLAIN, colour.encode("ascii")))

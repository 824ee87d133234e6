"""One line of text that ends in "…" where there is no room; the tool tip has all of it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)


class ElidedLabel(QLabel):
    """A label that never makes its neighbours move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._lines = 1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.setText(text)
        self.setToolTip(text)

    def fit_lines(self, wide: int, most: int) -> None:
        """Take as many lines as the text needs at a width, up to a number of them."""
        room = QRect(0, 0, max(wide, 1), 0)
        high = self.fontMetrics().boundingRect(room, _WRAPPED, self.text()).height()
        lines = min(most, max(1, -(-high // self.fontMetrics().lineSpacing())))
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        more = (self._lines - 1) * self.fontMetrics().lineSpacing()
        return super().sizeHint() + QSize(0, more)

    def minimumSizeHint(self) -> QSize:
        """Its lines, however narrow."""
        more = (self._lines - 1) * self.fontMetrics().lineSpacing()
        return QSize(0, super().minimumSizeHint().height() + more)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        place = self.contentsRect()
        if self._lines > 1:
            painter.drawText(place, _WRAPPED, self.text())
            return
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, self.alignment(), shown)

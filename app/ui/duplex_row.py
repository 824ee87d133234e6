"""Both sides by hand: how to turn the stack over, as a picture and a sentence."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.ui.buttons import named_button
from app.ui.look import SPACE_PX, tones


class TurnedStack(QWidget):
    """A stack of paper that is turned over as a whole, drawn with the window's colours."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(150, 62)
        self.setAccessibleName(self.tr("The stack is turned over as a whole"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fronts on the left, an arrow over it, backs on the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(QPalette.ColorRole.Text)
        for left, text in ((4.0, "1"), (104.0, self.tr("back"))):
            for sheet in range(3):
                place = QRectF(left + 3 * sheet, 14.0 + 3 * (2 - sheet), 32.0, 40.0)
                painter.fillRect(place, self.palette().color(QPalette.ColorRole.Base))
                painter.setPen(QPen(ink, 1))
                painter.drawRect(place)
            top = QRectF(left + 6, 14.0, 32.0, 40.0)
            font = self.font()
            font.setPixelSize(12)
            painter.setFont(font)
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, text)
        self._draw_arrow(painter)

    def _draw_arrow(self, painter: QPainter) -> None:
        painter.setPen(QPen(tones().accent, 3))
        arch = QPainterPath(QPointF(50, 34))
        arch.quadTo(QPointF(75, 2), QPointF(98, 32))
        painter.drawPath(arch)
        painter.drawLine(QPointF(98, 32), QPointF(88, 27))
        painter.drawLine(QPointF(98, 32), QPointF(99, 20))


class DuplexRow(QFrame):
    """Shown while fronts wait for their backs, after a restart too.

    Signals:
        backs_wanted(): The stack is turned over; scan the backs.
    """

    backs_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.backs = named_button(self.tr("Turned over: scan the backs"), self)
        self.backs.setProperty("primary", True)
        self.backs.clicked.connect(self.backs_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(TurnedStack(self))
        layout.addWidget(self.words, 1)
        layout.addWidget(self.backs)

    def show_sides(self, fronts: int, backs: int) -> None:
        """So many fronts wait, so many backs are there; hidden without fronts."""
        self.setVisible(fronts > 0)
        text = self.tr(
            "%1 fronts are scanned. Turn the whole stack over without changing its order and lay "
            "it in: the back of the last sheet goes first."
        ).replace("%1", str(fronts))
        if backs:
            more = self.tr("%1 backs are there already, %2 are missing.")
            more = more.replace("%1", str(backs)).replace("%2", str(fronts - backs))
            text = f"{text} {more}"
        self.words.setText(text)

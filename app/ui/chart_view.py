"""A chart on the screen, and as a picture for a file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QImageWriter, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.charts import Chart, paint_chart

PICTURE_PX = (1200, 700)
LEAST_LINES, LEAST_LETTERS = 8, 40


class ChartView(QWidget):
    """Paints one chart. Its table stands beside it, so it takes no keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = Chart("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Chart"))

    @property
    def chart(self) -> Chart:
        """The chart on show."""
        return self._chart

    def set_chart(self, chart: Chart) -> None:
        """Show another chart."""
        self._chart = chart
        self.setAccessibleName(self.tr("Chart: %1").replace("%1", chart.title))
        self.setAccessibleDescription(self.tr("The table beside it says the same."))
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Room in which words and bars can still be told apart."""
        measure = QFontMetricsF(self.font())
        wide = measure.averageCharWidth() * LEAST_LETTERS
        return QSize(round(wide), round(measure.height() * LEAST_LINES))

    def sizeHint(self) -> QSize:
        """Half as much again."""
        least = self.minimumSizeHint()
        return QSize(least.width() * 3 // 2, least.height() * 3 // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chart."""
        with QPainter(self) as painter:
            paint_chart(painter, QRectF(self.rect()), self._chart, self.palette(), self.font())

    def picture(self) -> bytes:
        """The chart as PNG, large enough for a report, on paper of the present look."""
        return picture_of(self._chart, self)


def picture_of(chart: Chart, widget: QWidget) -> bytes:
    """A chart as PNG in the colours and letters of a widget."""
    image = QImage(*PICTURE_PX, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        frame = QRectF(0, 0, *PICTURE_PX)
        paint_chart(painter, frame, chart, widget.palette(), widget.font())
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())

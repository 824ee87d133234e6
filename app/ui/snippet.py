"""The value as it stands on the paper: a strip of the page above the edit box."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

HIGHEST_PX = 56
"""Room for two lines; a strip never pushes the form away."""

READABLE_PX = 26
"""A strip that would be lower than this is cut into two, one below the other."""

LARGEST_SCALE = 2.0
COARSE_SCALE = 1.2
"""A strip that has to be enlarged by more than this wants more pixels."""

LINES_OF_A_PAGE = 70
"""What a line can be high at most: the height of the page over this."""

Box = tuple[int, int, int, int]


def place_with_air(box: Box, page: QSize) -> QRect:
    """The box with about half a line of paper around it, in pixels of the page."""
    x0, y0, x1, y1 = box
    air = max(2, min(y1 - y0, page.height() // LINES_OF_A_PAGE) // 2)
    place = QRect(x0, y0, x1 - x0, y1 - y0).adjusted(-air, -air, air, air)
    return place.intersected(QRect(0, 0, page.width(), page.height()))


def cut(image: QImage, page: QSize, box: Box) -> QImage:
    """The strip of a page around `box`.

    Args:
        image: The page in any size.
        page: Size of the whole page, in whose pixels `box` is.
        box: Where the value stands.
    """
    place = place_with_air(box, page)
    factor = image.width() / max(1, page.width())
    scaled = QRectF(
        place.x() * factor, place.y() * factor, place.width() * factor, place.height() * factor
    )
    return image.copy(scaled.toAlignedRect().intersected(image.rect()))


def arrange(strip: QSize, width_px: int) -> tuple[float, tuple[QRect, ...]]:
    """Scale and pieces of a strip for a row: one piece, or two where one would be too low.

    Returns:
        The scale, and the pieces in pixels of the strip, to be painted one below the other.
    """
    whole = (QRect(0, 0, strip.width(), strip.height()),)
    if strip.isEmpty() or width_px <= 0:
        return 0.0, ()
    one = min(width_px / strip.width(), HIGHEST_PX / strip.height(), LARGEST_SCALE)
    if strip.height() * one >= READABLE_PX:
        return one, whole
    half = min(strip.width(), (strip.width() + strip.height()) // 2)
    two = min(width_px / half, HIGHEST_PX / 2 / strip.height(), LARGEST_SCALE)
    if two <= one:
        return one, whole
    right = strip.width() - half
    return two, (QRect(0, 0, half, strip.height()), QRect(right, 0, half, strip.height()))


class Snippet(QWidget):
    """Paints a strip as large as its row allows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(READABLE_PX)

    @property
    def strip(self) -> QImage:
        """What is shown."""
        return self._strip

    def show_strip(self, strip: QImage) -> None:
        """Show a strip of the page."""
        self._strip = strip
        self._fit()
        self.update()

    def is_coarse(self, width_px: int) -> bool:
        """In so wide a row the strip is enlarged so much that it wants more pixels."""
        scale, _pieces = arrange(self._strip.size(), width_px)
        return scale * self.devicePixelRatioF() > COARSE_SCALE

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        scale, pieces = arrange(self._strip.size(), self.width() - 2)
        height = round(sum(piece.height() for piece in pieces) * scale) + 2
        if pieces and height != self.height():
            self.setFixedHeight(height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pieces one below the other, the way paper lies: from the left."""
        scale, pieces = arrange(self._strip.size(), self.width() - 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = 1.0
        for piece in pieces:
            size = QSize(round(piece.width() * scale), round(piece.height() * scale))
            dense = size * self.devicePixelRatioF()
            shown = self._strip.copy(piece).scaled(
                dense,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(QRectF(1, top, size.width(), size.height()), shown)
            top += size.height()
        if pieces:
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

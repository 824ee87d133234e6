"""A small picture at its size on the screen, kept while it is in use."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QPixmapCache


def draw_small(painter: QPainter, place: QRect, image: QImage) -> None:
    """Paint a picture into a place of its own proportions.

    To bring it to that size costs more than the rest of a tile, so that is done once and kept in
    the cache that all of the window shares, which is bounded in bytes.
    """
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(place, _fitted(image, place.size() * ratio))


def _fitted(image: QImage, size: QSize) -> QPixmap:
    key = f"small-{image.cacheKey()}-{size.width()}-{size.height()}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        smooth = Qt.TransformationMode.SmoothTransformation
        ignore = Qt.AspectRatioMode.IgnoreAspectRatio
        pixmap = QPixmap.fromImage(image.scaled(size, ignore, smooth))
        QPixmapCache.insert(key, pixmap)
    return pixmap

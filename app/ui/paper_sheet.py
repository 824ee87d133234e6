"""The page itself: scrolled, zoomed, clicked, and in picking mode framed by a rubber band."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsScene,
    QGraphicsView,
    QRubberBand,
    QWidget,
)

ZOOM_STEP = 1.25


class PaperSheet(QGraphicsView):
    """Shows the page in its own pixels; Ctrl and the wheel zoom.

    Signals:
        zoomed(float): One step in (above 1) or out (below 1) was asked for.
        resized(): The view has another size.
        clicked(QPointF): A click that moved nothing; pixels of the page.
        framed(QRectF): In picking mode: a frame, or an empty one at a click; pixels of the page.
    """

    zoomed = Signal(float)
    resized = Signal()
    clicked = Signal(QPointF)
    framed = Signal(QRectF)

    def __init__(self, scene: QGraphicsScene, parent: QWidget) -> None:
        super().__init__(scene, parent)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAccessibleName(self.tr("Page picture"))
        self.viewport().setAccessibleName(self.accessibleName())
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
        self._pressed_at: QPoint | None = None
        self._is_picking = False

    @property
    def is_picking(self) -> bool:
        """Words are being picked."""
        return self._is_picking

    def set_picking(self, is_picking: bool) -> None:
        """Let the mouse pick words instead of moving the page; the keyboard stays elsewhere."""
        self._is_picking = is_picking
        self._band.hide()
        if is_picking:
            self.setDragMode(QGraphicsView.DragMode.NoDrag)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.WheelFocus)
            self.viewport().unsetCursor()
            self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where, to tell a click from a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        if self._is_picking:
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the rubber band."""
        if self._is_picking and self._pressed_at is not None:
            frame = QRect(self._pressed_at, event.position().toPoint()).normalized()
            self._band.setGeometry(frame)
            self._band.show()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click or the end of a frame."""
        super().mouseReleaseEvent(event)
        start, self._pressed_at = self._pressed_at, None
        if start is None or event.button() != Qt.MouseButton.LeftButton:
            return
        end = event.position().toPoint()
        is_click = (end - start).manhattanLength() < QApplication.startDragDistance()
        if self._is_picking:
            self._band.hide()
            frame = QRect(start, QSize()) if is_click else QRect(start, end).normalized()
            self.framed.emit(self._on_page(frame))
        elif is_click:
            self.clicked.emit(self.mapToScene(start))

    def _on_page(self, frame: QRect) -> QRectF:
        corner = QPoint(frame.left() + frame.width(), frame.top() + frame.height())
        return QRectF(self.mapToScene(frame.topLeft()), self.mapToScene(corner))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self.resized.emit()

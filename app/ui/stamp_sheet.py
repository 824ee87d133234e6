"""The sheet with its stamps: each one drawn and dragged, arrow keys and turning of pages."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.services.signing_preview import Box
from app.ui.look import paper_tones

POINTS_PER_MM = 72 / 25.4
_STEP_PT, _LEAP_PT = POINTS_PER_MM, 10 * POINTS_PER_MM


@dataclass(frozen=True, slots=True)
class ShownStamp:
    """A stamp on the page on show.

    Attributes:
        place: Which signer of the plan, from 0.
        seen: Where, points from the bottom left of the seen page.
        png: Its look.
        needs_look: Nobody has looked whether the place is right.
        words: What it is and how sure its place is.
    """

    place: int
    seen: Box
    png: bytes
    needs_look: bool
    words: str


class StampItem(QGraphicsObject):
    """One stamp; tells where it was dropped.

    Signals:
        dropped(): The mouse has let it go.
    """

    dropped = Signal()

    def __init__(self, stamp: ShownStamp, page: QRectF) -> None:
        super().__init__()
        self.stamp = stamp
        self._page = page
        self._picture = QPixmap.fromImage(QImage.fromData(stamp.png))
        left, bottom, right, top = stamp.seen
        self._size = QRectF(0, 0, right - left, top - bottom)
        self.setPos(QPointF(left, page.height() - top))
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsMovable)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemSendsGeometryChanges)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setToolTip(stamp.words)
        self.setZValue(2)

    @property
    def seen(self) -> Box:
        """Where it is now, points from the bottom left."""
        left, top = self.pos().x(), self._page.height() - self.pos().y()
        return (left, top - self._size.height(), left + self._size.width(), top)

    def boundingRect(self) -> QRectF:
        """The stamp with its border."""
        return self._size.adjusted(-3, -3, 3, 3)

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """The look; a dashed border while somebody has to look."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self._size, self._picture, QRectF(self._picture.rect()))
        colour = paper_tones().look if self.stamp.needs_look else paper_tones().accent
        style = Qt.PenStyle.DashLine if self.stamp.needs_look else Qt.PenStyle.SolidLine
        pen = QPen(QColor(colour), 2, style)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawRect(self._size)

    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: object) -> object:
        """Stay on the page."""
        if change is QGraphicsItem.GraphicsItemChange.ItemPositionChange and isinstance(
            value, QPointF
        ):
            across = max(0.0, self._page.width() - self._size.width())
            down = max(0.0, self._page.height() - self._size.height())
            return QPointF(min(max(0.0, value.x()), across), min(max(0.0, value.y()), down))
        return super().itemChange(change, value)

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """The stamp was dropped."""
        super().mouseReleaseEvent(event)
        self.dropped.emit()


class StampSheet(QGraphicsView):
    """The view; arrow keys move the stamp, or scroll where there is none.

    Signals:
        nudged(float, float): Move the stamp by so many points, right and up.
        confirmed(): The place is right.
        zoomed(int): One step in or out.
        turned(int): So many pages on.
        resized(): It has another size.
    """

    nudged = Signal(float, float)
    confirmed = Signal()
    zoomed = Signal(int)
    turned = Signal(int)
    resized = Signal()

    def __init__(self, scene: QGraphicsScene, parent: QWidget) -> None:
        super().__init__(scene, parent)
        self.has_stamp = False
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Space agrees, Page Up and Page Down turn."""
        step = _LEAP_PT if event.modifiers() & Qt.KeyboardModifier.ControlModifier else _STEP_PT
        moves = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, step),
            Qt.Key.Key_Down: (0.0, -step),
        }
        key = Qt.Key(event.key())
        if self.has_stamp and key in moves:
            self.nudged.emit(*moves[key])
        elif self.has_stamp and key == Qt.Key.Key_Space:
            self.confirmed.emit()
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:  # any: QResizeEvent
        """Fit the page again."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # what Qt hands in
        self.resized.emit()

"""The frame that keeps a part of the captured picture: drawn by mouse, or moved by arrows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.domain.page import Crop
from app.ui.look import paper_tones
from app.ui.paper_sheet import PaperSheet

WHOLE = 10_000
"""Edges are told in these parts of the picture."""

STEP, SMALLEST = 0.01, 0.05
"""One press of an arrow, and the least that is kept, in parts of the picture."""

_STEPS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Delete})


class CropFrame(QWidget):
    """Lies over the page; what is outside the frame is dimmed.

    Arrows move the lower right corner, with Shift the upper left one, with Ctrl the whole frame.
    Enter keeps the frame, Delete lets the page find its own edges again, Esc gives up.

    Signals:
        kept(object): The part to keep as `Crop`, None = the page finds its own edges.
        given_up(): Nothing is to be changed.
    """

    kept = Signal(object)
    given_up = Signal()

    def __init__(self, paper: PaperSheet) -> None:
        super().__init__(paper.viewport())
        self._paper = paper
        self._size = QSize()
        self._frame = QRectF(0, 0, 1, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Frame of what is kept of the page"))
        paper.framed.connect(self._framed)
        for bar in (paper.horizontalScrollBar(), paper.verticalScrollBar()):
            bar.valueChanged.connect(self._page_moved)
        paper.resized.connect(self._page_moved)
        self.hide()

    @property
    def crop(self) -> Crop:
        """What would be kept now."""
        frame = self._frame
        edges = (frame.left(), frame.top(), frame.right(), frame.bottom())
        left, top, right, bottom = (round(edge * WHOLE) for edge in edges)
        return left, top, right, bottom

    def begin(self, page_size: QSize, crop: Crop | None) -> None:
        """Draw a frame on a captured picture of this size, around what is kept so far."""
        self._size = page_size
        left, top, right, bottom = crop or (0, 0, WHOLE, WHOLE)
        self._frame = QRectF(
            QPointF(left / WHOLE, top / WHOLE), QPointF(right / WHOLE, bottom / WHOLE)
        )
        self._paper.set_picking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show()
        self._page_moved()
        self.setFocus()

    def end(self) -> None:
        """Put the frame away."""
        if self.isVisible():
            self._paper.set_picking(False)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Its keys are its own: elsewhere they turn to other pages, or throw pages away."""
        is_wish = event.type() == QEvent.Type.ShortcutOverride
        if is_wish and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in {*_STEPS, *_ENDS}:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, keep, or give up."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(_STEPS[key] * STEP, event.modifiers())
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key == Qt.Key.Key_Delete:
            self.kept.emit(None)
        elif key in _ENDS:
            self.kept.emit(self.crop)
        else:
            super().keyPressEvent(event)

    def _move(self, step: QPointF, held: Qt.KeyboardModifier) -> None:
        frame = QRectF(self._frame)
        if held & Qt.KeyboardModifier.ControlModifier:
            moved = frame.translated(step)
            if QRectF(-1e-9, -1e-9, 1 + 2e-9, 1 + 2e-9).contains(moved):
                frame = moved
        elif held & Qt.KeyboardModifier.ShiftModifier:
            corner = frame.topLeft() + step
            frame.setTopLeft(QPointF(max(0.0, corner.x()), max(0.0, corner.y())))
        else:
            corner = frame.bottomRight() + step
            frame.setBottomRight(QPointF(min(1.0, corner.x()), min(1.0, corner.y())))
        self._take(frame)

    def _framed(self, place: QRectF) -> None:
        """A frame was drawn by mouse, in pixels of the page."""
        if self.isVisible() and not self._size.isEmpty() and not place.isEmpty():
            wide, high = self._size.width(), self._size.height()
            drawn = QRectF(
                place.x() / wide, place.y() / high, place.width() / wide, place.height() / high
            )
            self._take(drawn.intersected(QRectF(0, 0, 1, 1)))
            self.setFocus()

    def _take(self, frame: QRectF) -> None:
        if min(frame.width(), frame.height()) >= SMALLEST:
            self._frame = frame
            self.update()

    def _page_moved(self) -> None:
        self.setGeometry(self._paper.viewport().rect())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim what goes, draw the frame around what stays."""
        wide, high = self._size.width(), self._size.height()
        frame = self._frame
        kept = QRectF(
            frame.x() * wide, frame.y() * high, frame.width() * wide, frame.height() * high
        )
        seen = QRectF(self._paper.mapFromScene(kept).boundingRect())
        painter = QPainter(self)
        dim = QColor(0, 0, 0, 110)
        whole = QRectF(self.rect())
        painter.fillRect(QRectF(0, 0, whole.width(), seen.top()), dim)
        painter.fillRect(QRectF(0, seen.bottom(), whole.width(), whole.height()), dim)
        painter.fillRect(QRectF(0, seen.top(), seen.left(), seen.height()), dim)
        painter.fillRect(QRectF(seen.right(), seen.top(), whole.width(), seen.height()), dim)
        painter.setPen(QPen(paper_tones().accent, 3))
        painter.drawRect(seen)

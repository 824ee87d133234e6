"""The loupe: a small window over the page that shows its own pixels, moved by mouse or keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame

from app.ui.paper_sheet import PaperSheet
from app.ui.picture_flow import Picture

SIZE = QSize(270, 140)
SCALE = 1.5
"""Pixels of the screen for one of the page: print of a 300 dpi scan is 4.7 times its size."""

AWAY_PX = 24
STEP = 0.02
"""One key moves by this part of the page's width."""

_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Loupe(QFrame):
    """Follows the mouse over the page; with the page in focus the arrows move it too."""

    def __init__(self, paper: PaperSheet) -> None:
        super().__init__(paper.viewport())
        self._paper = paper
        self._picture: Picture | None = None
        self._point = QPointF()
        self._is_on = False
        self.setObjectName("card")
        self.setFixedSize(SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Loupe"))
        paper.installEventFilter(self)
        paper.viewport().installEventFilter(self)
        self.hide()

    @property
    def is_on(self) -> bool:
        """The officer is looking through the loupe."""
        return self._is_on

    @property
    def point(self) -> QPointF:
        """What it looks at, in pixels of the page."""
        return self._point

    def set_picture(self, picture: Picture | None) -> None:
        """The page it looks at."""
        self._picture = picture
        if picture is None:
            self.hide()
        elif self._is_on:
            self.setVisible(True)
            self.update()

    def set_on(self, is_on: bool) -> None:
        """Take it up, in the middle of what is in sight, or put it away."""
        self._is_on = is_on
        self._paper.viewport().setMouseTracking(is_on)
        self.setVisible(is_on and self._picture is not None)
        if is_on:
            self.look_at(self._paper.mapToScene(self._paper.viewport().rect().center()))

    def look_at(self, point: QPointF) -> None:
        """Look at a point of the page and stand beside it."""
        if self._picture is None:
            return
        size = self._picture.page_size
        x = min(max(point.x(), 0.0), float(size.width()))
        y = min(max(point.y(), 0.0), float(size.height()))
        self._point = QPointF(x, y)
        self._stand_beside(self._paper.mapFromScene(self._point))
        self.update()

    def _stand_beside(self, at: QPoint) -> None:
        room = self._paper.viewport().rect()
        x = at.x() + AWAY_PX
        y = at.y() + AWAY_PX
        if x + self.width() > room.width():
            x = at.x() - AWAY_PX - self.width()
        if y + self.height() > room.height():
            y = at.y() - AWAY_PX - self.height()
        self.move(max(0, x), max(0, y))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Mouse and arrows over the page move the loupe while it is up."""
        if not self._is_on or self._picture is None:
            return False
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self.look_at(self._paper.mapToScene(event.position().toPoint()))
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._picture is None:
            return False
        far = STEP * self._picture.page_size.width()
        self.look_at(self._point + QPointF(step[0] * far, step[1] * far))
        self._paper.ensureVisible(QRectF(self._point, QSize(1, 1)), SIZE.width(), SIZE.height())
        self._stand_beside(self._paper.mapFromScene(self._point))
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pixels of the page around the point."""
        super().paintEvent(event)
        if self._picture is None:
            return
        painter = QPainter(self)
        inner = self.rect().adjusted(2, 2, -2, -2)
        painter.fillRect(inner, Qt.GlobalColor.white)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(inner), self._picture.image, self._source(inner))

    def _source(self, inner: QRect) -> QRectF:
        """Part of the picture that is shown."""
        picture = self._picture
        image = picture.image if picture else QImage()
        wide = picture.page_size.width() if picture else 1
        held = image.width() / max(1, wide)
        size = QPointF(inner.width(), inner.height()) * (held / SCALE)
        corner = self._point * held - size / 2
        return QRectF(corner.x(), corner.y(), size.x(), size.y())

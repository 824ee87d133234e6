"""A page with its stamps as they will be signed, or as they were; stamps are moved by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QUndoCommand,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QGraphicsView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyleOptionGraphicsItem,
    QVBoxLayout,
    QWidget,
)

from app.services.signing_preview import Box, PagePicture
from app.ui.look import SPACE_PX, tones

POINTS_PER_MM = 72 / 25.4
_STEP_PT, _LEAP_PT = POINTS_PER_MM, 10 * POINTS_PER_MM
_MARGIN_PX = 24
_BUTTON_PX = 36
_LARGEST_ZOOM = 8.0


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


class _StampItem(QGraphicsObject):
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
        colour = tones().look if self.stamp.needs_look else tones().accent
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


class MoveStamp(QUndoCommand):
    """A stamp goes to another place."""

    def __init__(
        self, put: Callable[[Box, bool], None], before: tuple[Box, bool], after: Box, text: str
    ) -> None:
        super().__init__(text)
        self._put, self._before, self._after = put, before, after

    def redo(self) -> None:
        """Put it there; somebody has looked."""
        self._put(self._after, False)

    def undo(self) -> None:
        """Put it back."""
        self._put(*self._before)


class _Sheet(QGraphicsView):
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


class StampView(QWidget):
    """One page of one file.

    Signals:
        page_wanted(int): Show this page, counted from 0.
        stamp_moved(int, object): Place of the signer; its box as seen, and whether somebody has
            to look at it.
        here_wanted(): Bring the stamp to the page on show.
    """

    page_wanted = Signal(int)
    stamp_moved = Signal(int, object)
    here_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.page: PagePicture | None = None
        self._stamps: tuple[ShownStamp, ...] = ()
        self._items: list[_StampItem] = []
        self._zoom = 0
        self._scene = QGraphicsScene(self)
        self.sheet = _Sheet(self._scene, self)
        self.sheet.setAccessibleName(self.tr("Page as it is signed"))
        self._picture = QGraphicsPixmapItem()
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._picture)
        self._edge = QGraphicsRectItem()
        self._edge.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 0))
        self._scene.addItem(self._edge)
        self._scene.setBackgroundBrush(self.palette().color(QPalette.ColorRole.Midlight))
        self._where = QLabel(self)
        self._whole = False
        self._note = QLabel(self)
        self._words = QLabel(self)
        for label in (self._note, self._words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.right_button = QPushButton(self.tr("The place is right  Space"), self)
        self.right_button.clicked.connect(self._agree)
        self.right_button.setAccessibleName(self.tr("The place is right"))
        self.here_button = QPushButton(self.tr("Stamp on this page"), self)
        self.here_button.clicked.connect(self.here_wanted)
        self.here_button.setAccessibleName(self.here_button.text())
        self._bar: list[QPushButton] = []
        self._arrange()
        self.sheet.nudged.connect(self._nudge)
        self.sheet.confirmed.connect(self._agree)
        self.sheet.turned.connect(self._turn)
        self.sheet.resized.connect(self._fit)
        self.clear()

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(2)
        bar.addWidget(self._where)
        for text, name, slot in (
            ("◂", self.tr("Page before"), lambda: self._turn(-1)),
            ("▸", self.tr("Next page"), lambda: self._turn(1)),
            ("−", self.tr("Zoom out"), lambda: self._zoom_by(-1)),
            ("+", self.tr("Zoom in"), lambda: self._zoom_by(1)),
            ("⤢", self.tr("Whole page or page width"), lambda: self._zoom_by(0)),
        ):
            button = QPushButton(text, self)
            button.setProperty("quiet", True)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setFixedWidth(_BUTTON_PX)
            button.clicked.connect(slot)
            bar.addWidget(button)
            self._bar.append(button)
        bar.addStretch(1)
        bar.addWidget(self.here_button)
        bar.addWidget(self.right_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        layout.addLayout(bar)
        layout.addWidget(self._words)
        layout.addWidget(self._note)
        layout.addWidget(self.sheet, 1)

    @property
    def words_text(self) -> str:
        """What is said about the stamps."""
        return self._words.text()

    @property
    def note_text(self) -> str:
        """What stands in the place of a page that is not shown."""
        return self._note.text()

    @property
    def page_text(self) -> str:
        """Which page is on show."""
        return self._where.text()

    def clear(self, note: str = "") -> None:
        """Show no page, with a word about why."""
        self.page = None
        self.undo_stack.clear()
        self._picture.setPixmap(QPixmap())
        self.set_stamps(())
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._where.clear()
        for button in self._bar:
            button.setEnabled(False)

    def show_page(self, page: PagePicture) -> None:
        """Show a page; stamps are put on it by `set_stamps`."""
        image = QImage.fromData(page.png)
        self.page = page
        self.undo_stack.clear()
        self._note.hide()
        self._picture.setPixmap(QPixmap.fromImage(image))
        self._picture.setScale(page.size_pt[0] / max(1, image.width()))
        self._scene.setSceneRect(QRectF(0, 0, *page.size_pt).adjusted(-4, -4, 4, 4))
        self._edge.setRect(QRectF(0, 0, *page.size_pt))
        text = self.tr("Page %1 of %2").replace("%1", str(page.page_index + 1))
        self._where.setText(text.replace("%2", str(page.page_count)))
        for button in self._bar:
            button.setEnabled(True)
        self.set_stamps(())
        self.sheet.verticalScrollBar().setValue(0)
        self._fit()

    def set_stamps(self, stamps: tuple[ShownStamp, ...], *, elsewhere: bool = False) -> None:
        """Put stamps on the page on show; `elsewhere` when they are on another one."""
        self.here_button.setVisible(elsewhere)
        self._stamps = stamps
        for item in self._items:
            self._scene.removeItem(item)
        self._items = []
        for stamp in stamps if self.page is not None else ():
            item = _StampItem(stamp, QRectF(0, 0, *self.page.size_pt) if self.page else QRectF())
            item.dropped.connect(self._dropped, Qt.ConnectionType.QueuedConnection)
            self._scene.addItem(item)
            self._items.append(item)
        if self._items and not self.sheet.has_stamp:
            self.sheet.ensureVisible(self._items[0], 40, 120)
        self.sheet.has_stamp = bool(stamps)
        words = "\n".join(stamp.words for stamp in stamps)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        tone = tones().look if any(stamp.needs_look for stamp in stamps) else tones().quiet
        self._words.setStyleSheet(f"color: {tone.name()};")
        self.sheet.setAccessibleDescription(words)
        self.right_button.setVisible(any(stamp.needs_look for stamp in stamps))

    def _nudge(self, across: float, up: float) -> None:
        for item in self._items[:1]:
            left, bottom, right, top = item.seen
            wanted = (left + across, bottom + up, right + across, top + up)
            self._moved_to(item.stamp, self.on_page(wanted))

    def _dropped(self) -> None:
        """Once the mouse is done with the item: moving it draws all items anew."""
        for item in tuple(self._items):
            self._moved_to(item.stamp, item.seen)

    def _agree(self) -> None:
        """The officer has looked: the places stay."""
        for stamp in self._stamps:
            if stamp.needs_look:
                self._moved_to(stamp, stamp.seen, anyway=True)

    def _moved_to(self, stamp: ShownStamp, seen: Box, *, anyway: bool = False) -> None:
        far = max(abs(a - b) for a, b in zip(stamp.seen, seen, strict=True))
        if far < _LEAST_MOVE_PT and not anyway:
            return
        place = stamp.place

        def put(box: Box, needs_look: bool) -> None:
            self.stamp_moved.emit(place, (box, needs_look))

        before = (stamp.seen, stamp.needs_look)
        self.undo_stack.push(MoveStamp(put, before, seen, self.tr("Move the stamp")))

    def on_page(self, seen: Box) -> Box:
        """The box moved as little as needed to lie on the page on show."""
        if self.page is None:
            return seen
        width, height = self.page.size_pt
        across = max(-seen[0], min(0.0, width - seen[2]))
        up = max(-seen[1], min(0.0, height - seen[3]))
        return (seen[0] + across, seen[1] + up, seen[2] + across, seen[3] + up)

    def _turn(self, pages: int) -> None:
        if self.page is not None and 0 <= self.page.page_index + pages < self.page.page_count:
            self.page_wanted.emit(self.page.page_index + pages)

    def _zoom_by(self, step: int) -> None:
        self._whole = not self._whole if not step else self._whole
        self._zoom = self._zoom + step if step else 0
        self._fit()

    def _fit(self) -> None:
        if self.page is None:
            return
        room = self.sheet.viewport().size() - QSize(_MARGIN_PX, _MARGIN_PX)
        width, height = self.page.size_pt
        fitting = room.width() / max(1.0, width)
        if self._whole:
            fitting = min(fitting, room.height() / max(1.0, height))
        scale = min(_LARGEST_ZOOM, max(0.05, fitting * 1.25**self._zoom))
        self.sheet.resetTransform()
        self.sheet.scale(scale, scale)


_LEAST_MOVE_PT = 0.5

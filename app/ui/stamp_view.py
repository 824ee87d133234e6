"""A page with its stamps as they will be signed, or as they were; stamps are moved by hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPalette, QPen, QPixmap, QUndoCommand, QUndoStack
from PySide6.QtWidgets import (
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.signing_preview import Box, PagePicture
from app.ui.buttons import set_reason, symbol_button
from app.ui.empty_state import PaneNote
from app.ui.look import SPACE_PX, Tone, tint
from app.ui.stamp_sheet import ShownStamp, StampItem, StampSheet

_MARGIN_PX = 24
_LARGEST_ZOOM = 8.0
_LEAST_MOVE_PT = 0.5


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
        self._items: list[StampItem] = []
        self._zoom = 0
        self._scene = QGraphicsScene(self)
        self.sheet = StampSheet(self._scene, self)
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
        self._note = PaneNote(self.sheet)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
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
        for symbol, name, slot in (
            ("◂", self.tr("Page before"), lambda: self._turn(-1)),
            ("▸", self.tr("Next page"), lambda: self._turn(1)),
            ("−", self.tr("Zoom out"), lambda: self._zoom_by(-1)),
            ("+", self.tr("Zoom in"), lambda: self._zoom_by(1)),
            ("⤢", self.tr("Whole page or page width"), lambda: self._zoom_by(0)),
        ):
            button = symbol_button(symbol, name, self)
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
        layout.addWidget(self.sheet, 1)

    @property
    def note_text(self) -> str:
        """What stands in the place of a page that is not shown."""
        return self._note.text

    @property
    def page_text(self) -> str:
        """Which page is on show."""
        return self._where.text()

    def teach(self, lesson: str) -> None:
        """What stands here as long as no page does."""
        self._note.teach(lesson)

    def clear(self, note: str = "") -> None:
        """Show no page, with a word about why."""
        self.page = None
        self.undo_stack.clear()
        self._picture.setPixmap(QPixmap())
        self.set_stamps(())
        self._note.say(note)
        self._where.clear()
        for button in self._bar:
            set_reason(button, self.tr("No page is on show."))

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
            set_reason(button, "")
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
            item = StampItem(stamp, QRectF(0, 0, *self.page.size_pt) if self.page else QRectF())
            item.dropped.connect(self._dropped, Qt.ConnectionType.QueuedConnection)
            self._scene.addItem(item)
            self._items.append(item)
        if self._items and not self.sheet.has_stamp:
            self.sheet.ensureVisible(self._items[0], 40, 120)
        self.sheet.has_stamp = bool(stamps)
        words = "\n".join(stamp.words for stamp in stamps)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        tone = Tone.LOOK if any(stamp.needs_look for stamp in stamps) else Tone.QUIET
        tint(self._words, tone)
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

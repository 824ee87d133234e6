"""The contact sheet: all pages in rows, marked and moved by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from app.domain.ids import PageId
from app.domain.page import Page
from app.ui.contact_tile import ContactTile
from app.ui.empty_state import teach
from app.ui.even_list import EvenList
from app.ui.look import tones
from app.ui.page_signs import is_flagged
from app.ui.pages_model import PagesModel
from app.ui.rows_model import Role

Index = QModelIndex | QPersistentModelIndex
Select = QItemSelectionModel.SelectionFlag
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
EDGE_PX = 28
"""Nearer than this to the upper or lower edge a drag scrolls."""

_MOVES = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class ContactSheet(EvenList):
    """Pages in rows. Space marks pages one by one, Shift marks a range, Esc takes marks back.

    Dragging is done by hand, without an event loop of its own, so that a scan goes on meanwhile.

    Signals:
        page_chosen(Page): The keyboard stands on another page.
        menu_wanted(QPoint): The menu of the marked pages, at a point of the screen.
        moved(list[PageId], object): Lay these pages before that one; None for the end.
    """

    page_chosen = Signal(object)
    menu_wanted = Signal(QPoint)
    moved = Signal(object, object)

    def __init__(self, model: PagesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tile = ContactTile(self)
        self._is_marking = False
        self._is_extending = False
        self._anchor = 0
        self._grabbed_at: QPoint | None = None
        self._drop_row = -1
        self.may_move = False
        self.setItemDelegate(self._tile)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(3)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Contact sheet: all pages of the dossier"))
        self.setMinimumWidth(2 * self._tile.size(self.fontMetrics()).width())
        self.show_model(model)

    def show_model(self, model: PagesModel) -> None:
        """Show the pages of another model: those in the dossier, or those in its trash."""
        if self.model() is model:
            return
        before = self.selectionModel()
        self.setModel(model)
        teach(self, self.tr("No pages yet: put paper into the scanner, or drop files here."))
        if before is not None:
            before.deleteLater()
        self._is_marking = False
        self.selectionModel().currentChanged.connect(self._current_changed)

    @property
    def page(self) -> Page | None:
        """The page the keyboard stands on."""
        row = self.currentIndex().data(Role.ROW)
        return row if isinstance(row, Page) else None

    @property
    def marked(self) -> list[Page]:
        """The marked pages as they lie, else the one the keyboard stands on."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        pages = [self.model().index(row, 0).data(Role.ROW) for row in rows]
        found = [page for page in pages if isinstance(page, Page)]
        return found or [page for page in [self.page] if page is not None]

    @property
    def pages(self) -> Sequence[Page]:
        """All pages on the sheet."""
        model = self.model()
        return model.rows if isinstance(model, PagesModel) else ()

    def set_cut(self, ids: Sequence[PageId]) -> None:
        """Pages that wait to be laid elsewhere are drawn faintly."""
        self._tile.cut = frozenset(ids)
        self.viewport().update()

    def select(self, page_id: str) -> None:
        """Put the keyboard on a page."""
        model = self.model()
        number = model.row_of(page_id) if isinstance(model, PagesModel) else -1
        if number >= 0:
            self._is_marking = False
            self.setCurrentIndex(model.index(number, 0))

    def to_next_flagged(self, step: int = 1) -> bool:
        """Go to the next page with a finding, from the end back to the start."""
        pages = self.pages
        if not pages:
            return False
        here = max(0, self.currentIndex().row())
        for away in range(1, len(pages) + 1):
            number = (here + step * away) % len(pages)
            if is_flagged(pages[number]):
                self._is_marking = False
                self.setCurrentIndex(self.model().index(number, 0))
                return True
        return False

    def take_marks_back(self) -> None:
        """Only the page the keyboard stands on is marked."""
        self._is_marking = False
        self.selectionModel().select(self.currentIndex(), Select.ClearAndSelect)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space marks, Esc takes marks back; letters are keys of actions, not a search."""
        key, plain = event.key(), event.modifiers() in (NO_MODIFIER, _KEYPAD)
        if key == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._is_marking = True
            self.selectionModel().select(self.currentIndex(), Select.Toggle)
        elif key == Qt.Key.Key_Escape and len(self.selectedIndexes()) > 1:
            self.take_marks_back()
        elif key in _MOVES and event.modifiers() & SHIFT:
            self._is_extending = True
            super().keyPressEvent(event)
            self._is_extending = False
            self._mark_range()
        elif plain and event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> Select:
        """While pages are being marked one by one, moving about leaves the marks alone.

        Without an event it is the program that moves: a Ctrl that is still held from the key
        before must not add a mark, as it would in Qt's own answer.
        """
        if self._is_extending:
            return Select.NoUpdate
        if event is None:
            return Select.ClearAndSelect
        if self._is_marking and isinstance(event, QKeyEvent):
            is_plain = event.modifiers() in (NO_MODIFIER, _KEYPAD)
            if event.key() in _MOVES and is_plain:
                return Select.NoUpdate
        return super().selectionCommand(index, event)

    def _mark_range(self) -> None:
        """Mark all pages from where the range began to where the keyboard stands."""
        rows = sorted((self._anchor, self.currentIndex().row()))
        first, last = (self.model().index(row, 0) for row in rows)
        if first.isValid() and last.isValid():
            self.selectionModel().select(QItemSelection(first, last), Select.ClearAndSelect)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._is_extending:
            self._anchor = current.row()
        page = current.data(Role.ROW)
        if isinstance(page, Page):
            self.page_chosen.emit(page)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu belongs to the page under the mouse, or to the marked ones."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if index.isValid() and index not in self.selectedIndexes():
                self.setCurrentIndex(index)
        else:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(place)

    # Mouse: pages are dragged to another place

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; marks stay while marked pages are grabbed."""
        at = event.position().toPoint()
        is_left = event.button() == Qt.MouseButton.LeftButton
        index = self.indexAt(at)
        self._grabbed_at = at if is_left and index.isValid() and self.may_move else None
        if is_left and event.modifiers() == NO_MODIFIER:
            self._is_marking = False
            if index in self.selectedIndexes() and self._grabbed_at is not None:
                self.selectionModel().setCurrentIndex(index, Select.NoUpdate)
                return
        if is_left and index.isValid() and event.modifiers() == SHIFT:
            self._grabbed_at = None
            self._is_extending = True
            self.setCurrentIndex(index)
            self._is_extending = False
            self._mark_range()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the pages would come to lie."""
        if self._grabbed_at is None:
            super().mouseMoveEvent(event)
            return
        at = event.position().toPoint()
        far = (at - self._grabbed_at).manhattanLength() >= QApplication.startDragDistance()
        if far or self._drop_row >= 0:
            self._scroll_near(at)
            self._drop_row = self._row_for(at)
            self.viewport().setCursor(Qt.CursorShape.DragMoveCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lay the pages there; a click without a drag marks one page."""
        grabbed, row = self._grabbed_at, self._drop_row
        self._end_drag()
        if row >= 0:
            self._ask_to_move(row)
            return
        if grabbed is not None and event.modifiers() == NO_MODIFIER:
            self.selectionModel().select(self.currentIndex(), Select.ClearAndSelect)
        super().mouseReleaseEvent(event)

    def _end_drag(self) -> None:
        self._grabbed_at, self._drop_row = None, -1
        self.viewport().unsetCursor()
        self.viewport().update()

    def _ask_to_move(self, row: int) -> None:
        moved = [page.id for page in self.marked]
        rest = [page for page in self.pages[row:] if page.id not in moved]
        self.moved.emit(moved, rest[0].id if rest else None)

    def _row_for(self, at: QPoint) -> int:
        """Number of the page before which pages would lie."""
        pages = len(self.pages)
        index = self.indexAt(at)
        if index.isValid():
            return index.row() + (at.x() > self.visualRect(index).center().x())
        for number in range(pages):
            tile = self.visualRect(self.model().index(number, 0))
            if at.y() < tile.top() or (at.y() <= tile.bottom() and at.x() < tile.left()):
                return number
        return pages

    def _scroll_near(self, at: QPoint) -> None:
        bar = self.verticalScrollBar()
        if at.y() < EDGE_PX:
            bar.setValue(bar.value() - EDGE_PX)
        elif at.y() > self.viewport().height() - EDGE_PX:
            bar.setValue(bar.value() + EDGE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tiles, and a line where dragged pages would lie."""
        super().paintEvent(event)
        if self._drop_row < 0 or not self.pages:
            return
        is_end = self._drop_row >= len(self.pages)
        row = len(self.pages) - 1 if is_end else self._drop_row
        tile = self.visualRect(self.model().index(row, 0))
        x = tile.right() + 1 if is_end else tile.left() - 1
        painter = QPainter(self.viewport())
        painter.setPen(QPen(tones().accent, 4))
        painter.drawLine(x, tile.top(), x, tile.bottom())


_KEYPAD = Qt.KeyboardModifier.KeypadModifier

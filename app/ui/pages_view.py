"""The contact sheet: small pictures of all pages, findings in words below them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QImage, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.page import Page, PageState
from app.ui.empty_state import teach
from app.ui.even_list import EvenList
from app.ui.look import SPACE_PX, tones
from app.ui.pages_model import PagesModel, caption, notes
from app.ui.rows_model import Role
from app.ui.small_picture import draw_small
from app.ui.text_size import follow_text

Index = QModelIndex | QPersistentModelIndex

TILE_WIDTH_PX = 126
PICTURE_HEIGHT_PX = 76
_CAPTION = "0" * 12
"""What a tile has to hold at least."""


class PagesView(EvenList):
    """Contact sheet in one row that scrolls sideways.

    Signals:
        page_chosen(str): Id of the page the officer has picked.
        leave_out_wanted(str): Take this page out of the papers, or put it back.
    """

    page_chosen = Signal(str)
    leave_out_wanted = Signal(str)

    def __init__(self, model: PagesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        teach(self, self.tr("No pages yet: put paper into the scanner, or drop files here."))
        tile = _Tile(self)
        self.setItemDelegate(tile)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSpacing(2)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Pages of the dossier"))
        self._tile = tile
        follow_text(self, self._fit_text)
        self.selectionModel().currentChanged.connect(self._current_changed)

    def _fit_text(self) -> None:
        """One row of tiles, and the bar below it."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        frame = 2 * (self.frameWidth() + self.spacing())
        self.setFixedHeight(self._tile.size(self.fontMetrics()).height() + bar + frame)
        self.doItemsLayout()

    def select(self, page_id: str) -> None:
        """Mark a page."""
        number = self._model.row_of(page_id)
        if number >= 0:
            self.setCurrentIndex(self._model.index(number, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the page out; all other keys move about."""
        page = self.currentIndex().data(Role.ROW)
        if event.key() == Qt.Key.Key_Delete and isinstance(page, Page):
            self.leave_out_wanted.emit(page.id)
        else:
            super().keyPressEvent(event)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        page = current.data(Role.ROW)
        if isinstance(page, Page):
            self.page_chosen.emit(page.id)


class _Tile(QStyledItemDelegate):
    """Paints a small picture, its number and state, and its findings."""

    def size(self, metrics: QFontMetrics) -> QSize:
        """Size of every tile: a picture, and two lines that grow with the text."""
        wide = max(TILE_WIDTH_PX, metrics.horizontalAdvance(_CAPTION) + SPACE_PX)
        return QSize(wide, PICTURE_HEIGHT_PX + 2 * metrics.height() + SPACE_PX + 2)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All tiles are alike."""
        return self.size(option.fontMetrics)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one tile."""
        page = index.data(Role.ROW)
        if not isinstance(page, Page):
            return
        image = index.data(Qt.ItemDataRole.DecorationRole)
        self.initStyleOption(option, index)
        option.text = ""
        option.icon = QIcon()
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        inner = option.rect.adjusted(4, SPACE_PX // 2, -4, -SPACE_PX // 2)
        painter.save()
        above = QRect(inner.left(), inner.top(), inner.width(), PICTURE_HEIGHT_PX)
        self._paint_picture(painter, above, image, option.palette)
        self._paint_text(painter, option, page, inner)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, place: QRect, image: object, palette: QPalette
    ) -> None:
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        if not isinstance(image, QImage):
            size = QSize(place.height() * 7 // 10, place.height())
            empty = QStyle.alignedRect(
                Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignCenter, size, place
            )
            painter.fillRect(empty, palette.color(QPalette.ColorRole.Window))
            painter.drawRect(empty)
            painter.drawText(empty, Qt.AlignmentFlag.AlignCenter, "◷")
            return
        size = image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QStyle.alignedRect(
            Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignCenter, size, place
        )
        draw_small(painter, target, image)
        painter.drawRect(target.adjusted(0, 0, -1, -1))

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, page: Page, inner: QRect
    ) -> None:
        metrics = option.fontMetrics
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        line = QRect(
            inner.left(), inner.top() + PICTURE_HEIGHT_PX + 2, inner.width(), metrics.height()
        )
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        if page.state is PageState.DEGRADED and not selected:
            painter.setPen(tones().wrong)
        self._line(painter, metrics, line, caption(page))
        if not selected:
            painter.setPen(tones().look)
        self._line(painter, metrics, line.translated(0, metrics.height()), notes(page))

    def _line(self, painter: QPainter, metrics: QFontMetrics, place: QRect, text: str) -> None:
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, shown)

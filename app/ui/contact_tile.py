"""One tile of the contact sheet: paper, small picture, number and state, findings."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.page import Page, PageState
from app.ui.look import tones
from app.ui.page_signs import signed_notes
from app.ui.pages_model import PagesModel, caption
from app.ui.rows_model import Role
from app.ui.small_picture import draw_small

Index = QModelIndex | QPersistentModelIndex

WIDTH_PX = 150
PICTURE_PX = 140
MARGIN_PX = 5
SPLIT_PX = 5
"""Width of the bar before the first page of a paper."""


class ContactTile(QStyledItemDelegate):
    """Paints tiles; all are alike in size, so that hundreds are laid out at once."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cut: frozenset[str] = frozenset()

    def size(self, metrics: QFontMetrics) -> QSize:
        """Size of every tile: a picture, and three lines that grow with the text."""
        width = max(WIDTH_PX, metrics.horizontalAdvance("0" * 15))
        return QSize(width + 2 * MARGIN_PX, PICTURE_PX + 3 * metrics.height() + 2 * MARGIN_PX + 4)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All tiles are alike."""
        return self.size(option.fontMetrics)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one tile."""
        page = index.data(Role.ROW)
        model = index.model()
        if not isinstance(page, Page) or not isinstance(model, PagesModel):
            return
        painter.save()
        self._paint_ground(painter, option)
        inner = option.rect.adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        height = option.fontMetrics.height()
        self._paint_paper(painter, option, page, model)
        place = QRect(inner.left(), inner.top() + height, inner.width(), PICTURE_PX)
        if page.id in self.cut:
            painter.setOpacity(0.35)
        self._paint_picture(painter, place, index.data(Qt.ItemDataRole.DecorationRole), option)
        painter.setOpacity(1.0)
        lines = QRect(inner.left(), place.bottom() + 3, inner.width(), height)
        self._paint_lines(painter, option, page, lines)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """A filled tile is marked, a frame shows where the keyboard is."""
        palette, tile = option.palette, option.rect.adjusted(2, 2, -2, -2)
        if option.state & QStyle.StateFlag.State_Selected:
            colour = palette.color(QPalette.ColorRole.Highlight)
            colour.setAlpha(52)
            painter.fillRect(tile, colour)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1))
            painter.drawRect(tile)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 3))
            painter.drawRect(tile)

    def _paint_paper(
        self, painter: QPainter, option: QStyleOptionViewItem, page: Page, model: PagesModel
    ) -> None:
        """A bar and the name of the paper where one begins."""
        title = model.paper_starts.get(page.id)
        if title is None:
            return
        tile, metrics = option.rect, option.fontMetrics
        bar = QRect(tile.left(), tile.top() + 2, SPLIT_PX, tile.height() - 4)
        painter.fillRect(bar, tones().accent)
        line = QRect(
            tile.left() + SPLIT_PX + 3, tile.top() + 3, tile.width() - SPLIT_PX - 6,
            metrics.height(),
        )  # fmt: skip
        font = option.font
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(tones().accent)
        text = title or self.tr("Paper")
        bold = QFontMetrics(font)
        painter.drawText(
            line,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            bold.elidedText(f"¶ {text}", Qt.TextElideMode.ElideRight, line.width()),
        )
        font.setBold(False)
        painter.setFont(font)

    def _paint_picture(
        self, painter: QPainter, place: QRect, image: object, option: QStyleOptionViewItem
    ) -> None:
        painter.setPen(option.palette.color(QPalette.ColorRole.Mid))
        if not isinstance(image, QImage):
            empty = _centred(QSize(place.height() * 7 // 10, place.height()), place)
            painter.fillRect(empty, option.palette.color(QPalette.ColorRole.Window))
            painter.drawRect(empty)
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))
            painter.drawText(empty, Qt.AlignmentFlag.AlignCenter, "◷")
            return
        size = image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = _centred(size, place)
        draw_small(painter, target, image)
        painter.drawRect(target.adjusted(0, 0, -1, -1))

    def _paint_lines(
        self, painter: QPainter, option: QStyleOptionViewItem, page: Page, line: QRect
    ) -> None:
        is_broken = page.state is PageState.DEGRADED
        text = option.palette.color(QPalette.ColorRole.Text)
        painter.setPen(tones().wrong if is_broken else text)
        _draw(painter, option.fontMetrics, line, caption(page))
        painter.setPen(tones().look)
        _draw(painter, option.fontMetrics, line.translated(0, line.height()), signed_notes(page))


def _centred(size: QSize, place: QRect) -> QRect:
    return QStyle.alignedRect(
        Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignCenter, size, place
    )


def _draw(painter: QPainter, metrics: QFontMetrics, place: QRect, text: str) -> None:
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, shown)

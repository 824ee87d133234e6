"""The queue of dossiers: one tile each, the name over its state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.submission import SubmissionState
from app.store.base import DossierRow
from app.ui import labels
from app.ui.look import SPACE_PX, tones
from app.ui.queue_model import QueueModel, details
from app.ui.rows_model import Role

Index = QModelIndex | QPersistentModelIndex


class QueueView(QWidget):
    """List of dossiers.

    Signals:
        chosen(str): Id of the dossier the officer has picked.
    """

    chosen = Signal(str)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._title = QLabel(self.tr("&Queue"), self)
        self._empty = QLabel(
            self.tr("No dossiers yet. Put paper into the scanner and press F5."), self
        )
        self._empty.setWordWrap(True)
        self.list = QListView(self)
        self.list.setModel(model)
        self.list.setItemDelegate(_Tile(self.list))
        self.list.setAccessibleName(self.tr("Queue of dossiers"))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title.setBuddy(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        for widget in (self._title, self._empty, self.list):
            layout.addWidget(widget)
        layout.setStretch(2, 1)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        model.rowsInserted.connect(self._count_changed)
        model.rowsRemoved.connect(self._count_changed)
        self._count_changed()

    def select(self, dossier_id: str) -> None:
        """Mark a dossier; nothing happens while the list does not hold it."""
        number = self._model.row_of(dossier_id)
        if number >= 0:
            self.list.setCurrentIndex(self._model.index(number, 0))

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(Role.ROW)
        if isinstance(row, DossierRow):
            self.chosen.emit(row.dossier.id)

    def _count_changed(self) -> None:
        self._empty.setVisible(self._model.rowCount() == 0)


class _Tile(QStyledItemDelegate):
    """Paints the name in bold and the details below it."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines of text with room around them."""
        return QSize(180, 2 * option.fontMetrics.height() + 2 * SPACE_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one tile."""
        row = index.data(Role.ROW)
        if not isinstance(row, DossierRow):
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        inner = option.rect.adjusted(SPACE_PX, SPACE_PX // 2, -SPACE_PX, -SPACE_PX // 2)
        half = inner.height() // 2
        painter.save()
        self._paint_name(painter, option, QRect(inner.left(), inner.top(), inner.width(), half))
        below = QRect(inner.left(), inner.top() + half, inner.width(), half)
        self._paint_details(painter, option, below, index)
        painter.restore()

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, place: QRect) -> None:
        font = option.font
        font.setBold(True)
        painter.setFont(font)
        row = option.index.data(Role.ROW)
        painter.setPen(_pen(option))
        name = QFontMetrics(font).elidedText(
            labels.dossier_name(row.dossier), Qt.TextElideMode.ElideMiddle, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
        font.setBold(False)

    def _paint_details(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, index: Index
    ) -> None:
        row, model = index.data(Role.ROW), index.model()
        words = model.details(row) if isinstance(model, QueueModel) else details(row)
        font = option.font
        font.setBold(False)
        painter.setFont(font)
        if not option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(_tone(row))
        text = QFontMetrics(font).elidedText(
            " · ".join(words), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)


def _pen(option: QStyleOptionViewItem) -> object:
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    role = option.palette.ColorRole.HighlightedText if selected else option.palette.ColorRole.Text
    return option.palette.color(role)


def _tone(row: DossierRow) -> object:
    if row.submission_state is SubmissionState.HELD:
        return tones().wrong
    if row.submission_state is SubmissionState.ACKED:
        return tones().good
    if row.doubtful_fields and row.submission_state is None:
        return tones().look
    return tones().quiet

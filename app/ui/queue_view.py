"""The queue of dossiers: one tile each, what comes next under its name; all of them or a part."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.submission import SubmissionState
from app.services.queue_parts import QueuePart
from app.services.standing import Standing
from app.store.base import DossierRow
from app.ui import labels
from app.ui.even_list import EvenList
from app.ui.keyboard import follow, reworded, shortcut, with_key
from app.ui.look import SPACE_PX, tones
from app.ui.queue_model import QueueModel, next_step, page_words
from app.ui.rows_model import Role
from app.ui.text_size import follow_text
from app.ui.wrapped_label import WrappedLabel

Index = QModelIndex | QPersistentModelIndex

TITLE_LETTERS = 18
CODE_LETTERS = 17
"""Width that the title wants at most; a longer one takes more lines."""


class QueueView(QWidget):
    """List of dossiers with a choice of its part.

    Signals:
        chosen(str): Id of the dossier the officer has picked.
    """

    chosen = Signal(str)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._counts: Mapping[QueuePart, int] = {}
        self._title = WrappedLabel(TITLE_LETTERS, self)
        self._title.setText(self.tr("&Queue"))
        self._set_up_part()
        self._set_up_empty()
        self._set_up_list()
        follow_text(self, self._fit_text)
        self.more = QToolButton(self)
        self.more.setText(self.tr("Print covers, slips"))
        told = self.tr("Print cover sheets, separator sheets and hand-over slips")
        self.more.setAccessibleName(told)
        self.more.setToolTip(told)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        for widget in (self._title, self.part, self._empty, self.list, self.more):
            layout.addWidget(widget)
        layout.setStretchFactor(self.list, 1)
        self._model.settled.connect(self._count_changed)
        self._model.rowsInserted.connect(self._count_changed)
        self._model.rowsRemoved.connect(self._count_changed)
        self._count_changed()

    def _fit_text(self) -> None:
        """A code of a dossier is read whole also in large letters."""
        letters = self.fontMetrics().horizontalAdvance("0" * CODE_LETTERS)
        self.list.setMinimumWidth(letters)

    def _set_up_part(self) -> None:
        self.part = QComboBox(self)
        self.part.setAccessibleName(self.tr("Which dossiers are shown"))
        self.part.view().setAccessibleName(self.part.accessibleName())
        self.part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for part in QueuePart:
            self.part.addItem(self._part_words(part), part)
        self.part.activated.connect(self._part_chosen)
        name = self.tr("Show all dossiers or a part of them")
        follow(self.part, lambda: self.part.setToolTip(with_key(name, "queue.part")))
        shortcut("queue.part", self, self.next_part)

    def _set_up_empty(self) -> None:
        self._empty = QLabel(self)
        self._empty.setWordWrap(True)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)

    def _set_up_list(self) -> None:
        self.list = EvenList(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Tile(self.list))
        self.list.setAccessibleName(self.tr("Queue of dossiers"))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title.setBuddy(self.list)
        self.list.selectionModel().currentChanged.connect(self._current_changed)

    def select(self, dossier_id: str) -> None:
        """Mark a dossier; nothing happens while the list does not hold it."""
        self._model.keep(DossierId(dossier_id) if dossier_id else None)
        number = self._model.row_of(dossier_id)
        if number >= 0:
            self.list.setCurrentIndex(self._model.index(number, 0))

    def set_standing(self, now: Standing) -> None:
        """Show how many dossiers there are: today, and in each part."""
        plain = self.tr("&Queue")
        text = self.tr("&Queue · %n today", "", now.today) if now.today else plain
        if self._title.text() != text:
            self._title.setText(text)
        if self._counts != now.parts:
            self._counts = now.parts
            for number, part in enumerate(QueuePart):
                self.part.setItemText(number, self._part_words(part))

    def next_part(self) -> None:
        """Show the next part of the queue, after the last one all of it again."""
        self.part.setCurrentIndex((self.part.currentIndex() + 1) % self.part.count())
        self._part_chosen()

    def _part_chosen(self) -> None:
        part = self.part.currentData()
        if isinstance(part, QueuePart):
            self._model.show_part(part)
            self._count_changed()

    def _part_words(self, part: QueuePart) -> str:
        count = self._counts.get(part, 0)
        match part:
            case QueuePart.ALL:
                return self.tr("All dossiers (%n)", "", count)
            case QueuePart.LOOK:
                return self.tr("? Need a look (%n)", "", count)
            case QueuePart.SIGN:
                return self.tr("→ Ready to sign (%n)", "", count)
            case QueuePart.WAITING:
                return self.tr("◷ Waiting to be sent (%n)", "", count)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(Role.ROW)
        if isinstance(row, DossierRow):
            self.chosen.emit(row.dossier.id)

    def _count_changed(self) -> None:
        is_empty = self._model.rowCount() == 0
        self._empty.setVisible(is_empty)
        if not is_empty:
            return
        if self._model.all_rows:
            text = self.tr("No dossier is in this part of the list. Shift+F11 shows the next part.")
        else:
            text = self.tr(
                "No dossiers yet. To begin:\n"
                "1. Put the papers into the scanner.\n"
                "2. Press F5: a dossier is opened by itself and its pages come in.\n"
                "3. Has it a code or a receipt slip? Press Ctrl+N first and scan the code.\n"
                "Files come in with Ctrl+O."
            )
        self._empty.setText(reworded(text))


class _Tile(QStyledItemDelegate):
    """Paints the name in bold, and below it what comes next with the number of pages."""

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
        self._paint_name(
            painter, option, QRect(inner.left(), inner.top(), inner.width(), half), row
        )
        below = QRect(inner.left(), inner.top() + half, inner.width(), half)
        model = index.model()
        words = model.next_step(row) if isinstance(model, QueueModel) else next_step(row)
        self._paint_next(painter, option, below, row, words)
        painter.restore()

    def _paint_name(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, row: DossierRow
    ) -> None:
        font = option.font
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(_pen(option, option.palette.color(option.palette.ColorRole.Text)))
        name = QFontMetrics(font).elidedText(
            labels.dossier_name(row.dossier), Qt.TextElideMode.ElideMiddle, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
        font.setBold(False)

    def _paint_next(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        place: QRect,
        row: DossierRow,
        words: str,
    ) -> None:
        """What comes next on the left, how many pages there are on the right."""
        painter.setFont(option.font)
        measure = QFontMetrics(option.font)
        if row.page_count:
            pages = page_words(row)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.setPen(_pen(option, tones().quiet))
            painter.drawText(place, right, pages)
            place.setRight(place.right() - measure.horizontalAdvance(pages) - SPACE_PX)
        painter.setPen(_pen(option, _tone(row)))
        text = measure.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)


def _pen(option: QStyleOptionViewItem, colour: QColor) -> QColor:
    if option.state & QStyle.StateFlag.State_Selected:
        return option.palette.color(option.palette.ColorRole.HighlightedText)
    return colour


def _tone(row: DossierRow) -> QColor:
    sent = row.submission_state
    if sent is SubmissionState.HELD:
        return tones().wrong
    if sent is not None:
        return tones().good if row.receipt_number else tones().quiet
    if row.dossier.state is DossierState.OPEN and row.doubtful_fields:
        return tones().look
    if row.pages_to_read or row.dossier.state is DossierState.SIGNING:
        return tones().quiet
    return tones().accent

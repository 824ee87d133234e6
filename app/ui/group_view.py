"""Group check: doubtful values of one kind beside their places on the paper, sheet by sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.services.review import Doubt
from app.ui.buttons import set_reason
from app.ui.empty_state import teach
from app.ui.group_model import FATE, PICTURE, PLACE, VALUE, GroupModel
from app.ui.keyboard import reworded
from app.ui.look import SPACE_PX, tones
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role
from app.ui.snippet import HIGHEST_PX, arrange

ROW_PX = HIGHEST_PX + SPACE_PX
PICTURE_WIDTHS_PX = (220, 560)
"""The column of pictures is as narrow as they allow: the value stands close beside them."""
SHEET_ROWS = 7
"""Most rows of a sheet: so many are in sight on an old counter screen."""

VALUE_SCALE = 1.5
"""Values are written about as large as their pictures."""

Index = QModelIndex | QPersistentModelIndex


class _Cell(QStyledItemDelegate):
    """Paints the strip of paper, the value in large letters, and what becomes of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are alike."""
        return QSize(super().sizeHint(option, index).width(), ROW_PX)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """The value large; what becomes of it in its colour."""
        super().initStyleOption(option, index)
        doubt, model = index.data(Role.ROW), index.model()
        if index.column() == VALUE:
            option.font.setPointSizeF(option.font.pointSizeF() * VALUE_SCALE)
        if index.column() == FATE and isinstance(doubt, Doubt) and isinstance(model, GroupModel):
            colour = tones().look if model.is_marked(doubt) else tones().good
            option.palette.setColor(QPalette.ColorRole.Text, colour)
            option.font.setBold(True)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        super().paint(painter, option, index)
        doubt, model = index.data(Role.ROW), index.model()
        if index.column() != PICTURE or not isinstance(model, GroupModel):
            return
        strip = model.strip(doubt)
        if strip is not None and not strip.isNull():
            self._paint_strip(painter, option.rect.adjusted(4, 4, -4, -4), strip)

    def _paint_strip(self, painter: QPainter, room: QRect, strip: QImage) -> None:
        scale, pieces = arrange(strip.size(), room.width())
        height = sum(round(piece.height() * scale) for piece in pieces)
        top = room.top() + max(0, (room.height() - height) // 2)
        for piece in pieces:
            size = QSize(round(piece.width() * scale), round(piece.height() * scale))
            shown = strip.copy(piece).scaled(
                size * painter.device().devicePixelRatioF(),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(QRect(room.left(), top, size.width(), size.height()), shown)
            top += size.height()


class _Sheet(QTableView):
    """Rows with the keys of the group check.

    Signals:
        confirm_wanted(): Enter.
        mark_wanted(int): Space; the number of the row.
        left(): Escape.
        room_changed(): More or fewer rows are in sight.
    """

    confirm_wanted = Signal()
    mark_wanted = Signal(int)
    left = Signal()
    room_changed = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other parts of the window take room, or give it back."""
        super().resizeEvent(event)
        self.room_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter, Space and Escape; all other keys move about."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm_wanted.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.mark_wanted.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class GroupView(QWidget):
    """Choice of the kind, the sheet, and what its keys do.

    Signals:
        kind_chosen(str): Values of this kind are to be shown.
        confirm_wanted(): All rows that are not marked are right.
        left(): Back to the dossiers.
        room_changed(): Another number of rows is in sight.
    """

    kind_chosen = Signal(str)
    confirm_wanted = Signal()
    left = Signal()
    room_changed = Signal()

    def __init__(self, model: GroupModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.kinds = QComboBox(self)
        self.kinds.setAccessibleName(self.tr("Kind of value"))
        self.kinds.view().setAccessibleName(self.tr("Kind of value"))
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kinds.activated.connect(self._kind_activated)
        self._left = QLabel(self)
        self.sheet = _Sheet(self)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self.confirm_button = QPushButton(self)
        self.confirm_button.setProperty("primary", True)
        self.confirm_button.clicked.connect(self.confirm_wanted)
        self._set_up_sheet()
        self._arrange()
        model.dataChanged.connect(self._summarise)
        model.settled.connect(self._summarise)
        self._summarise()

    def _set_up_sheet(self) -> None:
        sheet = self.sheet
        sheet.setModel(self._model)
        teach(
            sheet,
            self.tr(
                "Values of one kind from many dossiers are compared here. They come "
                "as soon as pages with doubtful values have been read."
            ),
        )
        sheet.setAccessibleName(self.tr("Doubtful values beside their pictures"))
        sheet.setItemDelegate(_Cell(sheet))
        show_rows(sheet)
        sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sheet.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = sheet.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(PICTURE, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(PLACE, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(FATE, QHeaderView.ResizeMode.ResizeToContents)
        sheet.confirm_wanted.connect(self.confirm_wanted)
        sheet.mark_wanted.connect(self._toggle)
        sheet.doubleClicked.connect(self._double_clicked)
        sheet.left.connect(self.left)
        sheet.room_changed.connect(self.room_changed)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_PX)
        head.addWidget(self.kinds)
        head.addWidget(self._left, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_PX)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.confirm_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.setSpacing(SPACE_PX)
        layout.addLayout(head)
        layout.addWidget(self.sheet, 1)
        layout.addLayout(foot)

    @property
    def room(self) -> int:
        """Rows that are in sight at once, so that Enter never confirms what nobody has seen."""
        return min(SHEET_ROWS, max(1, self.sheet.viewport().height() // ROW_PX))

    @property
    def kind(self) -> str:
        """The chosen kind, "" while there is none."""
        return str(self.kinds.currentData() or "")

    def show_kinds(self, kinds: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer kinds, each with its words, and choose one."""
        self.kinds.clear()
        for kind, words in kinds:
            self.kinds.addItem(words, kind)
        self.kinds.setEnabled(bool(kinds))
        self.kinds.setVisible(bool(kinds))
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(chosen)))

    def show_rest(self, count: int) -> None:
        """Tell how many values of the kind wait behind this sheet."""
        self._left.setText(self.tr("%n more after these", "", count) if count else "")

    def start(self) -> None:
        """The keyboard goes to the first row."""
        if self._model.rows and not self.sheet.currentIndex().isValid():
            self.sheet.setCurrentIndex(self._model.index(0, VALUE))
        self.sheet.setFocus()

    def _kind_activated(self, _number: int) -> None:
        self.kind_chosen.emit(self.kind)

    def _toggle(self, number: int) -> None:
        self._model.toggle(number)

    def _double_clicked(self, index: QModelIndex) -> None:
        self._model.toggle(index.row())

    def _fit_pictures(self) -> None:
        least, most = PICTURE_WIDTHS_PX
        wanted = least
        for strip in (self._model.strip(row) for row in self._model.rows):
            if strip is not None and not strip.isNull():
                scale, pieces = arrange(strip.size(), most)
                wanted = max(wanted, *(round(piece.width() * scale) + 24 for piece in pieces))
        self.sheet.setColumnWidth(PICTURE, min(wanted, most))

    def _summarise(self) -> None:
        self._fit_pictures()
        count = len(self._model.to_confirm)
        self.confirm_button.setVisible(bool(self._model.rows))
        why = "" if count else self.tr("Every value is left for the review: Space takes that back.")
        set_reason(self.confirm_button, why)
        self.confirm_button.setText(self.tr("Confirm %n value(s)  Enter", "", count))
        self.confirm_button.setAccessibleName(self.confirm_button.text())
        if self._model.rows:
            text = self.tr(
                "Compare each value with its picture. Arrows move, Space leaves a value for the"
                " review of its dossier, Enter confirms the others, Ctrl+Z takes that back."
            )
        else:
            text = self.tr("No doubtful values with a picture are left in the open dossiers.")
        self._hint.setText(reworded(text))

"""The list of keys with what changes them: another key, as delivered, the card on paper."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.ui.buttons import keyed_button, named_button
from app.ui.flow_layout import FlowLayout
from app.ui.keyboard import shortcut
from app.ui.keys import Scope
from app.ui.keys_model import KeyRow, KeysModel
from app.ui.look import SPACE_PX
from app.ui.row_tables import show_rows
from app.ui.rows_model import Role
from app.ui.text_size import follow_text, rows_follow_text


class _KeyTable(QTableView):
    """Enter goes on to the field of the new key.

    Signals:
        change_wanted(): Enter.
    """

    change_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter; all else moves about."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.change_wanted.emit()
        else:
            super().keyPressEvent(event)


class KeysView(QWidget):
    """All keys, and a field that takes the next press for the chosen one.

    Signals:
        key_pressed(str, str): This action is to have this key.
        as_delivered(str): This action is to have the keys of the table again.
        all_as_delivered(): All actions are.
        print_wanted(): The card on paper.
    """

    key_pressed = Signal(str, str)
    as_delivered = Signal(str)
    all_as_delivered = Signal()
    print_wanted = Signal()

    def __init__(self, model: KeysModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.table = _KeyTable(self)
        self.table.setModel(model)
        self.table.setAccessibleName(self.tr("Keys of the window"))
        show_rows(self.table)
        rows_follow_text(self.table, 12)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.edit = QKeySequenceEdit(self)
        self.edit.setMaximumSequenceLength(1)
        told = self.tr("Press the new key here")
        self.edit.setAccessibleName(told)
        for line in self.edit.findChildren(QLineEdit):
            line.setPlaceholderText(told)
            line.setAccessibleName(told)
        follow_text(self.edit, self._fit_edit)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.reset_button = named_button(self.tr("This one as delivered"), self)
        self.reset_all_button = named_button(self.tr("All as delivered"), self)
        self.print_button = keyed_button(self.tr("Print the key card…  Ctrl+P"), self, Scope.KEYS)
        self.setFocusProxy(self.table)
        self._arrange()
        self._connect()
        self._choice_changed()

    def _fit_edit(self) -> None:
        """Room for what stands in the field before a key does."""
        for line in self.edit.findChildren(QLineEdit):
            told = line.fontMetrics().horizontalAdvance(line.placeholderText())
            line.setMinimumWidth(told + 4 * SPACE_PX)

    def _arrange(self) -> None:
        told = QLabel(self.tr("New key:"), self)
        told.setBuddy(self.edit)
        row = FlowLayout()
        for widget in (told, self.edit, self.reset_button, self.reset_all_button):
            row.addWidget(widget)
        row.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        column.setSpacing(SPACE_PX)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._choice_changed)
        self.table.change_wanted.connect(self._to_edit)
        self.table.doubleClicked.connect(self._to_edit)
        self.edit.keySequenceChanged.connect(self._pressed)
        self.reset_button.clicked.connect(self._reset)
        self.reset_all_button.clicked.connect(self.all_as_delivered)
        self.print_button.clicked.connect(self.print_wanted)
        shortcut("keys.print", self, self.print_button.click)

    @property
    def chosen(self) -> KeyRow | None:
        """The chosen row."""
        row = self.table.currentIndex().siblingAtColumn(0).data(Role.ROW)
        return row if isinstance(row, KeyRow) else None

    def tell(self, text: str) -> None:
        """Say what became of the last press."""
        self.said.setText(text)
        self.said.setAccessibleName(text)

    def start(self) -> None:
        """The keyboard begins at the list."""
        if not self.table.currentIndex().isValid() and self._model.rowCount():
            self.table.setCurrentIndex(self._model.index(0, 0))
        self.table.setFocus()
        self._choice_changed()

    def _to_edit(self, _index: QModelIndex | None = None) -> None:
        if self.edit.isEnabled():
            self.edit.setFocus()

    def _choice_changed(self) -> None:
        row = self.chosen
        can_change = row is not None and not row.key.is_fixed
        self.edit.setEnabled(can_change)
        why = "" if can_change else self.tr("This key belongs to its list or field; it is fixed.")
        self.edit.setToolTip(why)
        self.edit.setAccessibleDescription(why)
        is_own = row is not None and row.is_own
        self.reset_button.setEnabled(is_own)
        why = "" if is_own else self.tr("It is as delivered already.")
        self.reset_button.setToolTip(why)
        self.reset_button.setAccessibleDescription(why)
        if row is not None:
            text = self.tr("“%1”: press Enter, then the new key. It acts at once.")
            self.tell(text.replace("%1", row.key.words) if can_change else self.edit.toolTip())

    def _pressed(self, pressed: QKeySequence) -> None:
        row, name = self.chosen, pressed.toString(QKeySequence.SequenceFormat.PortableText)
        if row is None or not name:
            return
        self.edit.blockSignals(True)
        self.edit.clear()
        self.edit.blockSignals(False)
        self.table.setFocus()
        self.key_pressed.emit(row.key.id, name)

    def _reset(self) -> None:
        row = self.chosen
        if row is not None:
            self.as_delivered.emit(row.key.id)

"""A table model over domain rows that changes as little as needed when new rows come."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Sequence
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Role(IntEnum):
    """Roles beyond Qt's own."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The domain row itself, for delegates and forms."""


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows of one kind, each with a stable key; subclasses say what is shown.

    `set_rows` keeps selections and focus: it inserts, removes, moves and changes single rows
    and never resets the whole model.

    Signals:
        settled(): `set_rows` has changed something and is done.
    """

    settled = Signal()
    columns = 1
    on_the_right: frozenset[int] = frozenset()
    """Columns of numbers, which stand on the right with their headings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[R] = []

    @abstractmethod
    def key(self, row: R) -> Hashable:
        """What stays the same while a row changes."""

    @abstractmethod
    def text(self, row: R, column: int) -> str:
        """What a cell shows, also to screen readers."""

    def headings(self) -> Sequence[str]:
        """Names of the columns; none by default."""
        return ()

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # Qt variant
        """Name of a column, aligned as its cells are."""
        names = self.headings()
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(names):
            return super().headerData(section, orientation, role)
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.on_the_right:
            return RIGHT
        return names[section] if role == Qt.ItemDataRole.DisplayRole else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else self.columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # Qt variant
        """Text of a cell, or the domain row."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Role.ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(row, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self.on_the_right:
            return RIGHT
        return self.decoration(row, index.column(), role)

    def decoration(self, _row: R, _column: int, _role: int) -> Any:  # Qt variant
        """Whatever else a subclass shows; nothing by default."""
        return None

    @property
    def rows(self) -> Sequence[R]:
        """The rows as they are now."""
        return tuple(self._rows)

    def row_of(self, key: Hashable) -> int:
        """Number of the row with `key`, -1 when there is none."""
        for number, row in enumerate(self._rows):
            if self.key(row) == key:
                return number
        return -1

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show `rows` instead, with the fewest signals."""
        if list(rows) == self._rows:
            return
        self._remove_missing({self.key(row) for row in rows})
        for number, row in enumerate(rows):
            self._place(number, row)
        self.settled.emit()

    def replace_row(self, row: R) -> None:
        """Change the row with the same key; nothing happens when it is gone."""
        number = self.row_of(self.key(row))
        if number >= 0:
            self._change(number, row)

    def _remove_missing(self, wanted: set[Hashable]) -> None:
        for number in reversed(range(len(self._rows))):
            if self.key(self._rows[number]) not in wanted:
                self.beginRemoveRows(QModelIndex(), number, number)
                del self._rows[number]
                self.endRemoveRows()

    def _place(self, number: int, row: R) -> None:
        key = self.key(row)
        in_place = number < len(self._rows) and self.key(self._rows[number]) == key
        now_at = number if in_place else self.row_of(key)
        if now_at == -1:
            self.beginInsertRows(QModelIndex(), number, number)
            self._rows.insert(number, row)
            self.endInsertRows()
            return
        if now_at != number:
            self.beginMoveRows(QModelIndex(), now_at, now_at, QModelIndex(), number)
            self._rows.insert(number, self._rows.pop(now_at))
            self.endMoveRows()
        self._change(number, row)

    def _change(self, number: int, row: R) -> None:
        if self._rows[number] != row:
            self._rows[number] = row
            self.dataChanged.emit(self.index(number, 0), self.index(number, self.columns - 1))

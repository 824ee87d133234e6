"""A table model over domain rows that changes as little as needed when new rows come."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Iterator, Sequence
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

FEW_MOVES = 16
"""Rows that are moved one by one; of more the views are told only that the order is another."""

FEW_RUNS = 64
"""Runs of changed rows that are told one by one; more are told as one."""


class Role(IntEnum):
    """Roles beyond Qt's own."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The domain row itself, for delegates and forms."""


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows of one kind, each with a stable key; subclasses say what is shown.

    `set_rows` keeps selections and focus: it inserts, removes, moves and changes runs of rows
    and never resets the whole model. Its cost grows with the number of rows, not with its square;
    rows that are the same objects as before cost next to nothing.

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
        self._numbers: dict[Hashable, int] | None = None

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
        if self._numbers is None:
            self._numbers = {self.key(row): number for number, row in enumerate(self._rows)}
        return self._numbers.get(key, -1)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show `rows` instead, with the fewest signals."""
        wanted = list(rows)
        if wanted == self._rows:
            return
        if self._has_same_keys(wanted):
            self._change_rows(wanted)
            self.settled.emit()
            return
        if not self._rows:
            self._fill(wanted)
            self.settled.emit()
            return
        keys = [self.key(row) for row in wanted]
        self._remove_missing(set(keys))
        self._insert_new(wanted, keys)
        self._order(keys)
        self._change_rows(wanted)
        self.settled.emit()

    def replace_row(self, row: R) -> None:
        """Change the row with the same key; nothing happens when it is gone."""
        number = self.row_of(self.key(row))
        if number >= 0 and self._rows[number] != row:
            self._rows[number] = row
            self._tell_changed(number, number)

    def _has_same_keys(self, wanted: list[R]) -> bool:
        """Whether rows have only changed: the usual case, and the cheap one."""
        if len(wanted) != len(self._rows):
            return False
        pairs = zip(wanted, self._rows, strict=True)
        others = [(new, old) for new, old in pairs if new is not old]
        return all(self.key(new) == self.key(old) for new, old in others)

    def _fill(self, wanted: list[R]) -> None:
        """Give an empty model its rows: nothing has to be told apart."""
        self.beginInsertRows(NO_PARENT, 0, len(wanted) - 1)
        self._rows = wanted
        self._numbers = None
        self.endInsertRows()

    def _remove_missing(self, wanted: set[Hashable]) -> None:
        gone = [n for n, row in enumerate(self._rows) if self.key(row) not in wanted]
        for first, last in reversed(list(_runs(gone))):
            self.beginRemoveRows(NO_PARENT, first, last)
            del self._rows[first : last + 1]
            self._numbers = None
            self.endRemoveRows()

    def _insert_new(self, wanted: list[R], keys: list[Hashable]) -> None:
        here = {self.key(row) for row in self._rows}
        new = [number for number, key in enumerate(keys) if key not in here]
        for first, last in _runs(new):
            self.beginInsertRows(NO_PARENT, first, last)
            self._rows[first:first] = wanted[first : last + 1]
            self._numbers = None
            self.endInsertRows()

    def _order(self, keys: list[Hashable]) -> None:
        """Bring the rows into the order of `keys`, which are theirs."""
        now = [self.key(row) for row in self._rows]
        for _ in range(FEW_MOVES):
            place = next((n for n, key in enumerate(keys) if now[n] != key), -1)
            if place < 0:
                return
            if now[place + 1] == keys[place]:  # the row that stands here has gone down
                self._move(now, place, keys.index(now[place], place))
            else:
                self._move(now, now.index(keys[place], place), place)
        if now != keys:
            self._lay_out(keys)

    def _move(self, now: list[Hashable], source: int, goal: int) -> None:
        behind = goal + 1 if goal > source else goal
        self.beginMoveRows(NO_PARENT, source, source, NO_PARENT, behind)
        now.insert(goal, now.pop(source))
        self._rows.insert(goal, self._rows.pop(source))
        self._numbers = None
        self.endMoveRows()

    def _lay_out(self, keys: list[Hashable]) -> None:
        """Tell the views once that the order is another; what is chosen stays chosen."""
        self.layoutAboutToBeChanged.emit()
        places = {key: number for number, key in enumerate(keys)}
        held = self.persistentIndexList()
        goals = [
            self.index(places[self.key(self._rows[each.row()])], each.column()) for each in held
        ]
        self._rows.sort(key=lambda row: places[self.key(row)])
        self._numbers = None
        self.changePersistentIndexList(held, goals)
        self.layoutChanged.emit()

    def _change_rows(self, wanted: list[R]) -> None:
        before, self._rows = self._rows, wanted
        changed = [
            number
            for number, (old, new) in enumerate(zip(before, wanted, strict=True))
            if old is not new and old != new
        ]
        runs = list(_runs(changed))
        if len(runs) > FEW_RUNS:
            runs = [(changed[0], changed[-1])]
        for first, last in runs:
            self._tell_changed(first, last)

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columns - 1))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers that follow each other; they grow."""
    first = last = -2
    for number in numbers:
        if number != last + 1:
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last

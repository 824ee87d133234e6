"""A sheet of figures as a table, and the topics as a list."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from app.services.figure_sheets import Cell, Kind, Sheet, Topic
from app.ui.figures_words import cell_words
from app.ui.rows_model import RowsModel

_ON_THE_LEFT = frozenset({Kind.TEXT, Kind.DAY, Kind.HOUR, Kind.MOMENT})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with its number, which is its key."""

    number: int
    cells: tuple[Cell, ...]


class SheetModel(RowsModel[SheetRow]):
    """Rows of one sheet; another topic has other columns, so the whole model is set anew then."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self.columns = 0

    def set_sheet(self, sheet: Sheet) -> None:
        """Show a sheet; newer figures of the same topic keep the choice."""
        rows = [SheetRow(number, cells) for number, cells in enumerate(sheet.rows)]
        before = self._sheet
        if before is not None and before.columns == sheet.columns and before.topic is sheet.topic:
            self._sheet = sheet
            self.set_rows(rows)
            return
        self.set_rows(())
        self.beginResetModel()
        self._sheet = sheet
        self.columns = len(sheet.columns)
        kinds = enumerate(each.kind for each in sheet.columns)
        self.on_the_right = frozenset(n for n, kind in kinds if kind not in _ON_THE_LEFT)
        self.endResetModel()
        self.set_rows(rows)

    def key(self, row: SheetRow) -> Hashable:
        """Its number."""
        return row.number

    def text(self, row: SheetRow, column: int) -> str:
        """What a cell shows."""
        return cell_words(row.cells[column], self._kind(column))

    def headings(self) -> Sequence[str]:
        """Titles of the columns."""
        return () if self._sheet is None else [each.title for each in self._sheet.columns]

    def decoration(self, row: SheetRow, column: int, role: int) -> Any:  # Qt variant
        """The whole text is beside the mouse."""
        return self.text(row, column) if role == Qt.ItemDataRole.ToolTipRole else None

    def _kind(self, column: int) -> Kind:
        return Kind.TEXT if self._sheet is None else self._sheet.columns[column].kind


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic and its name."""

    topic: Topic
    title: str


class TopicsModel(RowsModel[TopicRow]):
    """Topics that can be chosen."""

    def key(self, row: TopicRow) -> Hashable:
        """The topic."""
        return row.topic

    def text(self, row: TopicRow, _column: int) -> str:
        """Its name."""
        return row.title


def topic_at(index: QModelIndex) -> Topic | None:
    """The topic of a row of `TopicsModel`, None for no row."""
    model = index.model()
    if not index.isValid() or not isinstance(model, TopicsModel):
        return None
    return model.rows[index.row()].topic

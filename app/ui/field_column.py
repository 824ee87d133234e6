"""The rows of the form under the headings of their pages, made a few at a time.

A dossier has up to a hundred fields. Making all their widgets at once would hold the window for
longer than a blink, so they are made in slices with room for the keyboard in between. Rows of a
dossier that is left are given the fields of the next one, which costs a fraction of new ones.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.field import Field
from app.ui.elided_label import ElidedLabel
from app.ui.field_row import FieldRow
from app.ui.fields_model import Key, field_key
from app.ui.look import SPACE_PX, embolden

SLICE = 3
"""Rows made in one go; each takes some milliseconds."""
MOST_SPARE = 120
"""Rows kept for the next dossier."""


class FieldColumn(QWidget):
    """Rows one below the other; those that stay keep their widgets.

    Signals:
        row_made(FieldRow): A new row is there and wants its listeners.
        row_given(FieldRow): A row, new or not, has another field than before.
        grown(): Rows have other places than before.
        focus_homeless(): The row the keyboard was in goes away.
    """

    row_made = Signal(object)
    row_given = Signal(object)
    grown = Signal()
    focus_homeless = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._rows: dict[Key, FieldRow] = {}
        self._spare: list[FieldRow] = []
        self._headings: dict[str, ElidedLabel] = {}
        self._titles: dict[str, str] = {}
        self._placed: list[Key] = []
        self._waiting: list[Field] = []
        self._read_only = False
        self._doubtful_only = False
        self._kept: frozenset[Key] = frozenset()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE_PX, SPACE_PX, SPACE_PX, SPACE_PX)
        self._layout.setSpacing(2)
        self._layout.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._place_slice)

    @property
    def rows(self) -> Sequence[FieldRow]:
        """Rows that are made, in order."""
        return [self._rows[key] for key in self._placed]

    @property
    def is_complete(self) -> bool:
        """Every field has its row."""
        return not self._waiting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows were placed, shown or hidden."""
        super().resizeEvent(event)
        self.grown.emit()

    def row_for(self, key: Key) -> FieldRow | None:
        """Row of a field; made now if its turn has not come yet."""
        while any(field_key(field) == key for field in self._waiting):
            self._place(self._waiting.pop(0))
            self._show_headings()
        return self._rows.get(key)

    def heading(self, page_id: str) -> QWidget | None:
        """Heading of a page, None while there is none."""
        return self._headings.get(page_id)

    def show_field(self, field: Field) -> None:
        """A field has changed."""
        row = self._rows.get(field_key(field))
        if row is None:
            return
        row.set_field(field)
        if row.isHidden() and self._is_wanted(field):
            row.show()
            self._show_headings()

    def set_fields(self, fields: Sequence[Field]) -> None:
        """Show these fields; rows in front that stay where they are are not touched."""
        keys = [field_key(field) for field in fields]
        same = 0
        while same < min(len(self._placed), len(keys)) and self._placed[same] == keys[same]:
            same += 1
        self._take_from(same)
        self._drop(set(keys))
        for field in fields[:same]:
            self.show_field(field)
        self._waiting = list(fields[same:])
        self._place_slice()

    def set_titles(self, titles: dict[str, str]) -> None:
        """Headings of the pages, by page id."""
        self._titles = titles
        for page_id, heading in self._headings.items():
            heading.show_text(titles.get(page_id, ""))

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid typing."""
        self._read_only = read_only
        for row in self._rows.values():
            row.set_read_only(read_only)

    def set_doubtful_only(self, only: bool, kept: Collection[Key] = ()) -> None:
        """Show all rows, or those that want a look and those of `kept`."""
        self._doubtful_only = only
        self._kept = frozenset(kept)
        for row in self._rows.values():
            row.setVisible(self._is_wanted(row.field))
        self._show_headings()

    def keep(self, kept: Collection[Key]) -> None:
        """Other rows are to stay in sight than before, though they want no look any more."""
        if self._doubtful_only and frozenset(kept) != self._kept:
            self.set_doubtful_only(True, kept)

    def shows_any(self, fields: Sequence[Field]) -> bool:
        """At least one of these fields has, or will have, its row in sight."""
        return any(self._is_wanted(field) for field in fields)

    def _is_wanted(self, field: Field) -> bool:
        return not self._doubtful_only or field.needs_a_look or field_key(field) in self._kept

    def _show_headings(self) -> None:
        shown = {row.field.page_id for row in self._rows.values() if not row.isHidden()}
        for page_id, heading in self._headings.items():
            heading.setVisible(page_id in shown)

    def _take_from(self, number: int) -> None:
        """Take rows out of the layout, the `number` first ones stay; their widgets live on."""
        first = self._rows[self._placed[number]] if number < len(self._placed) else None
        start = self._layout.count() - 1 if first is None else self._layout.indexOf(first)
        if first is not None and start > 0 and self._begins_page(number):
            start -= 1
        while self._layout.count() > start:
            self._layout.takeAt(start)
        self._layout.addStretch(1)
        del self._placed[number:]

    def _begins_page(self, number: int) -> bool:
        return number == 0 or self._placed[number - 1][0] != self._placed[number][0]

    def _drop(self, wanted: set[Key]) -> None:
        for key in [key for key in self._rows if key not in wanted]:
            row = self._rows.pop(key)
            if row.edit.hasFocus():
                self.focus_homeless.emit()
            if len(self._spare) < MOST_SPARE:
                row.rest()
                self._spare.append(row)
            else:
                row.deleteLater()
        pages = {page_id for page_id, _ in wanted}
        for page_id in [page_id for page_id in self._headings if page_id not in pages]:
            self._headings.pop(page_id).deleteLater()

    def _place_slice(self) -> None:
        for _ in range(min(SLICE, len(self._waiting))):
            self._place(self._waiting.pop(0))
        self._show_headings()
        if self._waiting:
            self._timer.start()

    def _place(self, field: Field) -> None:
        before = self._rows[self._placed[-1]] if self._placed else None
        end = self._layout.count() - 1
        if before is None or before.field.page_id != field.page_id:
            self._layout.insertWidget(end, self._make_heading(field.page_id))
            end += 1
        row = self._make_row(field)
        self._layout.insertWidget(end, row)
        if before is not None:
            QWidget.setTabOrder(before.edit, row.edit)
        self._placed.append(row.key)
        row.setVisible(self._is_wanted(field))

    def _make_heading(self, page_id: str) -> ElidedLabel:
        if page_id not in self._headings:
            heading = ElidedLabel(self)
            heading.setContentsMargins(0, SPACE_PX // 2, 0, 0)
            embolden(heading)
            heading.show_text(self._titles.get(page_id, ""))
            self._headings[page_id] = heading
        return self._headings[page_id]

    def _make_row(self, field: Field) -> FieldRow:
        key = field_key(field)
        if key in self._rows:
            self._rows[key].set_field(field)
            return self._rows[key]
        is_new = not self._spare
        row = FieldRow(field, self._language, self) if is_new else self._spare.pop()
        row.set_field(field)
        row.set_read_only(self._read_only)
        self._rows[key] = row
        if is_new:
            self.row_made.emit(row)
        self.row_given.emit(row)
        return row

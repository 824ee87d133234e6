"""The form: fields by page; Enter confirms and goes to the next doubtful field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.field import Field, FieldState
from app.ui.entry import commit_typing
from app.ui.field_column import FieldColumn, Key
from app.ui.field_row import FieldRow
from app.ui.fields_model import FieldsModel, field_key
from app.ui.look import SPACE_PX
from app.ui.rows_model import Role


class FieldForm(QWidget):
    """Shows the fields of a model and reports edits; there is no Save button.

    Signals:
        confirmed(Field): The officer agrees with the value.
        corrected(Field, str): The officer typed another value.
        entered(Field): The keyboard is in this field.
        all_seen(): Nothing doubtful is left.
        reopen_wanted(): The officer wants to edit a dossier that is not open.
    """

    confirmed = Signal(object)
    corrected = Signal(object, str)
    entered = Signal(object)
    all_seen = Signal()
    reopen_wanted = Signal()

    def __init__(self, model: FieldsModel, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._column = FieldColumn(language, self)
        self._decided: set[Key] = set()
        self._path: list[Key] = []
        self._read_only = False
        self._build()
        model.settled.connect(self._rebuild)
        model.dataChanged.connect(self._rows_changed)

    def _build(self) -> None:
        self._summary = QLabel(self)
        self.doubtful_only = QCheckBox(self.tr("Doubtful only (F3)"), self)
        self.doubtful_only.setAccessibleName(self.tr("Show doubtful fields only"))
        self.doubtful_only.toggled.connect(self._column.set_doubtful_only)
        self._locked = QLabel(self.tr("This dossier is no longer open for changes."), self)
        self._locked.setWordWrap(True)
        self.reopen_button = QPushButton(self.tr("Reopen to correct"), self)
        self.reopen_button.setAccessibleName(self.tr("Reopen to correct"))
        self.reopen_button.clicked.connect(self.reopen_wanted)
        self._hint = QLabel(self.tr("Fields appear here once the pages are read."), self)
        self._hint.setWordWrap(True)
        self._column.row_made.connect(self._row_made)
        self._column.grown.connect(self._keep_in_sight)
        self._column.focus_homeless.connect(self.doubtful_only.setFocus)
        self.area = QScrollArea(self)
        self.area.setObjectName("form")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._column)
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self.doubtful_only)
        lock = QHBoxLayout()
        lock.addWidget(self._locked, 1)
        lock.addWidget(self.reopen_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        layout.addLayout(head)
        layout.addLayout(lock)
        layout.addWidget(self._hint)
        layout.addWidget(self.area, 1)
        self.set_access(read_only=False, can_reopen=False)
        self._rebuild()

    @property
    def rows(self) -> Sequence[FieldRow]:
        """Rows of the form, in order."""
        return tuple(self._column.rows)

    @property
    def is_complete(self) -> bool:
        """Every field has its row."""
        return self._column.is_complete

    @property
    def wrong_left(self) -> int:
        """Wrong fields that the officer has not decided about, saved or on their way."""
        return sum(
            field.state is FieldState.RED
            and not field.confirmed_by
            and field_key(field) not in self._decided
            for field in self._model.rows
        )

    def set_titles(self, titles: dict[str, str]) -> None:
        """Headings of the pages, by page id."""
        self._column.set_titles(titles)

    def set_access(self, *, read_only: bool, can_reopen: bool) -> None:
        """Allow or forbid edits."""
        self._read_only = read_only
        self._locked.setVisible(read_only)
        self.reopen_button.setVisible(can_reopen)
        self._column.set_read_only(read_only)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the field that is being edited in sight, whatever appears around the form."""
        super().resizeEvent(event)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        for row in self._column.rows:
            if row.edit.hasFocus():
                self.area.ensureWidgetVisible(row, 0, 2 * SPACE_PX)

    def start_over(self) -> None:
        """Another dossier is on show."""
        self._path.clear()
        self._decided.clear()

    def finish_typing(self) -> None:
        """Save what is typed in the field the keyboard is in."""
        commit_typing()
        for row in self._column.rows:
            self._save_typing(row)

    def focus_first_doubt(self) -> None:
        """Go to the first doubtful field, or say that there is none."""
        self._go_to(self._doubt_after(-1))

    def show_page(self, page_id: str) -> None:
        """Bring the fields of a page into sight, unless the keyboard is among them."""
        heading = self._column.heading(page_id)
        typing = next((row for row in self._column.rows if row.edit.hasFocus()), None)
        if heading is not None and (typing is None or typing.field.page_id != page_id):
            self.area.verticalScrollBar().setValue(heading.y() - SPACE_PX)

    def _rebuild(self) -> None:
        self._column.set_fields(self._model.rows)
        self._summarise()

    def _row_made(self, row: FieldRow) -> None:
        row.accepted.connect(self._accepted)
        row.stepped_back.connect(self._stepped_back)
        row.entered.connect(self._row_entered)
        row.left.connect(self._save_typing)

    def _rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for number in range(first.row(), last.row() + 1):
            field = self._model.index(number, 0).data(Role.ROW)
            if isinstance(field, Field):
                self._decided.discard(field_key(field))
                self._column.show_field(field)
        self._summarise()

    def _summarise(self) -> None:
        total, doubtful = self._model.rowCount(), self._model.doubtful
        self._hint.setVisible(not total)
        if not total:
            self._summary.setText(self.tr("No fields yet"))
        elif doubtful:
            self._summary.setText(self.tr("? %n field(s) to check (F2)", "", doubtful))
        else:
            self._summary.setText(self.tr("✓ All %n field(s) checked", "", total))

    def _save_typing(self, row: FieldRow) -> bool:
        """Report typed text; tells whether there was any."""
        value = row.take_typing()
        if value is None or self._read_only:
            return False
        self._decided.add(row.key)
        self.corrected.emit(row.field, value)
        return True

    def _accepted(self, row: FieldRow) -> None:
        is_typed = self._save_typing(row)
        if not is_typed and row.field.needs_a_look and not self._read_only:
            self._decided.add(row.key)
            self.confirmed.emit(row.field)
        self._path.append(row.key)
        self._go_to(self._doubt_after(self._model.row_of(row.key)))

    def _stepped_back(self, row: FieldRow) -> None:
        self._save_typing(row)
        while self._path:
            before = self._column.row_for(self._path.pop())
            if before is not None:
                self._focus(before)
                return
        number = self._model.row_of(row.key)
        if number > 0:
            self._go_to(self._column.row_for(field_key(self._model.rows[number - 1])))

    def _row_entered(self, row: FieldRow) -> None:
        self.area.ensureWidgetVisible(row, 0, 2 * SPACE_PX)
        self.entered.emit(row.field)

    def _doubt_after(self, number: int) -> FieldRow | None:
        fields = self._model.rows
        for field in (*fields[number + 1 :], *fields[: max(number, 0)]):
            if field.needs_a_look and field_key(field) not in self._decided:
                return self._column.row_for(field_key(field))
        return None

    def _go_to(self, row: FieldRow | None) -> None:
        if row is None:
            self.all_seen.emit()
        else:
            self._focus(row)

    def _focus(self, row: FieldRow) -> None:
        row.setVisible(True)
        row.edit.setFocus(Qt.FocusReason.TabFocusReason)
        row.edit.selectAll()

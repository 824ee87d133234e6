"""The form: fields by page; Enter confirms and goes to the next doubtful field.

Only doubtful fields are in sight unless F3 asks for all. A field that was just decided stays
until the next jump, so that nothing vanishes under the officer's eyes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QImage, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.field import Field
from app.services.typing_drafts import Typed
from app.ui.doubt_queue import DoubtQueue
from app.ui.elided_label import ElidedLabel
from app.ui.entry import commit_typing
from app.ui.field_column import FieldColumn
from app.ui.field_row import FieldRow
from app.ui.fields_model import FieldsModel, Key, field_key
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.keyboard import reworded, worded
from app.ui.lock_bar import LockBar
from app.ui.look import SPACE_PX
from app.ui.rows_model import Role


class FieldForm(QWidget):
    """Shows the fields of a model and reports edits; there is no Save button.

    Signals:
        confirmed(Field): The officer agrees with the value.
        corrected(Field, str): The officer gave another value.
        entered(Field): The keyboard is in this field.
        all_seen(): Nothing doubtful is left.
    """

    confirmed = Signal(object)
    corrected = Signal(object, str)
    entered = Signal(object)
    typed = Signal()
    all_seen = Signal()

    def __init__(self, model: FieldsModel, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._column = FieldColumn(language, self)
        self._doubts = DoubtQueue()
        self._path: list[Key] = []
        self._active: Key | None = None
        self._read_only = False
        self._build()
        model.settled.connect(self._rebuild)
        model.dataChanged.connect(self._rows_changed)

    def _build(self) -> None:
        self._summary = QLabel(self)
        self.doubtful_only = QCheckBox(self)
        worded(self, self.doubtful_only.setText, self.tr("Doubtful only (F3)"))
        self.doubtful_only.setAccessibleName(self.tr("Show doubtful fields only"))
        self.doubtful_only.setChecked(True)
        self.doubtful_only.toggled.connect(self._filter)
        self.lock = LockBar(self)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._keys = ElidedLabel(self)
        told = self.tr("Enter: right, next · F4: word from picture · F8: later")
        worded(self, self._keys.show_text, told)
        self._keys.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._column.set_doubtful_only(True)
        self._column.row_made.connect(self._row_made)
        self._column.row_given.connect(self._row_given)
        self._column.grown.connect(self._keep_in_sight)
        self._column.focus_homeless.connect(self.doubtful_only.setFocus)
        self.area = QScrollArea(self)
        self.area.setObjectName("form")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._column)
        head = FlowLayout()
        stretched(self._summary)
        head.addWidget(self._summary)
        head.addWidget(self.doubtful_only)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_PX // 2)
        layout.addLayout(head)
        layout.addWidget(self.lock)
        layout.addWidget(self._hint)
        layout.addWidget(self.area, 1)
        layout.addWidget(self._keys)
        self.set_access(read_only=False)
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
        return len(self._doubts.wrong(self._model.rows))

    @property
    def active_field(self) -> Field | None:
        """The field the officer is or was last in, None while there is none."""
        row = self._active_row()
        return None if row is None else row.field

    @property
    def summary(self) -> str:
        """How many fields are left to check, in words."""
        return self._summary.text()

    @property
    def hint(self) -> str:
        """Why no field is in sight, "" while one is."""
        return self._hint.text() if not self._hint.isHidden() else ""

    def set_titles(self, titles: dict[str, str]) -> None:
        """Headings of the pages, by page id."""
        self._column.set_titles(titles)

    def set_access(self, *, read_only: bool) -> None:
        """Allow or forbid edits; `lock` says so, and what can be done about it."""
        is_same = read_only == self._read_only
        self._read_only = read_only
        self.lock.setVisible(read_only)
        self._keys.setVisible(not read_only)
        self._column.set_read_only(read_only)
        if not is_same:
            self._filter()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the field that is being edited in sight, whatever appears around the form."""
        super().resizeEvent(event)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        for row in self._column.rows:
            if row.edit.hasFocus():
                self.area.ensureWidgetVisible(row, 0, 2 * SPACE_PX)

    def start_over(self) -> None:
        """Another dossier is on show, or what was decided did not hold."""
        self._path.clear()
        self._doubts.forget()
        self._activate(None)
        for row in self._column.rows:
            row.set_postponed(False)

    def finish_typing(self, *, is_leaving: bool = False) -> FieldRow | None:
        """Save what is typed; gives the first row that has to be typed a second time, if any.

        Going elsewhere is no Enter: a critical value that is half typed then waits as it is.
        """
        commit_typing()
        for row in self._column.rows:
            self._save_typing(row, is_leaving=is_leaving)
        return next((row for row in self._column.rows if row.is_unsaved), None)

    def focus_first_doubt(self) -> None:
        """Go to the first doubtful field, or say that there is none."""
        self._go_to(self._doubt_after(-1))

    def focus_first_wrong(self) -> None:
        """Go to the first field that a rule refuses."""
        wrong = self._doubts.wrong(self._model.rows)
        if wrong:
            self._go_to(self._column.row_for(field_key(wrong[0])))

    def focus_field(self, key: Key) -> None:
        """Go to a field, whether it is in sight or not."""
        row = self._column.row_for(key)
        if row is not None:
            self._focus(row)

    def postpone(self) -> None:
        """Put the active field behind all other doubts and go on."""
        row = self._active_row()
        if row is None or not self._doubts.is_open(row.field) or self._read_only:
            return
        self._save_typing(row, is_leaving=True)
        if self._doubts.is_open(row.field):
            self._doubts.postpone(row.key)
            row.set_postponed(True)
        self._path.append(row.key)
        self._go_to(self._doubt_after(self._model.row_of(row.key)))

    @property
    def typing(self) -> tuple[Typed, ...]:
        """What stands in fields that do not have it yet."""
        return tuple(
            Typed(*row.key, row.edit.text(), row.field.value)
            for row in self._column.rows
            if row.edit.isModified() and not row.is_held and not row.edit.isReadOnly()
        )

    def put_back(self, typed: Typed) -> str:
        """Put typing back that was never saved; gives the label of the field, "" for none."""
        row = self._column.row_for((typed.page_id, typed.name))
        if row is None or row.edit.isModified() or row.edit.isReadOnly():
            return ""
        if row.field.value != typed.before or row.field.value == typed.text:
            return ""
        row.put_back(typed.text)
        self._column.keep({*([self._active] if self._active else []), row.key})
        return row.field.label

    def _text_edited(self, _text: str) -> None:
        self.typed.emit()

    def put_text(self, text: str) -> None:
        """Put words from the picture into the active field."""
        row = self._active_row()
        if row is not None:
            row.put_text(text)
            row.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_strip(self, key: Key, strip: QImage) -> bool:
        """Show the place of a value on the paper; tells whether it wants more pixels."""
        row = self._active_row()
        if row is None or row.key != key:
            return False
        row.show_strip(strip)
        return row.snippet is not None and row.snippet.is_coarse(row.width())

    def show_page(self, page_id: str) -> None:
        """Bring the fields of a page into sight, unless the keyboard is among them."""
        heading = self._column.heading(page_id)
        typing = next((row for row in self._column.rows if row.edit.hasFocus()), None)
        if heading is None or heading.isHidden():
            return
        if typing is None or typing.field.page_id != page_id:
            self.area.verticalScrollBar().setValue(heading.y() - SPACE_PX)

    def _rebuild(self) -> None:
        self._column.set_fields(self._model.rows)
        self._summarise()

    def _filter(self) -> None:
        """A dossier that is closed shows all its fields: there is nothing to check any more."""
        only = self.doubtful_only.isChecked() and not self._read_only
        self._column.set_doubtful_only(only, () if self._active is None else {self._active})
        self._summarise()

    def _row_made(self, row: FieldRow) -> None:
        row.accepted.connect(self._accepted)
        row.stepped_back.connect(self._stepped_back)
        row.chosen.connect(self._chosen)
        row.entered.connect(self._row_entered)
        row.edit.textEdited.connect(self._text_edited)
        row.edit.given_up.connect(self.typed)
        row.left.connect(self._row_left)

    def _row_given(self, row: FieldRow) -> None:
        row.set_postponed(self._doubts.is_postponed(row.key))

    def _rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for number in range(first.row(), last.row() + 1):
            field = self._model.index(number, 0).data(Role.ROW)
            if isinstance(field, Field):
                self._doubts.know_stored(field)
                self._column.show_field(field)
                row = self._row_of(field_key(field))
                if row is not None:
                    row.set_postponed(self._doubts.is_postponed(row.key))
        self._summarise()

    def _summarise(self) -> None:
        fields = self._model.rows
        doubtful = self._doubts.count(fields)
        shows_any = self._column.shows_any(fields)
        self._hint.setVisible(not shows_any)
        if not fields:
            self._summary.setText(self.tr("No fields yet"))
            self._hint.setText(self.tr("Fields appear here once the pages are read."))
            return
        self._hint.setText(reworded(self.tr("Nothing is left to check. F3 shows all fields.")))
        if doubtful:
            left = self.tr("? %n field(s) left to check (F2)", "", doubtful)
            self._summary.setText(reworded(left))
        else:
            self._summary.setText(self.tr("✓ All %n field(s) checked", "", len(fields)))

    def _save_typing(self, row: FieldRow, *, is_leaving: bool = False) -> bool:
        """Report typed text; tells whether there was any."""
        value = row.take_typing(is_leaving=is_leaving)
        if value is None or self._read_only:
            return False
        self._correct(row, value)
        return True

    def _correct(self, row: FieldRow, value: str) -> None:
        self._doubts.decide(row.key)
        row.set_postponed(False)
        self.corrected.emit(row.field, value)
        self._summarise()

    def _accepted(self, row: FieldRow) -> None:
        is_typed = self._save_typing(row)
        if row.is_held:
            return
        if not is_typed and row.field.needs_a_look and not self._read_only:
            self._doubts.decide(row.key)
            row.set_postponed(False)
            self.confirmed.emit(row.field)
            self._summarise()
        self._go_on(row)

    def _chosen(self, row: FieldRow, value: str) -> None:
        if not self._read_only:
            self._correct(row, value)
            self._go_on(row)

    def _go_on(self, row: FieldRow) -> None:
        """To the next doubt; `row` is where Shift and Enter lead back to."""
        self._path.append(row.key)
        self._go_to(self._doubt_after(self._model.row_of(row.key)))

    def _stepped_back(self, row: FieldRow) -> None:
        self._save_typing(row, is_leaving=True)
        while self._path:
            before = self._column.row_for(self._path.pop())
            if before is not None:
                self._focus(before)
                return
        number = self._model.row_of(row.key)
        if number > 0:
            self._go_to(self._column.row_for(field_key(self._model.rows[number - 1])))

    def _row_entered(self, row: FieldRow) -> None:
        before = self._active
        self._activate(row)
        self._column.keep({key for key in (before, row.key) if key is not None})
        self.area.ensureWidgetVisible(row, 0, 2 * SPACE_PX)
        self.entered.emit(row.field)

    def _row_left(self, row: FieldRow) -> None:
        self._save_typing(row, is_leaving=True)

    def _activate(self, row: FieldRow | None) -> None:
        """Open a row and close the one that was open."""
        key = None if row is None else row.key
        if key == self._active:
            return
        before = self._active_row()
        self._active = key
        if before is not None:
            before.set_active(False)
        if row is not None:
            row.set_active(True)

    def _active_row(self) -> FieldRow | None:
        return None if self._active is None else self._row_of(self._active)

    def _row_of(self, key: Key) -> FieldRow | None:
        return next((row for row in self._column.rows if row.key == key), None)

    def _doubt_after(self, number: int) -> FieldRow | None:
        field = self._doubts.after(self._model.rows, number)
        return None if field is None else self._column.row_for(field_key(field))

    def _go_to(self, row: FieldRow | None) -> None:
        if row is None:
            self.all_seen.emit()
        else:
            self._focus(row)

    def _focus(self, row: FieldRow) -> None:
        self._column.keep({key for key in (self._active, row.key) if key is not None})
        row.setVisible(True)
        row.edit.setFocus(Qt.FocusReason.TabFocusReason)
        row.edit.selectAll()

"""One field of the form: label, value, sign and word for its state, the rule it fails.

The row the officer is in also shows the value on the paper and what else it may be.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.domain.field import Field, FieldState
from app.ui import labels
from app.ui.alternatives_bar import AlternativesBar
from app.ui.elided_label import ElidedLabel
from app.ui.entry import typed_text
from app.ui.field_edit import FieldEdit
from app.ui.fields_model import Key, field_key
from app.ui.look import SPACE_PX, Tone, tint
from app.ui.messages import headline, sentence
from app.ui.second_typing import Phase, SecondTyping, wants_second
from app.ui.snippet import Snippet

STATE_LINE, SNIPPET_LINE, EDIT_LINE, CHOICES_LINE, NOTE_LINE = range(1, 6)
MOST_NOTE_LINES = 3


class FieldRow(QWidget):
    """Shows one field and reports what the officer does with it.

    Signals:
        accepted(FieldRow): Enter was pressed.
        stepped_back(FieldRow): Shift and Enter were pressed.
        chosen(FieldRow, str): An alternative was taken.
        entered(FieldRow): The keyboard is in this field.
        left(FieldRow): The keyboard has left this field.
    """

    accepted = Signal(object)
    stepped_back = Signal(object)
    chosen = Signal(object, str)
    entered = Signal(object)
    left = Signal(object)

    def __init__(self, field: Field, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._field = field
        self._is_active = self._is_postponed = False
        self._second = SecondTyping()
        self._is_waiting = self._is_narrow = False
        self._picked = ""
        self._snippet: Snippet | None = None
        self._choices: AlternativesBar | None = None
        self._label = ElidedLabel(self)
        self._state = QLabel(self)
        self._note = ElidedLabel(self)
        self.edit = FieldEdit(self)
        self._connect_edit()
        self._grid = QGridLayout(self)
        self._arrange()
        self.set_field(field)

    def _connect_edit(self) -> None:
        self.edit.accepted.connect(self._accepted)
        self.edit.stepped_back.connect(self._stepped_back)
        self.edit.alternative_wanted.connect(self._alternative_wanted)
        self.edit.given_up.connect(self.give_up)
        self.edit.entered.connect(self._entered)
        self.edit.left.connect(self._left)

    def _arrange(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, SPACE_PX // 2)
        self._grid.setHorizontalSpacing(SPACE_PX)
        self._grid.setVerticalSpacing(1)
        self._grid.addWidget(self._label, 0, 0)
        self._grid.addWidget(self._state, 0, 1)
        self._grid.addWidget(self.edit, EDIT_LINE, 0, 1, 2)
        self._grid.addWidget(self._note, NOTE_LINE, 0, 1, 2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(NOTE_LINE + 1, 1)

    @property
    def field(self) -> Field:
        """The field as it is stored."""
        return self._field

    @property
    def key(self) -> Key:
        """What names the field within its dossier."""
        return field_key(self._field)

    @property
    def snippet(self) -> Snippet | None:
        """The strip of paper on show, None while there is none."""
        return self._snippet if self._snippet and not self._snippet.isHidden() else None

    @property
    def choices(self) -> AlternativesBar | None:
        """The alternatives on show, None while there are none."""
        return self._choices if self._choices and not self._choices.isHidden() else None

    @property
    def note(self) -> str:
        """What stands under the value."""
        return self._note.text()

    @property
    def is_held(self) -> bool:
        """The value is hidden: it has to be typed a second time."""
        return self._second.is_held

    @property
    def is_unsaved(self) -> bool:
        """Something typed here is not saved, because it has not been typed twice."""
        return self._second.is_held or self._is_waiting

    def set_field(self, field: Field) -> None:
        """Show a field; typing that is not saved yet stays untouched."""
        self._field = field
        if self._second.is_held and not wants_second(field):
            self._second.give_up()
        if not self.edit.isModified() and not self._second.is_held:
            self._show_value(field.value)
        self._restyle()
        self._show_choices()

    def rest(self) -> None:
        """Leave the field, and forget what was typed and shown; `set_field` gives another one."""
        self._second.give_up()
        self._is_waiting = self._is_postponed = False
        self._picked = ""
        self.set_active(False)
        if self._snippet is not None:
            self._grid.removeWidget(self._snippet)
            self._snippet.deleteLater()
            self._snippet = None
        self.edit.setText("")  # also forgets what undo would show
        self.hide()

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid typing."""
        self.edit.setReadOnly(read_only)
        self._show_choices()

    def set_active(self, is_active: bool) -> None:
        """Open the row the officer is in, close it afterwards."""
        if is_active != self._is_active:
            self._is_active = is_active
            if self._snippet is not None:
                self._snippet.hide()
            self._show_choices()

    def set_postponed(self, is_postponed: bool) -> None:
        """Mark a field the officer wants to come back to."""
        if is_postponed != self._is_postponed:
            self._is_postponed = is_postponed
            self._restyle()

    def show_strip(self, strip: QImage) -> None:
        """Show the place of the value on the paper, while the officer is in this row."""
        if not self._is_active or strip.isNull():
            return
        if self._snippet is None:
            self._snippet = Snippet(self)
            self._grid.addWidget(self._snippet, SNIPPET_LINE, 0, 1, 2)
        name = self.tr("“%1” on the paper").replace("%1", self._field.label)
        self._snippet.setAccessibleName(name)
        self._snippet.setToolTip(name)
        self._snippet.show_strip(strip)
        self._snippet.show()

    def put_text(self, text: str) -> None:
        """Put words from the picture into the edit box, for the officer to accept or change."""
        if self.edit.isReadOnly() or self._second.is_held:
            return
        self._picked = text
        self.edit.setText(text)
        self.edit.setModified(True)
        self.edit.setCursorPosition(len(text))

    def put_back(self, text: str) -> None:
        """Put typing back that was not saved; it counts as typed, not as taken from the picture."""
        self.edit.setText(text)
        self.edit.setModified(True)
        self._is_waiting = wants_second(self._field)
        self._restyle()

    def take_typing(self, *, is_leaving: bool = False) -> str | None:
        """The typed value when it differs from the stored one, else None; ends the typing.

        A critical value is given only when it was typed twice alike; until then `is_held`.
        Leaving the box is no second typing, so then such a value simply waits.
        """
        if not self.edit.isModified():
            return None
        value = self._typed_anew()
        if not self._second.is_held and (value is None or not self._is_blind(value)):
            self.edit.setModified(False)
            return value
        if is_leaving:
            self._is_waiting = not self._second.is_held
            self._restyle()
            return None
        return self._take_blind(typed_text(self.edit))

    def give_up(self) -> None:
        """Forget what was typed and is not saved: the field stays as it was."""
        self._second.give_up()
        self._is_waiting = False
        self._picked = ""
        self.edit.setModified(False)
        self._show_value(self._field.value)
        self._restyle()
        self._show_choices()

    def _is_blind(self, value: str) -> bool:
        return wants_second(self._field) and value != self._picked

    def _take_blind(self, typed: str) -> str | None:
        value = self._second.take(typed)
        self._is_waiting = False
        self.edit.setText("" if value is None else value)  # also forgets what undo would show
        self.edit.setModified(False)
        self._restyle()
        self._show_choices()
        return value if value != self._field.value else None

    def _typed_anew(self) -> str | None:
        value = typed_text(self.edit)
        return value if value != self._field.value else None

    def _show_value(self, value: str) -> None:
        if self.edit.text() != value:
            self.edit.setText(value)
            self.edit.setCursorPosition(0)

    def _restyle(self) -> None:
        field = self._field
        source = "" if field.is_blank else labels.field_source(field.source)
        state = f"{labels.field_sign(field)} {labels.field_state(field)}"
        later = self.tr("later") if self._is_postponed else ""
        self._label.show_text(field.label)
        self._state.setText(" · ".join(part for part in (source, state, later) if part))
        tint(self._state, _tone(field), strong=True)
        self._show_note()
        self._fit_width()
        self.edit.setAccessibleName(field.label)
        self.edit.setAccessibleDescription(f"{self._state.text()} {self._note.text()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Label, state and note follow the width."""
        super().resizeEvent(event)
        self._fit_width()

    def _fit_width(self) -> None:
        """Where label and state do not fit beside each other the state goes below."""
        wide = self.width()
        label = self._label.fontMetrics().horizontalAdvance(self._label.text())
        is_narrow = label + self._state.sizeHint().width() + SPACE_PX > wide
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._grid.removeWidget(self._state)
            self._grid.removeWidget(self._label)
            self._grid.addWidget(self._label, 0, 0, 1, 2 if is_narrow else 1)
            place = (STATE_LINE, 0, 1, 2) if is_narrow else (0, 1, 1, 1)
            self._grid.addWidget(self._state, *place)
        self._note.fit_lines(wide, MOST_NOTE_LINES)

    def _show_note(self) -> None:
        field, text, tip, tone = self._field, "", "", _tone(self._field)
        hint = ""
        match self._second.phase:
            case Phase.SECOND:
                hint = self.tr("Type it once more from the picture")
                text = self.tr("Type it once more, then Enter; Esc gives up.")
                tone = Tone.ACCENT
            case Phase.AGAIN:
                hint = self.tr("Type it from the picture")
                text = self.tr("! The two differ: look at the picture and start over.")
                tone = Tone.WRONG
            case Phase.OPEN if self._is_waiting:
                text = self.tr("Not saved yet: press Enter, then type it once more.")
                tone = Tone.LOOK
            case Phase.OPEN if field.problem:
                text = headline(field.problem, self._language)
                tip = sentence(field.problem, self._language)
        self._note.setVisible(bool(text))
        self._note.show_text(text)
        tint(self._note, tone)
        self.edit.setPlaceholderText(hint)
        self.edit.setToolTip(tip)

    def _show_choices(self) -> None:
        others = [value for value in self._field.alternatives if value != self._field.value]
        is_open = self._is_active and not self.edit.isReadOnly() and not self._second.is_held
        wanted = is_open and bool(others) and not self._field.confirmed_by
        if self._choices is None:
            if not wanted:
                return
            self._choices = AlternativesBar(self)
            self._choices.taken.connect(self._choice_taken)
            self._grid.addWidget(self._choices, CHOICES_LINE, 0, 1, 2)
        self._choices.show_values(others if wanted else ())
        self._choices.setVisible(wanted)

    def _alternative_wanted(self, number: int) -> None:
        if self._choices is not None:
            self._choices.take(number)

    def _choice_taken(self, value: str) -> None:
        self.edit.setModified(False)
        self._show_value(value)
        self.chosen.emit(self, value)

    def _accepted(self) -> None:
        self.accepted.emit(self)

    def _stepped_back(self) -> None:
        self.stepped_back.emit(self)

    def _entered(self) -> None:
        self.entered.emit(self)

    def _left(self) -> None:
        self.left.emit(self)


def _tone(field: Field) -> Tone:
    if field.is_blank:
        return Tone.QUIET
    match field.state:
        case FieldState.GREEN:
            return Tone.GOOD
        case FieldState.AMBER:
            return Tone.LOOK
        case FieldState.RED:
            return Tone.WRONG

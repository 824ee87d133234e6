"""One field of the form: label, value, sign and word for its state, the rule it fails."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from app.domain.field import Field, FieldState
from app.ui import labels
from app.ui.elided_label import ElidedLabel
from app.ui.entry import typed_text
from app.ui.fields_model import field_key
from app.ui.look import SPACE_PX, tones
from app.ui.messages import headline, sentence


class FieldEdit(QLineEdit):
    """A plain line of text that tells when it is entered, left, accepted or stepped back from.

    No mask, no validator, no inline completion: Vietnamese input methods need a plain field.

    Signals:
        accepted(): Enter.
        stepped_back(): Shift and Enter.
        entered(): The keyboard is here now.
        left(): The keyboard is elsewhere now.
    """

    accepted = Signal()
    stepped_back = Signal()
    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter; everything else is the field's own business."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.stepped_back if back else self.accepted).emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave undo to the window while nothing was typed here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            redo = event.matches(QKeySequence.StandardKey.Redo)
            if (undo or redo) and not self.isModified():
                event.ignore()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard has left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class FieldRow(QWidget):
    """Shows one field and reports what the officer does with it.

    Signals:
        accepted(FieldRow): Enter was pressed.
        stepped_back(FieldRow): Shift and Enter were pressed.
        entered(FieldRow): The keyboard is in this field.
        left(FieldRow): The keyboard has left this field.
    """

    accepted = Signal(object)
    stepped_back = Signal(object)
    entered = Signal(object)
    left = Signal(object)

    def __init__(self, field: Field, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._field = field
        self._label = ElidedLabel(self)
        self._state = QLabel(self)
        self._note = ElidedLabel(self)
        self.edit = FieldEdit(self)
        self.edit.accepted.connect(self._accepted)
        self.edit.stepped_back.connect(self._stepped_back)
        self.edit.entered.connect(self._entered)
        self.edit.left.connect(self._left)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, SPACE_PX // 2)
        layout.setHorizontalSpacing(SPACE_PX)
        layout.setVerticalSpacing(1)
        layout.addWidget(self._label, 0, 0)
        layout.addWidget(self._state, 0, 1)
        layout.addWidget(self.edit, 1, 0, 1, 2)
        layout.addWidget(self._note, 2, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        layout.setRowStretch(3, 1)
        self.set_field(field)

    @property
    def field(self) -> Field:
        """The field as it is stored."""
        return self._field

    @property
    def key(self) -> tuple[str, str]:
        """What names the field within its dossier."""
        return field_key(self._field)

    def set_field(self, field: Field) -> None:
        """Show a field; typing that is not saved yet stays untouched."""
        self._field = field
        if not self.edit.isModified() and self.edit.text() != field.value:
            self.edit.setText(field.value)
            self.edit.setCursorPosition(0)
        source = "" if field.is_blank else labels.field_source(field.source)
        state = f"{labels.field_sign(field)} {labels.field_state(field)}"
        self._label.show_text(field.label)
        self._state.setText(f"{source} · {state}" if source else state)
        self._state.setStyleSheet(f"color: {_colour(field)}; font-weight: 600;")
        self._show_note(field)
        self.edit.setAccessibleName(field.label)
        self.edit.setAccessibleDescription(f"{state} · {source} {self._note.text()}")

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid typing."""
        self.edit.setReadOnly(read_only)

    def take_typing(self) -> str | None:
        """The typed value when it differs from the stored one, else None; ends the typing."""
        if not self.edit.isModified():
            return None
        value = typed_text(self.edit)
        self.edit.setModified(False)
        return value if value != self._field.value else None

    def _show_note(self, field: Field) -> None:
        has_problem = bool(field.problem)
        self._note.setVisible(has_problem)
        if has_problem:
            self._note.show_text(headline(field.problem, self._language))
            self._note.setStyleSheet(f"color: {_colour(field)};")
            self.edit.setToolTip(sentence(field.problem, self._language))
        else:
            self._note.show_text("")
            self.edit.setToolTip("")

    def _accepted(self) -> None:
        self.accepted.emit(self)

    def _stepped_back(self) -> None:
        self.stepped_back.emit(self)

    def _entered(self) -> None:
        self.entered.emit(self)

    def _left(self) -> None:
        self.left.emit(self)


def _colour(field: Field) -> str:
    if field.is_blank:
        return tones().quiet.name()
    match field.state:
        case FieldState.GREEN:
            return tones().good.name()
        case FieldState.AMBER:
            return tones().look.name()
        case FieldState.RED:
            return tones().wrong.name()

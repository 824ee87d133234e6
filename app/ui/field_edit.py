"""The edit box of a field: a plain line of text with the keys of the review."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from app.ui.alternatives_bar import MOST


class FieldEdit(QLineEdit):
    """A plain line of text that tells when it is entered, left, accepted or stepped back from.

    No mask, no validator, no inline completion: Vietnamese input methods need a plain field.

    Signals:
        accepted(): Enter.
        stepped_back(): Shift and Enter.
        alternative_wanted(int): Alt and a digit from 1.
        given_up(): Escape.
        entered(): The keyboard is here now.
        left(): The keyboard is elsewhere now.
    """

    accepted = Signal()
    stepped_back = Signal()
    alternative_wanted = Signal(int)
    given_up = Signal()
    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter, Escape and Alt with a digit; all else is the field's own business."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.stepped_back if back else self.accepted).emit()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            event.accept()
        elif number := _number_with_alt(event):
            self.alternative_wanted.emit(number)
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


def _number_with_alt(event: QKeyEvent) -> int:
    """Which alternative a key stands for, 0 for none."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held != Qt.KeyboardModifier.AltModifier:
        return 0
    number = event.key() - Qt.Key.Key_0
    return number if 1 <= number <= MOST else 0

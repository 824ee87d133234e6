"""A field for PINs and passwords that never keeps what was typed as text.

`QLineEdit` keeps its letters in a string that Qt copies whenever it grows; the copies are freed but
not wiped, and were found in memory afterwards. Here each letter goes into a buffer that is wiped,
and the field itself holds dots only.
"""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from signing.keys.held_pin import MOST_PIN_BYTES

DOT = "●"
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ALL_AWAY = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Clear})


class SecretField(QLineEdit):
    """Takes a PIN or password, letter by letter at its end; backspace takes the last one back.

    Nothing can be pasted: whatever is pasted lies in the clipboard, where any program reads it.
    Letters are composed to NFC. A field that is hidden forgets what was typed.

    Signals:
        paste_refused(): The officer tried to paste.
    """

    paste_refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bytes = bytearray(MOST_PIN_BYTES)
        self._ends: list[int] = []
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)

    @property
    def is_blank(self) -> bool:
        """Nothing is typed."""
        return not self._ends

    def take(self) -> bytearray:
        """What was typed, UTF-8; the field is empty afterwards and its buffer wiped."""
        secret = bytearray(self._end)
        with memoryview(secret) as target, memoryview(self._bytes) as source:
            target[:] = source[: self._end]
        self.clear()
        return secret

    def clear(self) -> None:
        """Forget what was typed."""
        self._bytes[:] = bytes(MOST_PIN_BYTES)
        self._ends.clear()
        super().clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, backspace and Enter; everything else is the window's."""
        key, held = event.key(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        letter = event.text()
        if key in _ENTER:
            super().keyPressEvent(event)
        elif key in _ALL_AWAY or (key == Qt.Key.Key_Backspace and control):
            self._forget()
        elif key == Qt.Key.Key_Backspace:
            self._rub_out()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_refused.emit()
        elif letter and letter.isprintable() and _types(held):
            self._add(letter)
        else:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what an input method hands over, composed or typed; never what it still shows."""
        for letter in event.commitString():
            if letter.isprintable():
                self._add(letter)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Only the keyboard comes here: there is nothing to mark, and no place to choose."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark nothing."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Mark nothing."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button would paste what is marked elsewhere."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self.paste_refused.emit()
        event.accept()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed and not given is not kept behind something else."""
        self._forget()
        super().hideEvent(event)

    @property
    def _end(self) -> int:
        return self._ends[-1] if self._ends else 0

    def _add(self, letter: str) -> None:
        if self._ends and unicodedata.combining(letter):
            letter = unicodedata.normalize("NFC", self._last() + letter)
            self._rub_out()
        raw = letter.encode("utf-8", "ignore")
        start = self._end
        if raw and start + len(raw) <= MOST_PIN_BYTES:
            self._bytes[start : start + len(raw)] = raw
            self._ends.append(start + len(raw))
            self._show()

    def _last(self) -> str:
        """The last letter alone."""
        start = self._ends[-2] if len(self._ends) > 1 else 0
        return self._bytes[start : self._end].decode("utf-8")

    def _rub_out(self) -> None:
        if self._ends:
            last = self._ends.pop()
            self._bytes[self._end : last] = bytes(last - self._end)
            self._show()

    def _forget(self) -> None:
        if self._ends:
            self.clear()
            self.textEdited.emit("")

    def _show(self) -> None:
        self.setText(DOT * len(self._ends))
        self.textEdited.emit(self.text())


def _types(held: Qt.KeyboardModifier) -> bool:
    """Whether a key with a text types it; AltGr is Ctrl and Alt on some systems."""
    control = bool(held & Qt.KeyboardModifier.ControlModifier)
    alt = bool(held & Qt.KeyboardModifier.AltModifier)
    return control == alt and not held & Qt.KeyboardModifier.MetaModifier

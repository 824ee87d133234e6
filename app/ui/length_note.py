"""Says when more was typed or pasted than fits; nothing is cut off behind the officer's back."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.ui.look import Tone, tint

translate = QCoreApplication.translate


def too_long(text: str, most: int) -> str:
    """How many letters of a text are too many, in words; "" while it fits."""
    over = len(unicodedata.normalize("NFC", text.strip())) - most
    if over <= 0:
        return ""
    said = translate("length", "%n letter(s) too many: at most %1 fit.", "", over)
    return said.replace("%1", str(most))


class LengthNote(QLabel):
    """Stands under a field, in sight while there is too much in it.

    Args:
        field: What is typed into.
        most: Letters that fit.
        parent: Owner.
    """

    def __init__(self, field: QLineEdit, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field, self._most = field, most
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        tint(self, Tone.WRONG)
        field.textChanged.connect(self._look)
        self._look()

    @property
    def field(self) -> QLineEdit:
        """What is typed into."""
        return self._field

    @property
    def is_over(self) -> bool:
        """There is too much in a field that is on show."""
        return bool(self._why) and not self._field.isHidden()

    @property
    def _why(self) -> str:
        return too_long(self._field.text(), self._most)

    def _look(self, _text: str = "") -> None:
        why = self._why
        self.setText(f"! {why}" if why else "")
        self._field.setAccessibleDescription(why)
        self.setVisible(self.is_over)

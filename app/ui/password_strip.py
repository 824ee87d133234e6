"""The password of a PDF: asked for in place while an import waits, and kept nowhere."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.buttons import named_button
from app.ui.flow_layout import FlowLayout, stretched
from app.ui.look import SPACE_PX
from app.ui.secret_field import SecretField
from app.ui.wrapped_label import WrappedLabel

WORDS_LETTERS = 60


class PasswordQuestion:
    """One question of an import that waits for its answer on a lane.

    Attributes:
        name: Base name of the file.
        was_wrong: The password before did not open it.
    """

    def __init__(self, name: str, *, was_wrong: bool) -> None:
        self.name = name
        self.was_wrong = was_wrong
        self._answered = threading.Event()
        self._secret = bytearray()

    def answer(self, secret: bytearray) -> None:
        """This is the password; an empty one leaves the file out. Runs on: any thread."""
        self._secret = secret
        self._answered.set()

    def wait(self) -> str:
        """The password, once it is there; what was typed is wiped. Runs on: scan lane."""
        self._answered.wait()
        text = self._secret.decode("utf-8")
        self._secret[:] = bytes(len(self._secret))
        return text


class PasswordStrip(QFrame):
    """Asks for one password; hidden while nothing is asked.

    Signals:
        answered(): The question has its answer.
    """

    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._question: PasswordQuestion | None = None
        self.words = WrappedLabel(WORDS_LETTERS, self)
        stretched(self.words)
        self.field = SecretField(self)
        self.field.setAccessibleName(self.tr("Password of the PDF"))
        self.field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 20)
        self.open_button = named_button(self.tr("Open the file"), self)
        self.leave_button = named_button(self.tr("Leave this file out"), self)
        layout = FlowLayout(self)
        layout.setContentsMargins(SPACE_PX, SPACE_PX // 2, SPACE_PX, SPACE_PX // 2)
        for part in (self.words, self.field, self.open_button, self.leave_button):
            layout.addWidget(part)
        self.field.returnPressed.connect(self._open)
        self.open_button.clicked.connect(self._open)
        self.leave_button.clicked.connect(self.leave)
        self.hide()

    def ask(self, question: PasswordQuestion) -> None:
        """Ask; the keyboard comes here."""
        self._question = question
        text = self.tr("“%1” asks for a password. It is kept nowhere.")
        if question.was_wrong:
            text = self.tr("! This password does not open “%1”. Type it once more.")
        self.words.setText(text.replace("%1", question.name))
        self.setAccessibleName(self.words.text())
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """The file stays out."""
        self.field.clear()
        self._give(bytearray())

    def _open(self) -> None:
        if not self.field.is_blank:
            self._give(self.field.take())

    def _give(self, secret: bytearray) -> None:
        question, self._question = self._question, None
        self.hide()
        if question is not None:
            question.answer(secret)
            self.answered.emit()

"""What stands above the fields of a closed dossier, and the ways to change it all the same."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.buttons import named_button
from app.ui.flow_layout import FlowLayout
from app.ui.look import SPACE_PX


class LockBar(QWidget):
    """Says that nothing can be changed, and offers what can be done about it.

    Signals:
        reopen_wanted(): Edit a dossier that is not sealed.
        correct_wanted(): Open a correction of a sealed one; the officer was asked.
    """

    reopen_wanted = Signal()
    correct_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.reopen_button = named_button(self.tr("Reopen to correct"), self)
        self.correct_button = named_button(self.tr("Correct what was sent…"), self)
        self.sure_button = named_button(self.tr("Yes, open a correction"), self)
        self.keep_button = named_button(self.tr("Leave it as it is"), self)
        buttons = FlowLayout()
        for button in self._buttons:
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX // 2)
        column.addWidget(self._label)
        column.addLayout(buttons)
        self._offered: tuple[str, bool, bool] = ("", False, False)
        self.reopen_button.clicked.connect(self.reopen_wanted)
        self.correct_button.clicked.connect(self._ask)
        self.sure_button.clicked.connect(self._sure)
        self.keep_button.clicked.connect(self._leave)
        self.settle()

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.reopen_button, self.correct_button, self.sure_button, self.keep_button)

    @property
    def text(self) -> str:
        """What is said now."""
        return self._label.text()

    def offer(self, dossier_id: str, *, can_reopen: bool, can_correct: bool) -> None:
        """Offer these ways for a dossier; a question stands while they stay the same."""
        offered = (dossier_id, can_reopen, can_correct)
        if offered != self._offered:
            self._offered = offered
            self.settle()

    def wait(self) -> None:
        """Its papers are being taken over."""
        self._show(self.tr("The papers are taken over into the correction…"))

    def settle(self) -> None:
        """Nothing is asked or waited for any more."""
        _, can_reopen, can_correct = self._offered
        ways = [self.reopen_button] if can_reopen else []
        ways += [self.correct_button] if can_correct else []
        self._show(self.tr("This dossier is no longer open for changes."), *ways)

    def _ask(self) -> None:
        self._show(
            self.tr(
                "A correction takes all papers and values over. What was sent stays as it is, and "
                "is replaced as soon as the correction is received. Open it?"
            ),
            self.sure_button,
            self.keep_button,
        )
        self.keep_button.setFocus()

    def _sure(self) -> None:
        self.wait()
        self.correct_wanted.emit()

    def _leave(self) -> None:
        self.settle()
        self.correct_button.setFocus()

    def _show(self, text: str, *ways: QPushButton) -> None:
        self._label.setText(text)
        for button in self._buttons:
            button.setVisible(button in ways)

"""The foot of a sign panel: always in sight; how far it is, who has to confirm, the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.jobs import Progress
from app.services.signing_asks import Waiting
from app.ui import labels
from app.ui.buttons import named_button
from app.ui.look import SPACE_PX, embolden
from app.ui.secret_field import SecretField


class SignFoot(QWidget):
    """Progress, one-time code and buttons.

    Signals:
        code_given(bytearray): The one-time code; the receiver wipes it.
    """

    code_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(10)
        self._left, self._wait, self._code_label = self._label(), self._label(), self._label()
        embolden(self._wait)
        self._closed = self._label()
        self.code = SecretField(self)
        self.code.setAccessibleName(self.tr("One-time code"))
        self.code.hide()
        self._code_label.setBuddy(self.code)
        self.stop_button = named_button(self.tr("Stop signing"), self)
        self.sign_button = named_button(self.tr("Sign and send  Enter"), self)
        self.sign_button.setProperty("primary", True)
        self.cancel_button = named_button(self.tr("Not now  Esc"), self)
        self.code.returnPressed.connect(self._give_code)
        self._arrange()

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.hide()
        return label

    def _arrange(self) -> None:
        working = QHBoxLayout()
        working.addWidget(self._left, 1)
        working.addWidget(self.stop_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self.sign_button, 1)
        buttons.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE_PX, 0, 2 * SPACE_PX, 0)
        column.setSpacing(SPACE_PX // 2)
        for part in (self._wait, self._code_label, self.code, self._bar):
            column.addWidget(part)
        column.addLayout(working)
        column.addWidget(self._closed)
        column.addLayout(buttons)

    @property
    def wait_text(self) -> str:
        """What is said about who has to confirm."""
        return self._wait.text()

    @property
    def progress_text(self) -> str:
        """How far signing is."""
        return self._left.text()

    def show_progress(self, progress: Progress | None) -> None:
        """Show how many files are signed and how long the rest takes; None when nobody signs."""
        for widget in (self._bar, self._left, self.stop_button):
            widget.setVisible(progress is not None)
        if progress is None:
            self._left.clear()
            return
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        text = self.tr("%1 of %2 files signed").replace("%1", str(progress.done))
        text = text.replace("%2", str(progress.total))
        if progress.seconds_left is not None and progress.done < progress.total:
            left = self.tr("%1 left").replace("%1", labels.time_left(progress.seconds_left))
            text = f"{text}, {left}"
        self._left.setText(text)
        self._bar.setAccessibleName(text)

    def show_waiting(self, waiting: Waiting | None, seconds_left: int) -> None:
        """Say who has to confirm on a telephone, and how long that is waited for."""
        if waiting is None:
            _say(self._wait, "")
            return
        files = self.tr("%n file(s)", "", waiting.files)
        text = self.tr("◷ Waiting for %1 to confirm on the telephone: %2 left (%3).")
        text = text.replace("%1", waiting.signer).replace("%3", files)
        _say(self._wait, text.replace("%2", f"{seconds_left // 60}:{seconds_left % 60:02}"))

    def ask_code(self, signer: str) -> None:
        """Ask for the one-time code of a signer, "" for none."""
        text = self.tr("One-time code (OTP) sent to %1, then Enter:").replace("%1", signer)
        _say(self._code_label, text if signer else "")
        self.code.clear()
        self.code.setVisible(bool(signer))
        if signer:
            self.code.setFocus()

    def set_action(self, text: str) -> None:
        """What the button that signs says."""
        self.sign_button.setText(text)
        self.sign_button.setAccessibleName(text)

    def set_closed(self, reason: str, *, is_told: bool) -> None:
        """Close signing for a reason, "" opens it."""
        self.sign_button.setEnabled(not reason)
        self.sign_button.setToolTip(reason)
        self.sign_button.setAccessibleDescription(reason)
        _say(self._closed, reason if is_told else "")

    def _give_code(self) -> None:
        if not self.code.is_blank:
            self.code_given.emit(self.code.take())


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))

"""What an officer sees when the window cannot open: one sentence, one button."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMessageBox

from app.ui.messages import words
from app.ui.opening import end_opening
from app.ui.outfit import set_up
from app.ui.singletons import keep_singletons_alive


def refusal_box(code: str, language: str = "vi") -> QMessageBox:
    """The message for an error code: what happened, then why and what to do."""
    message = words(code, language)
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Trạm Số Hóa")
    box.setText(message.what)
    box.setInformativeText(f"{message.why}\n\n{message.todo}".strip())
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    return box


def show_refusal(code: str, language: str = "vi") -> None:
    """Show the message and wait until it is closed; no other window is open."""
    keep_singletons_alive()
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    set_up(application, language)
    box = refusal_box(code, language)
    box.finished.connect(application.quit)
    box.open()
    end_opening()
    application.exec()

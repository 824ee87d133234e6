"""Reading what was typed: Vietnamese input committed first, text in NFC."""

from __future__ import annotations

import unicodedata

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit


def commit_typing() -> None:
    """Let the input method hand over the syllable it still holds."""
    QGuiApplication.inputMethod().commit()


def typed_text(edit: QLineEdit) -> str:
    """Text of `edit`, complete and in NFC, without spaces around it."""
    if edit.hasFocus():
        commit_typing()
    return unicodedata.normalize("NFC", edit.text()).strip()

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


def take_secret(edit: QLineEdit) -> bytearray:
    """PIN or password as bytes that can be wiped; the field is empty afterwards."""
    secret = bytearray(typed_secret(edit).encode("utf-8"))
    edit.clear()
    return secret


def typed_secret(edit: QLineEdit) -> str:
    """Text of a secret field in NFC; spaces belong to it."""
    if edit.hasFocus():
        commit_typing()
    return unicodedata.normalize("NFC", edit.text())

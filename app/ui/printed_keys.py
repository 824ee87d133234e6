"""The card of keys without a window: for the command that prints it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.services.key_card_drawing import KeyCard
from app.services.key_choices import Chosen
from app.ui.keyboard import Keyboard
from app.ui.keys_model import key_card
from app.ui.translation import Translation


def printed_keys(language: str, chosen: Chosen) -> KeyCard:
    """The card in a language, with the keys that an officer chose."""
    application = QCoreApplication.instance() or QCoreApplication([])
    translation = Translation(language, application)
    application.installTranslator(translation)
    try:
        keys = Keyboard()
        keys.choose(chosen)
        return key_card(keys)
    finally:
        application.removeTranslator(translation)

"""Words of the window in the officer's language, from the package's own resources."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QLocale, QObject, QTranslator

LOCALES = {"vi": "vi_VN", "en": "en_GB"}


class Translation(QTranslator):
    """Translations of one language; empty for English, the language of the sources."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._compiled = _compiled(language)
        # Qt reads the bytes where they are, so they have to stay as long as the translator
        if self._compiled:
            self.load(self._compiled)


def locale(language: str) -> QLocale:
    """How numbers and times are written."""
    return QLocale(LOCALES.get(language, LOCALES["vi"]))


def _compiled(language: str) -> bytes:
    file = files("resources").joinpath("translations", f"sohoa_{language}.qm")
    return file.read_bytes() if file.is_file() else b""

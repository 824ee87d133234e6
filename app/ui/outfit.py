"""What the application is given before anything is shown: language, look and name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QLocale
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from app.ui.emblem import emblem
from app.ui.look import Look, dress
from app.ui.translation import Translation, locale


def set_up(
    application: QApplication,
    language: str,
    look: Look = Look.SYSTEM,
    text_percent: int = 100,
) -> None:
    """Language, look and name of the application; may be called again."""
    QLocale.setDefault(locale(language))
    for earlier in application.findChildren(Translation):
        application.removeTranslator(earlier)
        earlier.setParent(None)
    application.installTranslator(Translation(language, application))
    application.setApplicationName("tram-so-hoa")
    application.setApplicationDisplayName(application.translate("Window", "Digitization station"))
    application.setWindowIcon(QIcon(QPixmap.fromImage(emblem())))
    dress(application, look, text_percent)


@contextmanager
def without_rules(application: QApplication) -> Iterator[None]:
    """Put many widgets together without the rules of the look; they come at the end, once.

    Qt applies the rules anew to everything inside a widget whenever that widget is laid into
    another one, so that a window which is put together from the inside costs four times as much.
    """
    rules = application.styleSheet()
    application.setStyleSheet("")
    try:
        yield
    finally:
        application.setStyleSheet(rules)

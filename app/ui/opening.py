"""What stands on the screen from the first moment on, until the window takes its place."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.ui.emblem import emblem
from app.ui.look import SPACE_PX, Look, as_title
from app.ui.outfit import set_up
from app.ui.singletons import keep_singletons_alive

SIZE_PX = (1366, 728)
"""First size of the window: an old counter screen without its task bar."""

EMBLEM_PX = 96
LONGEST_MS = 400
"""A screen that does not paint it until then is not waited for."""


class Opening(QWidget):
    """The emblem, and that the station is being opened; as large as the window behind it.

    Signals:
        painted(): It stands on the screen.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        picture = QLabel(self)
        image = emblem()
        if not image.isNull():
            side = round(EMBLEM_PX * self.devicePixelRatioF())
            smooth = Qt.TransformationMode.SmoothTransformation
            fitted = image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth)
            fitted.setDevicePixelRatio(self.devicePixelRatioF())
            picture.setPixmap(QPixmap.fromImage(fitted))
        name = QLabel(self.tr("Digitization station"), self)
        as_title(name)
        words = QLabel(self.tr("Opening the store of this station…"), self)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * SPACE_PX)
        layout.addStretch(1)
        for part in (picture, name, words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWindowTitle(name.text())
        self.setAccessibleName(f"{name.text()}. {words.text()}")
        self.resize(*SIZE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first picture."""
        super().paintEvent(event)
        self.painted.emit()


def show_opening(look: Look, text_percent: int, language: str = "vi") -> Opening:
    """Show it and wait, bounded, until it is painted; no other loop runs yet.

    Runs on: GUI, before anything else is loaded.
    """
    keep_singletons_alive()
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    set_up(application, language, look, text_percent)
    opening = Opening()
    opening.setGeometry(_in_the_middle(opening))
    enough = QTimer(opening)
    enough.setSingleShot(True)
    enough.timeout.connect(_go_on)
    opening.painted.connect(enough.start)  # with no time left: once what was painted is sent off
    late = QTimer(opening)
    late.setSingleShot(True)
    late.timeout.connect(_go_on)
    late.start(LONGEST_MS)
    opening.show()
    application.exec()
    late.stop()
    opening.painted.disconnect(enough.start)
    return opening


def _go_on() -> None:
    """End the loop; `quit` would close the window as well."""
    QApplication.exit(0)


def end_opening() -> None:
    """The window is there, or a message in its place."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, Opening):
            widget.hide()
            widget.deleteLater()


def _in_the_middle(widget: QWidget) -> QRect:
    place = QRect(widget.rect())
    screen = QGuiApplication.primaryScreen()
    if screen is not None:
        there = screen.availableGeometry()
        place.setSize(place.size().boundedTo(there.size()))
        place.moveCenter(there.center())
    return place

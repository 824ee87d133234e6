"""The code that is confirmed on another device: as a QR, as letters, with the time that is left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.province.station_login import DeviceCode
from app.services.qr_code import QUIET_MODULES, Modules
from app.ui.look import SPACE_PX, as_great

QR_PX = 200


class QrPicture(QWidget):
    """Black squares on white, whatever the colours of the window are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules: Modules = []
        self.setFixedSize(QR_PX, QR_PX)

    @property
    def is_blank(self) -> bool:
        """There is no code to show."""
        return not self._modules

    def show_modules(self, modules: Modules) -> None:
        """Draw this code; nothing for an empty one."""
        self._modules = modules
        self.setVisible(bool(modules))
        self.update()

    def sizeHint(self) -> QSize:
        """A fixed square."""
        return QSize(QR_PX, QR_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw whole pixels only, so that every square has the same size."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        across = len(self._modules) + 2 * QUIET_MODULES
        step = max(1, QR_PX // across)
        start = (QR_PX - step * len(self._modules)) // 2
        for row, squares in enumerate(self._modules):
            for column, ink in enumerate(squares):
                if ink:
                    square = QRectF(start + column * step, start + row * step, step, step)
                    painter.fillRect(square, Qt.GlobalColor.black)


class LoginCode(QWidget):
    """What a person does on the telephone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QrPicture(self)
        self.letters = QLabel(self)
        as_great(self.letters)
        self.letters.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.letters.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.address = QLabel(self)
        self.address.setWordWrap(True)
        self.left = QLabel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_PX)
        for label in (self.letters, self.address, self.left):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.letters, self.address, self.left):
            column.addWidget(label)
        self.start()

    def start(self) -> None:
        """The service is asked for a code."""
        self.picture.show_modules([])
        self.letters.clear()
        self.left.clear()
        self._say(self.tr("Asking the login service for a code…"))

    def show_code(self, code: DeviceCode, modules: Modules) -> None:
        """A code to confirm."""
        self.picture.show_modules(modules)
        self.picture.setAccessibleName(self.tr("QR code of the address"))
        self.letters.setText(code.user_code)
        self.letters.setAccessibleName(" ".join(code.user_code))
        self._say(self.tr("Open %1 and type in this code.").replace("%1", code.address))

    def show_left(self, seconds: int) -> None:
        """How long the code is worth something."""
        minutes, rest = divmod(max(0, seconds), 60)
        self.left.setText(self.tr("Valid for %1").replace("%1", f"{minutes}:{rest:02}"))

    def _say(self, text: str) -> None:
        self.address.setText(text)
        self.address.setAccessibleName(text)

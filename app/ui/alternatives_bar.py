"""Other values a field may have: one button each, taken by Alt and its number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

MOST = 4
"""Alternatives that have a key."""


class _Choice(QPushButton):
    """One alternative; the keyboard stays in the edit box.

    Signals:
        taken(int): It was pressed; its number, from 1.
    """

    taken = Signal(int)

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._value = ""
        self.setStyleSheet("QPushButton { text-align: left; padding: 1px 8px; }")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._pressed)

    def show_value(self, value: str) -> None:
        """Offer a value."""
        self._value = value
        self.setToolTip(value)
        name = self.tr("Alternative %1: %2")
        self.setAccessibleName(name.replace("%1", str(self._number)).replace("%2", value))
        self._elide()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + 10)

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        room = max(0, self.width() - 20)
        text = f"Alt+{self._number}   {self._value}".replace("&", "&&")
        self.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the value as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _pressed(self) -> None:
        self.taken.emit(self._number)


class AlternativesBar(QWidget):
    """Buttons one below the other.

    Signals:
        taken(str): The officer takes this value.
    """

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[str, ...] = ()
        self._buttons: list[_Choice] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 2, 0, 0)
        self._layout.setSpacing(2)

    @property
    def buttons(self) -> Sequence[QPushButton]:
        """The buttons on offer."""
        return self._buttons[: len(self._values)]

    def show_values(self, values: Sequence[str]) -> None:
        """Offer these values, the first four of them."""
        self._values = tuple(values[:MOST])
        while len(self._buttons) < len(self._values):
            button = _Choice(len(self._buttons) + 1, self)
            button.taken.connect(self.take)
            self._buttons.append(button)
            self._layout.addWidget(button)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(self._values))
            if number < len(self._values):
                button.show_value(self._values[number])

    def take(self, number: int) -> None:
        """Take alternative `number`, from 1; nothing happens when there is no such one."""
        if 1 <= number <= len(self._values):
            self.taken.emit(self._values[number - 1])

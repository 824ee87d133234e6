"""A label that wraps its words instead of making its row longer than it has to be."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget


class WrappedLabel(QLabel):
    """Wants room for its words up to a width, and more lines below that.

    Args:
        letters: Width that it wants at most, in letters.
        parent: Owner.
    """

    def __init__(self, letters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = letters
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        """As wide as its words, but no wider than was said; as high as that makes it."""
        most = self.fontMetrics().averageCharWidth() * self._letters
        wide = min(self.fontMetrics().horizontalAdvance(self.text()) + 2, most)
        return QSize(wide, self.heightForWidth(max(wide, 1)))

    def minimumSizeHint(self) -> QSize:
        """Its longest word: below that it could not be read."""
        measure = self.fontMetrics()
        words = (measure.horizontalAdvance(word) for word in self.text().split())
        return QSize(max(words, default=0) + 2, measure.height())

"""Papers that need no scan, and behind the list the one the officer looks at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.reuse import KnownPaper
from app.ui.look import SPACE_PX
from app.ui.pdf_view import PdfView
from app.ui.reuse_panel import ReusePanel


class ReuseView(QStackedWidget):
    """List, and the paper on show.

    Signals:
        opened(): The list is to be read: it has come in sight.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = ReusePanel(self)
        self.look = PaperLook(self)
        self.addWidget(self.panel)
        self.addWidget(self.look)
        self.look.left.connect(self.show_list)
        self.look.taken.connect(self._take)

    def show_paper(self, paper: KnownPaper, data: bytes) -> None:
        """Show a paper in the place of the list."""
        self.look.show_paper(paper, data)
        self.setCurrentWidget(self.look)
        self.look.setFocus()

    def show_list(self) -> None:
        """Back to the list."""
        if self.currentWidget() is self.look:
            self.look.pdf.clear()
            self.setCurrentWidget(self.panel)
            self.panel.table.setFocus()

    def _take(self) -> None:
        self.show_list()
        self.panel.take_button.click()


class PaperLook(QWidget):
    """One paper with the way back.

    Signals:
        taken(): Use this paper.
        left(): Back to the list.
    """

    taken = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Paper on show"))
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.pdf = PdfView(self)
        self.take_button = QPushButton(self.tr("Use this paper  Enter"), self)
        self.take_button.setProperty("primary", True)
        self.back_button = QPushButton(self.tr("Back to the list  Esc"), self)
        for button, signal in ((self.take_button, self.taken), (self.back_button, self.left)):
            button.setAccessibleName(button.text())
            button.clicked.connect(signal)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.take_button)
        head.addWidget(self.back_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.pdf, 1)

    def show_paper(self, paper: KnownPaper, data: bytes) -> None:
        """Show the file of a paper."""
        self.title.setText(" · ".join(part for part in (paper.title, paper.number) if part))
        self.pdf.show_file(data, paper.file_name or paper.title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the paper, Esc goes back."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.taken.emit()
            case _:
                super().keyPressEvent(event)

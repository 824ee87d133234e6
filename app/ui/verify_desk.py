"""Checking any PDF: dropped or chosen, its pages and the verdict beside each other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.ui.look import SPACE_PX
from app.ui.messages import headline
from app.ui.preview_flow import Checked, PreviewFlow, ShownPage
from app.ui.report_saving import ReportSaving
from app.ui.stamp_view import StampView
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.verdict_panel import VerdictPanel
from app.ui.window import Window


class VerifyView(QWidget):
    """Page and verdict of one file.

    Signals:
        file_given(str): Check this file.
    """

    file_given = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dialog: QFileDialog | None = None
        self.open_button = QPushButton(self.tr("Choose a PDF…"), self)
        self.open_button.setAccessibleName(self.tr("Choose a PDF to check"))
        hint = QLabel(self.tr("or drop a PDF here; it is only read."), self)
        self.page = StampView(self)
        self.verdict = VerdictPanel(language, self)
        top = QHBoxLayout()
        top.addWidget(self.open_button)
        top.addWidget(hint, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(SPACE_PX)
        splitter.addWidget(self.page)
        splitter.addWidget(self.verdict)
        splitter.setSizes([720, 620])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_PX // 2, 0, 0)
        layout.addLayout(top)
        layout.addWidget(splitter, 1)
        self.open_button.clicked.connect(self.ask)
        self.setAcceptDrops(True)

    def ask(self) -> None:
        """Open the file dialog beside the work."""
        if self._dialog is None:
            self._dialog = QFileDialog(self, self.tr("Check signatures"))
            self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            self._dialog.setNameFilters([self.tr("PDF files (*.pdf)")])
            self._dialog.fileSelected.connect(self.file_given)
        self._dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file was dropped; the first one is checked."""
        names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if names:
            self.file_given.emit(names[0])


class VerifyDesk(TabDesk):
    """Joins the view with the check."""

    def __init__(
        self,
        window: Window,
        preview: PreviewFlow,
        troubles: TroubleDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(window, parent)
        self._preview, self._language = preview, troubles.language
        self._file: Path | None = None
        self.view = VerifyView(troubles.language, window)
        self._saving = ReportSaving(self.view.verdict, self.view, troubles)
        self.add_tab(self.view, self.tr("Check signatures  Ctrl+Shift+V"), "Ctrl+Shift+V")
        self.view.file_given.connect(self.check)
        self.view.page.page_wanted.connect(self._turn)
        preview.page_ready.connect(self._page_ready)
        preview.page_failed.connect(
            lambda error: self.view.page.clear("! " + headline(error.code, self._language))
        )
        preview.checked.connect(self._checked)
        preview.trouble.connect(troubles.show)

    def start(self) -> None:
        """Ask for a file."""
        self.view.open_button.setFocus()
        self.view.ask()

    def came(self) -> None:
        """What was checked before is still on show."""

    def went(self) -> None:
        """Nothing is under way that has to end."""

    def check(self, name: str) -> None:
        """Check a file and show its first page."""
        self._file = Path(name)
        self._window.tabs.setCurrentWidget(self.view)
        self.view.page.clear(self.tr("◷ Opening…"))
        self.view.verdict.clear(self.tr("◷ Checking the signatures…"))
        self._preview.want_page(self._file, 0)
        self._preview.want_check(self._file)

    def _turn(self, page_index: int) -> None:
        if self._file is not None:
            self._preview.want_page(self._file, page_index)

    def _page_ready(self, shown: ShownPage) -> None:
        if shown.key == self._file:
            self.view.page.show_page(shown.page)

    def _checked(self, checked: Checked) -> None:
        if checked.key == self._file:
            self.view.verdict.show_verdict(checked.file)
